from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class ConfirmApplication(BaseModel):
    confirm_application: Optional["ConfirmApplicationConfirmApplication"] = Field(
        alias="confirmApplication"
    )


class ConfirmApplicationConfirmApplication(BaseModel):
    number: int


ConfirmApplication.model_rebuild()
