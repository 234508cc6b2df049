from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class RemoveContact(BaseModel):
    remove_contact: Optional["RemoveContactRemoveContact"] = Field(
        alias="removeContact"
    )


class RemoveContactRemoveContact(BaseModel):
    id: str


RemoveContact.model_rebuild()
