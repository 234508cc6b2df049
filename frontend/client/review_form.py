from datetime import date, datetime
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import GatewayState, IspFileKind, IspVersionState, ReviewOutcome
from .fragments import (
    AmendmentLine,
    IspRow,
    IspRowLead,  # noqa: F401
    SiteBar,
    TriggerLine,
    ViewerBar,
)


class ReviewForm(BaseModel):
    site: "ReviewFormSite"
    viewer: "ReviewFormViewer"
    isp: Optional["ReviewFormIsp"]
    review_form: Optional["ReviewFormReviewForm"] = Field(alias="reviewForm")


ReviewFormSite = SiteBar
ReviewFormViewer = ViewerBar


class ReviewFormIsp(IspRow):
    can_review: bool = Field(alias="canReview")
    revision: int
    summary: str
    starts_on: Optional[date] = Field(alias="startsOn")
    contacts: list["ReviewFormIspContacts"]
    reviews: list["ReviewFormIspReviews"]
    triggers: list["ReviewFormIspTriggers"]
    amendments: list["ReviewFormIspAmendments"]
    versions: list["ReviewFormIspVersions"]
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
    trigger: str


ReviewFormIspTriggers = TriggerLine
ReviewFormIspAmendments = AmendmentLine


class ReviewFormIspVersions(BaseModel):
    number: int
    state: IspVersionState


class ReviewFormIspVersion(BaseModel):
    number: int
    purpose: str
    data_subjects: str = Field(alias="dataSubjects")
    retention: str
    may_share: list[str] = Field(alias="mayShare")
    do_not_share: list[str] = Field(alias="doNotShare")
    data_items: list["ReviewFormIspVersionDataItems"] = Field(alias="dataItems")
    files: list["ReviewFormIspVersionFiles"]
    flows: list["ReviewFormIspVersionFlows"]
    parties: list["ReviewFormIspVersionParties"]


class ReviewFormIspVersionDataItems(BaseModel):
    name: str


class ReviewFormIspVersionFiles(BaseModel):
    kind: IspFileKind
    title: str


class ReviewFormIspVersionFlows(BaseModel):
    items: str
    method: str
    frequency_required: str = Field(alias="frequencyRequired")
    frequency_actual: str = Field(alias="frequencyActual")
    sender: Optional["ReviewFormIspVersionFlowsSender"]
    recipient: Optional["ReviewFormIspVersionFlowsRecipient"]


class ReviewFormIspVersionFlowsSender(BaseModel):
    name: str


class ReviewFormIspVersionFlowsRecipient(BaseModel):
    name: str


class ReviewFormIspVersionParties(BaseModel):
    role_label: str = Field(alias="roleLabel")
    partner: Optional["ReviewFormIspVersionPartiesPartner"]
    bases: list["ReviewFormIspVersionPartiesBases"]


class ReviewFormIspVersionPartiesPartner(BaseModel):
    name: str


class ReviewFormIspVersionPartiesBases(BaseModel):
    purpose: str
    article_6: Optional["ReviewFormIspVersionPartiesBasesArticle6"] = Field(
        alias="article6"
    )
    gateways: list["ReviewFormIspVersionPartiesBasesGateways"]


class ReviewFormIspVersionPartiesBasesArticle6(BaseModel):
    provision: str
    name: str


class ReviewFormIspVersionPartiesBasesGateways(BaseModel):
    slug: str
    act: str
    provision: str
    state: GatewayState


class ReviewFormReviewForm(BaseModel):
    submission_id: str = Field(alias="submissionId")
    saved_at: Optional[datetime] = Field(alias="savedAt")
    is_stale: bool = Field(alias="isStale")
    steps: list[str]
    missing: list[str]
    questions: list["ReviewFormReviewFormQuestions"]
    sections: list["ReviewFormReviewFormSections"]
    words_reason: str = Field(alias="wordsReason")
    contacts: list["ReviewFormReviewFormContacts"]
    people: list["ReviewFormReviewFormPeople"]
    owner: str
    deputy: str
    next_on: str = Field(alias="nextOn")
    usual_next: date = Field(alias="usualNext")
    retire_on: str = Field(alias="retireOn")
    retire_reason: str = Field(alias="retireReason")
    plan: Optional["ReviewFormReviewFormPlan"]


class ReviewFormReviewFormQuestions(BaseModel):
    key: str
    title: str
    short: str
    hint: str
    sections: list[str]
    value: str
    why: str
    answer_label: str = Field(alias="answerLabel")
    is_done: bool = Field(alias="isDone")
    options: list["ReviewFormReviewFormQuestionsOptions"]


class ReviewFormReviewFormQuestionsOptions(BaseModel):
    value: str
    label: str
    hint: str


class ReviewFormReviewFormSections(BaseModel):
    section: str
    label: str
    now: str
    words: str
    asked_about: bool = Field(alias="askedAbout")
    waiting_notice: Optional[int] = Field(alias="waitingNotice")


class ReviewFormReviewFormContacts(BaseModel):
    role: str
    phone: str
    email: str
    partner: str
    urgent: bool


class ReviewFormReviewFormPeople(BaseModel):
    id: str
    name: str


class ReviewFormReviewFormPlan(BaseModel):
    outcome: ReviewOutcome
    outcome_label: str = Field(alias="outcomeLabel")
    button: str
    problem: str
    next: list[str]
    effects: list["ReviewFormReviewFormPlanEffects"]


class ReviewFormReviewFormPlanEffects(BaseModel):
    what: str
    kind: str
    kind_label: str = Field(alias="kindLabel")
    happens: str


ReviewForm.model_rebuild()
ReviewFormIsp.model_rebuild()
ReviewFormIspVersion.model_rebuild()
ReviewFormIspVersionFlows.model_rebuild()
ReviewFormIspVersionParties.model_rebuild()
ReviewFormIspVersionPartiesBases.model_rebuild()
ReviewFormReviewForm.model_rebuild()
ReviewFormReviewFormQuestions.model_rebuild()
ReviewFormReviewFormPlan.model_rebuild()
