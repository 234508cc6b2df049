from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class AddKnownByName(BaseModel):
    add_known_by_name: Optional["AddKnownByNameAddKnownByName"] = Field(
        alias="addKnownByName"
    )


class AddKnownByNameAddKnownByName(BaseModel):
    added: int


AddKnownByName.model_rebuild()
