from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class SignUpToEvent(BaseModel):
    sign_up_to_event: Optional["SignUpToEventSignUpToEvent"] = Field(
        alias="signUpToEvent"
    )


class SignUpToEventSignUpToEvent(BaseModel):
    place: Optional["SignUpToEventSignUpToEventPlace"]


class SignUpToEventSignUpToEventPlace(BaseModel):
    id: str
    is_waiting: bool = Field(alias="isWaiting")


SignUpToEvent.model_rebuild()
SignUpToEventSignUpToEvent.model_rebuild()
