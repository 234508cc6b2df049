from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class WithdrawConsultationComment(BaseModel):
    withdraw_consultation_comment: Optional[
        "WithdrawConsultationCommentWithdrawConsultationComment"
    ] = Field(alias="withdrawConsultationComment")


class WithdrawConsultationCommentWithdrawConsultationComment(BaseModel):
    comment: Optional["WithdrawConsultationCommentWithdrawConsultationCommentComment"]


class WithdrawConsultationCommentWithdrawConsultationCommentComment(BaseModel):
    id: str
    is_withdrawn: bool = Field(alias="isWithdrawn")


WithdrawConsultationComment.model_rebuild()
WithdrawConsultationCommentWithdrawConsultationComment.model_rebuild()
