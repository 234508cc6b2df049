from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class MakeWish(BaseModel):
    make_wish: Optional["MakeWishMakeWish"] = Field(alias="makeWish")


class MakeWishMakeWish(BaseModel):
    will_be_told: bool = Field(alias="willBeTold")


MakeWish.model_rebuild()
