"""How far the signing of a version is: who decided, who waits and for how long, who may do what next.

All of it follows from rows and dates when it is asked. Names of people are for people who are members, never for tools.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from cms.core import clock
from cms.core.policy import may, visible
from cms.core.requester import Requester
from cms.signing.coverage import COVERING, Coverage, CoverageState
from cms.signing.models import Accession, Chase, Leaving, SendingOut, Signature, StuckRequest
from cms.signing.permissions import ASKED, IG_LEAD, can_sign, handled_among
from cms.signing.selectors import coverages_of_rows
from cms.signing.waiting import PAUSE, undecided
from cms.signing.who_signs import Asked, asked_of
from cms.snippets.models import IspParty, IspVersion

State = IspVersion.State
OPEN = (State.OUT_FOR_SIGNATURE, State.IN_FORCE)
WAITING = frozenset({CoverageState.ASKED, CoverageState.NOT_ASKED})


@dataclass(frozen=True, slots=True)
class PartyProgress:
    """One party of a version. `waiting_days` since it was asked, while it has not decided; `asked` names people."""

    pk: int
    partner_id: int
    name: str
    slug: str
    role_label: str
    is_essential: bool
    is_lead: bool
    is_joining: bool
    coverage: Coverage
    waiting_days: int | None
    has_approver: bool
    asked: tuple[str, ...]
    mailboxes: int
    signature: Signature | None
    last_reminded_on: datetime.date | None
    remind_from: datetime.date | None
    may_remind: bool
    may_sign: bool
    may_record: bool
    still_on: int | None
    still_until: datetime.date | None
    leaves_on: datetime.date | None
    stuck_since: datetime.date | None

    @property
    def waits(self) -> bool:
        return self.waiting_days is not None


@dataclass(frozen=True, slots=True)
class Progress:
    """`pk` is the version's key. `sentence` is the honest line: "In force. 8 of 9 covered."."""

    pk: int
    isp_id: int
    number: int
    state: str
    state_label: str
    sentence: str
    sent_out_on: datetime.date | None
    cut_off_on: datetime.date | None
    replaces: int | None
    covered: int
    counted: int
    parties: list[PartyProgress]
    may_handle: bool

    @property
    def waiting(self) -> list[PartyProgress]:
        return [party for party in self.parties if party.waits]


@dataclass(frozen=True, slots=True)
class Board:
    """Keys of parties that wait for the reader; versions whose parties the reader waits for; what is stuck."""

    mine: list[int] = field(default_factory=list)
    waiting: list[Progress] = field(default_factory=list)
    stuck: list[StuckRequest] = field(default_factory=list)
    joining: list[Accession] = field(default_factory=list)
    pk: int = 0


def progress_of(by: Requester, versions: Iterable[Any]) -> list[Progress]:
    """Of versions that the requester may see, read with their ISP; only the parties that they may see.

    In a number of queries that does not grow with the versions.
    """
    rows = list(versions)
    seen = visible(IspParty.objects.all(), by).filter(version__in=[row.pk for row in rows])
    parties = list(seen.select_related("version__isp", "partner").exclude(role=IspParty.Role.PROCESSOR).order_by("pk"))
    facts = _Facts(by, rows, parties)
    by_version: dict[int, list[PartyProgress]] = defaultdict(list)
    for party in parties:
        by_version[party.version_id].append(facts.of(party))
    return [facts.version(row, by_version[row.pk]) for row in rows]


class _Facts:
    """What is read once for all parties."""

    def __init__(self, by: Requester, versions: list[Any], parties: list[Any]) -> None:
        self.by, self.today = by, clock.today()
        keys = [party.pk for party in parties]
        self.coverages = coverages_of_rows(parties)
        person = by.user_id is not None and by.is_member
        self.asked: dict[int, Asked] = asked_of(parties)
        self.names = person
        self.handled = handled_among(by, {row.isp_id: row.isp for row in versions}.values()) if person else frozenset()
        standing = Signature.objects.filter(party__in=keys, voided_on=None).order_by("signed_on", "pk")
        self.signatures = {row.party_id: row for row in standing}
        self.sent = {row.version_id: row for row in SendingOut.objects.filter(version__in=[row.pk for row in versions])}
        self.leaving = dict(Leaving.objects.filter(party__in=keys).values_list("party_id", "leaves_on"))
        self.reminded: dict[int, datetime.datetime] = {}
        users = {one.user_id for asked in self.asked.values() for one in asked.people}
        self.lately: dict[int, datetime.datetime] = {}
        for chase in Chase.objects.filter(party__in=keys).order_by("sent_at"):
            self.reminded[chase.party_id] = chase.sent_at
        for chase in Chase.objects.filter(person__in=users, sent_at__gt=clock.now() - PAUSE).order_by("sent_at"):
            self.lately[chase.person_id] = chase.sent_at
        open_ones = StuckRequest.objects.filter(party__in=keys, answered_at=None).order_by("-asked_at")
        self.stuck = {row.party_id: row.asked_at.astimezone(clock.LONDON).date() for row in open_ones}
        self.old = self._old_parts(versions)
        mine = {partner for partner, role in by.roles if role in (*ASKED, IG_LEAD)}
        self.takes_part = {party.version_id for party in parties if party.partner_id in mine and self._is_in(party)}

    def _is_in(self, party: Any) -> bool:
        return party.left_on is None or party.left_on > self.today

    def _old_parts(self, versions: list[Any]) -> dict[tuple[int, int], Any]:
        """{(ISP, partner): its part in a version before that still covers it}, where another version is out or new."""
        parts = IspParty.objects.filter(
            version__isp__in={row.isp_id for row in versions}, version__state__in=(State.IN_FORCE, State.SUPERSEDED)
        )
        rows = list(parts.select_related("version__isp").order_by("version__number", "pk"))
        found = coverages_of_rows(rows)
        return {(row.version.isp_id, row.partner_id): row for row in rows if found[row.pk].state in COVERING}

    def of(self, party: Any) -> PartyProgress:
        coverage, asked = self.coverages[party.pk], self.asked[party.pk]
        is_open = party.version.state in OPEN and party.partner.can_sign
        waits = is_open and coverage.state in WAITING and party.asked_on is not None
        may_chase = party.version.isp_id in self.handled or party.version_id in self.takes_part
        free = [self.lately.get(one.user_id) for one in asked.people]
        next_on = min((at for at in free if at is not None), default=None) if free and all(free) else None
        old = self.old.get((party.version.isp_id, party.partner_id))
        still = old is not None and old.version_id != party.version_id and coverage.state not in COVERING
        may_sign = is_open and self.names and can_sign(self.by, party)
        return PartyProgress(
            pk=party.pk,
            partner_id=party.partner_id,
            name=party.partner.name,
            slug=party.partner.slug,
            role_label=str(party.get_role_display()),
            is_essential=party.is_essential,
            is_lead=party.partner_id == party.version.isp.lead_id,
            is_joining=party.acceding,
            coverage=coverage,
            waiting_days=(self.today - party.asked_on).days if waits else None,
            has_approver=bool(asked.people),
            asked=tuple(one.name for one in asked.people) if self.names else (),
            mailboxes=len(asked.mailboxes),
            signature=self.signatures.get(party.pk),
            last_reminded_on=self.reminded[party.pk].astimezone(clock.LONDON).date()
            if may_chase and party.pk in self.reminded
            else None,
            remind_from=(next_on + PAUSE).astimezone(clock.LONDON).date() if may_chase and waits and next_on else None,
            may_remind=waits and may_chase and bool(asked.people) and next_on is None,
            may_sign=may_sign,
            may_record=is_open and (may_sign or party.version.isp_id in self.handled),
            still_on=old.version.number if still and old is not None else None,
            still_until=old.covered_to if still and old is not None else None,
            leaves_on=self.leaving.get(party.pk),
            stuck_since=self.stuck.get(party.pk) if may_chase or may_sign else None,
        )

    def version(self, row: Any, parties: list[PartyProgress]) -> Progress:
        covered = sum(party.coverage.covers for party in parties)
        counted = sum(party.coverage.counts for party in parties)
        sent = self.sent.get(row.pk)
        others = {old.version.number for (isp, _), old in self.old.items() if isp == row.isp_id}
        label = str(row.get_state_display())
        begins = row.in_force_from
        if row.state == State.IN_FORCE and begins is not None and begins > self.today:
            label = f"In force from {begins.day} {begins:%B %Y}"
        return Progress(
            pk=row.pk,
            isp_id=row.isp_id,
            number=row.number,
            state=str(row.state),
            state_label=label,
            sentence=_sentence(row, label, covered, counted, parties),
            sent_out_on=sent.sent_at.astimezone(clock.LONDON).date() if sent else None,
            cut_off_on=sent.cut_off_on if sent else None,
            replaces=max((number for number in others if number < row.number), default=None),
            covered=covered,
            counted=counted,
            parties=parties,
            may_handle=row.isp_id in self.handled,
        )


def _sentence(row: Any, label: str, covered: int, counted: int, parties: list[PartyProgress]) -> str:
    if row.state != State.OUT_FOR_SIGNATURE:
        return f"{label}. {covered} of {counted} covered."
    signed = sum(party.coverage.state == CoverageState.SIGNED for party in parties)
    return f"{label}. {signed} of {counted} signed."


def versions_in_signing(by: Requester, reference: str = "") -> list[Any]:
    """Visible versions that are out for signature or in force, of one agreement; the one that is out comes first."""
    rows = visible(IspVersion.objects.all(), by).filter(state__in=OPEN, isp__reference=reference)
    return list(rows.select_related("isp").order_by("-state", "-number"))


def board_of(by: Requester) -> Board:
    """What waits for the reader, and whom the reader waits for. For a tool: what its organisation waits for."""
    if not by.is_member:
        return Board()
    waiting = visible(IspVersion.objects.all(), by).filter(pk__in=undecided().values("version"))
    rows = list(waiting.select_related("isp").order_by("isp__reference", "-number"))
    handled = handled_among(by, {row.isp_id: row.isp for row in rows}.values()) if by.user_id else frozenset()
    parts = IspParty.objects.filter(version__in=rows, partner__in=by.partners).exclude(left_on__lte=clock.today())
    ours = set(parts.values_list("version_id", flat=True))
    progress = [one for one in progress_of(by, [r for r in rows if r.isp_id in handled or r.pk in ours]) if one.waiting]
    mine = [party.pk for one in progress for party in one.parties if party.waits and party.may_sign]
    stuck = StuckRequest.objects.filter(answered_at=None).select_related("party__partner", "party__version__isp")
    if not by.is_editor:
        stuck = stuck.filter(asked_by=by.user_id) if by.user_id is not None else stuck.none()
    return Board(
        mine=mine,
        waiting=sorted(progress, key=lambda one: -max(party.waiting_days or 0 for party in one.waiting)),
        stuck=list(stuck),
        joining=joins_to_answer(by),
    )


def joins_to_answer(by: Requester, version_ids: Iterable[int] | None = None) -> list[Accession]:
    """Requests to join that the requester may answer and nobody has."""
    if by.user_id is None and not by.is_system:
        return []
    rows = Accession.objects.filter(party=None, refused_on=None, version__state=State.IN_FORCE)
    if version_ids is not None:
        rows = rows.filter(version__in=list(version_ids))
    found = list(rows.select_related("version__isp", "partner").order_by("asked_at"))
    return [row for row in found if may(by, "party.invite", row.version)]
