"""An organisation's record for its lead, and the periods of keeping for everybody."""

import datetime
from typing import Any

import graphene
from django.conf import settings

from cms.members.tokens import PEOPLE
from cms.privacy.record import Record, our_record
from cms.privacy.retention import PERIODS
from members_api.guards import PUBLIC, Exposed
from members_api.record.types import OurRecordType, PeriodOfKeepingType


def ours(
    _: None,
    info: Any,
    partner: str | None = None,
    kind: str | None = None,
    since: datetime.date | None = None,
    until: datetime.date | None = None,
    page: int | None = 1,
) -> Record | None:
    by = info.context.requester
    return our_record(
        by, slug=partner or "", kind=kind or "", since=since, until=until, page=1 if page is None else page
    )


def periods(_: None, info: Any) -> list[PeriodOfKeepingType]:
    return [
        PeriodOfKeepingType(
            name=name,
            what=period.what,
            days=settings.RETENTION_DAYS[name],
            after=period.after,
            becomes=period.becomes,
            by_itself=period.expire is not None,
        )
        for name, period in PERIODS.items()
    ]


class RecordQuery(graphene.ObjectType):
    our_record = Exposed(
        OurRecordType,
        description="Null for who is neither its lead nor of the core team. Entries never change, and none goes.",
        resolver=ours,
        audience=PUBLIC,
        scope=PEOPLE,
        personal=True,
        kept=False,  # what is written there is no change of content
        partner=graphene.String(description="A slug; the organisation that you act for, unless given."),
        kind=graphene.String(description="One of `kinds`."),
        since=graphene.Date(),
        until=graphene.Date(description="The last day."),
        page=graphene.Int(default_value=1, description="Of 50 entries."),
    )
    periods_of_keeping = Exposed(
        graphene.List(PeriodOfKeepingType),
        required=True,
        description="How long personal data are kept here.",
        resolver=periods,
        audience=PUBLIC,
        scope="read:content",
    )
