from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class PostThread(BaseModel):
    post_thread: Optional["PostThreadPostThread"] = Field(alias="postThread")


class PostThreadPostThread(BaseModel):
    thread: Optional["PostThreadPostThreadThread"]


class PostThreadPostThreadThread(BaseModel):
    number: int
    path: str


PostThread.model_rebuild()
PostThreadPostThread.model_rebuild()
