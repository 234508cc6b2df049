"""Carrying a plan out on its day. It may be stopped at any line and run again: each change is one transaction, and a
change, a new body and the plan itself are each stamped once."""

import datetime

from django.db import transaction

from cms.audit.services import record
from cms.core import clock, content_version
from cms.core.errors import Conflict, Forbidden, NotFound
from cms.core.policy import may
from cms.core.requester import Requester
from cms.core.slugs import free_slug
from cms.members.models import PartnerRole
from cms.members.services import end_membership, end_role, revoke_api_token, revoke_invitation
from cms.notifications.services import notify
from cms.reorganisation import settling
from cms.reorganisation.facts import Facts, read_facts
from cms.reorganisation.follow_ups import follow_up
from cms.reorganisation.models import Change, PlannedBody, Reorganisation
from cms.reorganisation.outline import ChangeOutline, outline_of
from cms.reorganisation.permissions import PLAN
from cms.reorganisation.simulation import Simulation, Way, simulate
from cms.reorganisation.telling import people_told
from cms.snippets.models import IspParty, IspVersion, Partner, PartnerAlias, Succession
from cms.snippets.standing import change_standing

Existence = Partner.Existence
ENDED_AS = {
    Change.Kind.MERGE: Existence.MERGED,
    Change.Kind.TRANSFER: Existence.MERGED,
    Change.Kind.SPLIT: Existence.REPLACED,
    Change.Kind.END: Existence.CLOSED,
}


def carry_out(*, by: Requester, number: int) -> Reorganisation:
    """Do what the plan says, or go on with what is left of it. Doing it again changes nothing.

    Raises Forbidden, NotFound, and Conflict: not reviewed, cancelled, before its day (London), or with `missing`, the
    choices that nobody made.
    """
    if not may(by, PLAN):
        raise Forbidden("The core team carries it out.")
    plan = _ready(number)
    if plan.carried_out_at is not None:
        return plan
    missing = simulate(outline := outline_of(plan), read_facts(outline)).missing
    if missing:
        raise Conflict(
            f"{len(missing)} choices are missing. Make them, or leave them open for a person.", missing=missing
        )
    for body in plan.planned_bodies.filter(partner=None):
        _make_body(by, plan, body.pk)
    for change in plan.changes.filter(carried_out_at=None):
        _carry_out_change(by, plan, change.pk)
    _finish(by, plan)
    plan.refresh_from_db()
    return plan


def _ready(number: int) -> Reorganisation:
    plan: Reorganisation | None = Reorganisation.objects.filter(pk=number).first()
    if plan is None:
        raise NotFound("There is no such plan.")
    if plan.cancelled_at is not None:
        raise Conflict("This plan was cancelled.")
    if plan.carried_out_at is None and plan.reviewed_at is None:
        raise Conflict("A second person has to review it first.")
    if not plan.day_has_come:
        raise Conflict(f"Its day is {plan.takes_effect_on:%-d %B %Y}. It is not carried out before.")
    return plan


@transaction.atomic
def _make_body(by: Requester, plan: Reorganisation, pk: int) -> None:
    body = PlannedBody.objects.select_for_update().select_related("sector").get(pk=pk)
    if body.partner_id is not None:
        return
    _assert_free(body.name)
    made = Partner.objects.create(
        name=body.name,
        slug=free_slug(Partner.objects.all(), body.name, length=116, empty="body"),
        legal_controller=body.legal_controller,
        can_sign=body.can_sign,
        sector=body.sector,
        organisation_type=body.organisation_type,
        area=body.area,
        source=f"{plan.title}, {plan.takes_effect_on.isoformat()}"[:250],
    )
    record(by, "partner.made", made, label=body.name)
    if body.joins:
        joined = Partner.Membership.MEMBER
        change_standing(by=by, partner=made, membership=joined, why=plan.title, joined_on=plan.takes_effect_on)
    body.partner = made
    body.save(update_fields=["partner"])


def _assert_free(name: str, but: int | None = None) -> None:
    """Somebody may have entered a body of that name since the plan was written. Raises Conflict."""
    if Partner.objects.filter(name__iexact=name).exclude(pk=but).exists():
        raise Conflict(f"There is an organisation called “{name}” by now. Choose it in the plan, or another name.")


@transaction.atomic
def _carry_out_change(by: Requester, plan: Reorganisation, pk: int) -> None:
    """One change, whole or not at all. Whoever stamps the row first does it."""
    if not Change.objects.filter(pk=pk, carried_out_at=None).update(carried_out_at=clock.now()):
        return
    outline = outline_of(plan)
    change = next(one for one in outline.changes if one.pk == pk)
    if change.kind == Change.Kind.RENAME:
        _rename(by, plan, change)
        return
    facts = read_facts(outline, change.before)
    found = simulate(outline, facts)
    if found.missing:  # somebody made an agreement between the first look and this one
        raise Conflict(f"{len(found.missing)} choices are missing.", missing=found.missing)
    for body in change.before:
        _end_body(by, plan, change, body)
    _hand_on_agreements(by, plan, change, found)
    _move_people_and_data(by, change, found, facts)
    settling.concerned_again(effect.isp_id for effect in found.isps)
    record(by, "reorganisation.change_made", plan, label=f"{plan.title}: {change.kind}", after=list(change.before))
    content_version.bump()


def _rename(by: Requester, plan: Reorganisation, change: ChangeOutline) -> None:
    """The same body under another name. What was signed keeps the name that it was signed with, and its fingerprint."""
    partner = Partner.objects.select_for_update().get(pk=change.before[0])
    old, controller = partner.name, partner.controller_name
    _assert_free(change.new_name, partner.pk)
    unstamped = IspParty.objects.filter(partner=partner, controller_as_signed="", version__state__in=IspVersion.FROZEN)
    unstamped.update(controller_as_signed=controller)
    row = plan.changes.get(pk=change.pk or 0)
    partner.name = row.new_name
    if row.new_legal_controller:
        partner.legal_controller = row.new_legal_controller
    partner.save()
    last_day = _day_before(plan)
    PartnerAlias.objects.update_or_create(
        partner=partner,
        name=old,
        defaults={"kind": PartnerAlias.Kind.FORMER_NAME, "used_until": last_day, "source": plan.title[:250]},
    )
    record(by, "partner.renamed", partner, before=old, after=partner.name, organisation_id=partner.pk)


def _day_before(plan: Reorganisation) -> str:
    return (plan.takes_effect_on - datetime.timedelta(days=1)).isoformat()


def _end_body(by: Requester, plan: Reorganisation, change: ChangeOutline, body: int) -> None:
    partner = Partner.objects.select_for_update().get(pk=body)
    partner.existence = ENDED_AS[Change.Kind(change.kind)]
    partner.ended_on, partner.was_divided = plan.takes_effect_on.isoformat(), len(change.after) > 1
    partner.save()
    if partner.membership != Partner.Membership.CANDIDATE:
        change_standing(by=by, partner=partner, membership=Partner.Membership.LEFT, why=plan.title)
    for after in change.after:
        Succession.objects.get_or_create(
            predecessor=partner, successor_id=after, defaults={"on": partner.ended_on, "note": plan.legal_reference}
        )
    if len(change.after) == 1:
        Partner.objects.filter(parent=partner).exclude(pk=change.after[0]).update(parent=change.after[0])
    record(by, "partner.ended", partner, after=[partner.existence, list(change.after)], organisation_id=body)


def _hand_on_agreements(by: Requester, plan: Reorganisation, change: ChangeOutline, found: Simulation) -> None:
    for effect in found.isps:
        for part in effect.parts:
            if part.before not in change.before or part.way == Way.LEFT_OPEN:
                continue
            settling.hand_on(
                by=by,
                plan=plan,
                isp_id=effect.isp_id,
                before=part.before,
                after=part.after,
                carries_over=part.way == Way.CARRIES_OVER,
                leads=part.leads,
                signed_by=settling.signers(effect.isp_id, part.before),
            )


def _move_people_and_data(by: Requester, change: ChangeOutline, found: Simulation, facts: Facts) -> None:
    """Rights end at the old body at once, and begin at the new one where that was chosen."""
    placed = [row for row in found.placements if row.before in change.before]
    for row in facts.members:
        if row.partner_id in change.before:
            end_membership(by=by, membership=row, hand_over=False)  # its roles there end with it
    for role in PartnerRole.objects.current().filter(partner__in=change.before):
        end_role(by=by, role=role)
    for token in facts.tokens:
        revoke_api_token(by=by, token=token)
    for invitation in facts.invitations:
        revoke_invitation(by=by, invitation=invitation)
    for effect in sorted(placed, key=lambda row: row.kind != "membership"):
        if effect.way == Way.MOVES and effect.after is not None:
            settling.put(by=by, kind=effect.kind, object_id=effect.object_id, after=effect.after)


@transaction.atomic
def _finish(by: Requester, plan: Reorganisation) -> None:
    now = clock.now()
    if not Reorganisation.objects.filter(pk=plan.pk, carried_out_at=None).update(carried_out_at=now):
        return
    outline = outline_of(plan)
    looked_at = follow_up(by, plan, outline)
    record(by, "reorganisation.carried_out", plan, after=looked_at)
    for recipients, body in people_told(plan):
        notify(
            by=by,
            source_key=f"reorganisation:{plan.pk}:carried-out",
            recipients=recipients,
            title=f"It has taken effect: {plan.title}",
            body=body,
            path="/organisation",
        )
    content_version.bump()
