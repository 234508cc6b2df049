from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class ChangeSpacePerson(BaseModel):
    change_space_person: Optional["ChangeSpacePersonChangeSpacePerson"] = Field(
        alias="changeSpacePerson"
    )


class ChangeSpacePersonChangeSpacePerson(BaseModel):
    person: Optional["ChangeSpacePersonChangeSpacePersonPerson"]


class ChangeSpacePersonChangeSpacePersonPerson(BaseModel):
    id: str


ChangeSpacePerson.model_rebuild()
ChangeSpacePersonChangeSpacePerson.model_rebuild()
