from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import IspRow


class AskForHelp(BaseModel):
    ask_for_help: Optional["AskForHelpAskForHelp"] = Field(alias="askForHelp")


class AskForHelpAskForHelp(BaseModel):
    number: int
    reply_to: str = Field(alias="replyTo")
    may_already_cover: list["AskForHelpAskForHelpMayAlreadyCover"] = Field(
        alias="mayAlreadyCover"
    )


AskForHelpAskForHelpMayAlreadyCover = IspRow
AskForHelp.model_rebuild()
AskForHelpAskForHelp.model_rebuild()
