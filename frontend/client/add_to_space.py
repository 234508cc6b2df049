from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class AddToSpace(BaseModel):
    add_to_space: Optional["AddToSpaceAddToSpace"] = Field(alias="addToSpace")


class AddToSpaceAddToSpace(BaseModel):
    person: Optional["AddToSpaceAddToSpacePerson"]


class AddToSpaceAddToSpacePerson(BaseModel):
    id: str


AddToSpace.model_rebuild()
AddToSpaceAddToSpace.model_rebuild()
