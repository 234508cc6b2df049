from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class ReplyToThread(BaseModel):
    reply_to_thread: Optional["ReplyToThreadReplyToThread"] = Field(
        alias="replyToThread"
    )


class ReplyToThreadReplyToThread(BaseModel):
    post: Optional["ReplyToThreadReplyToThreadPost"]


class ReplyToThreadReplyToThreadPost(BaseModel):
    number: int
    path: str


ReplyToThread.model_rebuild()
ReplyToThreadReplyToThread.model_rebuild()
