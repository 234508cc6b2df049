from datetime import date
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import ReviewOutcome


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


class MarkNotificationsReadInput(BaseModel):
    ids: list[str]


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
