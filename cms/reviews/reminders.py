"""The reminder ledger: stages become rows, rows become messages, each once. One mail a person, whatever is due."""

import datetime
from collections import defaultdict
from itertools import groupby

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from cms.core import clock
from cms.core.requester import SYSTEM
from cms.notifications import services as notifications
from cms.reviews import planning
from cms.reviews.models import Reminder, Review
from cms.reviews.recipients import NOTE_DRAFTED

State = Reminder.State
MAIL = "reminders"  # source of the e-mails; the notices on the site have their own, one for each item
SITE = "review"


@transaction.atomic
def open_reviews(on: datetime.date) -> list[planning.Subject]:
    """Open the reviews that come within reach. A new due date is a new review: the old one is superseded, and what it
    still had to send is cancelled in the same transaction."""
    for row in planning.open_subjects(on):
        if row.review is None:
            of_it = Review.objects.filter(isp=row.isp, page=row.page)
            supersede(of_it.filter(completed_on=None, superseded_on=None), on)
            again = of_it.filter(due_on=row.due).first()  # a date that was moved away and back
            if again is not None:
                Review.objects.filter(pk=again.pk).update(superseded_on=None, opened_on=on)
            else:
                Review.objects.create(isp_id=row.isp, page_id=row.page, due_on=row.due, opened_on=on)
    fresh = planning.open_subjects(on)
    kept = {row.review for row in fresh if row.review is not None}
    supersede(Review.objects.filter(completed_on=None, superseded_on=None).exclude(pk__in=kept), on)
    return fresh


def supersede(reviews: QuerySet[Review], on: datetime.date) -> None:
    """Close reviews that another due date, or the end of their subject, has overtaken."""
    keys = list(reviews.values_list("pk", flat=True))
    if keys:
        Review.objects.filter(pk__in=keys).update(superseded_on=on)
        cancel_pending(keys)


def cancel_pending(review_ids: list[int]) -> None:
    """Call it in the transaction that closes the reviews."""
    Reminder.objects.filter(review__in=review_ids, state=State.PENDING).update(state=State.CANCELLED)
    for pk in review_ids:
        notifications.cancel_deliveries(by=SYSTEM, source_prefix=f"{SITE}:{pk}:", reason="The review is closed.")


@transaction.atomic
def write_ledger(on: datetime.date) -> None:
    """Write what has fallen due. Rows that are there already stay as they are; overtaken ones are recorded as such."""
    stages = planning.plan(on, open_reviews(on))
    Reminder.objects.bulk_create(
        [
            Reminder(
                review_id=key,
                offset=stage.offset,
                recipient=stage.recipient.email,
                user_id=stage.recipient.user_id,
                why=stage.recipient.why,
                state=State.SUPERSEDED if stage.superseded else State.PENDING,
            )
            for stage in stages
            if (key := stage.subject.review) is not None
        ],
        batch_size=500,
        ignore_conflicts=True,
    )
    overtaken = defaultdict(list)
    for stage in stages:
        if stage.superseded:
            overtaken[stage.subject.review, stage.offset].append(stage.recipient.email)
    waiting = Reminder.objects.filter(state=State.PENDING).values_list("pk", "review", "offset", "recipient")
    late = [pk for pk, review, offset, email in waiting if email in overtaken.get((review, offset), ())]
    Reminder.objects.filter(pk__in=late).update(state=State.SUPERSEDED)


def hand_over() -> int:
    """Give what is pending to `notifications`: one mail a person, one notice an item. Returns how many people."""
    pending = list(Reminder.objects.filter(state=State.PENDING).order_by("recipient", "review__due_on", "pk"))
    subjects, theirs = _still_theirs(pending)
    Reminder.objects.filter(pk__in=[row.pk for row in pending if row not in theirs], state=State.PENDING).update(
        state=State.CANCELLED
    )
    people = groupby((row for row in pending if row in theirs), key=lambda row: row.recipient)
    return sum(_hand_over_to(address, list(rows), subjects) for address, rows in people)


def _still_theirs(rows: list[Reminder]) -> tuple[dict[int, planning.Subject], set[Reminder]]:
    """The subjects of these rows, by review, and those of the rows whose recipient still has that part today."""
    subjects = planning.subjects_of({row.review_id for row in rows}, clock.today())
    stages = {(row.review_id, row.offset) for row in rows if row.review_id in subjects}
    told = planning.addressed((subjects[review], offset) for review, offset in stages)
    return subjects, {row for row in rows if (row.review_id, row.offset, row.recipient.lower()) in told}


@transaction.atomic
def _hand_over_to(address: str, rows: list[Reminder], subjects: dict[int, planning.Subject]) -> int:
    """In one transaction, so a crash leaves either nothing or everything of this person's mail."""
    key = f"{MAIL}:{rows[0].pk}:{rows[0].attempt}"
    # The conditional update decides between two runs at once. Where another has taken some of the rows, none is taken
    # here: what is left goes with the next run.
    won = Reminder.objects.filter(pk__in=[row.pk for row in rows], state=State.PENDING).update(
        state=State.SENT, handed_over_at=clock.now(), mail_key=key
    )
    if won != len(rows):
        transaction.set_rollback(True)
        return 0
    items = [(row, subjects[row.review_id]) for row in rows]
    recipient = notifications.Recipient(address, rows[0].user_id)
    if rows[0].user_id is not None:
        for row, subject in items:
            notifications.notify(
                by=SYSTEM,
                source_key=f"{SITE}:{row.review_id}:{row.offset}",
                recipients=[recipient],
                title=line(subject),
                body="",
                path=subject.path,
                email=False,
            )
    notifications.notify(
        by=SYSTEM,
        source_key=key,
        recipients=[recipient],
        title=line(items[0][1]) if len(items) == 1 else f"{len(items)} reviews need you",
        body=letter([subject for _, subject in items], drafted=any(row.why == NOTE_DRAFTED for row in rows)),
        path=items[0][1].path if len(items) == 1 else "/tasks",
        site=False,
    )
    return 1


def line(subject: planning.Subject) -> str:
    """What is due, and when, in one line."""
    days = (subject.due - clock.today()).days
    due = f"{subject.due.day} {subject.due:%B %Y}"
    when = f"was due on {due}" if days < 0 else f"is due today, {due}" if days == 0 else f"is due on {due}"
    return f"The review of {subject.reference} {when}" if subject.isp else f"The review of “{subject.title}” {when}"


def letter(subjects: list[planning.Subject], *, drafted: bool = False) -> str:
    """The words of the mail: what is due, where to answer, and that nothing happens by opening a link. `drafted`: for
    the core team, to whom a note to the management group waits."""
    items = "\n\n".join(f"{line(row)}.\n{row.title}\n{settings.FRONTEND_ORIGIN}{row.path}" for row in subjects)
    return (
        f"{items}\n\n"
        "On the page you can say “Still right” or “Needs a change”. It takes a few minutes. "
        "Opening a link changes nothing: you decide with a button on the page.\n\n"
        + ("A note to the management group is drafted. Read it in the admin, under Reports.\n\n" if drafted else "")
        + "An agreement is good practice. Sharing to protect life or a child at risk does not wait for one."
    )


def veto(source_key: str, user_id: int | None, address: str) -> str:
    """Asked just before a mail leaves: if somebody has lost their part in one of its items since, none of it goes, and
    the others are planned again without it."""
    rows = list(Reminder.objects.filter(mail_key=source_key))
    _, theirs = _still_theirs(rows)
    if len(theirs) == len(rows):
        return ""
    lost = [row.pk for row in rows if row not in theirs]
    Reminder.objects.filter(pk__in=lost).update(state=State.CANCELLED)
    for row in theirs:
        Reminder.objects.filter(pk=row.pk).update(state=State.PENDING, mail_key="", attempt=row.attempt + 1)
    return "Not this person's task any more."
