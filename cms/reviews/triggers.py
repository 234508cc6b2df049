"""What calls for a review outside the calendar: said by a person, or brought about by law and guidance."""

import datetime
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db import transaction

from cms.audit.services import record
from cms.core import clock
from cms.core.errors import BadInput, Conflict, Forbidden, NotFound, Unauthenticated
from cms.core.partial_dates import in_words
from cms.core.policy import may, visible
from cms.core.requester import Requester
from cms.members.selectors import active_people
from cms.notifications.services import Recipient, notify
from cms.reviews import reminders
from cms.reviews.models import Review, ReviewTrigger
from cms.signing.handlers import people_to_tell
from cms.snippets.models import Isp
from cms.snippets.selectors import ACTIVE, due_date, review_states
from cms.snippets.services import lock_isp, move_on

Kind = ReviewTrigger.Kind
BY_PEOPLE = (Kind.BREACH, Kind.COMPLAINT, Kind.LAW, Kind.PARTIES, Kind.DPIA)
DAYS: Mapping[str, int] = {Kind.BREACH: 14, Kind.COMPLAINT: 28}
USUAL_DAYS = 28  # until the review that a trigger asks for is due; an earlier date stays
LONGEST = 2000
MOST_LISTED = 20  # agreements in one mail; the rest are counted


@transaction.atomic
def open_trigger(*, by: Requester, reference: str, submission_id: str, kind: str, what: str) -> ReviewTrigger:
    """Say that something calls for a review. Of who looks after the agreement it brings the review forward at once; of
    other people of its parties it is a report, which tells those who look after it. Sent twice, it is kept once.

    Raises Unauthenticated, NotFound, Forbidden, Conflict where the agreement is over, BadInput with `fields`.
    """
    if by.user_id is None and not by.is_system:
        raise Unauthenticated("Sign in to report this.")
    key = visible(Isp.objects.all(), by).filter(reference=reference).values_list("pk", flat=True).first()
    if key is None:
        raise NotFound("There is no such agreement.")
    isp = lock_isp(key)
    handles = may(by, "review.record", isp)
    if not handles and not may(by, "trigger.report", isp):
        raise Forbidden("People of the agreement's parties report this.")
    if not submission_id or len(submission_id) > 64:
        raise BadInput("Send a submissionId of 1 to 64 characters.")
    cause = f"said:{by.user_id}:{submission_id}"
    known: ReviewTrigger | None = ReviewTrigger.objects.filter(isp=isp, cause=cause).first()
    if known is not None:
        return known
    if is_retired(isp):
        raise Conflict("This agreement is retired.")
    words = _words(what, "what", "Say in a few words what happened.")
    if kind not in BY_PEOPLE:
        raise BadInput("Choose one.", fields={"kind": ["Choose what it is."]})
    made: ReviewTrigger = ReviewTrigger.objects.create(
        isp=isp, kind=kind, cause=cause, what=words, said_by_id=by.user_id, said_for_id=_said_for(by, isp)
    )
    record(by, "trigger.reported", isp, label=made.get_kind_display(), after=words)
    if handles:
        take_up(by, made, isp)
    else:
        _tell_of_report(by, made)
    return made


@transaction.atomic
def decide_trigger(*, by: Requester, trigger_id: int, take_up_now: bool, answer: str = "") -> ReviewTrigger:
    """Take up what was reported, which brings the review forward, or set it aside with an answer to who said it.

    Raises Unauthenticated, NotFound, Forbidden, Conflict where it was decided, BadInput with `fields`.
    """
    if by.user_id is None and not by.is_system:
        raise Unauthenticated("Sign in to decide this.")
    key = visible(ReviewTrigger.objects.all(), by).filter(pk=trigger_id).values_list("pk", "isp_id").first()
    if key is None:
        raise NotFound("There is no such report.")
    isp = lock_isp(key[1])
    trigger: ReviewTrigger = ReviewTrigger.objects.select_related("isp").get(pk=key[0])
    if not may(by, "review.record", isp):
        raise Forbidden("Those who look after the agreement decide this.")
    if trigger.done_on is not None or (take_up_now and trigger.taken_up_on is not None):
        raise Conflict("This was decided already.")
    if take_up_now:
        trigger.answer = answer.strip()[:LONGEST]
        take_up(by, trigger, isp)
    else:
        trigger.answer = _words(answer, "answer", "Say why no review is needed.")
        trigger.done_on, trigger.done_by_id = clock.today(), by.user_id
        trigger.save(update_fields=["answer", "done_on", "done_by"])
        record(by, "trigger.set_aside", isp, label=trigger.get_kind_display(), after=trigger.answer)
    _tell_who_said_it(by, trigger)
    return trigger


def take_up(by: Requester, trigger: ReviewTrigger, isp: Isp) -> None:
    """The trigger opens the review of an agreement in force, or brings it forward. Called with the ISP's row held."""
    today = clock.today()
    trigger.taken_up_on, trigger.taken_up_by_id = today, by.user_id
    if review_states([isp], today)[isp.pk].status in ACTIVE:
        trigger.review = bring_forward(
            isp, today + datetime.timedelta(days=DAYS.get(trigger.kind, USUAL_DAYS)), trigger
        )
    trigger.save(update_fields=["taken_up_on", "taken_up_by", "review", "answer"])
    record(by, "trigger.taken_up", isp, label=trigger.get_kind_display())


def bring_forward(isp: Isp, due: datetime.date, trigger: ReviewTrigger) -> Review:
    """The open review of the ISP, due on this day unless it was due before. A new due date is a new review; what a
    reviewer said of the old one goes with it."""
    today = clock.today()
    still_open = Review.objects.filter(isp=isp, completed_on=None, superseded_on=None).order_by("due_on")
    current = due_date(isp.next_review_on, isp.next_review_precision)
    if current is not None and current <= due:
        day = isp.next_review_on or current
        found = still_open.filter(due_on=day).first()
    else:
        found, day = None, _free_day(isp, due)
    if found is None:
        old = still_open.first()
        kept = {"outcome": old.outcome, "notes": old.notes, "reviewer_id": old.reviewer_id} if old is not None else {}
        reminders.supersede(still_open.exclude(due_on=day), today)
        found, _ = Review.objects.get_or_create(isp=isp, due_on=day, defaults={"opened_on": today, **kept})
        if found.superseded_on is not None:
            found.superseded_on, found.opened_on = None, today
    found.trigger = found.trigger or str(trigger.get_kind_display())[:120]
    found.save()
    if isp.next_review_on != day:
        move_on(isp, next_review_on=day, next_review_precision=Isp.Precision.DAY, under_review_noted_on=None)
    else:
        move_on(isp)
    return found


def is_retired(isp: Isp) -> bool:
    """A day still to come changes nothing yet."""
    return isp.retired_on is not None and isp.retired_on <= clock.today()


def _free_day(isp: Isp, due: datetime.date) -> datetime.date:
    """The day, or the last one before it on which no review of the ISP was finished: each has its own."""
    done = set(Review.objects.filter(isp=isp).exclude(completed_on=None).values_list("due_on", flat=True))
    return next(day for n in range(len(done) + 1) if (day := due - datetime.timedelta(days=n)) not in done)


@transaction.atomic
def fire(*, by: Requester, cause: str, kind: str, what: str, path: str, isps: Iterable[int]) -> int:
    """Flag every one of these agreements for one cause, once: reviews of those in force come forward, and each person
    who looks after some of them gets one message, however many there are. Returns how many were not flagged before."""
    known = set(ReviewTrigger.objects.filter(cause=cause).values_list("isp_id", flat=True))
    flagged = []
    for key in sorted(set(isps) - known):
        isp = lock_isp(key)
        if is_retired(isp):
            continue
        trigger = ReviewTrigger(isp=isp, kind=kind, cause=cause, what=what, path=path, said_by_id=by.user_id)
        trigger.save()
        take_up(by, trigger, isp)
        flagged.append(isp)
    _tell_of_cause(by, cause, what, flagged)
    return len(flagged)


def _tell_of_cause(by: Requester, cause: str, what: str, isps: list[Isp]) -> None:
    theirs: dict[str, list[Isp]] = defaultdict(list)
    people: dict[str, Recipient] = {}
    handlers = people_to_tell(isps)
    for isp in isps:
        for person in handlers[isp.pk]:
            people[person.email] = person
            theirs[person.email].append(isp)
    keys = ",".join(isp.reference for isp in isps)
    source = f"recheck:{hashlib.sha256(f'{cause}|{keys}'.encode()).hexdigest()[:24]}"
    for email, rows in theirs.items():
        one = rows[0]
        listed = "\n".join(f"{isp.reference} {isp.title}, review due {_due(isp)}" for isp in rows[:MOST_LISTED])
        more = f"\nand {len(rows) - MOST_LISTED} more" if len(rows) > MOST_LISTED else ""
        count = "1 agreement" if len(rows) == 1 else f"{len(rows)} agreements"
        notify(
            by=by,
            source_key=source,
            recipients=[people[email]],
            title=f"{count} to look at: {what}",
            body=f"{what}\n\n{'It rests' if len(rows) == 1 else 'These rest'} on it:\n{listed}{more}\n\n"
            "The agreements still stand, and so does what is shared under them. Please look at them again.",
            path=f"/isps/{one.reference}" if len(rows) == 1 else "/tasks",
        )


def _due(isp: Isp) -> str:
    return in_words(isp.next_review_on) or "when it is signed"


def _tell_of_report(by: Requester, trigger: ReviewTrigger) -> None:
    isp = trigger.isp
    notify(
        by=by,
        source_key=f"trigger:{trigger.pk}:reported",
        recipients=people_to_tell([isp])[isp.pk],
        title=f"{isp.reference}: somebody reports something. {trigger.get_kind_display()}",
        body=f"{isp.title}\n\nThey wrote:\n{trigger.what}\n\nDecide on the page whether the review comes forward. "
        "Opening a link changes nothing.",
        path=f"/isps/{isp.reference}/triggers/{trigger.pk}",
    )


def _tell_who_said_it(by: Requester, trigger: ReviewTrigger) -> None:
    if trigger.said_by_id is None or trigger.said_by_id == by.user_id:
        return
    people = [Recipient(one.email, one.user_id, one.name) for one in active_people([trigger.said_by_id])]
    isp = trigger.isp
    decided = "The agreement is reviewed because of it"
    if trigger.done_on is not None:
        decided = "No review is opened" if trigger.taken_up_on is None else "It was looked at and is done with"
    notify(
        by=by,
        source_key=f"trigger:{trigger.pk}:{'taken-up' if trigger.done_on is None else 'done'}",
        recipients=people,
        title=f"{isp.reference}: what you reported was looked at",
        body=f"{isp.title}\n\n{decided}.\n\n{trigger.answer}".strip(),
        path=f"/isps/{isp.reference}",
    )


def _said_for(by: Requester, isp: Isp) -> int | None:
    """The reporter's own body among the parties, the one they act for first."""
    parties = set(isp.versions.values_list("parties__partner", flat=True)) | {isp.lead_id}
    mine = sorted(by.partners & parties, key=lambda key: (key != by.acting_for, key))
    return mine[0] if mine else None


def _words(text: str, field: str, missing: str) -> str:
    words = text.strip()
    if not words:
        raise BadInput(missing, fields={field: [missing]})
    if len(words) > LONGEST:
        raise BadInput("Too long.", fields={field: [f"Use at most {LONGEST:,} characters."]})
    return words
