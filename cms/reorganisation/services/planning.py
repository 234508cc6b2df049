"""Writing a plan, having it reviewed by a second person, telling those concerned, and cancelling it."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from cms.audit.services import record
from cms.core import clock
from cms.core.errors import BadInput, Conflict, Forbidden, NotFound
from cms.core.policy import may
from cms.core.requester import Requester
from cms.members.selectors import holders, recipient
from cms.notifications.services import Recipient, notify
from cms.reorganisation.models import Change, ChangeBody, PlannedBody, Reorganisation
from cms.reorganisation.outline import assert_sound, outline_of
from cms.reorganisation.permissions import PLAN, REVIEW, SPEAKERS
from cms.snippets.models import Partner, Sector

ENDED = (Partner.Existence.MERGED, Partner.Existence.REPLACED, Partner.Existence.CLOSED)


@dataclass(frozen=True, slots=True)
class BodySpec:
    """A body that does not exist yet. `sector` is a code; empty: the sector of the first body that it follows."""

    name: str
    legal_controller: str = ""
    sector: str = ""
    organisation_type: str = ""
    area: str = ""
    can_sign: bool = True
    joins: bool = False


@dataclass(frozen=True, slots=True)
class ChangeSpec:
    """`before` are slugs of partners; `after` slugs, or names of bodies of the plan's `bodies`."""

    kind: str
    before: tuple[str, ...]
    after: tuple[str, ...] = ()
    new_name: str = ""
    new_legal_controller: str = ""
    agreements: str = ""
    note: str = ""


@transaction.atomic
def plan_reorganisation(
    *,
    by: Requester,
    title: str,
    takes_effect_on: datetime.date,
    changes: Sequence[ChangeSpec],
    bodies: Sequence[BodySpec] = (),
    reason: str = "",
    legal_reference: str = "",
    number: int | None = None,
    expected_revision: int | None = None,
) -> Reorganisation:
    """Write a plan, or write an open one anew (`number`). What was reviewed has to be reviewed again; choices stay, as
    far as the bodies that they name do.

    Raises Forbidden, NotFound, Conflict (begun, carried out, cancelled, or changed meanwhile), BadInput with `fields`
    or `problems`.
    """
    _may_plan(by)
    fields: dict[str, list[str]] = {}
    if not title.strip():
        fields["title"] = ["Give it a title."]
    if takes_effect_on <= clock.today():
        fields["takesEffectOn"] = ["Choose a day in the future: what lies behind us is entered on the partner's page."]
    if fields:
        raise BadInput("Some answers need another look.", fields=fields)
    plan = Reorganisation(created_by_id=by.user_id) if number is None else open_plan(number)
    if expected_revision is not None and number is not None and plan.lock_version != expected_revision:
        raise Conflict("Somebody else changed this plan while you were writing. Look at it again.")
    if number is not None:
        _assert_not_begun(plan)
    plan.title, plan.takes_effect_on = " ".join(title.split())[:200], takes_effect_on
    plan.reason, plan.legal_reference = reason.strip(), " ".join(legal_reference.split())[:250]
    plan.changed_by_id, plan.changed_at = by.user_id, clock.now()
    plan.reviewed_by, plan.reviewed_at = None, None
    plan.lock_version += number is not None
    plan.save()
    _write(plan, changes, bodies)
    assert_sound(outline_of(plan))
    record(by, "reorganisation.planned" if number is None else "reorganisation.changed", plan)
    return plan


def _write(plan: Reorganisation, changes: Sequence[ChangeSpec], bodies: Sequence[BodySpec]) -> None:
    """Planned bodies keep their rows by name, so that what people chose stays."""
    slugs = {slug for change in changes for slug in change.before + change.after}
    partners = {row.slug: row for row in Partner.objects.filter(slug__in=slugs)}
    over = [row.name for row in partners.values() if row.existence in ENDED]
    sectors = {row.code: row for row in Sector.objects.all()}
    problems = [
        f"There is no organisation “{slug}”." for change in changes for slug in change.before if slug not in partners
    ]
    problems += [f"“{name}” has ended already." for name in over]
    problems += [f"“{c.new_name}” is another organisation." for c in changes if _is_taken(c, partners)]
    planned: dict[str, PlannedBody] = {}
    for spec in bodies:
        name = " ".join(spec.name.split())
        first = next((partners[c.before[0]] for c in changes if spec.name in c.after and c.before[0] in partners), None)
        sector = sectors.get(spec.sector) or (first.sector if first else None)
        if sector is None:
            problems.append(f"“{name}” follows no body of this plan: say its sector, or take it out.")
            continue
        if Partner.objects.filter(name__iexact=name).exists():
            problems.append(f"“{name}” exists already: choose it among the organisations.")
        planned[spec.name], _ = PlannedBody.objects.update_or_create(
            reorganisation=plan,
            name=name,
            defaults={
                "legal_controller": spec.legal_controller.strip(),
                "sector": sector,
                "organisation_type": spec.organisation_type.strip() or (first.organisation_type if first else ""),
                "area": spec.area.strip(),
                "can_sign": spec.can_sign,
                "joins": spec.joins,
            },
        )
    unknown = {one for change in changes for one in change.after if one not in partners and one not in planned}
    problems += [f"There is no organisation “{one}” and no new body of that name." for one in sorted(unknown)]
    if problems:
        raise BadInput("The plan needs another look.", problems=problems)
    plan.planned_bodies.exclude(pk__in=[body.pk for body in planned.values()]).delete()
    plan.changes.all().delete()
    for change in changes:
        row = Change.objects.create(
            reorganisation=plan,
            kind=change.kind,
            new_name=" ".join(change.new_name.split()),
            new_legal_controller=" ".join(change.new_legal_controller.split()),
            agreements=change.agreements,
            note=change.note[:250],
        )
        for slug in dict.fromkeys(change.before):
            ChangeBody.objects.create(change=row, side="from", partner=partners[slug])
        for one in dict.fromkeys(change.after):
            body = {"planned": planned[one]} if one in planned else {"partner": partners[one]}
            ChangeBody.objects.create(change=row, side="to", **body)


def _is_taken(change: ChangeSpec, partners: dict[str, Partner]) -> bool:
    renamed = partners.get(change.before[0]) if change.before else None
    rows = Partner.objects.filter(name__iexact=" ".join(change.new_name.split()))
    return bool(change.new_name.strip()) and rows.exclude(pk=renamed.pk if renamed else None).exists()


@transaction.atomic
def review_plan(*, by: Requester, number: int, expected_revision: int) -> Reorganisation:
    """A second person has read the plan and its simulation. Raises Forbidden for its author, NotFound, Conflict."""
    _may_plan(by)
    plan = open_plan(number)
    if not may(by, REVIEW, plan):
        raise Forbidden("Somebody other than its author reviews a plan.")
    if plan.lock_version != expected_revision:
        raise Conflict("The plan was changed while you were reading. Read it again, then review it.")
    assert_sound(outline_of(plan))
    plan.reviewed_by_id, plan.reviewed_at = by.user_id, clock.now()
    plan.save(update_fields=["reviewed_by", "reviewed_at"])
    record(by, "reorganisation.reviewed", plan, after=plan.lock_version)
    return plan


@transaction.atomic
def share_plan(*, by: Requester, number: int) -> int:
    """Ask leads and IG leads of the bodies concerned what they think. Each is told once. Returns how many were."""
    _may_plan(by)
    plan = open_plan(number)
    if plan.shared_at is None:
        plan.shared_at = clock.now()
        plan.save(update_fields=["shared_at"])
        record(by, "reorganisation.shared", plan)
    day = plan.takes_effect_on
    return notify(
        by=by,
        source_key=f"reorganisation:{plan.pk}:shared",
        recipients=speakers_of(plan),
        title=f"Your organisation will change: {plan.title}",
        body=f"On {day:%-d %B %Y}. See what it means for your agreements, and say what you think.\n\n{plan.reason}",
        path=f"/reorganisations/{plan.pk}",
    )


def speakers_of(plan: Reorganisation) -> list[Recipient]:
    """Leads and IG leads of the bodies concerned today."""
    bodies = ChangeBody.objects.filter(change__reorganisation=plan).exclude(partner=None)
    keys = set(bodies.values_list("partner_id", flat=True))
    people = {person.pk: person for key in sorted(keys) for role in SPEAKERS for person in holders(role, key)}
    return [recipient(person) for person in people.values()]


@transaction.atomic
def cancel_plan(*, by: Requester, number: int, reason: str) -> Reorganisation:
    """Nothing of it happens. Possible until it is begun; afterwards there is no way back (docs/editors.md).

    Raises Forbidden, NotFound, BadInput without a reason, Conflict once a part of it was carried out.
    """
    _may_plan(by)
    plan = open_plan(number)
    if not reason.strip():
        raise BadInput("Say why.", fields={"reason": ["Say why: those who were told read it."]})
    _assert_not_begun(plan)
    plan.cancelled_at, plan.cancelled_reason = clock.now(), " ".join(reason.split())[:250]
    plan.save(update_fields=["cancelled_at", "cancelled_reason"])
    record(by, "reorganisation.cancelled", plan)
    if plan.shared_at is not None:
        notify(
            by=by,
            source_key=f"reorganisation:{plan.pk}:cancelled",
            recipients=speakers_of(plan),
            title=f"Cancelled: {plan.title}",
            body=f"Nothing changes.\n\n{plan.cancelled_reason}",
            path=f"/reorganisations/{plan.pk}",
        )
    return plan


def open_plan(number: int) -> Reorganisation:
    """The plan, held until the transaction ends. Raises NotFound, and Conflict once it is carried out or cancelled."""
    found: Reorganisation | None = Reorganisation.objects.select_for_update().filter(pk=number).first()
    if found is None:
        raise NotFound("There is no such plan.")
    if not found.is_open:
        raise Conflict(f"This plan is {found.state_label.lower()}.")
    return found


def _assert_not_begun(plan: Reorganisation) -> None:
    """What was carried out stands, and its rows with it. Raises Conflict."""
    if plan.changes.exclude(carried_out_at=None).exists():
        raise Conflict(
            "A part of it has been carried out already. Finish it; what is wrong is put right by another plan."
        )


def _may_plan(by: Requester) -> None:
    if not may(by, PLAN):
        raise Forbidden("The core team plans this.")
