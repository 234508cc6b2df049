from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import TemplateSection
from .fragments import SiteBar, ViewerBar


class IspTemplate(BaseModel):
    site: "IspTemplateSite"
    viewer: "IspTemplateViewer"
    isp: Optional["IspTemplateIsp"]
    isp_version: Optional["IspTemplateIspVersion"] = Field(alias="ispVersion")


IspTemplateSite = SiteBar
IspTemplateViewer = ViewerBar


class IspTemplateIsp(BaseModel):
    reference: str
    title: str


class IspTemplateIspVersion(BaseModel):
    number: int
    summary: str
    purpose: str
    necessity: str
    expected_benefit: str = Field(alias="expectedBenefit")
    data_subjects: str = Field(alias="dataSubjects")
    retention: str
    security: str
    individual_rights: str = Field(alias="individualRights")
    may_share: list[str] = Field(alias="mayShare")
    do_not_share: list[str] = Field(alias="doNotShare")
    how_to_share: str = Field(alias="howToShare")
    template: Optional["IspTemplateIspVersionTemplate"]


class IspTemplateIspVersionTemplate(BaseModel):
    number: int
    is_current: bool = Field(alias="isCurrent")
    clauses: list["IspTemplateIspVersionTemplateClauses"]


class IspTemplateIspVersionTemplateClauses(BaseModel):
    section: TemplateSection
    heading: str
    text: str
    is_locked: bool = Field(alias="isLocked")
    locked_reason: str = Field(alias="lockedReason")


IspTemplate.model_rebuild()
IspTemplateIspVersion.model_rebuild()
IspTemplateIspVersionTemplate.model_rebuild()
