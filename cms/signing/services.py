"""Sending a version out for signature, taking it back, recording decisions, and putting it in force."""

import datetime

from django.db import transaction

from cms.audit.services import record
from cms.core import clock
from cms.core.errors import BadInput, Conflict, Forbidden, NotFound
from cms.core.policy import may, visible
from cms.core.requester import Requester
from cms.signing.bases import missing_pieces
from cms.signing.coverage import CoverageState
from cms.signing.models import Signature
from cms.signing.selectors import coverages_of_rows
from cms.snippets.models import IspParty, IspVersion
from cms.snippets.services import assert_editable, content_hash

State = IspVersion.State
Decision = Signature.Decision
COMMITTED = frozenset({CoverageState.SIGNED, CoverageState.COVERED, CoverageState.COVERED_WITH_CONDITIONS})


@transaction.atomic
def send_out(*, by: Requester, version_id: int) -> IspVersion:
    """Freeze a version and ask its parties to sign. Raises NotFound, Forbidden, Conflict where it is out already,
    BadInput with `missing`: what each party's legal basis lacks, in words.
    """
    version = _locked(by, version_id)
    if not may(by, "version.send_out", version):
        raise Forbidden("Owner, deputy or IG lead of the lead partner, or the core team, send it out.")
    assert_editable(version)
    lacking = [str(one) for one in missing_pieces(version)]
    parties = list(version.parties.exclude(role=IspParty.Role.PROCESSOR).select_related("partner"))
    lacking += [f"{one.partner.name} is no legal body and cannot sign." for one in parties if not one.partner.can_sign]
    if not any(party.partner_id == version.isp.lead_id for party in parties):
        lacking.append("The lead partner is not among the parties.")
    if lacking:
        raise BadInput("Some of the law is missing.", missing=lacking)
    version.content_hash, version.state = content_hash(version), State.OUT_FOR_SIGNATURE
    version.save(update_fields=["content_hash", "state"])
    today = clock.today()
    for party in parties:
        party.asked_on = party.asked_on or today
        party.save(update_fields=["asked_on"])
    record(by, "version.sent_out", version, after=version.content_hash, organisation_id=version.isp.lead_id)
    return version


@transaction.atomic
def withdraw(*, by: Requester, version_id: int) -> IspVersion:
    """Take a version back because its words must change: its open signatures are void. Open a new draft afterwards.

    Raises NotFound, Forbidden, Conflict where it is not out for signature.
    """
    version = _locked(by, version_id)
    if not may(by, "version.withdraw", version):
        raise Forbidden("Owner, deputy or IG lead of the lead partner, or the core team, withdraw it.")
    if version.state != State.OUT_FOR_SIGNATURE:
        raise Conflict("Only a version that is out for signature is withdrawn.")
    for signature in Signature.objects.filter(party__version=version, voided_on=None):
        signature.voided_on = clock.today()
        signature.save(update_fields=["voided_on"])
    version.state = State.WITHDRAWN
    version.save(update_fields=["state"])
    record(by, "version.withdrawn", version, organisation_id=version.isp.lead_id)
    return version


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
) -> Signature:
    """Write down what a party decided about the words that are out. Puts the version in force once the lead and every
    essential party have signed; a party that joins later is covered from the day it signs.

    The core team records paper; who signs for the party may record it too. Raises NotFound, Forbidden, Conflict,
    BadInput with `fields`.
    """
    party = visible(IspParty.objects.all(), by).select_related("version__isp", "partner").filter(pk=party_id).first()
    if party is None:
        raise NotFound("There is no such party.")
    if not (by.is_editor or may(by, "party.sign", party)):
        raise Forbidden("Those who sign for this partner, or the core team, record its decision.")
    version = IspVersion.objects.select_for_update().get(pk=party.version_id)
    if version.state not in (State.OUT_FOR_SIGNATURE, State.IN_FORCE):
        raise Conflict("This version is not out for signature.")
    _check(party, signatory_name, signed_on, decision, reason)
    signature = Signature.objects.create(
        party=party,
        signatory_name=signatory_name.strip(),
        signatory_job_title=signatory_job_title.strip(),
        decision=decision,
        reason=reason.strip(),
        signed_on=signed_on,
        method=method,
        recorded_by_id=by.user_id,
        content_hash=version.content_hash or content_hash(version),
    )
    if version.state == State.IN_FORCE and decision != Decision.DECLINED:
        party.covered_from = party.covered_from or max(signed_on, version.in_force_from or signed_on)
        party.save(update_fields=["covered_from"])
    record(by, "version.signed", version, after=signature.content_hash, organisation_id=party.partner_id)
    if version.state == State.OUT_FOR_SIGNATURE:
        _put_in_force(by, version)
    return signature


def _check(party: IspParty, name: str, signed_on: datetime.date, decision: str, reason: str) -> None:
    fields: dict[str, list[str]] = {}
    if not party.partner.can_sign or party.role == IspParty.Role.PROCESSOR:
        fields["party"] = ["This party does not sign."]
    if not name.strip():
        fields["signatoryName"] = ["Name who signed."]
    if signed_on > clock.today():
        fields["signedOn"] = ["A signature is not dated in the future."]
    if decision not in Decision.values:
        fields["decision"] = ["Choose a decision."]
    elif decision != Decision.SIGNED and not reason.strip():
        fields["reason"] = ["Say which conditions, or why not."]
    if fields:
        raise BadInput("Some answers need another look.", fields=fields)


def _put_in_force(by: Requester, version: IspVersion) -> None:
    """In force once the lead and every essential party signed; the one before is superseded on the same day."""
    rows = IspParty.objects.filter(version=version, left_on=None).exclude(role=IspParty.Role.PROCESSOR)
    parties = list(rows.select_related("version__isp").order_by("pk"))
    coverages = coverages_of_rows(parties)
    committed = {party.pk for party in parties if coverages[party.pk].state in COMMITTED}
    needed = {party.pk for party in parties if party.is_essential or party.partner_id == version.isp.lead_id}
    if not needed or not needed <= committed:
        return
    dates = [coverages[pk].since for pk in needed]
    start = max(day for day in dates if day is not None)
    for before in IspVersion.objects.select_for_update().filter(isp=version.isp_id, state=State.IN_FORCE):
        before.state, before.in_force_to = State.SUPERSEDED, start
        before.save(update_fields=["state", "in_force_to"])
    version.state, version.in_force_from = State.IN_FORCE, start
    version.save(update_fields=["state", "in_force_from"])
    for party in parties:
        since = coverages[party.pk].since
        if party.pk in committed and party.covered_from is None and since is not None:
            party.covered_from = max(start, since)
            party.save(update_fields=["covered_from"])
    record(by, "version.put_in_force", version, organisation_id=version.isp.lead_id)


def _locked(by: Requester, version_id: int) -> IspVersion:
    key = visible(IspVersion.objects.all(), by).filter(pk=version_id).values_list("pk", flat=True).first()
    if key is None:
        raise NotFound("There is no such version.")
    locked: IspVersion = IspVersion.objects.select_for_update().get(pk=key)
    return locked
