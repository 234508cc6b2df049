from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class ChangeCard(BaseModel):
    change_card: Optional["ChangeCardChangeCard"] = Field(alias="changeCard")


class ChangeCardChangeCard(BaseModel):
    my_topics: Optional["ChangeCardChangeCardMyTopics"] = Field(alias="myTopics")


class ChangeCardChangeCardMyTopics(BaseModel):
    is_findable: bool = Field(alias="isFindable")


ChangeCard.model_rebuild()
ChangeCardChangeCard.model_rebuild()
