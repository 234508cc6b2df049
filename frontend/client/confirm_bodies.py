from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class ConfirmBodies(BaseModel):
    confirm_bodies: Optional["ConfirmBodiesConfirmBodies"] = Field(
        alias="confirmBodies"
    )


class ConfirmBodiesConfirmBodies(BaseModel):
    count: int


ConfirmBodies.model_rebuild()
