from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class DeletePost(BaseModel):
    delete_post: Optional["DeletePostDeletePost"] = Field(alias="deletePost")


class DeletePostDeletePost(BaseModel):
    post: Optional["DeletePostDeletePostPost"]


class DeletePostDeletePostPost(BaseModel):
    path: str


DeletePost.model_rebuild()
DeletePostDeletePost.model_rebuild()
