from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class SignSeveral(BaseModel):
    sign_several: Optional["SignSeveralSignSeveral"] = Field(alias="signSeveral")


class SignSeveralSignSeveral(BaseModel):
    count: int


SignSeveral.model_rebuild()
