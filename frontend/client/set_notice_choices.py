from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class SetNoticeChoices(BaseModel):
    set_notice_choices: Optional["SetNoticeChoicesSetNoticeChoices"] = Field(
        alias="setNoticeChoices"
    )


class SetNoticeChoicesSetNoticeChoices(BaseModel):
    choices: Optional["SetNoticeChoicesSetNoticeChoicesChoices"]


class SetNoticeChoicesSetNoticeChoicesChoices(BaseModel):
    kinds: list["SetNoticeChoicesSetNoticeChoicesChoicesKinds"]


class SetNoticeChoicesSetNoticeChoicesChoicesKinds(BaseModel):
    key: str


SetNoticeChoices.model_rebuild()
SetNoticeChoicesSetNoticeChoices.model_rebuild()
SetNoticeChoicesSetNoticeChoicesChoices.model_rebuild()
