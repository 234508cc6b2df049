from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class AskToJoin(BaseModel):
    ask_to_join: Optional["AskToJoinAskToJoin"] = Field(alias="askToJoin")


class AskToJoinAskToJoin(BaseModel):
    isp: Optional["AskToJoinAskToJoinIsp"]


class AskToJoinAskToJoinIsp(BaseModel):
    reference: str


AskToJoin.model_rebuild()
AskToJoinAskToJoin.model_rebuild()
