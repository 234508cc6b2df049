from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class ParkTopic(BaseModel):
    park_topic: Optional["ParkTopicParkTopic"] = Field(alias="parkTopic")


class ParkTopicParkTopic(BaseModel):
    space: Optional["ParkTopicParkTopicSpace"]


class ParkTopicParkTopicSpace(BaseModel):
    path: str


ParkTopic.model_rebuild()
ParkTopicParkTopic.model_rebuild()
