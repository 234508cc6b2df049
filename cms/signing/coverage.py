"""Who is covered by an agreement, and since when: worked out from dates and decisions, never stored."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from cms.signing.models import Signature
from cms.snippets.models import Isp, IspParty, IspVersion

Decision = Signature.Decision
State = IspVersion.State


class CoverageState(StrEnum):
    COVERED = "covered"
    COVERED_WITH_CONDITIONS = "covered_with_conditions"
    SIGNED = "signed"
    ASKED = "asked"
    NOT_ASKED = "not_asked"
    DECLINED = "declined"
    LEFT = "left"
    ENDED = "ended"
    DOES_NOT_SIGN = "does_not_sign"


COVERING = frozenset({CoverageState.COVERED, CoverageState.COVERED_WITH_CONDITIONS})
# Of the parties that an agreement counts ("8 of 9 covered"): not those that left, and no processors.
COUNTED = frozenset(CoverageState) - {CoverageState.LEFT, CoverageState.DOES_NOT_SIGN}
LABELS: dict[CoverageState, str] = {
    CoverageState.COVERED: "Covered",
    CoverageState.COVERED_WITH_CONDITIONS: "Covered, with conditions",
    CoverageState.SIGNED: "Signed, not in force yet",
    CoverageState.ASKED: "Not covered yet: asked to sign",
    CoverageState.NOT_ASKED: "Not covered yet",
    CoverageState.DECLINED: "Declined to sign",
    CoverageState.LEFT: "Left",
    CoverageState.ENDED: "Ended",
    CoverageState.DOES_NOT_SIGN: "Works for another partner, so does not sign",
}
AS_REGISTERED = "Covered, as the register says; the signature is not held here"


@dataclass(frozen=True, slots=True)
class Coverage:
    """`since`: the day from which it covers, or on which the party was asked, signed, declined, left or was cut off."""

    state: CoverageState
    since: datetime.date | None
    label: str
    signature_id: int | None = None

    @property
    def covers(self) -> bool:
        return self.state in COVERING

    @property
    def counts(self) -> bool:
        return self.state in COUNTED


def state_on(version: IspVersion, day: datetime.date) -> str:
    """The state of a version on a past day, as far as its dates tell; what was in force later was being signed before.

    Where no date is recorded it is the present state: no date is invented.
    """
    if version.state not in (State.IN_FORCE, State.SUPERSEDED):
        return str(version.state)
    if version.in_force_from is not None and day < version.in_force_from:
        return State.OUT_FOR_SIGNATURE
    if version.in_force_to is not None:
        return State.IN_FORCE if day < version.in_force_to else State.SUPERSEDED
    return str(version.state)


def standing_on(signatures: Iterable[Signature], day: datetime.date) -> list[Signature]:
    """The signatures that stood on a past day: given by then, and not void yet."""
    return [one for one in signatures if one.signed_on <= day and (one.voided_on is None or one.voided_on > day)]


def coverage_of_party(
    party: IspParty,
    version: IspVersion,
    isp: Isp,
    signatures: Iterable[Signature],
    today: datetime.date,
    *,
    past: bool = False,
) -> Coverage:
    """One party's coverage under one version on a day. `signatures`: its own, in any order; voided ones do not count.

    A party is covered from its own date. A register imported without signatures is believed, and the label says so.
    A suspended or lapsed agreement still covers those who signed it: the agreement's own state says the rest.
    `past`: the day lies behind us, so what came after it is not looked at.
    """
    standing = [signature for signature in signatures if signature.voided_on is None]
    state = version.state
    if past:
        standing, state = standing_on(signatures, today), state_on(version, today)
    last = max(standing, key=lambda signature: (signature.signed_on, signature.pk or 0), default=None)
    key = last.pk if last is not None else None

    def answer(state: CoverageState, since: datetime.date | None, label: str = "") -> Coverage:
        return Coverage(state, since, label or LABELS[state], key)

    if party.left_on is not None and party.left_on <= today:
        return answer(CoverageState.LEFT, party.left_on)
    over = _over_on(party, version, state, isp, today)
    if over is not None:
        return answer(CoverageState.ENDED, over[0])
    if party.role == IspParty.Role.PROCESSOR:
        return answer(CoverageState.DOES_NOT_SIGN, None)
    if last is not None and last.decision == Decision.DECLINED:
        return answer(CoverageState.DECLINED, last.signed_on)
    since = _covered_since(party, version, last)
    if state in (State.IN_FORCE, State.SUPERSEDED) and since is not None and since <= today:
        conditions = bool(party.conditions) or (last is not None and last.decision == Decision.CONDITIONS)
        return answer(CoverageState.COVERED_WITH_CONDITIONS if conditions else CoverageState.COVERED, since)
    if last is not None:
        return answer(CoverageState.SIGNED, last.signed_on)
    if version.is_imported and state == State.IN_FORCE and since is None and party.asked_on is None:
        return answer(CoverageState.COVERED, None, AS_REGISTERED)
    if party.asked_on is not None and party.asked_on <= today:
        return answer(CoverageState.ASKED, party.asked_on)
    return answer(CoverageState.NOT_ASKED, None)


def _over_on(
    party: IspParty, version: IspVersion, state: str, isp: Isp, today: datetime.date
) -> tuple[datetime.date | None] | None:
    """The last day or day of ending, in a tuple because it may not be known; None while nothing has ended."""
    if isp.retired_on is not None and isp.retired_on <= today:
        return (isp.retired_on,)
    if isp.ends_on is not None and isp.ends_on < today:
        return (isp.ends_on,)
    if party.covered_to is not None and party.covered_to < today:
        return (party.covered_to,)
    # Whoever has not signed the new version stays on the old one until its stated cut-off.
    if state == State.SUPERSEDED and party.covered_to is None:
        return (version.in_force_to,)
    if state == State.WITHDRAWN:
        return (None,)
    return None


def _covered_since(party: IspParty, version: IspVersion, last: Signature | None) -> datetime.date | None:
    if party.covered_from is not None:
        return party.covered_from
    if last is None:
        return None
    return max(last.signed_on, version.in_force_from or last.signed_on)


def as_shown_to_public(coverage: Coverage) -> Coverage:
    """The public learns who is covered. Who was asked or declined is the parties' own business."""
    if coverage.covers:
        return Coverage(CoverageState.COVERED, coverage.since, LABELS[CoverageState.COVERED])
    if coverage.state in (CoverageState.ASKED, CoverageState.SIGNED, CoverageState.DECLINED):
        return Coverage(CoverageState.NOT_ASKED, None, LABELS[CoverageState.NOT_ASKED])
    return Coverage(coverage.state, coverage.since, coverage.label)
