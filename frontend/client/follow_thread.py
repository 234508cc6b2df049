from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class FollowThread(BaseModel):
    follow_thread: Optional["FollowThreadFollowThread"] = Field(alias="followThread")


class FollowThreadFollowThread(BaseModel):
    thread: Optional["FollowThreadFollowThreadThread"]


class FollowThreadFollowThreadThread(BaseModel):
    path: str


FollowThread.model_rebuild()
FollowThreadFollowThread.model_rebuild()
