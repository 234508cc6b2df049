from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class ModeratePost(BaseModel):
    moderate_post: Optional["ModeratePostModeratePost"] = Field(alias="moderatePost")


class ModeratePostModeratePost(BaseModel):
    post: Optional["ModeratePostModeratePostPost"]


class ModeratePostModeratePostPost(BaseModel):
    path: str


ModeratePost.model_rebuild()
ModeratePostModeratePost.model_rebuild()
