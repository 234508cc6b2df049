"""What could go into an edition: what is new since the last, what comes, what was answered, what members suggest."""

import datetime
from dataclasses import dataclass

from django.db.models import Q
from wagtail.models import Page

from cms.briefings.items import ABOUT_THREADS, kicker_of
from cms.briefings.models import Edition, Suggestion
from cms.core import clock
from cms.core.partial_dates import in_words
from cms.core.policy import visible
from cms.core.requester import Requester
from cms.forum.models import Space, Thread
from cms.pages.models import EventPage, HorizonPage
from cms.pages.permissions import EDITORIAL

USUAL = datetime.timedelta(days=31)  # where nothing went out yet
AHEAD = datetime.timedelta(days=60)
SHOWN = 60  # of each kind


@dataclass(frozen=True, slots=True)
class Candidate:
    """`kind` is pages, threads or suggestions; `why` says why it is here: "Published 3 November 2026"."""

    kind: str
    pk: int
    kicker: str
    title: str
    why: str

    @property
    def key(self) -> str:
        return f"{self.kind}-{self.pk}"


def since() -> datetime.datetime:
    """When the last edition began to go; a month ago where none did."""
    last = Edition.objects.archived().order_by("-begun_at").values_list("begun_at", flat=True).first()
    return last or clock.now() - USUAL


def candidates(edition: Edition, by: Requester) -> list[Candidate]:
    """For the editor `by`; what the edition has already is left out."""
    has = list(edition.items.all())
    found = _pages(by, {item.page_id for item in has}) + _threads(by, {item.thread_id for item in has})
    return found + [
        Candidate("suggestions", one.pk, "Suggested", one.title, f"{one.by or 'Somebody'}: {one.why}")
        for one in Suggestion.objects.filter(settled_at=None).select_related("by")[:SHOWN]
    ]


def _pages(by: Requester, has: set[int | None]) -> list[Candidate]:
    begun, today = since(), clock.today()
    found = []
    for model in EDITORIAL:
        new = Q(first_published_at__gt=begun) | Q(last_published_at__gt=begun)
        if model is HorizonPage:  # days, months and years are compared as texts, each at its own precision
            new |= Q(key_date__gte=today.isoformat(), key_date__lte=(today + AHEAD).isoformat())
        elif model is EventPage:
            new = Q(starts_at__gt=clock.now(), starts_at__lt=clock.now() + AHEAD)
        rows = visible(model.objects.defer("body"), by).filter(new).exclude(pk__in=has - {None})
        found += [
            Candidate("pages", page.pk, kicker_of(page), page.title, _why(page, begun))
            for page in rows.order_by("-last_published_at", "-pk")[:SHOWN]
        ]
    return found


def _why(page: Page, begun: datetime.datetime) -> str:
    if isinstance(page, EventPage):
        return f"On {in_words(page.starts_at.astimezone(clock.LONDON).date())}"
    first, last = page.first_published_at, page.last_published_at
    if first is not None and first > begun:
        return f"Published {in_words(first.astimezone(clock.LONDON).date())}"
    if last is not None and last > begun:
        return f"Changed {in_words(last.astimezone(clock.LONDON).date())}"
    return "Its day comes within two months"


def _threads(by: Requester, has: set[int | None]) -> list[Candidate]:
    """Of open spaces alone, where everybody reads along."""
    begun = since()
    rows = visible(Thread.objects.all(), by).filter(space__kind=Space.Kind.OPEN, hidden_at=None, merged_into=None)
    new = Q(answered_at__gt=begun) | Q(created_at__gt=begun, kind__in=[Thread.Kind.SUCCESS, Thread.Kind.HELP_WANTED])
    return [
        Candidate(
            "threads",
            row.pk,
            ABOUT_THREADS[Thread.Kind(row.kind)],
            row.title,
            f"Answered {in_words(row.answered_at.astimezone(clock.LONDON).date())}" if row.answered_at else "New",
        )
        for row in rows.filter(new).exclude(pk__in=has - {None}).order_by("-last_post_at", "-pk")[:SHOWN]
    ]
