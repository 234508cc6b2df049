"""Asking for help and answering: one request, one number, one reply to where the asker wants it."""

import datetime
import hashlib

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from cms.audit.services import record
from cms.community.models import SupportCase
from cms.core import clock, counters
from cms.core.errors import BadInput, Conflict, Forbidden, NotFound, RateLimited
from cms.core.models import CommunitySettings
from cms.core.policy import may, visible
from cms.core.requester import Requester
from cms.members.selectors import core_team, recipient
from cms.notifications.services import Recipient, notify

LONGEST = {"what": 2000, "whom": 400, "why": 2000, "name": 160, "organisation": 200}
NEEDED = {
    "what": "Say what you want to share, or get.",
    "whom": "Say with whom. A guess is fine.",
    "why": "Say what it would make better.",
}
MOST_A_DAY = 10  # from one address
ANSWER_AT_MOST = 10_000
State = SupportCase.State


def ask_for_help(
    *,
    by: Requester,
    submission_id: str,
    what: str,
    whom: str,
    why: str,
    name: str = "",
    email: str = "",
    organisation: str = "",
) -> SupportCase:
    """Open a request, tell the core team and confirm it to the asker. Sent twice with one `submission_id`, it is one.

    Name and address of a person who is signed in come from their account where they give none. Raises Forbidden where
    the form is closed to the public, BadInput with `fields`, RateLimited after ten requests from an address in a day.
    """
    if not may(by, "case.ask"):
        raise Forbidden("Sign in to ask for help.")
    if not submission_id or len(submission_id) > 64:
        raise BadInput("Send a submissionId of 1 to 64 characters.")
    account = get_user_model()._default_manager.filter(pk=by.user_id).first() if by.user_id is not None else None
    given = {
        "what": what.strip(),
        "whom": whom.strip(),
        "why": why.strip(),
        "name": name.strip() or (str(account) if account else ""),
        "email": email.strip().lower() or (account.email if account else ""),
        "organisation": organisation.strip(),
    }
    _check(given)
    try:
        return _open(by, submission_id, given)
    except IntegrityError:  # the same form, sent twice at once: the other one won
        known = _known(by, submission_id, given["email"])
        if known is None:
            raise
        return known


@transaction.atomic
def _open(by: Requester, submission_id: str, given: dict[str, str]) -> SupportCase:
    known = _known(by, submission_id, given["email"])
    if known is not None:
        return known
    since = clock.now() - datetime.timedelta(days=1)
    if SupportCase.objects.filter(email=given["email"], asked_at__gte=since).count() >= MOST_A_DAY:
        raise RateLimited("You sent many requests today. Ring the core team, or write again tomorrow.", retryAfter=3600)
    case = SupportCase.objects.create(
        number=counters.next_value("support_case"),
        asker_id=by.user_id,
        partner_id=by.acting_for if by.user_id is not None else None,
        submission_id=submission_id,
        **given,
    )
    record(by, "case.asked", case)
    _tell_core_team(by, case)
    _confirm(by, case)
    return case


def _check(given: dict[str, str]) -> None:
    fields = {key: [message] for key, message in NEEDED.items() if not given[key]}
    fields |= {
        key: [f"Make this shorter: {most:,} characters at most."]
        for key, most in LONGEST.items()
        if len(given[key]) > most
    }
    try:
        validate_email(given["email"])
    except ValidationError:
        fields["email"] = ["Give an e-mail address for the answer, like name@organisation.org.uk."]
    if fields:
        raise BadInput("Some answers need another look.", fields=fields)


def _known(by: Requester, submission_id: str, email: str) -> SupportCase | None:
    known = SupportCase.objects.filter(submission_id=submission_id).first()
    if known is not None and (known.asker_id != by.user_id or known.email != email):
        raise BadInput("This submissionId was used before.")
    return known


def _tell_core_team(by: Requester, case: SupportCase) -> None:
    notify(
        by=by,
        source_key=f"support-case:{case.pk}:asked",
        recipients=[recipient(person) for person in core_team()],
        title=f"Request {case.number}: somebody wants to share information",
        body=f"What: {case.what}\n\nWith whom: {case.whom}\n\nWhy: {case.why}",
        # What people write here may be about people: it is read on the site, not in mailboxes.
        email_body="Somebody asks for help with sharing information. Read what they want and answer it in the admin.",
        path=f"/ask/{case.number}",
    )


def _confirm(by: Requester, case: SupportCase) -> None:
    """Nothing that the sender typed goes into this mail: an address that is not theirs must not become a target."""
    settings = CommunitySettings.load()
    line = f" Rather talk? Ring the core team on {settings.contact_phone}, {settings.contact_hours}."
    rather = line if settings.contact_phone else ""
    notify(
        by=by,
        source_key=f"support-case:{case.pk}:received",
        recipients=[_asker(case)],
        title=f"We have your request, number {case.number}",
        body=(
            "An adviser reads it within one working day and answers within five, by e-mail to this address."
            f"{rather}\n\nIf somebody is at risk now, do not wait for us or for an agreement: "
            "share what is needed with the person who can help, and write it down afterwards. In an emergency ring 999."
        ),
        path=f"/ask/{case.number}" if case.asker_id is not None else "",
    )


def _asker(case: SupportCase) -> Recipient:
    return Recipient(email=case.email, user_id=case.asker_id, name=case.name)


@transaction.atomic
def take_case(*, by: Requester, number: int) -> SupportCase:
    """An adviser takes the request on; the asker learns who. Raises Forbidden, NotFound, Conflict once answered."""
    case = _locked(by, number)
    if case.state in (State.ANSWERED, State.CLOSED):
        raise Conflict("This request was answered already.")
    if case.adviser_id == by.user_id and case.state == State.WITH_ADVISER:
        return case
    case.adviser_id, case.state = by.user_id, State.WITH_ADVISER
    case.save(update_fields=["adviser", "state"])
    record(by, "case.taken", case)
    adviser = str(case.adviser) if case.adviser else "The core team"
    notify(
        by=by,
        source_key=f"support-case:{case.pk}:taken:{by.user_id}",
        recipients=[_asker(case)],
        title=f"{adviser} looks after your request, number {case.number}",
        body=f"{adviser} has read your request and answers it within five working days.",
        path=f"/ask/{case.number}" if case.asker_id is not None else "",
    )
    return case


@transaction.atomic
def answer_case(*, by: Requester, number: int, text: str) -> SupportCase:
    """Send the answer by e-mail, and show it to the asker on the site. A corrected answer is sent again, the same one
    is not. Raises Forbidden, NotFound, BadInput with `fields`.
    """
    case, text = _locked(by, number), text.strip()
    if not text or len(text) > ANSWER_AT_MOST:
        raise BadInput(
            "Write an answer.", fields={"answer": [f"Write an answer of at most {ANSWER_AT_MOST:,} characters."]}
        )
    case.answer, case.answered_at, case.state = text, clock.now(), State.ANSWERED
    case.adviser_id = by.user_id if by.user_id is not None else case.adviser_id
    case.save(update_fields=["answer", "answered_at", "state", "adviser"])
    record(by, "case.answered", case, after=text)
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    notify(
        by=by,
        source_key=f"support-case:{case.pk}:answer:{digest}",
        recipients=[_asker(case)],
        title=f"The answer to your request, number {case.number}",
        body=text,
        path=f"/ask/{case.number}" if case.asker_id is not None else "",
    )
    return case


@transaction.atomic
def close_case(*, by: Requester, number: int) -> SupportCase:
    """Nothing more is to be done. Raises Forbidden, NotFound."""
    case = _locked(by, number)
    if case.state != State.CLOSED:
        case.state = State.CLOSED
        case.save(update_fields=["state"])
        record(by, "case.closed", case)
    return case


def _locked(by: Requester, number: int) -> SupportCase:
    if not may(by, "case.answer"):
        raise Forbidden("The core team answers requests.")
    key = visible(SupportCase.objects.all(), by).filter(number=number).values_list("pk", flat=True).first()
    if key is None:
        raise NotFound("There is no such request.")
    locked: SupportCase = SupportCase.objects.select_for_update().get(pk=key)
    return locked
