from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class AskToEnterSpace(BaseModel):
    ask_to_enter_space: Optional["AskToEnterSpaceAskToEnterSpace"] = Field(
        alias="askToEnterSpace"
    )


class AskToEnterSpaceAskToEnterSpace(BaseModel):
    space: Optional["AskToEnterSpaceAskToEnterSpaceSpace"]


class AskToEnterSpaceAskToEnterSpaceSpace(BaseModel):
    path: str


AskToEnterSpace.model_rebuild()
AskToEnterSpaceAskToEnterSpace.model_rebuild()
