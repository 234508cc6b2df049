from datetime import datetime
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import NoticeFrequency
from .fragments import SiteBar, ViewerBar


class NoticeSettings(BaseModel):
    site: "NoticeSettingsSite"
    viewer: "NoticeSettingsViewer"
    notice_settings: "NoticeSettingsNoticeSettings" = Field(alias="noticeSettings")


NoticeSettingsSite = SiteBar
NoticeSettingsViewer = ViewerBar


class NoticeSettingsNoticeSettings(BaseModel):
    kinds: list["NoticeSettingsNoticeSettingsKinds"]
    calendars: list["NoticeSettingsNoticeSettingsCalendars"]


class NoticeSettingsNoticeSettingsKinds(BaseModel):
    key: str
    label: str
    about: str
    frequency: NoticeFrequency
    choices: list["NoticeSettingsNoticeSettingsKindsChoices"]
    because: str
    path: str


class NoticeSettingsNoticeSettingsKindsChoices(BaseModel):
    value: NoticeFrequency
    label: str


class NoticeSettingsNoticeSettingsCalendars(BaseModel):
    id: str
    label: str
    created_at: datetime = Field(alias="createdAt")
    last_used_at: Optional[datetime] = Field(alias="lastUsedAt")


NoticeSettings.model_rebuild()
NoticeSettingsNoticeSettings.model_rebuild()
NoticeSettingsNoticeSettingsKinds.model_rebuild()
