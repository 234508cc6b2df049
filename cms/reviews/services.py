"""Recording the outcome of a review: "Still right", or "needs a change"."""

import datetime

from django.db import transaction

from cms.audit.services import record
from cms.core import clock
from cms.core.errors import BadInput, Conflict, Forbidden, NotFound, Unauthenticated
from cms.core.policy import may, visible
from cms.core.requester import Requester
from cms.members.selectors import core_team, holders, recipient
from cms.notifications.services import notify
from cms.reviews import reminders
from cms.reviews.dates import months_after, next_day
from cms.reviews.models import Review, ReviewTrigger
from cms.signing.handlers import people_to_tell
from cms.snippets.models import Isp
from cms.snippets.selectors import ACTIVE, ReviewState, review_states
from cms.snippets.services import lock_isp, move_on

NOTES_AT_MOST = 4000
Outcome = Review.Outcome


@transaction.atomic
def record_review(
    *,
    by: Requester,
    reference: str,
    submission_id: str,
    expected_revision: int,
    outcome: str,
    notes: str = "",
    next_review: datetime.date | None = None,
) -> Isp:
    """Record what the reviewer found, and return the ISP. Sent twice with one `submission_id`, it is recorded once.

    UNCHANGED closes the review and opens the next: on `next_review`, else one review cycle from today. NEEDS_CHANGE
    keeps the due date, tells the core team and the lead partner's people, and stays open as a task. Raises
    Unauthenticated, NotFound (also for what the requester may not see), Forbidden, Conflict with `currentRevision`,
    BadInput with `fields`.
    """
    if by.user_id is None and not by.is_system:
        raise Unauthenticated("Sign in to record a review.")
    key = visible(Isp.objects.all(), by).filter(reference=reference).values_list("pk", flat=True).first()
    if key is None:
        raise NotFound("There is no such agreement.")
    isp = lock_isp(key)
    if not may(by, "review.record", isp):
        raise Forbidden("Its owner, deputy and the lead partner's information governance lead review this agreement.")
    if is_repeated(submission_id, isp):
        return isp
    if expected_revision != isp.lock_version:
        message = "Somebody changed this agreement since you opened it. Look at it again."
        raise Conflict(message, currentRevision=isp.lock_version)
    today = clock.today()
    state = review_states([isp], today)[isp.pk]
    if state.status not in ACTIVE:
        raise BadInput("Only an agreement in force is reviewed.", fields={"outcome": ["It is not in force."]})
    notes = notes.strip()
    next_due = _checked(isp, outcome, notes, next_review, today)
    review = open_review_of(isp, state, today)
    review.outcome, review.notes, review.reviewer_id, review.submission_id = outcome, notes, by.user_id, submission_id
    if next_due is None:
        review.save()
        move_on(isp)
        tell_of_change(by, isp, review)
    else:
        finish(by, isp, review, next_due, today)
    after = {"outcome": outcome, "notes": notes, "next_review": next_due}
    record(by, "review.recorded", isp, after=after, organisation_id=isp.lead_id)
    return isp


def is_repeated(submission_id: str, isp: Isp) -> bool:
    if not submission_id or len(submission_id) > 64:
        raise BadInput("Send a submissionId of 1 to 64 characters.")
    known = Review.objects.filter(submission_id=submission_id).first()
    if known is not None and known.isp_id != isp.pk:
        raise BadInput("This submissionId was used for another agreement.")
    return known is not None


def _checked(
    isp: Isp, outcome: str, notes: str, next_review: datetime.date | None, today: datetime.date
) -> datetime.date | None:
    """The day of the next review for UNCHANGED, None for NEEDS_CHANGE. Raises BadInput with `fields`."""
    fields: dict[str, list[str]] = {}
    next_due = None
    if outcome == Outcome.UNCHANGED:
        next_due = next_review or months_after(today, isp.review_cycle_months or 12)
        if problem := next_day(isp, next_due, today):
            fields["nextReview"] = [problem]
    elif outcome != Outcome.NEEDS_CHANGE:
        fields["outcome"] = ["Say whether it is still right or needs a change."]
    elif not notes:
        fields["notes"] = ["Say in a few words what needs to change."]
    if len(notes) > NOTES_AT_MOST:
        fields["notes"] = [f"Use at most {NOTES_AT_MOST} characters."]
    if fields:
        raise BadInput("Some answers need another look.", fields=fields)
    return next_due


def open_review_of(isp: Isp, state: ReviewState, today: datetime.date) -> Review:
    """The open review, or one for what the calendar (or today, without a date) asks."""
    still_open = Review.objects.filter(isp=isp, completed_on=None, superseded_on=None)
    found: Review | None = still_open.order_by("due_on").first()
    if found is not None:
        return found
    due = state.due_on or today
    review, _ = Review.objects.get_or_create(isp=isp, due_on=due, defaults={"opened_on": today})
    if review.superseded_on is None and review.completed_on is None:
        return review
    if review.completed_on is None:  # a date that was moved away and back
        review.superseded_on = None
        return review
    taken = set(Review.objects.filter(isp=isp, due_on__gte=today).values_list("due_on", flat=True))
    free = next(day for n in range(len(taken) + 1) if (day := today + datetime.timedelta(days=n)) not in taken)
    opened: Review = Review.objects.create(isp=isp, due_on=free, opened_on=today, trigger="Reviewed again")
    return opened


def close(by: Requester, isp: Isp, review: Review, today: datetime.date) -> None:
    """The review is done, and with it what called for it."""
    review.completed_on = today
    review.save()
    waiting = ReviewTrigger.objects.filter(isp=isp, done_on=None).exclude(taken_up_on=None)
    waiting.update(done_on=today, done_by=by.user_id)


def finish(by: Requester, isp: Isp, review: Review, next_due: datetime.date, today: datetime.date) -> None:
    """Close the review and open the next one."""
    review.next_due_on = next_due
    close(by, isp, review, today)
    open_ones = Review.objects.filter(isp=isp, completed_on=None, superseded_on=None).exclude(due_on=next_due)
    reminders.cancel_pending([review.pk, *open_ones.values_list("pk", flat=True)])
    reminders.supersede(open_ones, today)
    following, _ = Review.objects.get_or_create(isp=isp, due_on=next_due, defaults={"opened_on": today})
    if following.superseded_on is not None:
        following.superseded_on = None
        following.save(update_fields=["superseded_on"])
    move_on(isp, next_review_on=next_due, next_review_precision=Isp.Precision.DAY, under_review_noted_on=None)


def tell_of_change(by: Requester, isp: Isp, review: Review) -> None:
    """The core team, the lead partner's IG lead and who looks after the agreement; not the person who said so."""
    people = [recipient(person) for person in (*core_team(), *holders("ig_lead", isp.lead_id))]
    people += people_to_tell([isp])[isp.pk]
    others = {one.email.lower(): one for one in people if by.user_id is None or one.user_id != by.user_id}
    notify(
        by=by,
        source_key=f"needs-change:{review.pk}:{isp.lock_version}",
        recipients=others.values(),
        title=f"{isp.reference} needs a change",
        body=f"{isp.title}\n\nThe reviewer wrote:\n{review.notes}\n\nThe review stays open until the change is made.",
        path=f"/isps/{isp.reference}",
    )
