"""One's own notification settings, and what changed in public."""

from typing import Any

import graphene

from cms.core.requester import Requester
from cms.members.tokens import PEOPLE
from cms.notifications.keys import CALENDAR, keys_of
from cms.notifications.preferences import choices_of
from cms.overview.changes import public_changes
from cms.reviews.owners import owners_to_choose
from members_api.guards import PUBLIC, Exposed
from members_api.notices.types import (
    CalendarKeyType,
    FrequencyChoiceType,
    NoticeKindType,
    NoticeSettingsType,
    OwnerToChooseType,
    PublicChangeType,
)

SCOPE = "read:notifications"


def settings_of(by: Requester) -> NoticeSettingsType:
    kinds = [
        NoticeKindType(
            key=one.kind.key,
            label=one.kind.label,
            about=one.kind.about,
            frequency=one.frequency,
            choices=[FrequencyChoiceType(value=value, label=str(value.label)) for value in one.kind.choices],
            because=one.kind.because,
            path=one.kind.path,
        )
        for one in choices_of(by)
    ]
    calendars = [
        CalendarKeyType(id=key.pk, label=key.label, created_at=key.created_at, last_used_at=key.last_used_at)
        for key in keys_of(by, CALENDAR)
    ]
    return NoticeSettingsType(kinds=kinds, calendars=calendars)


def notice_settings(_: None, info: Any) -> NoticeSettingsType:
    return settings_of(info.context.requester)


class NoticesQuery(graphene.ObjectType):
    notice_settings = Exposed(
        NoticeSettingsType,
        required=True,
        description="How often you want e-mail about what, and the addresses of your calendars.",
        resolver=notice_settings,
        audience=PUBLIC,
        scope=SCOPE,
        personal=True,
        kept=False,  # when a calendar was last asked for is no change of content
    )
    owners_to_choose = Exposed(
        graphene.List(OwnerToChooseType),
        required=True,
        description="Agreements that your organisation leads and whose owner cannot be told.",
        resolver=lambda _, info: owners_to_choose(info.context.requester),
        audience=PUBLIC,
        scope=PEOPLE,
        personal=True,
    )
    public_changes = Exposed(
        graphene.List(PublicChangeType),
        required=True,
        description="The newest 50 of the last year, the same for everybody: what a visitor may see.",
        resolver=lambda _, info: public_changes(),
        audience=PUBLIC,
        scope="read:content",
    )
