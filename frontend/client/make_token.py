from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import TokenLine


class MakeToken(BaseModel):
    make_token: Optional["MakeTokenMakeToken"] = Field(alias="makeToken")


class MakeTokenMakeToken(BaseModel):
    text: Optional[str]
    token: Optional["MakeTokenMakeTokenToken"]


MakeTokenMakeTokenToken = TokenLine
MakeToken.model_rebuild()
MakeTokenMakeToken.model_rebuild()
