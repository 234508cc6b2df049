from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class RefuseToJoin(BaseModel):
    refuse_to_join: Optional["RefuseToJoinRefuseToJoin"] = Field(alias="refuseToJoin")


class RefuseToJoinRefuseToJoin(BaseModel):
    id: str


RefuseToJoin.model_rebuild()
