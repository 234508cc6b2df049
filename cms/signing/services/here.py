"""Signing on this site: the words were shown, a named person ticked, and what they saw is what they signed."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from cms.audit.services import record
from cms.core import clock
from cms.core.errors import BadInput, Conflict, Forbidden, Unauthenticated
from cms.core.policy import may
from cms.core.requester import Requester
from cms.members.models import User
from cms.signing.joining import fingerprint_of
from cms.signing.models import Advice, Opening, Signature
from cms.signing.services.decisions import OPEN, PaperRow, lock_version, problems, seen_party, write
from cms.signing.statements import statement_of
from cms.signing.who_signs import is_shared_mailbox
from cms.snippets.models import IspVersion
from cms.snippets.services import assert_not_retired

Decision = Signature.Decision
CHANGED = "This is not the text that you read any more. Nothing was signed: open it again."
MOST = 50


@transaction.atomic
def open_to_sign(*, by: Requester, party_id: int, content_hash: str) -> Opening:
    """Note that these words were shown to a person who may sign them for this party. Signing asks for it.

    Raises Unauthenticated, NotFound, Forbidden, Conflict where the words are others by now.
    """
    party, person = _signable(by, party_id)
    version = IspVersion.objects.get(pk=party.version_id)
    if version.state not in OPEN or fingerprint_of(party, version) != content_hash:
        raise Conflict(CHANGED)
    opened, _ = Opening.objects.get_or_create(
        party=party, user=person, content_hash=content_hash, defaults={"opened_at": clock.now()}
    )
    return opened


def sign(
    *,
    by: Requester,
    party_id: int,
    content_hash: str,
    decision: str,
    confirmed: bool,
    submission_id: str,
    reason: str = "",
) -> Signature:
    """Sign, sign with conditions, or decline, in person, for a party's legal controller.

    `content_hash` is the fingerprint of the text that the person saw: of any other text, and of a version that was
    withdrawn, nothing is saved. Sent twice with one `submission_id`, it is signed once. Raises Unauthenticated,
    NotFound, Forbidden (no right, a shared mailbox, no second factor), Conflict, BadInput with `fields`.
    """
    if not submission_id or len(submission_id) > 64:
        raise BadInput("Send a submissionId of 1 to 64 characters.")
    try:
        with transaction.atomic():
            return _sign(by, party_id, content_hash, decision, confirmed, f"{submission_id}:{party_id}", reason)
    except IntegrityError:  # the same form pressed twice at one moment: the first press counts
        own = Signature.objects.filter(submission_id=f"{submission_id}:{party_id}", signatory=by.user_id)
        known: Signature | None = own.first()
        if known is None:
            raise
        return known


@transaction.atomic
def sign_several(*, by: Requester, items: Sequence[tuple[int, str]], confirmed: bool, submission_id: str) -> list[Any]:
    """Sign for several bodies that one person acts for: (party key, fingerprint) of each that was opened and ticked.

    All are signed, or none. Raises as `sign`.
    """
    if not 0 < len(items) <= MOST or len({party for party, _ in items}) < len(items):
        raise BadInput("Choose what you sign.", fields={"items": ["Tick at least one that you have opened."]})
    return [
        sign(
            by=by,
            party_id=party_id,
            content_hash=seen,
            decision=Decision.SIGNED,
            confirmed=confirmed,
            submission_id=submission_id,
        )
        for party_id, seen in items
    ]


def _sign(
    by: Requester, party_id: int, seen: str, decision: str, confirmed: bool, submission: str, reason: str
) -> Signature:
    party, person = _signable(by, party_id)
    version = lock_version(party)
    known: Signature | None = Signature.objects.filter(submission_id=submission).first()
    if known is not None:
        if known.signatory_id != by.user_id:
            raise BadInput("This submissionId was used by somebody else.")
        return known
    if fingerprint_of(party, version) != seen:
        raise Conflict(CHANGED)
    if not Opening.objects.filter(party=party, user=person, content_hash=seen).exists():
        raise Conflict("Open the text first: it is signed by who has read it.")
    row = PaperRow(party.pk, str(person), person.job_title, clock.today(), decision, reason)
    fields = problems(party, row)
    if decision != Decision.DECLINED and not confirmed:
        fields["confirmed"] = ["Tick what you declare. Nothing is ticked for you."]
    if fields:
        raise BadInput("Some answers need another look.", fields=fields)
    statement = "" if decision == Decision.DECLINED else "\n".join(statement_of(party, version, str(person)))
    return write(
        by,
        party,
        version,
        row,
        method=Signature.Method.SITE,
        signatory=person,
        statement=statement,
        submission_id=submission,
    )


def _signable(by: Requester, party_id: int) -> tuple[Any, User]:
    """The party and the very person, where that person may sign for it here and now."""
    if by.user_id is None:
        raise Unauthenticated("Sign in to sign.")
    party = seen_party(by, party_id)
    if not may(by, "party.sign", party):
        if party.version.state not in OPEN:
            raise Conflict("This version is not out for signature any more. Nothing was signed.")
        raise Forbidden("Only a person who may commit this organisation signs for it.")
    assert_not_retired(party.version.isp)
    if settings.MFA_REQUIRED and not by.second_factor:
        raise Forbidden("Sign in with your second factor to sign.")
    person = User.objects.get(pk=by.user_id)
    if is_shared_mailbox(person.email, person.get_full_name()):
        raise Forbidden("A shared mailbox cannot sign. Sign in as yourself, or hand it to a named person.")
    return party, person


@transaction.atomic
def note_advice(*, by: Requester, party_id: int, text: str, adviser_name: str = "") -> Advice:
    """Note what the data protection officer advised. It decides nothing. Raises as `sign`."""
    if by.user_id is None:
        raise Unauthenticated("Sign in to note advice.")
    party = seen_party(by, party_id)
    if not may(by, "party.advise", party):
        raise Forbidden("The data protection officer of this organisation, or who signs for it, notes advice.")
    name = adviser_name.strip() or str(User.objects.get(pk=by.user_id or 0))
    fields = {}
    if not 0 < len(text.strip()) <= 2000:
        fields["text"] = ["Write the advice, in at most 2,000 characters."]
    if len(name) > 160:
        fields["adviserName"] = ["Use at most 160 characters."]
    if fields:
        raise BadInput("Some answers need another look.", fields=fields)
    made: Advice = Advice.objects.create(
        party=party, adviser_name=name, text=text.strip(), given_on=clock.today(), recorded_by_id=by.user_id
    )
    record(by, "advice.noted", made, label=str(party), organisation_id=party.partner_id)
    return made
