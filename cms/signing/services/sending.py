"""Sending a version out for signature, taking it back, and putting it in force."""

import datetime
from collections.abc import Callable

from django.db import transaction

from cms.audit.services import record
from cms.core import clock
from cms.core.errors import BadInput, Conflict, Forbidden, NotFound
from cms.core.policy import may, visible
from cms.core.requester import Requester
from cms.signing.bases import missing_pieces
from cms.signing.coverage import COVERING, CoverageState
from cms.signing.models import SendingOut, Signature
from cms.signing.selectors import coverages_of_rows
from cms.signing.services import notices
from cms.snippets.models import IspParty, IspVersion
from cms.snippets.selectors import still_in
from cms.snippets.services import assert_editable, assert_not_retired, content_hash

State = IspVersion.State
COMMITTED = frozenset({CoverageState.SIGNED, CoverageState.COVERED, CoverageState.COVERED_WITH_CONDITIONS})
A_DAY = datetime.timedelta(days=1)

_more_checks: list[Callable[[IspVersion], list[str]]] = []


def register_check(check: Callable[[IspVersion], list[str]]) -> None:
    """Called by an app when it is ready: what else keeps a version from going out, in words."""
    if check not in _more_checks:
        _more_checks.append(check)


def what_is_missing(version: IspVersion) -> list[str]:
    """Everything that keeps a version from going out, in words, party by party; empty when it may go."""
    lacking = [str(one) for one in missing_pieces(version)]
    parties = list(version.parties.exclude(role=IspParty.Role.PROCESSOR).select_related("partner"))
    lacking += [f"{one.partner.name} is no legal body and cannot sign." for one in parties if not one.partner.can_sign]
    if not any(party.partner_id == version.isp.lead_id for party in parties):
        lacking.append("The lead partner is not among the parties.")
    return lacking + [text for check in _more_checks for text in check(version)]


def _keep_controllers(version: IspVersion) -> None:
    """Who is bound, in the words of today: a body that takes another name later leaves the fingerprint as it is."""
    parties = list(version.parties.select_related("partner"))
    for party in parties:
        party.controller_as_signed = party.partner.controller_name
    IspParty.objects.bulk_update(parties, ["controller_as_signed"])


@transaction.atomic
def send_out(
    *, by: Requester, version_id: int, cut_off_on: datetime.date | None = None, seen_hash: str = "", tell: bool = True
) -> IspVersion:
    """Freeze a version and ask its parties to sign; each one's approver is told, once.

    `cut_off_on`: where another version is in force, the last day on which it still covers those who have not signed
    this one. `seen_hash`: the fingerprint of the draft that the sender was shown. `tell` is False for what happened in
    the past. Raises NotFound, Forbidden, Conflict where it is out already or the draft has changed since, BadInput with
    `missing` (what each party's legal basis lacks, in words) or `fields`.
    """
    version = locked(by, version_id)
    if not may(by, "version.send_out", version):
        raise Forbidden("Owner, deputy or IG lead of the lead partner, or the core team, send it out.")
    assert_editable(version)
    assert_not_retired(version.isp)
    lacking = what_is_missing(version)
    if lacking:
        raise BadInput("Some of the law is missing.", missing=lacking)
    today = clock.today()
    if cut_off_on is not None and cut_off_on < today:
        raise BadInput("The date has passed.", fields={"cutOffOn": ["Choose a day that is not over."]})
    fingerprint = content_hash(version)
    if seen_hash and seen_hash != fingerprint:
        raise Conflict("Somebody changed this draft since you opened it. Look at it again.", currentHash=fingerprint)
    version.content_hash, version.state = fingerprint, State.OUT_FOR_SIGNATURE
    version.save(update_fields=["content_hash", "state"])
    _keep_controllers(version)
    SendingOut.objects.update_or_create(
        version=version, defaults={"sent_by_id": by.user_id, "sent_at": clock.now(), "cut_off_on": cut_off_on}
    )
    parties = list(
        version.parties.exclude(role=IspParty.Role.PROCESSOR).select_related("version__isp", "partner").order_by("pk")
    )
    for party in parties:
        party.asked_on = party.asked_on or today
        party.save(update_fields=["asked_on"])
    if tell:
        notices.ask_to_sign(by, version, parties)
    record(by, "version.sent_out", version, after=version.content_hash, organisation_id=version.isp.lead_id)
    return version


@transaction.atomic
def withdraw(*, by: Requester, version_id: int, reason: str = "") -> IspVersion:
    """Take a version back because its words must change: its open signatures are void. Open a new draft afterwards.

    Raises NotFound, Forbidden, Conflict where it is not out for signature.
    """
    version = locked(by, version_id)
    if not may(by, "version.withdraw", version):
        raise Forbidden("Owner, deputy or IG lead of the lead partner, or the core team, withdraw it.")
    if version.state != State.OUT_FOR_SIGNATURE:
        raise Conflict("Only a version that is out for signature is withdrawn.")
    parties = list(version.parties.select_related("version__isp", "partner"))
    for signature in Signature.objects.filter(party__version=version, voided_on=None):
        signature.voided_on, signature.voided_by_id = clock.today(), by.user_id
        signature.void_reason = (reason or "The version was withdrawn.")[:250]
        signature.save(update_fields=["voided_on", "voided_by", "void_reason"])
    version.state = State.WITHDRAWN
    version.save(update_fields=["state"])
    notices.stop_asking(by, [party.pk for party in parties], "The version was withdrawn.")
    notices.tell_withdrawn(by, version, parties)
    record(by, "version.withdrawn", version, organisation_id=version.isp.lead_id)
    return version


def put_in_force(by: Requester, version: IspVersion, *, tell: bool = True) -> bool:
    """In force once the lead and every essential party signed; the one before is superseded on the same day, and
    covers who has not signed the new one until the stated cut-off. Call it with the version's row locked."""
    rows = IspParty.objects.filter(still_in(), version=version).exclude(role=IspParty.Role.PROCESSOR)
    parties = list(rows.select_related("version__isp", "partner").order_by("pk"))
    coverages = coverages_of_rows(parties)
    committed = {party.pk for party in parties if coverages[party.pk].state in COMMITTED}
    needed = {party.pk for party in parties if party.is_essential or party.partner_id == version.isp.lead_id}
    if not needed or not needed <= committed:
        return False
    dates = [coverages[pk].since for pk in needed]
    start = max(day for day in dates if day is not None)
    before = list(IspVersion.objects.select_for_update().filter(isp=version.isp_id, state=State.IN_FORCE))
    for old in before:
        old.state, old.in_force_to = State.SUPERSEDED, start
        old.save(update_fields=["state", "in_force_to"])
    version.state, version.in_force_from = State.IN_FORCE, start
    version.save(update_fields=["state", "in_force_from"])
    moved = set()
    for party in parties:
        since = coverages[party.pk].since
        if party.pk in committed and since is not None:
            moved.add(party.partner_id)
            if party.covered_from is None:
                party.covered_from = max(start, since)
                party.save(update_fields=["covered_from"])
    for old in before:
        _cut_off(old, version, moved, start)
    record(by, "version.put_in_force", version, organisation_id=version.isp.lead_id)
    if tell:
        notices.tell_in_force(by, version, parties, coverage_sentence(version, parties))
    return True


def _cut_off(old: IspVersion, new: IspVersion, moved: set[int], start: datetime.date) -> None:
    """The last day of the old version for each of its parties: who signed the new one changes over, others wait."""
    cut_off = SendingOut.objects.filter(version=new).values_list("cut_off_on", flat=True).first()
    asked = set(new.parties.values_list("partner_id", flat=True))
    for part in old.parties.filter(still_in(), covered_to=None):
        if part.partner_id in moved:
            part.covered_to = start - A_DAY
        elif cut_off is not None and cut_off >= start and part.partner_id in asked:
            part.covered_to = cut_off
        else:
            continue  # ends with the old version
        part.save(update_fields=["covered_to"])


def change_over(party: IspParty) -> None:
    """A party that signs the new version later is covered by the old one until the day before."""
    if party.covered_from is None:
        return
    earlier = IspParty.objects.filter(
        partner=party.partner_id, version__isp=party.version.isp_id, version__state=State.SUPERSEDED
    )
    for part in earlier.filter(covered_to__gte=party.covered_from):
        part.covered_to = party.covered_from - A_DAY
        part.save(update_fields=["covered_to"])


def undo_cover(party: IspParty, version: IspVersion, signature: Signature) -> None:
    """Take back what a signature that is void now gave its party: its first day under a version in force, and the end
    of its part in the version before, which covers it until the stated cut-off again. A day that a register gave stays.
    """
    if version.state != State.IN_FORCE or signature.decision == Signature.Decision.DECLINED:
        return
    given = max(signature.signed_on, version.in_force_from or signature.signed_on)
    if party.covered_from != given:
        return
    party.covered_from = None
    if party.acceding and party.joined_on == signature.signed_on:
        party.joined_on = None
    party.save(update_fields=["covered_from", "joined_on"])
    cut_off = SendingOut.objects.filter(version=version).values_list("cut_off_on", flat=True).first()
    if cut_off is None or version.in_force_from is None or cut_off < version.in_force_from:
        return  # the version before ended for everybody when this one began
    before = IspParty.objects.filter(
        partner=party.partner_id,
        version__isp=version.isp_id,
        version__state=State.SUPERSEDED,
        version__in_force_to=version.in_force_from,
    )
    for part in before.filter(covered_to=given - A_DAY):
        part.covered_to = cut_off
        part.save(update_fields=["covered_to"])


def coverage_sentence(version: IspVersion, parties: list[IspParty] | None = None) -> str:
    """ "In force. 8 of 9 covered.": what is true today of this version, in one line."""
    rows = parties if parties is not None else list(version.parties.select_related("version__isp"))
    for row in rows:
        row.version.state, row.version.in_force_from = version.state, version.in_force_from
    found = coverages_of_rows(rows).values()
    covered, counted = sum(one.state in COVERING for one in found), sum(one.counts for one in found)
    label = version.get_state_display()
    if version.state == State.IN_FORCE and version.in_force_from and version.in_force_from > clock.today():
        label = "Signed; not in force yet"
    return f"{label}. {covered} of {counted} covered."


def locked(by: Requester, version_id: int) -> IspVersion:
    """The version's row, held until the transaction ends. Raises NotFound, also for what `by` may not see."""
    key = visible(IspVersion.objects.all(), by).filter(pk=version_id).values_list("pk", flat=True).first()
    if key is None:
        raise NotFound("There is no such version.")
    found: IspVersion = IspVersion.objects.select_for_update().get(pk=key)
    return found
