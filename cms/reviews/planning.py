"""What is due to whom, from London dates alone: a missed, doubled or late run changes nothing (docs/adr/0010).

After downtime only the latest stage that fell due counts. A stage that fell due before its review was opened (as by an
import) or before an editor added its offset never does.
"""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import cast

from django.db.models import Count, QuerySet

from cms.core import clock
from cms.pages.selectors import pages_due_for_review
from cms.reviews.models import ReminderOffset, Review
from cms.reviews.recipients import Recipient, reach_of
from cms.snippets.models import Isp, IspVersion

HORIZON_DAYS = 400  # how far ahead reviews are opened; the longest offset is 90


@dataclass(frozen=True, slots=True)
class Subject:
    """What is reviewed, with all that its reminders need. Exactly one of `isp` and `page` is a key."""

    isp: int | None
    page: int | None
    reference: str
    title: str
    path: str
    lead_id: int | None
    owner_id: int | None
    deputy_id: int | None
    due: datetime.date
    opened: datetime.date
    review: int | None  # None: not opened yet


@dataclass(frozen=True, slots=True)
class Stage:
    subject: Subject
    offset: int
    recipient: Recipient
    superseded: bool


def offsets(size: str) -> list[tuple[int, datetime.date]]:
    """(days, added on) of each stage for bodies of this size, earliest first."""
    return list(ReminderOffset.objects.filter(size=size).order_by("days").values_list("days", "added_on"))


def plan(on: datetime.date, subjects: Sequence[Subject] | None = None) -> list[Stage]:
    """Every stage of every open review that has fallen due by `on`, for each recipient of that stage."""
    rows = open_subjects(on) if subjects is None else subjects
    leads = {row.lead_id for row in rows if row.lead_id is not None}
    reach, sizes = reach_of(rows, min(on, clock.today())), _small_bodies(leads)
    lists = {size: offsets(size) for size in ReminderOffset.Size.values}
    stages: list[Stage] = []
    for row in rows:
        size = ReminderOffset.Size.SMALL if row.lead_id in sizes else ReminderOffset.Size.USUAL
        due = [(days, added) for days, added in lists[size] if row.due + datetime.timedelta(days=days) <= on]
        if not due:
            continue
        latest = max(days for days, _ in due)
        for days, added in due:
            fell = row.due + datetime.timedelta(days=days)
            superseded = days < latest or fell < row.opened or fell < added - datetime.timedelta(days=7)
            for recipient in reach.told(row, days):
                stages.append(Stage(row, days, recipient, superseded))
    return stages


def addressed(stages: Iterable[tuple[Subject, int]]) -> set[tuple[int | None, int, str]]:
    """(review, offset, address) of everybody to whom these (subject, offset) stages go today, however many stages, in
    a fixed number of queries: asked again before a message leaves."""
    pairs = list(stages)
    rows = [row for row, _ in pairs]
    reach = reach_of(rows)
    return {(row.review, offset, recipient.email) for row, offset in pairs for recipient in reach.told(row, offset)}


def open_subjects(on: datetime.date) -> list[Subject]:
    """ISPs in force and live pages whose next review falls within reach of `on` and has not been done."""
    opened = _opened(Review.objects.all())
    done = set(Review.objects.exclude(completed_on=None).values_list("isp_id", "page_id", "due_on"))
    found = []
    for row in _due(on):
        review = opened.get((row.isp, row.page))
        if review is not None and review.due_on == row.due:
            found.append(replace(row, opened=review.opened_on, review=review.pk))
        elif (row.isp, row.page, row.due) not in done:
            found.append(row)
    return found


def subjects_of(review_ids: Iterable[int], on: datetime.date) -> dict[int, Subject]:
    """The subjects of those of these reviews that are open and still due on their day, by review."""
    opened = _opened(Review.objects.filter(pk__in=set(review_ids)))
    found = {}
    for row in _due(on, {isp for isp, _ in opened if isp}, {page for _, page in opened if page}):
        review = opened.get((row.isp, row.page))
        if review is not None and review.due_on == row.due:
            found[review.pk] = replace(row, opened=review.opened_on, review=review.pk)
    return found


def _opened(reviews: QuerySet[Review]) -> dict[tuple[int | None, int | None], Review]:
    rows = reviews.filter(completed_on=None, superseded_on=None)
    return {(review.isp_id, review.page_id): review for review in rows}


def _due(on: datetime.date, isps: set[int] | None = None, pages: set[int] | None = None) -> Iterator[Subject]:
    """Everything with a review within reach of `on`; only these ISPs and pages where given."""
    reach = on + datetime.timedelta(days=HORIZON_DAYS)
    yield from _isps(reach, on, isps)
    if pages is None or pages:
        yield from (row for row in _pages(reach, on) if pages is None or row.page in pages)


def _isps(reach: datetime.date, on: datetime.date, only: set[int] | None) -> Iterator[Subject]:
    in_force = Isp.objects.filter(versions__state=IspVersion.State.IN_FORCE, retired_on=None, suspended_on=None)
    if only is not None:
        in_force = in_force.filter(pk__in=only)
    for isp in in_force.filter(next_review_on__lte=reach).order_by("next_review_on", "reference"):
        yield Subject(
            isp=isp.pk,
            page=None,
            reference=isp.reference,
            title=isp.title,
            path=f"/isps/{isp.reference}",
            lead_id=isp.lead_id,
            owner_id=isp.owner_id,
            deputy_id=isp.deputy_id,
            due=cast(datetime.date, isp.next_review_on),
            opened=min(on, clock.today()),
            review=None,
        )


def _pages(reach: datetime.date, on: datetime.date) -> Iterator[Subject]:
    for page in pages_due_for_review(reach):
        yield Subject(
            isp=None,
            page=page.pk,
            reference=page.path,
            title=page.title,
            path=page.path,
            lead_id=None,
            owner_id=page.owner_id,
            deputy_id=None,
            due=page.review_on,
            opened=min(on, clock.today()),
            review=None,
        )


def _small_bodies(leads: Iterable[int | None]) -> set[int]:
    """Bodies that lead one ISP: they are reminded more gently."""
    counted = Isp.objects.filter(lead__in=leads, retired_on=None).values("lead").annotate(n=Count("pk"))
    return {row["lead"] for row in counted if row["n"] == 1}
