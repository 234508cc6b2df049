from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class InvitePerson(BaseModel):
    invite_person: Optional["InvitePersonInvitePerson"] = Field(alias="invitePerson")


class InvitePersonInvitePerson(BaseModel):
    id: str


InvitePerson.model_rebuild()
