"""Recording what a party decided: one place where a decision is written, voided or replaced."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from cms.audit.services import record
from cms.core import clock
from cms.core.errors import BadInput, Conflict, Forbidden, NotFound
from cms.core.policy import may, visible
from cms.core.requester import Requester
from cms.signing.joining import fingerprint_of
from cms.signing.models import Signature
from cms.signing.services import notices
from cms.signing.services.sending import change_over, put_in_force, undo_cover
from cms.signing.who_signs import is_a_mailbox_for_a_name
from cms.snippets.models import IspFile, IspParty, IspVersion
from cms.snippets.services import assert_not_retired

State = IspVersion.State
Decision = Signature.Decision
OPEN = (State.OUT_FOR_SIGNATURE, State.IN_FORCE)
WHO = "Those who sign for this partner, those who look after the agreement, or the core team, record its decision."
MOST_ROWS = 60
EARLIEST = datetime.date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One line of the tick-sheet: what a party decided on paper."""

    party_id: int
    signatory_name: str
    signatory_job_title: str
    signed_on: datetime.date | None
    decision: str = Decision.SIGNED
    reason: str = ""


@transaction.atomic
def record_signature(
    *,
    by: Requester,
    party_id: int,
    signatory_name: str,
    signatory_job_title: str,
    signed_on: datetime.date,
    decision: str = Decision.SIGNED,
    method: str = Signature.Method.PAPER,
    reason: str = "",
    tell: bool = True,
) -> Signature:
    """Write down what a party decided about the words that are out. Puts the version in force once the lead and every
    essential party have signed; a party that joins later is covered from the day it signs.

    Who signs for the party, who looks after the agreement and the core team record it. Raises NotFound, Forbidden,
    Conflict, BadInput with `fields`.
    """
    party = seen_party(by, party_id)
    if not may(by, "signature.record", party):
        raise Forbidden(WHO)
    version = lock_version(party)
    row = PaperRow(party_id, signatory_name, signatory_job_title, signed_on, decision, reason)
    fields = problems(party, row, past=by.is_system)
    if fields:
        raise BadInput("Some answers need another look.", fields=fields)
    return write(by, party, version, row, method=method, tell=tell)


@transaction.atomic
def record_on_paper(*, by: Requester, version_id: int, rows: Sequence[PaperRow]) -> list[Signature]:
    """A whole tick-sheet at once. All rows are saved, or none: where one needs another look, nothing is written.

    Raises NotFound, Forbidden, Conflict, BadInput with `rows`: {party key: {field: [texts]}}.
    """
    if not 0 < len(rows) <= MOST_ROWS or len({row.party_id for row in rows}) < len(rows):
        raise BadInput(f"Send 1 to {MOST_ROWS} rows, each of another party.")
    parties = {row.party_id: seen_party(by, row.party_id) for row in rows}
    for party in parties.values():
        if party.version_id != version_id:
            raise NotFound("There is no such party.")
        if not may(by, "signature.record", party):
            raise Forbidden(WHO)
    version = lock_version(next(iter(parties.values())))
    wrong = {}
    for row in rows:
        fields = problems(parties[row.party_id], row, past=by.is_system)
        if not fields and _signed_already(parties[row.party_id]):
            fields = {"party": ["It has signed already. Correct that signature instead."]}
        if fields:
            wrong[str(row.party_id)] = fields
    if wrong:
        raise BadInput("Some rows need another look. Nothing was saved.", rows=wrong)
    return [write(by, parties[row.party_id], version, row, method=Signature.Method.PAPER) for row in rows]


def seen_party(by: Requester, party_id: int) -> Any:
    found = visible(IspParty.objects.all(), by).select_related("version__isp", "partner").filter(pk=party_id).first()
    if found is None:
        raise NotFound("There is no such party.")
    return found


def lock_version(party: Any) -> IspVersion:
    """The row of the party's version, held until the transaction ends; what the party says of it is of that moment.

    Raises Conflict where nobody signs it any more, and where the agreement is retired.
    """
    version: IspVersion = IspVersion.objects.select_for_update().select_related(None).get(pk=party.version_id)
    if version.state not in OPEN:
        raise Conflict("This version is not out for signature any more. Nothing was saved.", state=str(version.state))
    assert_not_retired(version.isp)
    party.refresh_from_db(fields=["left_on", "covered_from", "joined_on"])
    if party.left_on is not None and party.left_on <= clock.today():
        raise Conflict("This partner has left the agreement.")
    return version


def problems(party: Any, row: PaperRow, *, past: bool = False) -> dict[str, list[str]]:
    """{field: texts} of what is wrong with a decision, as the API names fields; empty where nothing is.

    `past`: it happened before this site asked anybody, as an import knows.
    """
    fields: dict[str, list[str]] = {}
    if not party.partner.can_sign or party.role == IspParty.Role.PROCESSOR:
        fields["party"] = ["This party does not sign."]
    if not row.signatory_name.strip() or (not past and is_a_mailbox_for_a_name(row.signatory_name)):
        fields["signatoryName"] = ["Name the person who signed: a mailbox cannot."]
    if len(row.signatory_name) > 160:
        fields["signatoryName"] = ["Use at most 160 characters."]
    if len(row.signatory_job_title) > 160:
        fields["signatoryJobTitle"] = ["Use at most 160 characters."]
    if row.signed_on is None:
        fields["signedOn"] = ["Give the day of the signature."]
    elif row.signed_on > clock.today():
        fields["signedOn"] = ["A signature is not dated in the future."]
    elif row.signed_on < EARLIEST:
        fields["signedOn"] = ["Write the year with four digits. No signature here is older than 2000."]
    elif not past and party.asked_on is not None and row.signed_on < party.asked_on:
        asked = f"{party.asked_on.day} {party.asked_on:%B %Y}"
        fields["signedOn"] = [f"It was asked to sign this text on {asked}. A signature of it is not older."]
    if row.decision not in Decision.values:
        fields["decision"] = ["Choose a decision."]
    elif row.decision != Decision.SIGNED and not row.reason.strip():
        fields["reason"] = ["Say which conditions, or why not."]
    if len(row.reason) > 4000:
        fields["reason"] = ["Use at most 4,000 characters."]
    return fields


def _signed_already(party: Any) -> bool:
    standing = Signature.objects.filter(party=party, voided_on=None)
    return bool(standing.exclude(decision=Decision.DECLINED).exists())


def write(
    by: Requester, party: Any, version: IspVersion, row: PaperRow, *, method: str, tell: bool = True, **also: Any
) -> Signature:
    """Write a checked decision with the version's row locked. One decision of a party stands at a time: one that it
    declined gives way, one that it signed is corrected and never overwritten."""
    party.version = version
    if _signed_already(party):
        raise Conflict(f"{party.partner.name} has signed this version already.")
    declined = Signature.objects.filter(party=party, voided_on=None).first()
    signature: Signature = Signature.objects.create(
        party=party,
        signatory_name=row.signatory_name.strip(),
        signatory_job_title=row.signatory_job_title.strip(),
        decision=row.decision,
        reason=row.reason.strip(),
        signed_on=row.signed_on or clock.today(),
        method=method,
        recorded_by_id=by.user_id,
        recorded_at=clock.now(),
        content_hash=fingerprint_of(party, version),
        replaces=declined,
        **also,
    )
    if declined is not None:
        void(by, declined, "It has decided anew.")
    if version.state == State.IN_FORCE and row.decision != Decision.DECLINED:
        cover(party, version, signature)
    notices.stop_asking(by, [party.pk], "It was decided.")
    if tell:
        notices.tell_of_decision(by, signature, party)
    verb = "version.declined" if row.decision == Decision.DECLINED else "version.signed"
    record(by, verb, version, after=signature.content_hash, organisation_id=party.partner_id)
    if version.state == State.OUT_FOR_SIGNATURE:
        put_in_force(by, version, tell=tell)
    return signature


def cover(party: Any, version: IspVersion, signature: Signature) -> None:
    """Covered from the day it signed, not before the version was in force; since earlier where a register says so."""
    if party.covered_from is None:
        party.covered_from = max(signature.signed_on, version.in_force_from or signature.signed_on)
    party.joined_on = signature.signed_on if party.acceding else party.joined_on
    party.save(update_fields=["covered_from", "joined_on"])
    change_over(party)


def void(by: Requester, signature: Signature, reason: str) -> None:
    signature.voided_on, signature.voided_by_id, signature.void_reason = clock.today(), by.user_id, reason[:250]
    signature.save(update_fields=["voided_on", "voided_by", "void_reason"])


@transaction.atomic
def correct_signature(
    *,
    by: Requester,
    signature_id: int,
    why: str,
    signatory_name: str,
    signatory_job_title: str,
    signed_on: datetime.date,
    decision: str,
    reason: str = "",
) -> Signature:
    """Put another record in the place of a wrong one of a decision on paper. The old one stays, void, with the reason.

    What somebody signed on this site in person is not corrected by others. Where the version is in force because the
    lead or an essential party signed, that signature cannot become a refusal or a later one. Raises NotFound,
    Forbidden, Conflict, BadInput with `fields`.
    """
    old = visible(Signature.objects.all(), by).filter(pk=signature_id, voided_on=None).first()
    if old is None:
        raise NotFound("There is no such signature.")
    party = seen_party(by, old.party_id)
    if not may(by, "signature.correct", party):
        raise Forbidden(WHO)
    if old.method != Signature.Method.PAPER:
        raise Conflict("This was signed on the site, in person. It is not corrected: the party decides anew.")
    version = lock_version(party)
    row = PaperRow(party.pk, signatory_name, signatory_job_title, signed_on, decision, reason)
    fields = problems(party, row, past=by.is_system)
    if not why.strip():
        fields["why"] = ["Say what was wrong."]
    needed = party.is_essential or party.partner_id == version.isp.lead_id
    if decision == Decision.DECLINED and version.state == State.IN_FORCE and needed:
        fields["decision"] = ["The version is in force by this signature. Give notice that the partner leaves instead."]
    start = version.in_force_from if version.state == State.IN_FORCE else None
    if needed and start is not None and old.signed_on <= start < signed_on:
        text = (
            f"The version is in force since {start.day} {start:%B %Y} by this signature, so it is not later than that."
        )
        fields["signedOn"] = [text]
    if fields:
        raise BadInput("Some answers need another look.", fields=fields)
    if not Signature.objects.filter(pk=old.pk, voided_on=None).exists():  # somebody else was first
        raise Conflict("It was corrected meanwhile. Look at it again.")
    void(by, old, why.strip())
    undo_cover(party, version, old)
    new = write(by, party, version, row, method=Signature.Method.PAPER)
    Signature.objects.filter(pk=new.pk).update(replaces=old)
    new.replaces = old
    record(by, "signature.corrected", new, label=str(party), organisation_id=party.partner_id)
    return new


@transaction.atomic
def attach_scan(*, by: Requester, signature_ids: Sequence[int], document: Any) -> IspFile:
    """Keep a scanned page with the signatures on it: a file of the version, for its parties and the core team alone.

    Raises NotFound, Forbidden, BadInput where they are not of one version.
    """
    rows = list(visible(Signature.objects.all(), by).filter(pk__in=list(signature_ids)).select_related("party"))
    if not rows or len(rows) != len(set(signature_ids)):
        raise NotFound("There is no such signature.")
    if len({row.party.version_id for row in rows}) > 1:
        raise BadInput("One page holds signatures of one version.")
    for row in rows:
        if not may(by, "signature.record", seen_party(by, row.party_id)):
            raise Forbidden(WHO)
    names = ", ".join(sorted({row.party.partner.name for row in rows}))
    file: IspFile = IspFile.objects.create(
        version_id=rows[0].party.version_id,
        document=document,
        title=f"Signature page: {names}"[:200],
        kind=IspFile.Kind.SIGNED,
        parties_only=True,
    )
    for row in rows:
        row.scan = file
        row.save(update_fields=["scan"])
    record(by, "signature.scanned", file)
    return file
