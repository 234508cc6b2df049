"""What a plan touches, read at once: the number of queries does not grow with bodies, agreements or people."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from cms.members.models import ApiToken, Invitation, Membership, PartnerRole
from cms.reorganisation.models import IspChoice, Placement
from cms.reorganisation.outline import Outline
from cms.signing.selectors import Coverage, coverages_of_rows
from cms.snippets.models import Dataset, Isp, IspParty, IspSuccession, IspVersion, Partner, PartnerContact
from cms.snippets.selectors import PREFERENCE, predecessors_of, successions
from cms.snippets.services import TEXTS

State = IspVersion.State
OPEN = (State.DRAFT, State.PEER_REVIEW, State.OUT_FOR_SIGNATURE)


@dataclass(slots=True)
class Facts:
    """`parties` of each agreement's speaking version. `members` and `roles` are rows of `cms.members`, in force today,
    of the bodies that end and of those existing ones that follow."""

    names: dict[int, str] = field(default_factory=dict)
    joined: frozenset[int] = frozenset()
    isps: list[Any] = field(default_factory=list)
    parties: dict[int, list[Any]] = field(default_factory=dict)
    coverage: dict[int, Coverage] = field(default_factory=dict)
    open_versions: dict[int, list[int]] = field(default_factory=dict)
    stands_for: dict[tuple[int, int], int | None] = field(default_factory=dict)
    next_body: dict[int, int] = field(default_factory=dict)
    members: list[Any] = field(default_factory=list)
    roles: list[Any] = field(default_factory=list)
    contacts: list[Any] = field(default_factory=list)
    datasets: list[Any] = field(default_factory=list)
    tokens: list[Any] = field(default_factory=list)
    invitations: list[Any] = field(default_factory=list)
    choices: dict[tuple[int, int], Any] = field(default_factory=dict)
    placements: dict[tuple[str, int], Any] = field(default_factory=dict)

    def holder(self, isp: int, body: int) -> int | None:
        """Who stands in a party's place today (keys); None where its part ended with it."""
        here = self.stands_for.get((isp, body), body)
        seen = {here}
        while here is not None and here in self.next_body and self.next_body[here] not in seen:
            here = self.next_body[here]
            seen.add(here)
        return here


def read_facts(outline: Outline, only: Iterable[int] | None = None) -> Facts:
    """All that `simulation.simulate` looks at; of `only` these bodies that end, where given. At most 15 queries."""
    ending = set(outline.ending) if only is None else set(outline.ending) & set(only)
    ending_or_followed = ending | {body for body in outline.targets if body > 0}
    found = Facts(names=dict(outline.names))
    _read_register(found, ending)
    bodies = Partner.objects.filter(pk__in=ending_or_followed | {isp.lead_id for isp in found.isps})
    rows = list(bodies.values_list("pk", "name", "membership"))
    found.names |= {pk: name for pk, name, _ in rows}
    found.joined = frozenset(pk for pk, _, membership in rows if membership == Partner.Membership.MEMBER)
    found.names |= {party.partner_id: party.partner.name for parties in found.parties.values() for party in parties}
    if outline.pk is not None:
        chosen = IspChoice.objects.filter(reorganisation=outline.pk).select_related("to_planned")
        found.choices = {(row.isp_id, row.predecessor_id): row for row in chosen}
        placed = Placement.objects.filter(reorganisation=outline.pk).select_related("to_planned")
        found.placements = {(row.kind, row.object_id): row for row in placed}
    _read_people(found, ending, ending_or_followed)
    return found


def _read_register(found: Facts, ending: set[int]) -> None:
    followers: dict[int, list[int]] = defaultdict(list)
    for before, after in successions():
        followers[before].append(after)
    found.next_body = {body: after[0] for body, after in followers.items() if len(after) == 1}
    bodies = ending | set(predecessors_of(ending))
    parts = IspParty.objects.filter(partner__in=bodies).exclude(version__state=State.WITHDRAWN)
    came = IspSuccession.objects.filter(successor__in=ending)
    concerned = Q(pk__in=parts.values("version__isp")) | Q(lead__in=bodies) | Q(pk__in=came.values("isp"))
    isps = Isp.objects.filter(concerned, retired_on=None).select_related("lead", "theme")
    found.isps = list(isps.order_by("reference"))
    keys = [isp.pk for isp in found.isps]
    rows = IspSuccession.objects.filter(isp__in=keys).values_list("isp_id", "predecessor_id", "successor_id")
    found.stands_for = {(isp, before): after for isp, before, after in rows}
    parties = IspParty.objects.filter(version__isp__in=keys).exclude(version__state=State.WITHDRAWN)
    texts = [f"version__{name}" for name in TEXTS]
    by_isp: dict[int, list[Any]] = defaultdict(list)
    for party in parties.select_related("version__isp", "partner").defer(*texts).order_by("pk"):
        by_isp[party.version.isp_id].append(party)
    for isp, rows_of_isp in by_isp.items():
        speaking = min(rows_of_isp, key=lambda party: (PREFERENCE.index(party.version.state), -party.version.number))
        found.parties[isp] = [party for party in rows_of_isp if party.version_id == speaking.version_id]
        found.open_versions[isp] = sorted({p.version.number for p in rows_of_isp if p.version.state in OPEN})
    found.coverage = coverages_of_rows([party for parties in found.parties.values() for party in parties])


def _read_people(found: Facts, ending: set[int], bodies: set[int]) -> None:
    # What was left open is settled after the day, when the row itself has ended.
    waiting = {pair for pair, row in found.placements.items() if row.left_open and row.predecessor_id in ending}
    members, roles = ([pk for kind, pk in waiting if kind == wanted] for wanted in ("membership", "role"))
    current = Membership.objects.current().filter(partner__in=bodies) | Membership.objects.filter(pk__in=members)
    found.members = list(current.select_related("user").order_by("pk"))
    held = PartnerRole.objects.current().filter(partner__in=bodies) | PartnerRole.objects.filter(pk__in=roles)
    held = held.exclude(user=None)
    found.roles = list(held.select_related("user").order_by("pk"))
    found.contacts = list(PartnerContact.objects.filter(partner__in=ending).order_by("pk"))
    found.datasets = list(Dataset.objects.filter(holder__in=ending).order_by("title"))
    found.tokens = list(ApiToken.objects.filter(partner__in=ending, revoked_at=None).order_by("pk"))
    found.invitations = list(Invitation.objects.filter(partner__in=ending, used_at=None, revoked_at=None))
