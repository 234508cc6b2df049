from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class ChangeShown(BaseModel):
    change_shown: Optional["ChangeShownChangeShown"] = Field(alias="changeShown")


class ChangeShownChangeShown(BaseModel):
    in_public: bool = Field(alias="inPublic")


ChangeShown.model_rebuild()
