from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class AskPeersAboutBarrier(BaseModel):
    ask_peers_about_barrier: Optional["AskPeersAboutBarrierAskPeersAboutBarrier"] = (
        Field(alias="askPeersAboutBarrier")
    )


class AskPeersAboutBarrierAskPeersAboutBarrier(BaseModel):
    thread_path: str = Field(alias="threadPath")


AskPeersAboutBarrier.model_rebuild()
