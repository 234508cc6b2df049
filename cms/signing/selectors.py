"""Reading coverage: of parties, and of organisations with those they took over from."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cms.core import clock
from cms.core.policy import visible
from cms.core.requester import Requester
from cms.signing.coverage import (
    COUNTED,
    COVERING,
    LABELS,
    Coverage,
    CoverageState,
    as_shown_to_public,
    coverage_of_party,
    state_on,
)
from cms.signing.models import Signature
from cms.snippets.models import IspParty, IspVersion
from cms.snippets.selectors import inheritance_of, predecessors_of

__all__ = [
    "COUNTED",
    "COVERING",
    "LABELS",
    "Coverage",
    "CoverageState",
    "PartCoverage",
    "coverage_of",
    "coverages",
    "coverages_of_rows",
    "parts_of",
    "state_on",
]

State = IspVersion.State
TO_SIGN_ANEW = "Not covered: the body that signed has ended, and who came after it signs anew"
# Under which version an organisation's coverage is told, where it is a party to several: the best answer first.
RANK = {
    CoverageState.COVERED: 0,
    CoverageState.COVERED_WITH_CONDITIONS: 1,
    CoverageState.SIGNED: 2,
    CoverageState.ASKED: 3,
    CoverageState.NOT_ASKED: 4,
    CoverageState.DECLINED: 5,
    CoverageState.DOES_NOT_SIGN: 6,
    CoverageState.LEFT: 7,
    CoverageState.ENDED: 8,
}


@dataclass(frozen=True, slots=True)
class PartCoverage:
    """An organisation's coverage by an agreement. `through_id`: the body it took over from that signed, if another."""

    partner_id: int
    through_id: int | None
    party: IspParty
    coverage: Coverage


def coverages(requester: Requester, parties: Iterable[IspParty]) -> dict[int, Coverage]:
    """{party key: its coverage today}, by two queries. People who are not members get the public's part of it."""
    keys = [party.pk for party in parties]
    rows = IspParty.objects.filter(pk__in=keys).select_related("version__isp")
    found = coverages_of_rows(list(rows))
    return found if requester.is_member else {pk: as_shown_to_public(one) for pk, one in found.items()}


def coverages_of_rows(rows: list[Any], on: datetime.date | None = None) -> dict[int, Coverage]:
    """{party key: coverage} for parties read with `version__isp`; `on` a past day, by what stood then."""
    signatures: dict[int, list[Signature]] = defaultdict(list)
    today = clock.today()
    past = on is not None and on < today
    given = Signature.objects.filter(party__in=[row.pk for row in rows])
    for signature in given if past else given.filter(voided_on=None):
        signatures[signature.party_id].append(signature)
    day = on or today
    return {
        row.pk: coverage_of_party(row, row.version, row.version.isp, signatures[row.pk], day, past=past) for row in rows
    }


def parts_of(requester: Requester, partners: dict[int, int | None], isps: Iterable[int] | None = None) -> list[Any]:
    """Visible parts of these partners, with version and ISP; in `isps` only, where given."""
    rows = visible(IspParty.objects.all(), requester).filter(partner__in=list(partners))
    if isps is not None:
        rows = rows.filter(version__isp__in=list(isps))
    return list(rows.select_related("version__isp", "partner").order_by("pk"))


def coverage_of(
    requester: Requester,
    partners: Iterable[int],
    isps: Iterable[int] | None = None,
    through: dict[int, int] | None = None,
) -> dict[int, PartCoverage]:
    """{ISP key: the best coverage of any of these partners}, also by succession from bodies they replaced.

    An ISP is absent where none of them has a part that the requester may see. Where a body had several successors, its
    part is with the one that a person chose for that agreement, and with nobody before that. A signature that does not
    bind the successor leaves it uncovered. At most five queries, however many ISPs. `through` is
    `predecessors_of(partners)`, where the caller has read it already.
    """
    own = list(partners)
    if not own:
        return {}
    through = predecessors_of(own) if through is None else through
    everyone: dict[int, int | None] = {**through, **dict.fromkeys(own)}
    parts = parts_of(requester, everyone, isps)
    found = coverages_of_rows(parts)
    inherited = inheritance_of(own, through)
    best: dict[int, tuple[tuple[int, int, int], PartCoverage]] = {}
    for part in parts:
        coverage, mine = found[part.pk], everyone[part.partner_id]
        isp = part.version.isp_id
        if mine is not None and not inherited.came_to_us(isp, part.partner_id):
            continue
        if mine is not None and coverage.covers and not inherited.carries_over(isp, part.partner_id):
            coverage = Coverage(CoverageState.NOT_ASKED, None, TO_SIGN_ANEW, coverage.signature_id)
        rank = (RANK[coverage.state], mine is not None, -part.version.number)
        if isp not in best or rank < best[isp][0]:
            known = PartCoverage(mine or part.partner_id, part.partner_id if mine else None, part, coverage)
            best[isp] = (rank, known)
    return {isp: one for isp, (_, one) in best.items()}
