"""What a plan would do, before anything is done: agreement by agreement, and what people, data and tools need."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from cms.reorganisation.facts import Facts
from cms.reorganisation.models import Placement
from cms.reorganisation.outline import ChangeOutline, Outline, target_of
from cms.snippets.models import IspParty

COMMITTING = ("accountable_officer", "siro", "isp_approver")  # who commits the legal controller
APPROVING = ("isp_approver", "accountable_officer")
CHOSEN_HERE = "Chosen for this agreement."


class Way(StrEnum):
    """Where a part of an agreement, a person or a thing goes."""

    CARRIES_OVER = "carries_over"
    SIGN_ANEW = "sign_anew"
    MOVES = "moves"
    ENDS = "ends"
    MISSING = "missing"
    LEFT_OPEN = "left_open"


WORDS: dict[Way, str] = {
    Way.CARRIES_OVER: "Its signature carries over",
    Way.SIGN_ANEW: "Signs anew",
    Way.MOVES: "Goes there",
    Way.ENDS: "Ends",
    Way.MISSING: "Somebody has to choose",
    Way.LEFT_OPEN: "Left open: needs a person",
}


@dataclass(frozen=True, slots=True)
class PartEffect:
    """What becomes of one ending body's part in one agreement. Without `after` nobody follows, or none is chosen."""

    before: int
    after: int | None
    way: Way
    why: str
    leads: bool
    covered: bool


@dataclass(slots=True)
class IspEffect:
    """One agreement before and after. Names of bodies; `parts` are those of bodies that end."""

    isp_id: int
    reference: str
    title: str
    theme: str
    state: str
    lead_before: str
    lead_after: str
    lead_after_key: int | None
    parts: list[PartEffect]
    parties_before: list[str]
    parties_after: list[str]
    within_one: bool
    become_one: list[str]
    loses_lead: bool
    loses_owner: bool
    no_approver: list[str]
    open_versions: list[int]

    def has(self, way: Way) -> bool:
        return any(part.way == way for part in self.parts)


@dataclass(frozen=True, slots=True)
class PlacementEffect:
    """Where a membership, role, contact or dataset goes. `why` says why one ends."""

    kind: str
    object_id: int
    label: str
    before: int
    after: int | None
    way: Way
    why: str = ""
    user_id: int | None = None


@dataclass(slots=True)
class Simulation:
    """`bodies` are (name, what happens to it, names of those that follow, its agreements) for each body of the plan."""

    outline: Outline
    names: dict[int, str]
    isps: list[IspEffect]
    placements: list[PlacementEffect]
    bodies: list[tuple[str, str, list[str], int]]
    tokens: list[Any]
    invitations: list[Any]
    warnings: list[str] = field(default_factory=list)

    @property
    def missing(self) -> list[str]:
        """What keeps the plan from being carried out, named."""
        found = [
            f"{effect.reference} {effect.title}: who follows {self.names[part.before]}?"
            for effect in self.isps
            for part in effect.parts
            if part.way == Way.MISSING
        ]
        return found + [
            f"{row.label}, of {self.names[row.before]}: where does it go?"
            for row in self.placements
            if row.way == Way.MISSING
        ]

    @property
    def counts(self) -> dict[str, int]:
        """Of agreements, then of people, data and tools."""
        of_ways = {way: sum(effect.has(way) for effect in self.isps) for way in Way}
        kinds = Counter(str(row.kind) for row in self.placements)
        return {
            "isps": len(self.isps),
            "carry_over": of_ways[Way.CARRIES_OVER],
            "sign_anew": of_ways[Way.SIGN_ANEW],
            "part_ends": of_ways[Way.ENDS],
            "to_choose": of_ways[Way.MISSING],
            "left_open": of_ways[Way.LEFT_OPEN],
            "within_one_body": sum(effect.within_one for effect in self.isps),
            "parties_become_one": sum(bool(effect.become_one) for effect in self.isps),
            "lose_lead": sum(effect.loses_lead for effect in self.isps),
            "lose_owner": sum(effect.loses_owner for effect in self.isps),
            "no_approver": sum(bool(effect.no_approver) for effect in self.isps),
            "open_versions": sum(bool(effect.open_versions) for effect in self.isps),
            "memberships": kinds["membership"],
            "roles": kinds["role"],
            "contacts": kinds["contact"],
            "datasets": kinds["dataset"],
            "placements_to_choose": sum(row.way == Way.MISSING for row in self.placements),
            "placements_end": sum(row.way == Way.ENDS for row in self.placements),
            "tokens": len(self.tokens),
            "invitations": len(self.invitations),
        }


def simulate(outline: Outline, facts: Facts) -> Simulation:
    """Work out what the plan does to what is there today. Asks the database nothing."""
    names = {**facts.names, **outline.names}
    placements = list(_placements(outline, facts))
    if outline.is_done:
        placements = [row for row in placements if row.way == Way.LEFT_OPEN]
    people = _People(facts, placements, names)
    effects = [effect for isp in facts.isps if (effect := _isp(isp, outline, facts, people, names)) is not None]
    bodies = []
    for change in outline.changes:
        for body in change.before:
            count = sum(any(part.before == body for part in effect.parts) for effect in effects)
            after = [change.new_name] if change.new_name else [names[key] for key in change.after]
            bodies.append((names.get(body, ""), str(change.kind), after, count))
    return Simulation(
        outline, names, effects, placements, bodies, facts.tokens, facts.invitations, _warnings(outline, facts, names)
    )


def _warnings(outline: Outline, facts: Facts, names: dict[int, str]) -> list[str]:
    inside = set(outline.joins) | facts.joined
    return [
        f"{names[body]} has not joined the framework: its people and tools will see what the public sees."
        for body in outline.targets
        if body not in inside and any(before in facts.joined for before in _before(outline, body))
    ]


def _before(outline: Outline, after: int) -> Iterable[int]:
    return (body for change in outline.changes if after in change.after for body in change.before)


# -- people, contacts, data ----------------------------------------------------------------------------
def _placements(outline: Outline, facts: Facts) -> Iterable[PlacementEffect]:
    ending = outline.ending
    for row in facts.members:
        if row.partner_id in ending:
            yield _place(facts, ending, Placement.Kind.MEMBERSHIP, row.pk, str(row.user), row.partner_id, row.user_id)
    for row in facts.roles:
        if row.partner_id in ending:
            label = f"{row.user}, {row.get_role_display()}"
            ends = "The new body names who commits it." if row.role in COMMITTING else ""
            yield _place(
                facts, ending, Placement.Kind.ROLE, row.pk, label, row.partner_id, row.user_id, usually_ends=ends
            )
    for row in facts.contacts:
        yield _place(facts, ending, Placement.Kind.CONTACT, row.pk, row.name or row.email, row.partner_id)
    for row in facts.datasets:
        yield _place(facts, ending, Placement.Kind.DATASET, row.pk, row.title, row.holder_id)


def _place(
    facts: Facts,
    ending: dict[int, ChangeOutline],
    kind: str,
    pk: int,
    label: str,
    before: int,
    user_id: int | None = None,
    *,
    usually_ends: str = "",
) -> PlacementEffect:
    change = ending[before]
    decided = facts.placements.get((kind, pk))
    after, way, why = None, Way.MISSING, ""
    if decided is not None and decided.left_open:
        way = Way.LEFT_OPEN
    elif decided is not None and decided.ends:
        way = Way.ENDS
    elif decided is not None and target_of(decided) in change.after:
        after, way = target_of(decided), Way.MOVES
    elif not change.after and kind != Placement.Kind.DATASET:
        way, why = Way.ENDS, "Nobody follows."
    elif usually_ends:
        way, why = Way.ENDS, usually_ends
    elif len(change.after) == 1:
        after, way = change.after[0], Way.MOVES
    return PlacementEffect(kind, pk, label, before, after, way, why, user_id)


class _People:
    """Who will be where, for the questions about owners and approvers."""

    def __init__(self, facts: Facts, placements: list[PlacementEffect], names: dict[int, str]) -> None:
        self.here: set[tuple[int, int]] = {(row.partner_id, row.user_id) for row in facts.members}
        self.there = set(self.here)
        members = [row for row in placements if row.kind == Placement.Kind.MEMBERSHIP]
        self.there |= {(row.after, row.user_id) for row in members if row.after is not None and row.user_id is not None}
        self.there -= {(row.before, row.user_id) for row in members if row.user_id is not None}
        roles = {row.pk: row for row in facts.roles}
        moved = {row.object_id: row for row in placements if row.kind == Placement.Kind.ROLE}
        self.approvers: set[int] = set()
        for pk, row in roles.items():
            body = moved[pk].after if pk in moved else row.partner_id
            if row.role in APPROVING and body is not None and (body, row.user_id) in self.there:
                self.approvers.add(body)

    def keeps(self, user_id: int | None, after: int | None) -> bool:
        return user_id is not None and after is not None and (after, user_id) in self.there


# -- agreements ----------------------------------------------------------------------------------------
def _isp(isp: Any, outline: Outline, facts: Facts, people: _People, names: dict[int, str]) -> IspEffect | None:
    parties = [party for party in facts.parties.get(isp.pk, ()) if party.left_on is None]
    ending = outline.ending
    covered: dict[int, bool] = defaultdict(bool)
    holders: list[int] = []
    for party in parties:
        holder = facts.holder(isp.pk, party.partner_id)
        if holder is None:
            continue
        covered[holder] |= facts.coverage[party.pk].covers
        if party.role != IspParty.Role.PROCESSOR:
            holders.append(holder)
    lead = facts.holder(isp.pk, isp.lead_id)
    concerned = [body for body in dict.fromkeys([*covered, *([lead] if lead else [])]) if body in ending]
    if not concerned:
        return None
    parts = [
        _part(facts, ending[body], isp.pk, body, leads=body == lead, covered=covered.get(body, False))
        for body in concerned
    ]
    becomes = {part.before: part.after for part in parts}
    before = list(dict.fromkeys(holders))
    after = [becomes.get(body, body) for body in before]
    settled = [body for body in after if body is not None]
    same = Counter(settled)
    unsettled = any(part.way in (Way.MISSING, Way.LEFT_OPEN) for part in parts)
    lead_after = becomes.get(lead, lead) if lead is not None else None
    successors = dict.fromkeys(part.after for part in parts if part.after is not None)
    return IspEffect(
        isp_id=isp.pk,
        reference=isp.reference,
        title=isp.title,
        theme=isp.theme.name if isp.theme else "",
        state=parties[0].version.get_state_display() if parties else "",
        lead_before=names.get(lead or 0, isp.lead.name),
        lead_after=names.get(lead_after or 0, ""),
        lead_after_key=lead_after,
        parts=parts,
        parties_before=[names[body] for body in before],
        parties_after=[names[body] for body in dict.fromkeys(settled)],
        within_one=len(before) > 1 and len(same) == 1 and not unsettled,
        become_one=[names[body] for body, count in same.items() if count > 1],
        loses_lead=lead is not None and lead_after is None,
        loses_owner=_loses_owner(isp, lead, lead_after, people),
        no_approver=[names[body] for body in successors if body not in people.approvers],
        open_versions=facts.open_versions.get(isp.pk, []),
    )


def _part(facts: Facts, change: ChangeOutline, isp: int, body: int, *, leads: bool, covered: bool) -> PartEffect:
    chosen = facts.choices.get((isp, body))
    carries, why = change.carries_over, change.why
    if chosen is not None and chosen.carries_over is not None:
        carries, why = chosen.carries_over, CHOSEN_HERE
    after: int | None = None
    if chosen is not None and chosen.left_open:
        way, why = Way.LEFT_OPEN, ""
    elif chosen is not None and chosen.ends:
        way, why = Way.ENDS, CHOSEN_HERE
    elif chosen is not None and target_of(chosen) in change.after:
        after, way = target_of(chosen), Way.MOVES
    elif len(change.after) == 1:
        after, way = change.after[0], Way.MOVES
    elif not change.after:
        way, why = Way.ENDS, change.why
    else:
        way, why = Way.MISSING, ""
    if way == Way.MOVES:
        way = Way.CARRIES_OVER if carries else Way.SIGN_ANEW
    return PartEffect(body, after, way, why, leads, covered)


def _loses_owner(isp: Any, lead: int | None, after: int | None, people: _People) -> bool:
    """It had an owner or deputy at its lead, and neither will belong to the body that leads it then."""
    if lead is None or lead == after:
        return False
    had = [key for key in (isp.owner_id, isp.deputy_id) if key is not None and (lead, key) in people.here]
    return bool(had) and not any(people.keeps(key, after) for key in had)
