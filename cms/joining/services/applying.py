"""Asking to join, by anybody. The answer is the same for every body and every address: it tells nobody who is here."""

import datetime
import secrets
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from cms.audit.services import record
from cms.core import clock, counters
from cms.core.errors import BadInput, Forbidden, NotFound
from cms.core.models import CommunitySettings
from cms.core.policy import may
from cms.core.requester import ANONYMOUS, Requester
from cms.joining import keys
from cms.joining.models import Application
from cms.members.selectors import core_team, recipient
from cms.notifications.services import Recipient, notify
from cms.snippets.models import Sector

LONGEST = {
    **{"organisation": 200, "charity_number": 20, "name": 160, "job_title": 120, "phone": 40},
    **{"hopes": 2000, "worries": 2000},
}
NEEDED = {
    "organisation": "Say which organisation wants to join.",
    "name": "Give your name.",
    "hopes": "Say what you hope that sharing makes better.",
}
API_NAMES = {"charity_number": "charityNumber", "job_title": "jobTitle"}
MOST_A_DAY = 3  # for one address
GONE = "There is no such application."
SOURCE = "application"


def apply_to_join(
    *,
    by: Requester,
    submission_id: str,
    organisation: str,
    name: str,
    email: str,
    hopes: str,
    worries: str = "",
    sector: str = "",
    charity_number: str = "",
    job_title: str = "",
    phone: str = "",
    has_ig_lead: bool = False,
    one_person: bool = False,
    wants_sponsor: bool = False,
) -> Application | None:
    """Keep an application and send a link to the address, whose button makes it count. `sector` is a sector's code.

    Sent twice with one `submission_id`, it is one. Whether the body has joined already, or the address has an account,
    is not looked at here. After three in a day for one address nothing more is kept or sent, and None comes back: the
    sender must not be told, else the form would say what others sent. Raises Forbidden for tools, BadInput with
    `fields`.
    """
    if not may(by, "application.make"):
        raise Forbidden("A person asks for an organisation to join.")
    if not submission_id or len(submission_id) > 64:
        raise BadInput("Send a submissionId of 1 to 64 characters.")
    given = {
        "organisation": _line(organisation),
        "charity_number": _line(charity_number),
        "name": _line(name),
        "job_title": _line(job_title),
        "phone": _line(phone),
        "hopes": hopes.strip(),
        "worries": worries.strip(),
    }
    email = email.strip().lower()
    _check(given, email)
    kind = Sector.objects.filter(code=sector).first() if sector else None
    if sector and kind is None:
        raise BadInput("Some answers need another look.", fields={"sector": ["Choose one of the kinds."]})
    row = Application(
        **given,
        email=email,
        sector=kind,
        has_ig_lead=has_ig_lead,
        one_person=one_person,
        wants_sponsor=wants_sponsor,
        submission_id=submission_id,
    )
    try:
        return _keep(by, row)
    except IntegrityError:  # the same form, sent twice at once: the other one won
        known = _known(submission_id, email)
        if known is None:
            raise
        return known


def _line(text: str) -> str:
    """On one line, whatever its length: what is too long is refused, not cut."""
    return " ".join(text.split())


@transaction.atomic
def _keep(by: Requester, row: Application) -> Application | None:
    known = _known(row.submission_id, row.email)
    if known is not None:
        return known
    since = clock.now() - datetime.timedelta(days=1)
    if Application.objects.filter(email=row.email, applied_at__gte=since).count() >= MOST_A_DAY:
        return None
    row.number = counters.next_value("application")
    row.nonce = secrets.token_urlsafe(32)
    row.digest = keys.digest_of(keys.secret_of(row.nonce))
    row.save()
    record(by, "application.made", row)
    _send_link(by, row)
    return row


def _check(given: dict[str, str], email: str) -> None:
    fields = {API_NAMES.get(key, key): [words] for key, words in NEEDED.items() if not given[key]}
    fields |= {
        API_NAMES.get(key, key): [f"Make this shorter: {most:,} characters at most."]
        for key, most in LONGEST.items()
        if len(given[key]) > most
    }
    try:
        validate_email(email)
    except ValidationError:
        fields["email"] = ["Give an e-mail address, like name@organisation.org.uk."]
    if fields:
        raise BadInput("Some answers need another look.", fields=fields)


def _known(submission_id: str, email: str) -> Application | None:
    known = Application.objects.filter(submission_id=submission_id).first()
    if known is not None and known.email != email:
        raise BadInput("This submissionId was used before.")
    return known


def _send_link(by: Requester, row: Application) -> None:
    """Nothing that was typed goes into this mail: an address that is not the sender's must not become a target."""
    tell_applicant(
        by=by,
        application=row,
        cause="confirm",
        title="One press, and we have your application",
        body=(
            f"Somebody asked to join {CommunitySettings.load().name} and gave this address. Open the link and press "
            "the button, and the core team has the application. The link works for 14 days. If it was not you, do "
            "nothing: nothing happens then."
        ),
    )


def tell_applicant(*, by: Requester, application: Application, cause: str, title: str, body: str) -> None:
    """A mail whose link is the key to the one application. Who it is, is known once the address is the sender's."""
    name = application.name if application.confirmed_at is not None else ""
    notify(
        by=by,
        source_key=f"{keys.SOURCE}:{application.pk}:{cause}",
        recipients=[Recipient(email=application.email, name=name)],
        title=title,
        body=body,
        site=False,
    )


@transaction.atomic
def confirm_application(*, key: str) -> Application:
    """The address is the sender's: now the core team has it. Pressing twice is once. Raises NotFound for a key that
    opens nothing."""
    found = keys.application_of(key)
    if found is None:
        raise NotFound(GONE)
    row: Application = Application.objects.select_for_update().get(pk=found.pk)
    if row.confirmed_at is not None:
        return row
    row.confirmed_at = clock.now()
    row.save(update_fields=["confirmed_at"])
    record(ANONYMOUS, "application.confirmed", row)
    tell_core_team(
        row,
        title=f"{row}: an organisation wants to join",
        body=f"{row.organisation} wants to join.\n\nWhat they hope for: {row.hopes}",
        email_body="An organisation wants to join. Read what they hope for, and decide, in the admin.",
    )
    return row


def tell_core_team(row: Application, *, title: str, body: str, email_body: str) -> None:
    people: list[Any] = core_team()
    notify(
        by=ANONYMOUS,
        source_key=f"{SOURCE}:{row.pk}:confirmed",
        recipients=[recipient(person) for person in people],
        title=title,
        body=body,
        email_body=email_body,
        path="/tasks",
    )
