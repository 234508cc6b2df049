from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class EditPost(BaseModel):
    edit_post: Optional["EditPostEditPost"] = Field(alias="editPost")


class EditPostEditPost(BaseModel):
    post: Optional["EditPostEditPostPost"]


class EditPostEditPostPost(BaseModel):
    path: str


EditPost.model_rebuild()
EditPostEditPost.model_rebuild()
