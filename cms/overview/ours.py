"""Our ISPs: every agreement that covers an organisation, also by succession, and what each of them needs.

What others must do stands apart and is never counted against the reader. All reads are by the requester's rights and
in a number of queries that does not grow with the agreements.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q

from cms.core import clock
from cms.core.policy import may, visible
from cms.core.requester import Requester
from cms.members.selectors import Standing, standing_of
from cms.overview.body_fixes import body_fixes
from cms.overview.fixes import Fix, fixes_of
from cms.overview.parts import Choice, possible_owners
from cms.signing.permissions import handled_among
from cms.signing.selectors import CoverageState, PartCoverage, coverage_of, coverages_of_rows
from cms.snippets.models import Isp, IspContact, IspFile, IspParty, IspVersion
from cms.snippets.selectors import (
    ACTIVE,
    NOT_IN_FORCE,
    ReviewState,
    Status,
    predecessors_of,
    review_states,
    speaking_versions,
)

FILE_LABELS = {"pdf": "PDF", "doc": "Word", "docx": "Word", "odt": "OpenDocument", "xlsx": "Excel"}
GONE = frozenset({CoverageState.LEFT, CoverageState.ENDED})
MOST_WAITING = 20


@dataclass(slots=True)
class OurIsp:
    """One agreement as the organisation's list shows it. `file_id` is a document's key."""

    isp_id: int
    reference: str
    title: str
    state: ReviewState
    coverage: PartCoverage | None
    lead_is_us: bool
    lead_name: str
    can_review: bool
    service_area: str = ""
    owner_name: str = ""  # no tool gets names of people
    has_owner: bool = False
    file_id: int | None = None
    file_label: str = ""
    no_file_noted_on: datetime.date | None = None
    owner_id: int | None = None
    can_change: bool = False
    waits_for: str = ""
    has_contact: bool = True
    version_id: int | None = None
    parties: list[Any] = field(default_factory=list)

    @property
    def covers(self) -> bool:
        return self.coverage is not None and self.coverage.coverage.covers


@dataclass(frozen=True, slots=True)
class Waiting:
    """What another organisation has to do. `since` is the day it was asked or the review fell due."""

    text: str
    partner_name: str
    isp_id: int
    since: datetime.date | None


@dataclass(frozen=True, slots=True)
class OurIsps:
    """`pk` is the partner's key. Of `covering`, `due_count` are to be reviewed within 90 days or late."""

    pk: int
    covering: list[OurIsp]
    not_in_force: list[OurIsp]
    ended: list[OurIsp]
    fixes: list[Fix]
    waiting: list[Waiting]
    includes_from: list[int]
    cover_count: int
    lead_count: int
    due_count: int
    not_in_force_count: int
    possible_owners: list[Choice]


def our_isps(by: Requester, partner: int | None = None) -> OurIsps | None:
    """For the partner (key) that the requester acts for, or another of its own; None for who belongs to none."""
    own = by.acting_for if partner is None else partner
    if own is None or own not in by.partners:
        return None
    rows = read_rows(by, own)
    active = [row for row in rows if row.state.status in ACTIVE | {Status.SUSPENDED}]
    covering = [row for row in active if _is_ours(row)]
    not_in_force = [row for row in rows if row.state.status in NOT_IN_FORCE]
    not_in_force += [row for row in active if row not in covering and not _is_gone(row)]
    shown = {row.isp_id for row in (*covering, *not_in_force)}
    ended = [row for row in rows if row.isp_id not in shown]
    through = {row.coverage.through_id for row in covering if row.coverage is not None} - {None}
    return OurIsps(
        pk=own,
        covering=sorted(covering, key=_by_review),
        not_in_force=sorted(not_in_force, key=lambda row: row.reference),
        ended=sorted(ended, key=lambda row: row.reference),
        fixes=[*fixes_of(covering, not_in_force), *body_fixes(by, own, covering)],
        waiting=_waiting((*covering, *not_in_force), by)[:MOST_WAITING],
        includes_from=sorted(key for key in through if key is not None and key not in by.doubles),
        cover_count=len(covering),
        lead_count=sum(row.lead_is_us for row in covering),
        due_count=sum(row.state.status in (Status.REVIEW_DUE, Status.REVIEW_LATE, Status.LAPSED) for row in covering),
        not_in_force_count=len(not_in_force),
        possible_owners=possible_owners(by, own),
    )


def _is_ours(row: OurIsp) -> bool:
    """It covers us, or we lead it without being printed among its own parties."""
    return row.covers or (row.lead_is_us and row.coverage is None)


def _is_gone(row: OurIsp) -> bool:
    return row.coverage is not None and row.coverage.coverage.state in GONE


def _by_review(row: OurIsp) -> tuple[bool, datetime.date, str]:
    """The one due first comes first; those without a date come last."""
    return (row.state.due_on is None, row.state.due_on or datetime.date.max, row.reference)


def read_rows(by: Requester, own: int) -> list[OurIsp]:
    """Every agreement that the partner or a body it replaced leads or takes part in, as the requester may see it."""
    through = predecessors_of([own])
    ours = {own, *through}
    coverage = coverage_of(by, [own], through=through)
    isps = visible(Isp.objects.all(), by).filter(Q(pk__in=list(coverage)) | Q(lead__in=ours))
    found = list(isps.select_related("lead").order_by("reference"))
    reviewed_here, changes = handled_among(by, found), may(by, "part.change", own)
    states = review_states(found, clock.today())
    rows = [
        OurIsp(
            isp_id=isp.pk,
            reference=isp.reference,
            title=isp.title,
            state=states[isp.pk],
            coverage=coverage.get(isp.pk),
            lead_is_us=isp.lead_id in ours,
            lead_name=isp.lead.name,
            can_review=by.user_id is not None and isp.pk in reviewed_here,
            can_change=changes,
        )
        for isp in found
    ]
    versions = speaking_versions(by, [isp.pk for isp in found])
    for row in rows:
        row.version_id = versions[row.isp_id][0] if row.isp_id in versions else None
    _add_owners(rows, {isp.pk: isp for isp in found}, standing_of([own]), own)
    if by.user_id is None:
        for row in rows:
            row.owner_name = ""
    _add_files(rows, by)
    _add_parties(rows, by)
    return rows


def _add_owners(rows: list[OurIsp], isps: dict[int, Isp], standing: Standing, own: int) -> None:
    """Our own person for each: of our part, else the agreement's owner where we lead. Who has left counts as nobody."""
    keys: dict[int, int] = {}
    for row in rows:
        isp, party = isps[row.isp_id], row.coverage.party if row.coverage else None
        row.service_area = party.service_area if party else ""
        candidates = [party.owner_id if party else None, isp.owner_id if row.lead_is_us else None]
        here = [key for key in candidates if key is not None and standing.is_member_of(own, key)]
        if here:
            keys[row.isp_id] = here[0]
    names = {user.pk: str(user) for user in get_user_model()._default_manager.filter(pk__in=set(keys.values()))}
    for row in rows:
        row.owner_name = names.get(keys.get(row.isp_id, 0), "")
        row.has_owner = bool(row.owner_name)
        row.owner_id = keys.get(row.isp_id) if row.can_change else None


def _add_files(rows: list[OurIsp], by: Requester) -> None:
    """The signed agreement, else its text, of the version that speaks for each; and whether anybody can be rung."""
    versions = {row.version_id: row for row in rows if row.version_id is not None}
    rank = {IspFile.Kind.SIGNED: 0, IspFile.Kind.TEXT: 1}
    files = visible(IspFile.objects.all(), by).filter(version__in=versions, kind__in=rank).select_related("document")
    for file in sorted(files, key=lambda file: (rank[file.kind], file.pk), reverse=True):
        row = versions[file.version_id]
        row.file_id = file.document_id
        extension = str(file.document.file_extension).lower()
        row.file_label = FILE_LABELS.get(extension, extension.upper() or "File")
    noted = IspVersion.objects.filter(pk__in=versions, no_file_noted_on__isnull=False)
    for key, on in noted.values_list("pk", "no_file_noted_on"):
        versions[key].no_file_noted_on = on
    rung = visible(IspContact.objects.all(), by).filter(isp__in=[row.isp_id for row in rows])
    with_contact = set(rung.values_list("isp_id", flat=True))
    for row in rows:
        row.has_contact = row.isp_id in with_contact


def _add_parties(rows: list[OurIsp], by: Requester) -> None:
    """Who of the others has been asked, and what an agreement that is not in force waits for."""
    versions = {row.version_id: row for row in rows if row.version_id is not None}
    found = visible(IspParty.objects.all(), by).filter(version__in=versions)
    parties = list(found.select_related("version__isp", "partner").order_by("pk"))
    coverages = coverages_of_rows(parties)
    waited: dict[int, list[str]] = defaultdict(list)
    for party in parties:
        row, coverage = versions[party.version_id], coverages[party.pk]
        own = row.coverage is not None and row.coverage.party.partner_id == party.partner_id
        if not own and coverage.state == CoverageState.ASKED:
            row.parties.append((party, coverage))
        out = party.version.state == IspVersion.State.OUT_FOR_SIGNATURE
        if out and coverage.state in (CoverageState.ASKED, CoverageState.NOT_ASKED):
            waited[row.isp_id].append("us" if own else party.partner.name)
    for row in rows:
        row.waits_for = _waits_for(row, waited[row.isp_id])


def _waits_for(row: OurIsp, names: list[str]) -> str:
    match row.state.status:
        case Status.DRAFT:
            return "The draft to be finished"
        case Status.PEER_REVIEW:
            return "Comments on the draft"
        case Status.NOT_STARTED:
            return "Its first day"
    if not names:
        return "The lead to put it in force" if row.state.status == Status.OUT_FOR_SIGNATURE else "Us"
    shown = names[:3] if len(names) <= 4 else [*names[:3], f"{len(names) - 3} others"]
    return "Signatures: " + ", ".join(names if len(names) == 4 else shown)


def _waiting(rows: Iterable[OurIsp], by: Requester) -> list[Waiting]:
    """Reviews that others have to do, and others' signatures that agreements we lead wait for; the longest first."""
    found: list[Waiting] = []
    for row in rows:
        if not row.lead_is_us and row.state.status in (Status.REVIEW_LATE, Status.LAPSED):
            found.append(Waiting("to review", row.lead_name, row.isp_id, row.state.due_on))
        if row.lead_is_us:
            for party, coverage in row.parties:
                found.append(Waiting("to sign", party.partner.name, row.isp_id, coverage.since))
    return sorted(found, key=lambda one: (one.since is None, one.since or datetime.date.max, one.isp_id))
