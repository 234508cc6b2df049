"""Reviews of pages: by the page's owner or the core team. Right with a new date, needs a change, or should go."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from wagtail.models import Page

from cms.audit.services import record
from cms.core import clock
from cms.core.errors import BadInput, Forbidden, NotFound, Unauthenticated
from cms.core.policy import may, visible
from cms.core.requester import Requester
from cms.members.selectors import core_team, recipient
from cms.notifications.services import notify
from cms.pages.models import EditorialPage
from cms.pages.permissions import EDITORIAL
from cms.pages.selectors import members_path
from cms.reviews import reminders
from cms.reviews.dates import MOST_YEARS, months_after
from cms.reviews.models import Review

USUAL_MONTHS = 12
NOTES_AT_MOST = 4000
Outcome = Review.Outcome
OUTCOMES = (Outcome.UNCHANGED, Outcome.NEEDS_CHANGE, Outcome.RETIRE)


@dataclass(frozen=True, slots=True)
class PageReview:
    """What the owner of a page is asked. `owner_id` is the page's keeper, not who made it."""

    pk: int
    title: str
    path: str
    kind: str
    owner_id: int | None
    review_on: datetime.date | None
    usual_next: datetime.date
    last_outcome: str = ""
    last_notes: str = ""
    last_on: datetime.date | None = None


def page_review(requester: Requester, path: str) -> PageReview | None:
    """The page at a path of the members' site, for whoever may review it; None for everybody else."""
    page = _page_at(requester, path)
    if page is None:
        return None
    found = _of(page)
    return found if may(requester, "page.review", found) else None


def _page_at(requester: Requester, path: str) -> Any:
    slug = path.rstrip("/").rpartition("/")[2]
    for model in EDITORIAL:
        for page in visible(model.objects.filter(slug=slug, live=True), requester):
            if members_path(page) == path:
                return page
    return None


def _of(page: EditorialPage) -> PageReview:
    last = Review.objects.filter(page=page.pk).exclude(outcome="").order_by("-pk").first()
    return PageReview(
        pk=page.pk,
        title=page.title,
        path=members_path(page),
        kind=str(page._meta.verbose_name),
        owner_id=page.page_owner_id,
        review_on=page.review_on,
        usual_next=months_after(clock.today(), USUAL_MONTHS),
        last_outcome=str(last.get_outcome_display()) if last is not None else "",
        last_notes=last.notes if last is not None else "",
        last_on=last.completed_on if last is not None else None,
    )


@transaction.atomic
def record_page_review(
    *,
    by: Requester,
    path: str,
    submission_id: str,
    outcome: str,
    notes: str = "",
    next_review: datetime.date | None = None,
) -> PageReview:
    """UNCHANGED gives the page its next review day (a year from today, unless told) without publishing anything else.
    NEEDS_CHANGE and RETIRE keep the review open and tell the core team, who change or unpublish the page.

    Sent twice with one `submission_id`, it is recorded once. Raises Unauthenticated, NotFound, Forbidden, BadInput.
    """
    if by.user_id is None and not by.is_system:
        raise Unauthenticated("Sign in to review a page.")
    found = _page_at(by, path)
    if found is None:
        raise NotFound("There is no such page.")
    page = type(found).objects.select_for_update().get(pk=found.pk)
    if not may(by, "page.review", _of(page)):
        raise Forbidden("The page's owner, or the core team, reviews it.")
    if not submission_id or len(submission_id) > 64:
        raise BadInput("Send a submissionId of 1 to 64 characters.")
    if Review.objects.filter(submission_id=submission_id, page=page.pk).exists():
        return _of(page)
    today, notes = clock.today(), notes.strip()
    next_on = next_review or months_after(today, USUAL_MONTHS)
    _check(page, outcome, notes, next_on, today)
    review = _open_review(page, today)
    review.outcome, review.notes = outcome, notes
    review.reviewer_id, review.submission_id = by.user_id, submission_id
    if outcome == Outcome.UNCHANGED:
        review.completed_on, review.next_due_on = today, next_on
        review.save()
        others = Review.objects.filter(page=page.pk, completed_on=None, superseded_on=None).exclude(due_on=next_on)
        reminders.cancel_pending([review.pk])
        reminders.supersede(others, today)
        _set_review_day(page, next_on)
    else:
        review.save()
        _tell(by, page, review)
    record(by, "review.recorded", page, after={"outcome": outcome, "notes": notes, "next_review": next_on})
    return _of(page)


def _check(page: Any, outcome: str, notes: str, next_on: datetime.date, today: datetime.date) -> None:
    fields: dict[str, list[str]] = {}
    if outcome not in OUTCOMES:
        fields["outcome"] = ["Say whether the page is right, needs a change or should go."]
    elif outcome != Outcome.UNCHANGED and not notes:
        fields["notes"] = ["Say in a few words what has to change, or why the page should go."]
    if len(notes) > NOTES_AT_MOST:
        fields["notes"] = [f"Use at most {NOTES_AT_MOST} characters."]
    if outcome == Outcome.UNCHANGED:
        if next_on <= today:
            fields["nextReview"] = ["Choose a day in the future."]
        elif next_on > months_after(today, 12 * MOST_YEARS):
            fields["nextReview"] = [f"Choose a day within {MOST_YEARS} years."]
        elif next_on == page.review_on:
            fields["nextReview"] = ["Choose another day than the one of the review that you finish now."]
    if fields:
        raise BadInput("Some answers need another look.", fields=fields)


def _open_review(page: Any, today: datetime.date) -> Review:
    still_open = Review.objects.filter(page=page.pk, completed_on=None, superseded_on=None)
    found: Review | None = still_open.order_by("due_on").first()
    if found is not None:
        return found
    taken = set(Review.objects.filter(page=page.pk).values_list("due_on", flat=True))
    due = page.review_on or today
    free = next(day for n in range(len(taken) + 1) if (day := due + datetime.timedelta(days=n)) not in taken)
    made: Review = Review.objects.create(page_id=page.pk, due_on=free, opened_on=today)
    return made


def _set_review_day(page: Any, day: datetime.date) -> None:
    """On the live row and in the draft that may lie beside it, or the next publishing would bring the old day back."""
    page.review_on = day
    page.save(update_fields=["review_on"], clean=False)
    latest = page.latest_revision
    if latest is not None:
        latest.content["review_on"] = day.isoformat()
        latest.save(update_fields=["content"])


def _tell(by: Requester, page: Any, review: Review) -> None:
    asked = "should go" if review.outcome == Outcome.RETIRE else "needs a change"
    step = "wagtailadmin_pages:unpublish" if review.outcome == Outcome.RETIRE else "wagtailadmin_pages:edit"
    link = settings.CMS_ORIGIN + reverse(step, args=[page.pk])
    notify(
        by=by,
        source_key=f"page-review:{review.pk}:{review.submission_id}"[:160],
        recipients=[recipient(person) for person in core_team() if person.pk != by.user_id],
        title=f"“{page.title}” {asked}, says its reviewer"[:200],
        body=f"The reviewer wrote:\n{review.notes}\n\nThe page stays as it is until you decide:\n{link}",
        path=members_path(Page.objects.get(pk=page.pk)),
    )
