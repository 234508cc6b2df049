from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class ModerateThread(BaseModel):
    moderate_thread: Optional["ModerateThreadModerateThread"] = Field(
        alias="moderateThread"
    )


class ModerateThreadModerateThread(BaseModel):
    thread: Optional["ModerateThreadModerateThreadThread"]


class ModerateThreadModerateThreadThread(BaseModel):
    path: str


ModerateThread.model_rebuild()
ModerateThreadModerateThread.model_rebuild()
