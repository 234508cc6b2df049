from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class ReplyToCase(BaseModel):
    reply_to_case: Optional["ReplyToCaseReplyToCase"] = Field(alias="replyToCase")


class ReplyToCaseReplyToCase(BaseModel):
    support_case: Optional["ReplyToCaseReplyToCaseSupportCase"] = Field(
        alias="supportCase"
    )


class ReplyToCaseReplyToCaseSupportCase(BaseModel):
    number: int


ReplyToCase.model_rebuild()
ReplyToCaseReplyToCase.model_rebuild()
