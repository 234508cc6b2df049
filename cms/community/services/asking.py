"""Asking for help: one request, one number, one reply to where the asker wants it."""

import datetime

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from cms.audit.services import record
from cms.community.models import SupportCase
from cms.community.services.telling import tell_asker, tell_core_team
from cms.core import clock, counters
from cms.core.errors import BadInput, Forbidden, RateLimited
from cms.core.models import CommunitySettings
from cms.core.partial_dates import in_words
from cms.core.policy import may
from cms.core.requester import Requester

LONGEST = {"what": 2000, "whom": 400, "why": 2000, "name": 160, "organisation": 200}
NEEDED = {
    "what": "Say what you want to share, or get.",
    "whom": "Say with whom. A guess is fine.",
    "why": "Say what it would make better.",
}
MOST_A_DAY = 10  # from one address


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
    tell_core_team(
        by=by,
        case=case,
        cause="asked",
        title=f"Request {case.number}: somebody wants to share information",
        body=f"What: {case.what}\n\nWith whom: {case.whom}\n\nWhy: {case.why}",
        # What people write here may be about people: it is read on the site, not in mailboxes.
        email_body="Somebody asks for help with sharing information. Read what they want and answer it in the admin.",
    )


def _confirm(by: Requester, case: SupportCase) -> None:
    """Nothing that the sender typed goes into this mail: an address that is not theirs must not become a target."""
    settings = CommunitySettings.load()
    line = f" Rather talk? Ring the core team on {settings.contact_phone}, {settings.contact_hours}."
    rather = line if settings.contact_phone else ""
    tell_asker(
        by=by,
        case=case,
        cause="received",
        title=f"We have your request, number {case.number}",
        body=(
            f"An adviser reads it within one working day. You have an answer by {in_words(case.target_on)}, by mail to "
            f"this address.{rather}\n\nIf somebody is at risk now, do not wait for us or for an agreement: "
            "share what is needed with the person who can help, and write it down afterwards. In an emergency ring 999."
        ),
        # No key to what was typed goes to an address that nobody has shown to be theirs.
        with_key=False,
    )
