from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class SaveContact(BaseModel):
    save_contact: Optional["SaveContactSaveContact"] = Field(alias="saveContact")


class SaveContactSaveContact(BaseModel):
    id: str


SaveContact.model_rebuild()
