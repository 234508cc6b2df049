from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class ChooseTopics(BaseModel):
    choose_topics: Optional["ChooseTopicsChooseTopics"] = Field(alias="chooseTopics")


class ChooseTopicsChooseTopics(BaseModel):
    my_topics: Optional["ChooseTopicsChooseTopicsMyTopics"] = Field(alias="myTopics")


class ChooseTopicsChooseTopicsMyTopics(BaseModel):
    has_chosen: bool = Field(alias="hasChosen")


ChooseTopics.model_rebuild()
ChooseTopicsChooseTopics.model_rebuild()
