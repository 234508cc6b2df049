from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class ConfirmContacts(BaseModel):
    confirm_contacts: Optional["ConfirmContactsConfirmContacts"] = Field(
        alias="confirmContacts"
    )


class ConfirmContactsConfirmContacts(BaseModel):
    count: int


ConfirmContacts.model_rebuild()
