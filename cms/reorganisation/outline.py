"""A plan as plain values: what ends, what follows. Read from rows, or made by a command to try something out.

Bodies are keys: a partner's own, or the negative key of a planned body that does not exist yet.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cms.core.errors import BadInput
from cms.reorganisation.models import Change, ChangeBody, PlannedBody, Reorganisation

Kind = Change.Kind
LAW_NAMED = "An order or scheme is named that moves rights and liabilities. Check that it says so."
LAW_NOT_NAMED = "No order or scheme is named, and without one nothing binds the new body: it signs anew."
CHOSEN_CARRY = "The core team chose so for this change."
CHOSEN_ANEW = "The core team chose so for this change: the new body signs anew."


@dataclass(frozen=True, slots=True)
class ChangeOutline:
    """`before` and `after` are keys of bodies. `carries_over`: what signatures do unless chosen otherwise, and why."""

    kind: str
    before: tuple[int, ...]
    after: tuple[int, ...]
    carries_over: bool
    why: str
    new_name: str = ""
    pk: int | None = None

    @property
    def ends_bodies(self) -> bool:
        return self.kind != Kind.RENAME


@dataclass(frozen=True, slots=True)
class Outline:
    """`names` are those of planned bodies, by negative key; `joins` the planned bodies that join on the day. Of a plan
    that `is_done`, only what was left open is left to look at."""

    title: str
    changes: tuple[ChangeOutline, ...]
    names: Mapping[int, str] = field(default_factory=dict)
    joins: frozenset[int] = frozenset()
    pk: int | None = None
    is_done: bool = False

    @property
    def ending(self) -> dict[int, ChangeOutline]:
        """{body that ends: the change that ends it}."""
        return {body: change for change in self.changes if change.ends_bodies for body in change.before}

    @property
    def targets(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(body for change in self.changes for body in change.after))


def agreements_rule(kind: str, agreements: str, legal_reference: str) -> tuple[bool, str]:
    """Whether signatures carry over, and why in words. The default follows from whether the law is named."""
    if kind == Kind.RENAME:
        return True, "It is the same body under another name."
    if kind == Kind.END:
        return False, "Nobody follows."
    if agreements == Change.Agreements.CARRY_OVER:
        return True, CHOSEN_CARRY
    if agreements == Change.Agreements.SIGN_ANEW:
        return False, CHOSEN_ANEW
    return (True, LAW_NAMED) if legal_reference.strip() else (False, LAW_NOT_NAMED)


def key_of(body: Any) -> int:
    """The key of a row with a partner or a planned body; a planned body that was made is its partner."""
    if body.partner_id is not None:
        return int(body.partner_id)
    return planned_key(body.planned)


def planned_key(planned: PlannedBody) -> int:
    return int(planned.partner_id) if planned.partner_id is not None else -int(planned.pk)


def target_of(decision: Any) -> int | None:
    """The key of the body that a choice or proposal names."""
    if decision.to_partner_id is not None:
        return int(decision.to_partner_id)
    return planned_key(decision.to_planned) if decision.to_planned_id is not None else None


def outline_of(plan: Reorganisation) -> Outline:
    """The plan's rows as plain values. Three queries."""
    planned = list(plan.planned_bodies.all())
    bodies: dict[int, list[ChangeBody]] = {}
    for body in ChangeBody.objects.filter(change__reorganisation=plan).select_related("planned"):
        bodies.setdefault(body.change_id, []).append(body)
    changes = []
    for row in plan.changes.all():
        sides = {
            side: tuple(key_of(body) for body in bodies.get(row.pk, ()) if body.side == side)
            for side in ChangeBody.Side.values
        }
        carries, why = agreements_rule(row.kind, row.agreements, plan.legal_reference)
        changes.append(ChangeOutline(row.kind, sides["from"], sides["to"], carries, why, row.new_name, row.pk))
    return Outline(
        plan.title,
        tuple(changes),
        {planned_key(body): body.name for body in planned},
        frozenset(planned_key(body) for body in planned if body.joins),
        plan.pk,
        plan.carried_out_at is not None,
    )


def assert_sound(outline: Outline) -> None:
    """Refuse a plan that contradicts itself. Raises BadInput with `problems`, in words."""
    problems: list[str] = []
    if not outline.changes:
        problems.append("Say at least one thing that happens.")
    seen: set[int] = set()
    for number, change in enumerate(outline.changes, 1):
        problems += [f"Change {number}: {words}" for words in _faults(change)]
        if seen & set(change.before):
            problems.append(f"Change {number}: a body changes twice in this plan.")
        seen |= set(change.before)
    if outline.ending.keys() & set(outline.targets):
        problems.append("A body that ends cannot take over from another.")
    if problems:
        raise BadInput("The plan needs another look.", problems=problems)


def _faults(change: ChangeOutline) -> Iterable[str]:
    before, after = len(change.before), len(change.after)
    match change.kind:
        case Kind.MERGE if before < 2 or after != 1:
            yield "choose two or more bodies that become one, and the one that they become."
        case Kind.SPLIT if before != 1 or after < 2:
            yield "choose one body, and two or more that follow it."
        case Kind.TRANSFER if before < 1 or after != 1:
            yield "choose the bodies that end, and the one that they pass to."
        case Kind.RENAME if before != 1 or after or not change.new_name.strip():
            yield "choose one body and write its new name."
        case Kind.END if before < 1 or after:
            yield "choose the bodies that end; nobody follows them."
    if set(change.before) & set(change.after):
        yield "a body cannot follow itself: leave the one that goes on out of those that end."
