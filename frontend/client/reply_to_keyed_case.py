from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class ReplyToKeyedCase(BaseModel):
    reply_to_keyed_case: Optional["ReplyToKeyedCaseReplyToKeyedCase"] = Field(
        alias="replyToKeyedCase"
    )


class ReplyToKeyedCaseReplyToKeyedCase(BaseModel):
    number: int


ReplyToKeyedCase.model_rebuild()
