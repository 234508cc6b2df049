from datetime import date
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import ReviewOutcome, SavedSearchFrequency


class ArrivalInput(BaseModel):
    arrived_on: date = Field(alias="arrivedOn")
    "A London day, not in the future."
    flow: str


class AskForHelpInput(BaseModel):
    """Three plain questions. Do not name or describe people."""

    email: Optional[str] = None
    "Where the answer goes. As for the name."
    name: Optional[str] = None
    "Of a person who is signed in, the account's, unless given."
    organisation: Optional[str] = None
    submission_id: str = Field(alias="submissionId")
    "1 to 64 characters; the same one is recorded once."
    what: str
    "What to share, or get."
    whom: str
    "With whom. A guess is fine."
    why: str
    "What it would make better."


class ChangeSavedSearchInput(BaseModel):
    frequency: Optional[SavedSearchFrequency] = None
    id: str
    name: Optional[str] = None
    paused: Optional[bool] = None
    "Resumed, it begins anew with what it finds then."


class DeleteSavedSearchInput(BaseModel):
    id: str


class MakeWishInput(BaseModel):
    """What you looked for. Do not name or describe people: such a text is refused."""

    note: Optional[str] = None
    "What it would help you to do, at most 1,000 characters."
    submission_id: str = Field(alias="submissionId")
    "1 to 64 characters; the same one is kept once."
    tell_me: Optional[bool] = Field(alias="tellMe", default=None)
    "Keep who I am, and tell me once when there is something."
    text: str
    "What you looked for, at most 200 characters."


class MarkNotificationsReadInput(BaseModel):
    ids: list[str]


class MarkSavedSearchSeenInput(BaseModel):
    id: str
    up_to: Optional[str] = Field(alias="upTo", default=None)
    "The id of the newest find that you were shown; all, unless given."


class NoteOpenedInput(BaseModel):
    mark: str
    "SearchResults.openedMark."
    position: int
    "Of the opened item among `items`, from 1."


class RecordArrivalsInput(BaseModel):
    arrivals: list["ArrivalInput"]
    reference: str
    "Such as ISP-0042."


class RecordReviewInput(BaseModel):
    expected_revision: int = Field(alias="expectedRevision")
    "The revision that the form showed."
    next_review: Optional[date] = Field(alias="nextReview", default=None)
    "With UNCHANGED: within three years; else one review cycle from today."
    notes: Optional[str] = None
    "Needed with NEEDS_CHANGE."
    outcome: ReviewOutcome
    "UNCHANGED or NEEDS_CHANGE."
    reference: str
    "Such as ISP-0042."
    submission_id: str = Field(alias="submissionId")
    "1 to 64 characters; the same one is recorded once."


class SaveSearchInput(BaseModel):
    """A search as `search` takes it. What it finds now is its beginning; you hear of what comes after."""

    frequency: SavedSearchFrequency
    "How often e-mail comes. The site always tells."
    name: Optional[str] = None
    "The words, unless given."
    partner: Optional[list[str]] = None
    "Slugs of partners."
    sector: Optional[list[str]] = None
    "Codes of sectors."
    status: Optional[list[str]] = None
    "Values of the facet."
    submission_id: str = Field(alias="submissionId")
    "1 to 64 characters; the same one is kept once."
    text: str
    "May be empty where there is a filter."
    topic: Optional[list[str]] = None
    "Slugs of topics."
    type_: Optional[list[str]] = Field(alias="type", default=None)
    "Kinds of things, such as isp and guidance."
    year: Optional[list[str]] = None
    "Such as 2026."


class StartUploadInput(BaseModel):
    purpose: str
    "What the files are for, such as intake.files."
    target: str
    "Which one of its kind, in the purpose's own words."


class WithdrawWishInput(BaseModel):
    id: str


RecordArrivalsInput.model_rebuild()
