from datetime import date
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import ReviewOutcome


class MarkNotificationsReadInput(BaseModel):
    ids: list[str]


class AskForHelpInput(BaseModel):
    submission_id: str = Field(alias="submissionId")
    what: str
    whom: str
    why: str
    name: str
    email: str
    organisation: str


class RecordReviewInput(BaseModel):
    reference: str
    submission_id: str = Field(alias="submissionId")
    expected_revision: int = Field(alias="expectedRevision")
    outcome: ReviewOutcome
    notes: Optional[str] = None
    next_review: Optional[date] = Field(alias="nextReview", default=None)
