from datetime import date
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import ReviewOutcome
from .fragments import (
    IspRow,
    IspRowLead,  # noqa: F401
    SiteBar,
    ViewerBar,
)


class ReviewForm(BaseModel):
    site: "ReviewFormSite"
    viewer: "ReviewFormViewer"
    isp: Optional["ReviewFormIsp"]


ReviewFormSite = SiteBar
ReviewFormViewer = ViewerBar


class ReviewFormIsp(IspRow):
    can_review: bool = Field(alias="canReview")
    revision: int
    summary: str
    starts_on: Optional[date] = Field(alias="startsOn")
    contacts: list["ReviewFormIspContacts"]
    reviews: list["ReviewFormIspReviews"]
    version: Optional["ReviewFormIspVersion"]


class ReviewFormIspContacts(BaseModel):
    role: str
    phone: str
    email: str


class ReviewFormIspReviews(BaseModel):
    due_on: date = Field(alias="dueOn")
    outcome: Optional[ReviewOutcome]
    outcome_label: str = Field(alias="outcomeLabel")
    completed_on: Optional[date] = Field(alias="completedOn")
    reviewer_name: str = Field(alias="reviewerName")
    is_open: bool = Field(alias="isOpen")


class ReviewFormIspVersion(BaseModel):
    number: int
    purpose: str
    data_subjects: str = Field(alias="dataSubjects")
    retention: str
    may_share: list[str] = Field(alias="mayShare")
    do_not_share: list[str] = Field(alias="doNotShare")
    data_items: list["ReviewFormIspVersionDataItems"] = Field(alias="dataItems")
    parties: list["ReviewFormIspVersionParties"]


class ReviewFormIspVersionDataItems(BaseModel):
    name: str


class ReviewFormIspVersionParties(BaseModel):
    role_label: str = Field(alias="roleLabel")
    partner: Optional["ReviewFormIspVersionPartiesPartner"]


class ReviewFormIspVersionPartiesPartner(BaseModel):
    name: str


ReviewForm.model_rebuild()
ReviewFormIsp.model_rebuild()
ReviewFormIspVersion.model_rebuild()
ReviewFormIspVersionParties.model_rebuild()
