from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class ThankForPost(BaseModel):
    thank_for_post: Optional["ThankForPostThankForPost"] = Field(alias="thankForPost")


class ThankForPostThankForPost(BaseModel):
    post: Optional["ThankForPostThankForPostPost"]


class ThankForPostThankForPostPost(BaseModel):
    path: str


ThankForPost.model_rebuild()
ThankForPostThankForPost.model_rebuild()
