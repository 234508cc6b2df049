"""What the core team does with a request: look after it, sort it, ask back, answer, close."""

import datetime
import hashlib

from django.db import transaction

from cms.audit.services import record
from cms.community.models import CaseMessage, SupportCase
from cms.community.services.telling import tell_asker
from cms.core import clock
from cms.core.errors import BadInput, Conflict, Forbidden, NotFound
from cms.core.partial_dates import in_words
from cms.core.policy import may, visible
from cms.core.requester import Requester
from cms.members.selectors import core_team

TEXT_AT_MOST = ANSWER_AT_MOST = 10_000
NOTE_AT_MOST = 400
State = SupportCase.State
Kind = CaseMessage.Kind


@transaction.atomic
def take_case(*, by: Requester, number: int) -> SupportCase:
    """An adviser takes the request on; the asker learns who. Raises Forbidden, NotFound, Conflict once answered."""
    case = locked_case(by, number)
    if case.state in (State.ANSWERED, State.CLOSED):
        raise Conflict("This request was answered already.")
    if case.adviser_id != by.user_id:
        _give_to(by, case, by.user_id)
    return case


@transaction.atomic
def triage_case(
    *, by: Requester, number: int, sort: str, adviser_id: int | None, target_on: datetime.date
) -> SupportCase:
    """What sort of request it is, who looks after it (key of somebody of the core team, or None) and by when it is
    answered. The asker hears of a new adviser, and of a later day. Raises Forbidden, NotFound, BadInput with `fields`,
    Conflict once it is closed.
    """
    case = locked_case(by, number)
    if case.state == State.CLOSED:
        raise Conflict("This request is closed. Open it again first.")
    fields = {}
    if sort and sort not in SupportCase.Sort.values:
        fields["sort"] = ["Choose what sort of request it is."]
    if adviser_id is not None and adviser_id not in {person.pk for person in core_team()}:
        fields["adviser"] = ["Choose somebody of the core team."]
    if target_on < clock.today() and target_on != case.target_on:
        fields["target_on"] = ["Choose a day that is still to come."]
    if fields:
        raise BadInput("Some answers need another look.", fields=fields)
    later = target_on > case.target_on
    before = {"sort": case.sort, "target_on": case.target_on}
    case.sort, case.target_on = sort, target_on
    case.save(update_fields=["sort", "target_on"])
    record(by, "case.triaged", case, before=before, after={"sort": sort, "target_on": target_on})
    if adviser_id != case.adviser_id:
        _give_to(by, case, adviser_id)
    if later and case.is_with_us:
        tell_asker(
            by=by,
            case=case,
            cause=f"later:{target_on.isoformat()}",
            title=f"Your request, number {case.number}, takes a little longer",
            body=f"We need more time to answer well. You have our answer by {in_words(target_on)}.",
        )
    return case


def _give_to(by: Requester, case: SupportCase, adviser_id: int | None) -> None:
    before = case.adviser_id
    case.adviser_id = adviser_id
    case.save(update_fields=["adviser"])
    record(by, "case.taken" if adviser_id == by.user_id else "case.given", case, before=before, after=adviser_id)
    if adviser_id is None:
        return
    adviser = str(case.adviser)
    tell_asker(
        by=by,
        case=case,
        cause=f"taken:{adviser_id}",
        title=f"{adviser} looks after your request, number {case.number}",
        body=f"{adviser} has read your request. You have our answer by {in_words(case.target_on)}.",
        with_key=False,
    )


@transaction.atomic
def ask_back(*, by: Requester, number: int, text: str, submission_id: str) -> SupportCase:
    """Ask the asker something; they answer on the site, or by the link in the mail. Sent twice with one
    `submission_id`, it is one. Raises Forbidden, NotFound, BadInput with `fields`, Conflict once it is closed.
    """
    case = locked_case(by, number)
    said = say(by, case, Kind.QUESTION, text, submission_id)
    if said is None:
        return case
    case.asked_back_at = said.at
    case.adviser_id = case.adviser_id or by.user_id
    case.save(update_fields=["asked_back_at", "adviser"])
    tell_asker(
        by=by,
        case=case,
        cause=f"question:{said.pk}",
        title=f"A question about your request, number {case.number}",
        body=f"{said.text}\n\nAnswer on the page below, not by replying to this mail. Then we go on.",
    )
    return case


@transaction.atomic
def note_case(*, by: Requester, number: int, text: str, submission_id: str) -> SupportCase:
    """A note that the core team alone reads. Raises Forbidden, NotFound, BadInput with `fields`."""
    case = locked_case(by, number)
    say(by, case, Kind.NOTE, text, submission_id)
    return case


@transaction.atomic
def answer_case(*, by: Requester, number: int, text: str) -> SupportCase:
    """Send the answer by e-mail, and show it to the asker on the site. A corrected answer is sent again, the same one
    is not, unless the asker wrote back in between. Raises Forbidden, NotFound, BadInput with `fields`.
    """
    case, text = locked_case(by, number), text.strip()
    check_text(text, "answer", "Write an answer")
    if case.state == State.ANSWERED and case.answer == text:
        return case
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    turn = case.messages.count()
    case.answer, case.answered_at, case.closed_at = text, clock.now(), None
    case.adviser_id = by.user_id if by.user_id is not None else case.adviser_id
    case.save(update_fields=["answer", "answered_at", "closed_at", "adviser"])
    CaseMessage.objects.create(
        case=case,
        kind=Kind.ANSWER,
        text=text,
        author_id=by.user_id,
        at=case.answered_at,
        submission_id=f"answer-{case.pk}-{turn}-{digest}",
    )
    record(by, "case.answered", case, after=text)
    tell_asker(
        by=by,
        case=case,
        cause=f"answer:{turn}-{digest}",
        title=f"The answer to your request, number {case.number}",
        body=text,
    )
    return case


@transaction.atomic
def close_case(*, by: Requester, number: int, outcome: str, note: str = "") -> SupportCase:
    """Nothing more is to be done, and this came of it; the asker sees it. Raises Forbidden, NotFound, BadInput with
    `fields`."""
    case, note = locked_case(by, number), " ".join(note.split())
    fields = {}
    if outcome not in SupportCase.Outcome.values:
        fields["outcome"] = ["Choose what came of it."]
    if len(note) > NOTE_AT_MOST:
        fields["outcome_note"] = [f"Make this shorter: {NOTE_AT_MOST} characters at most."]
    if fields:
        raise BadInput("Say what came of it.", fields=fields)
    if case.state == State.CLOSED and (case.outcome, case.outcome_note) == (outcome, note):
        return case
    case.closed_at = case.closed_at or clock.now()
    case.outcome, case.outcome_note = outcome, note
    case.save(update_fields=["closed_at", "outcome", "outcome_note"])
    record(by, "case.closed", case, after={"outcome": outcome})
    return case


@transaction.atomic
def reopen_case(*, by: Requester, number: int) -> SupportCase:
    """It goes on, with a new day to answer by. Raises Forbidden, NotFound."""
    case = locked_case(by, number)
    if case.state in (State.CLOSED, State.ANSWERED):
        go_on(by, case)
    return case


def go_on(by: Requester, case: SupportCase) -> None:
    """The asker's side speaks again, or for it the core team: the request waits for us."""
    day = SupportCase._meta.get_field("target_on").get_default()
    case.asker_wrote_at, case.closed_at = clock.now(), None
    case.target_on = max(case.target_on, day)
    case.save(update_fields=["asker_wrote_at", "closed_at", "target_on"])
    record(by, "case.went_on", case)


def say(by: Requester, case: SupportCase, kind: CaseMessage.Kind, text: str, submission_id: str) -> CaseMessage | None:
    """Write a message of this kind; None where this submission was written before. Raises BadInput, Conflict."""
    text = text.strip()
    if not submission_id or len(submission_id) > 64:
        raise BadInput("Send a submissionId of 1 to 64 characters.")
    known = CaseMessage.objects.filter(submission_id=submission_id).first()
    if known is not None:
        if (known.case_id, known.author_id, known.kind) != (case.pk, by.user_id, kind):
            raise BadInput("This submissionId was used before.")
        return None
    check_text(text, "text", "Write something")
    if case.closed_at is not None and kind == Kind.QUESTION:
        raise Conflict("This request is closed. Open it again first.")
    message: CaseMessage = CaseMessage.objects.create(
        case=case, kind=kind, text=text, author_id=by.user_id, at=clock.now(), submission_id=submission_id
    )
    record(by, f"case.{kind}", case)
    return message


def check_text(text: str, field: str, words: str) -> None:
    if not text or len(text) > TEXT_AT_MOST:
        raise BadInput(f"{words}.", fields={field: [f"{words} of at most {TEXT_AT_MOST:,} characters."]})


def locked_case(by: Requester, number: int) -> SupportCase:
    """For the core team. Raises Forbidden, NotFound."""
    if not may(by, "case.answer"):
        raise Forbidden("The core team answers requests.")
    key = visible(SupportCase.objects.all(), by).filter(number=number).values_list("pk", flat=True).first()
    if key is None:
        raise NotFound("There is no such request.")
    locked: SupportCase = SupportCase.objects.select_for_update().get(pk=key)
    return locked
