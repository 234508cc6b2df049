from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class SetNoticeChoices(BaseModel):
    set_notice_choices: Optional["SetNoticeChoicesSetNoticeChoices"] = Field(
        alias="setNoticeChoices"
    )


class SetNoticeChoicesSetNoticeChoices(BaseModel):
    settings: Optional["SetNoticeChoicesSetNoticeChoicesSettings"]


class SetNoticeChoicesSetNoticeChoicesSettings(BaseModel):
    kinds: list["SetNoticeChoicesSetNoticeChoicesSettingsKinds"]


class SetNoticeChoicesSetNoticeChoicesSettingsKinds(BaseModel):
    key: str


SetNoticeChoices.model_rebuild()
SetNoticeChoicesSetNoticeChoices.model_rebuild()
SetNoticeChoicesSetNoticeChoicesSettings.model_rebuild()
