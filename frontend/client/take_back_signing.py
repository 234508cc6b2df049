from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class TakeBackSigning(BaseModel):
    take_back_signing: Optional["TakeBackSigningTakeBackSigning"] = Field(
        alias="takeBackSigning"
    )


class TakeBackSigningTakeBackSigning(BaseModel):
    id: str


TakeBackSigning.model_rebuild()
