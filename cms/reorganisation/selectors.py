"""Reading plans: what those concerned see of theirs, what was left open, what waits for an answer."""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from cms.core import clock
from cms.core.policy import visible
from cms.core.requester import Requester
from cms.reorganisation.facts import read_facts
from cms.reorganisation.models import ChangeBody, IspChoice, Placement, Proposal, Reorganisation
from cms.reorganisation.outline import Outline, outline_of, target_of
from cms.reorganisation.permissions import speaks_for
from cms.reorganisation.simulation import WORDS, simulate
from cms.snippets.models import Isp


@dataclass(frozen=True, slots=True)
class Step:
    """One change of a plan, in words."""

    label: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    carries_over: bool
    why: str


@dataclass(frozen=True, slots=True)
class Follower:
    """A body that follows: the value that a proposal sends, and its name."""

    value: str
    name: str


@dataclass(frozen=True, slots=True)
class Concerned:
    """One of our agreements: what the plan makes of our part in it, and what we proposed last."""

    pk: int  # of the agreement
    after: str
    way: str
    words: str
    why: str
    leads: bool
    within_one: bool
    become_one: tuple[str, ...]
    proposed: str
    said: str


@dataclass(frozen=True, slots=True)
class OurPart:
    """A body that one speaks for and that ends: who may follow it, and what becomes of its agreements."""

    pk: int  # of the partner
    name: str
    followers: tuple[Follower, ...]
    concerned: tuple[Concerned, ...]


@dataclass(frozen=True, slots=True)
class View:
    """A plan as its reader sees it. `parts` are theirs alone; of the core team, those of every body that ends."""

    pk: int
    title: str
    takes_effect_on: datetime.date
    reason: str
    legal_reference: str
    state_label: str
    cancelled_reason: str
    is_example: bool
    steps: tuple[Step, ...]
    parts: tuple[OurPart, ...]
    may_propose: bool


def view_by_number(by: Requester, number: int) -> View | None:
    """The plan as the requester sees it; None for whom it does not concern."""
    wanted = number if 0 < number < 2**31 else 0
    plan = visible(Reorganisation.objects.all(), by).filter(pk=wanted).first()
    return view_of(by, plan) if plan is not None else None


def view_of(by: Requester, plan: Reorganisation) -> View:
    """What the plan says and means for the bodies that the reader speaks for. About 20 queries, whatever its size."""
    outline = outline_of(plan)
    ours = speaks_for(by)
    mine = [body for body in outline.ending if by.is_editor or body in ours]
    facts = read_facts(outline, mine)
    found = simulate(outline, facts)
    proposals = _proposals(plan, mine)
    seen = set(visible(Isp.objects.filter(pk__in=[one.isp_id for one in found.isps]), by).values_list("pk", flat=True))
    names = {**found.names, **_names(plan)}
    labels = {row.pk: row.get_kind_display() for row in plan.changes.all()}
    parts = []
    for body in mine:
        rows = []
        for effect in found.isps:
            part = next((part for part in effect.parts if part.before == body), None)
            if part is None or effect.isp_id not in seen:
                continue
            said = proposals.get((body, effect.isp_id))
            rows.append(
                Concerned(
                    pk=effect.isp_id,
                    after=names.get(part.after or 0, ""),
                    way=str(part.way),
                    words=WORDS[part.way],
                    why=part.why,
                    leads=part.leads,
                    within_one=effect.within_one,
                    become_one=tuple(effect.become_one),
                    proposed=names.get(target_of(said) or 0, "") if said else "",
                    said=said.text if said else "",
                )
            )
        followers = tuple(Follower(str(key), names[key]) for key in outline.ending[body].after)
        parts.append(OurPart(body, names[body], followers, tuple(rows)))
    return View(
        pk=plan.pk,
        title=plan.title,
        takes_effect_on=plan.takes_effect_on,
        reason=plan.reason,
        legal_reference=plan.legal_reference,
        state_label=plan.state_label,
        cancelled_reason=plan.cancelled_reason,
        is_example=plan.is_example,
        steps=_steps(outline, names, labels),
        parts=tuple(parts),
        may_propose=plan.is_open and bool(mine),
    )


def _steps(outline: Outline, names: dict[int, str], labels: dict[int, str]) -> tuple[Step, ...]:
    return tuple(
        Step(
            labels[change.pk or 0],
            tuple(names[body] for body in change.before),
            (change.new_name,) if change.new_name else tuple(names[body] for body in change.after),
            change.carries_over,
            change.why,
        )
        for change in outline.changes
    )


def _names(plan: Reorganisation) -> dict[int, str]:
    rows = ChangeBody.objects.filter(change__reorganisation=plan).exclude(partner=None)
    return dict(rows.values_list("partner_id", "partner__name"))


def _proposals(plan: Reorganisation, bodies: Iterable[int]) -> dict[tuple[int, int], Proposal]:
    """The last one of each body for each agreement."""
    rows = Proposal.objects.filter(reorganisation=plan, partner__in=list(bodies)).exclude(isp=None)
    return {
        (row.partner_id, row.isp_id or 0): row for row in rows.select_related("to_planned").order_by("made_at", "pk")
    }


def plans_to_answer(by: Requester) -> list[Reorganisation]:
    """Open plans shared with a lead or IG lead, of whose bodies nobody has said anything yet."""
    ours = speaks_for(by)
    if not ours:
        return []
    rows = visible(Reorganisation.objects.all(), by).filter(carried_out_at=None, cancelled_at=None)
    ends = Q(changes__bodies__side="from", changes__bodies__partner__in=ours)
    answered = Proposal.objects.filter(partner__in=ours).values("reorganisation")
    found = rows.filter(ends, takes_effect_on__gt=clock.today()).exclude(pk__in=answered).distinct()
    return list(found.order_by("takes_effect_on"))


def left_open_counts(by: Requester) -> list[tuple[Reorganisation, int]]:
    """Plans that were carried out, with how many choices in them were left open."""
    rows: Any = visible(Reorganisation.objects.all(), by).exclude(carried_out_at=None)
    counts: Counter[int] = Counter()
    for model in (IspChoice, Placement):
        left: Any = model._default_manager.filter(left_open=True, reorganisation__in=rows)
        counts.update(left.values_list("reorganisation_id", flat=True))
    return [(plan, counts[plan.pk]) for plan in rows.filter(pk__in=counts)] if counts else []


def plans_that_wait(by: Requester) -> list[tuple[Reorganisation, str]]:
    """Open plans that somebody of the core team has to do something for, and what, in words."""
    found = []
    for plan in visible(Reorganisation.objects.all(), by).filter(carried_out_at=None, cancelled_at=None):
        if plan.reviewed_at is None:
            found.append((plan, "waits for a review by a second person"))
        elif plan.day_has_come:
            found.append((plan, "could not be carried out: choices are missing"))
    return found
