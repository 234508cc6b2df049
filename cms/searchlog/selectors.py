"""What people look for, counted. Nothing leaves here that fewer than five organisations asked."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from django.conf import settings
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from cms.core import clock
from cms.core.errors import BadInput, Forbidden
from cms.core.policy import may, visible
from cms.core.requester import Requester
from cms.searchlog.models import Click, ContentTask, LoggedSearch, Wish
from cms.searchlog.permissions import READ

Kind = Literal["searched", "nothing", "some", "left"]
KINDS: tuple[Kind, ...] = get_args(Kind)
PERIODS = (30, 90, 365)  # days, today included
NUMBERS: dict[Kind, str] = {"searched": "searches", "nothing": "nothing", "some": "some", "left": "left"}
ROWS = 200
NOTHING = Q(total=0, filters="")  # what a filter hid is not missing
SOME = Q(total__gt=0, relaxed=True)


@dataclass(frozen=True, slots=True)
class Asked:
    """One phrase of the report, in the period and sector that were asked for."""

    phrase: str
    searches: int
    organisations: int  # different ones; visitors are none, and are counted apart
    by_visitors: int  # how many of the searches
    nothing: int  # found nothing, no filter being on
    some: int  # found only things with some of the words
    left: int  # found something, and nothing was opened

    def number(self, kind: Kind) -> int:
        """How often the kind happened to it."""
        return int(getattr(self, NUMBERS[kind]))


@dataclass(frozen=True, slots=True)
class Report:
    """`rows` are the phrases that enough organisations asked; all others are only summed up."""

    rows: Sequence[Asked]
    enough: int  # organisations
    searches: int  # all of this kind in the period and sector
    other_phrases: int
    other_searches: int
    more_rows: int  # phrases that may be shown, beyond the first ROWS


def report(*, by: Requester, kind: Kind = "searched", days: int = 30, sector: str = "") -> Report:
    """The phrases by how often the kind happened to them, the most frequent first.

    Raises Forbidden for anyone but the core team, BadInput for an unknown kind or period. One statement.
    """
    if not may(by, READ):
        raise Forbidden("The core team reads what people look for.")
    if kind not in KINDS or days not in PERIODS:
        raise BadInput("There is no such report.")
    enough = max(1, settings.SEARCH_LOG_MIN_ORGANISATIONS)
    shown: list[Asked] = []
    others = other_searches = 0
    for row in _phrases(_rows(days, sector)).filter(**{f"{NUMBERS[kind]}__gt": 0}).iterator(chunk_size=2000):
        asked = Asked(**row)
        if asked.organisations >= enough:
            shown.append(asked)
        else:
            others += 1
            other_searches += asked.number(kind)
    shown.sort(key=lambda asked: (-asked.number(kind), asked.phrase))
    return Report(
        rows=shown[:ROWS],
        enough=enough,
        searches=other_searches + sum(asked.number(kind) for asked in shown),
        other_phrases=others,
        other_searches=other_searches,
        more_rows=max(0, len(shown) - ROWS),
    )


def _rows(days: int, sector: str = "") -> QuerySet[LoggedSearch]:
    since = clock.today() - datetime.timedelta(days=days - 1)
    rows = LoggedSearch.objects.filter(day__gte=since)
    return rows.filter(organisation__sector__code=sector) if sector else rows


def _phrases(rows: QuerySet[LoggedSearch]) -> Any:
    """One row a phrase: how often, by how many organisations, and with what outcome."""

    def times(condition: Q) -> Any:
        return Count("pk", filter=condition)

    opened = Exists(Click.objects.filter(search=OuterRef("pk")))
    return (
        rows.annotate(was_opened=opened)
        .order_by()
        .values("phrase")
        .annotate(
            searches=Count("pk"),
            organisations=Count("organisation", distinct=True),
            by_visitors=times(Q(organisation=None)),
            nothing=times(NOTHING),
            some=times(SOME),
            left=times(Q(total__gt=0, was_opened=False)),
        )
    )


def times_asked(phrase: str) -> int:
    """How often the phrase was searched for in 90 days; 0 where too few organisations did."""
    found = _phrases(_rows(90).filter(phrase=phrase)).order_by("phrase").first()
    enough = found is not None and found["organisations"] >= max(1, settings.SEARCH_LOG_MIN_ORGANISATIONS)
    return int(found["searches"]) if enough else 0


def own_wishes(by: Requester) -> QuerySet[Wish]:
    """What the person asked to be told of, the newest first."""
    rows: QuerySet[Wish] = visible(Wish.objects.all(), by)
    return rows.filter(person=by.user_id) if by.user_id is not None else rows.none()


def wishes_to_sort(by: Requester) -> QuerySet[Wish]:
    """Wishes that no task has taken up, the newest first."""
    rows: QuerySet[Wish] = visible(Wish.objects.all(), by)
    return rows.filter(task=None).select_related("organisation", "person")


def open_tasks(by: Requester) -> QuerySet[ContentTask]:
    """The soonest due first, those without a day last."""
    rows: QuerySet[ContentTask] = visible(ContentTask.objects.all(), by)
    return rows.filter(answered_at=None, declined_at=None).order_by(F("due_on").asc(nulls_last=True), "pk")


def ended_tasks(by: Requester) -> QuerySet[ContentTask]:
    rows: QuerySet[ContentTask] = visible(ContentTask.objects.all(), by)
    ended = rows.exclude(answered_at=None, declined_at=None)
    return ended.order_by(F("answered_at").desc(nulls_last=True), "-declined_at")
