"""Choices where a plan leaves more than one way, one by one and in bulk; and what those concerned propose."""

from collections.abc import Collection
from typing import Any

from django.db import transaction

from cms.audit.services import record
from cms.core import clock
from cms.core.errors import BadInput, Conflict, Forbidden, NotFound
from cms.core.policy import may, visible
from cms.core.requester import Requester
from cms.reorganisation import settling
from cms.reorganisation.facts import read_facts
from cms.reorganisation.models import IspChoice, Placement, Proposal, Reorganisation
from cms.reorganisation.outline import Outline, outline_of
from cms.reorganisation.permissions import PLAN, PROPOSE
from cms.reorganisation.simulation import Way, simulate
from cms.snippets.models import Isp

NOWHERE, OPEN = "ends", "open"  # beside the key of a body: it ends; it is left open and becomes a task
MOST_TEXT = 2000


@transaction.atomic
def choose_for_isps(
    *,
    by: Requester,
    number: int,
    predecessor: int,
    target: str,
    carries_over: bool | None = None,
    isps: Collection[int] | None = None,
    theme: str | None = None,
    only_missing: bool = True,
) -> int:
    """Say who takes a body's (key) part: in these agreements (keys), in all of a theme (name), or in all that are left.

    `target` is the key of a body that follows, "ends" or "open". `carries_over` None: as the change says. In a plan
    that was carried out, only what was left open can be settled, and is at once. Returns of how many it was said.
    Raises Forbidden, NotFound, Conflict, BadInput.
    """
    plan, outline = _plan(by, number)
    to = _target(outline, predecessor, target)
    found = simulate(outline, read_facts(outline, [predecessor]))
    wanted = set(isps) if isps is not None else None
    done = 0
    for effect in found.isps:
        part = next((part for part in effect.parts if part.before == predecessor), None)
        if part is None or (wanted is not None and effect.isp_id not in wanted):
            continue
        if theme is not None and effect.theme != theme:
            continue
        if only_missing and wanted is None and part.way not in (Way.MISSING, Way.LEFT_OPEN):
            continue
        if plan.carried_out_at is not None and part.way != Way.LEFT_OPEN:
            continue
        choice, _ = IspChoice.objects.update_or_create(
            reorganisation=plan,
            isp_id=effect.isp_id,
            predecessor_id=predecessor,
            defaults={**to, **_decided(by), "carries_over": carries_over},
        )
        if plan.carried_out_at is not None and not choice.left_open:
            settling.settle_isp(by=by, plan=plan, outline=outline, choice=choice, leads=part.leads)
        done += 1
    if done:
        record(by, "reorganisation.chosen", plan, after=[predecessor, target, theme, done])
    return done


@transaction.atomic
def place(
    *,
    by: Requester,
    number: int,
    predecessor: int,
    target: str,
    kind: str = "",
    objects: Collection[tuple[str, int]] | None = None,
    service_area: str | None = None,
) -> int:
    """Say where people, roles, contacts and datasets of a body (key) go: these (kind, key), all of a kind, or all that
    nobody chose for. `service_area` narrows to members who work there. Answers and errors as above.
    """
    plan, outline = _plan(by, number)
    to = _target(outline, predecessor, target)
    if plan.carried_out_at is not None:
        return _place_later(by, plan, predecessor, {**to, **_decided(by)}, kind, objects)
    facts = read_facts(outline, [predecessor])
    found = simulate(outline, facts)
    wanted = set(objects) if objects is not None else None
    area = None if service_area is None else _people_of_area(facts, service_area)
    done = 0
    for row in found.placements:
        if row.before != predecessor or (kind and row.kind != kind):
            continue
        if wanted is not None and (str(row.kind), row.object_id) not in wanted:
            continue
        if wanted is None and row.way not in (Way.MISSING, Way.LEFT_OPEN):
            continue
        if area is not None and row.user_id not in area:
            continue
        Placement.objects.update_or_create(
            reorganisation=plan,
            kind=row.kind,
            object_id=row.object_id,
            defaults={"predecessor_id": predecessor, **to, **_decided(by)},
        )
        done += 1
    if done:
        record(by, "reorganisation.placed", plan, after=[predecessor, target, kind, done])
    return done


def _place_later(
    by: Requester,
    plan: Reorganisation,
    predecessor: int,
    values: dict[str, Any],
    kind: str,
    objects: Collection[tuple[str, int]] | None,
) -> int:
    """What was left open when the plan was carried out is settled at once."""
    rows = Placement.objects.filter(reorganisation=plan, predecessor=predecessor, left_open=True)
    done = 0
    for row in rows.filter(kind=kind) if kind else rows:
        if objects is not None and (row.kind, row.object_id) not in objects:
            continue
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
        settling.settle_placement(by=by, plan=plan, placed=row)
        done += 1
    if done:
        record(by, "reorganisation.placed", plan, after=[predecessor, kind, done])
    return done


def _people_of_area(facts: Any, service_area: str) -> set[int]:
    return {row.user_id for row in facts.roles if row.service_area == service_area}


def _plan(by: Requester, number: int) -> tuple[Reorganisation, Outline]:
    if not may(by, PLAN):
        raise Forbidden("The core team chooses.")
    plan: Reorganisation | None = Reorganisation.objects.select_for_update().filter(pk=number).first()
    if plan is None:
        raise NotFound("There is no such plan.")
    if plan.cancelled_at is not None:
        raise Conflict("This plan was cancelled.")
    return plan, outline_of(plan)


def _target(outline: Outline, predecessor: int, target: str) -> dict[str, Any]:
    """Columns of a decision. Raises BadInput for a body that does not follow this one."""
    none = {"to_partner_id": None, "to_planned_id": None, "ends": False, "left_open": False}
    change = outline.ending.get(predecessor)
    if change is None:
        raise BadInput("This body does not end in this plan.", fields={"predecessor": ["Choose a body that ends."]})
    if target in (NOWHERE, OPEN):
        return {**none, "ends" if target == NOWHERE else "left_open": True}
    key = next((after for after in change.after if str(after) == target), None)
    if key is None:
        raise BadInput("That body does not follow this one.", fields={"target": ["Choose one of those that follow."]})
    return {**none, "to_partner_id": key} if key > 0 else {**none, "to_planned_id": -key}


def _decided(by: Requester) -> dict[str, Any]:
    return {"decided_by_id": by.user_id, "decided_at": clock.now()}


@transaction.atomic
def propose(
    *,
    by: Requester,
    number: int,
    partner_id: int,
    submission_id: str,
    text: str = "",
    isp_id: int | None = None,
    target: str = "",
) -> Proposal:
    """What people of a concerned body say: a comment, or who should take its part in one of its agreements. The core
    team reads it and chooses. Said twice with one `submission_id` it is kept once.

    Raises NotFound, Forbidden, Conflict once the plan is over, BadInput with `fields`.
    """
    plan = visible(Reorganisation.objects.all(), by).filter(pk=number).first()
    if plan is None:
        raise NotFound("There is no such plan.")
    if not may(by, PROPOSE, partner_id):
        raise Forbidden("The lead or IG lead of the organisation speaks for it.")
    if not submission_id or len(submission_id) > 64:
        raise BadInput("Send a submissionId of 1 to 64 characters.")
    known = Proposal.objects.filter(submission_id=submission_id).first()
    if known is not None:
        if known.made_by_id != by.user_id or known.reorganisation_id != plan.pk:
            raise BadInput("This submissionId was used for something else.")
        return known
    if not plan.is_open:
        raise Conflict(f"This plan is {plan.state_label.lower()}.")
    outline = outline_of(plan)
    fields: dict[str, list[str]] = {}
    if partner_id not in outline.ending and partner_id not in outline.targets:
        raise NotFound("This plan does not concern that organisation.")
    if len(text) > MOST_TEXT:
        fields["text"] = [f"Use at most {MOST_TEXT} characters."]
    elif not text.strip() and not target:
        fields["text"] = ["Write something, or choose a body."]
    if isp_id is not None and not visible(Isp.objects.all(), by).filter(pk=isp_id).exists():
        fields["isp"] = ["There is no such agreement."]
    if fields:
        raise BadInput("Some answers need another look.", fields=fields)
    to = _target(outline, partner_id, target) if target else {"to_partner_id": None, "to_planned_id": None}
    made: Proposal = Proposal.objects.create(
        reorganisation=plan,
        partner_id=partner_id,
        isp_id=isp_id,
        to_partner_id=to["to_partner_id"],
        to_planned_id=to["to_planned_id"],
        text=text.strip(),
        made_by_id=by.user_id,
        submission_id=submission_id,
    )
    record(by, "reorganisation.proposed", plan, organisation_id=partner_id)
    return made
