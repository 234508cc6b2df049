from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import GatewayState, LegalConditionKind
from .fragments import (  # noqa: F401
    DraftBasisFull,
    DraftHead,
    DraftHeadGaps,
    DraftHeadIsp,
    DraftHeadOwnReview,
    DraftHeadVersion,
    GatewayHelpLine,
    SiteBar,
    ViewerBar,
)


class DraftLawPage(BaseModel):
    site: "DraftLawPageSite"
    viewer: "DraftLawPageViewer"
    draft: Optional["DraftLawPageDraft"]
    legal_conditions: list["DraftLawPageLegalConditions"] = Field(
        alias="legalConditions"
    )
    legal_gateways: "DraftLawPageLegalGateways" = Field(alias="legalGateways")


DraftLawPageSite = SiteBar
DraftLawPageViewer = ViewerBar


class DraftLawPageDraft(DraftHead):
    law: list["DraftLawPageDraftLaw"]
    gateway_helps: list["DraftLawPageDraftGatewayHelps"] = Field(alias="gatewayHelps")


class DraftLawPageDraftLaw(BaseModel):
    revision: str
    first_questions: list[str] = Field(alias="firstQuestions")
    partner: Optional["DraftLawPageDraftLawPartner"]
    gaps: list["DraftLawPageDraftLawGaps"]
    bases: list["DraftLawPageDraftLawBases"]


class DraftLawPageDraftLawPartner(BaseModel):
    name: str
    slug: str
    sector: Optional["DraftLawPageDraftLawPartnerSector"]


class DraftLawPageDraftLawPartnerSector(BaseModel):
    code: str
    label: str


class DraftLawPageDraftLawGaps(BaseModel):
    text: str
    purpose: str


class DraftLawPageDraftLawBases(BaseModel):
    questions: list[str]
    answered: list[str]
    gaps: list["DraftLawPageDraftLawBasesGaps"]
    basis: Optional["DraftLawPageDraftLawBasesBasis"]


class DraftLawPageDraftLawBasesGaps(BaseModel):
    text: str


DraftLawPageDraftLawBasesBasis = DraftBasisFull
DraftLawPageDraftGatewayHelps = GatewayHelpLine


class DraftLawPageLegalConditions(BaseModel):
    kind: LegalConditionKind
    code: str
    provision: str
    name: str
    plain_meaning: str = Field(alias="plainMeaning")
    advice: str
    schedule_1_part: str = Field(alias="schedule1Part")


class DraftLawPageLegalGateways(BaseModel):
    items: list["DraftLawPageLegalGatewaysItems"]


class DraftLawPageLegalGatewaysItems(BaseModel):
    slug: str
    act: str
    year: Optional[int]
    provision: str
    title: str
    state: GatewayState


DraftLawPage.model_rebuild()
DraftLawPageDraft.model_rebuild()
DraftLawPageDraftLaw.model_rebuild()
DraftLawPageDraftLawPartner.model_rebuild()
DraftLawPageDraftLawBases.model_rebuild()
DraftLawPageLegalGateways.model_rebuild()
