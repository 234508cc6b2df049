"""Making somebody a member, and giving roles."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from cms.audit.services import record
from cms.core import clock, policy
from cms.core.errors import BadInput, Conflict, Forbidden, NotFound
from cms.core.requester import Requester
from cms.members.models import Membership, PartnerRole, SiteRole, User
from cms.members.services.ways_in import end_sessions
from cms.notifications.services import one_line

ACTING_FOR = "acting_for"
NOT_HERE = "Choose somebody who belongs to the organisation."
YEAR = datetime.timedelta(days=366)
AREA = 80  # characters


@transaction.atomic
def add_membership(*, by: Requester, user: User, partner_id: int) -> Membership:
    """Make somebody a member of a partner (key) from today; one in force is left as it is. Raises Forbidden."""
    if not policy.may(by, "people.manage", partner_id):
        raise Forbidden("You may not add people to this organisation.")
    current = Membership.objects.current().filter(user=user, partner=partner_id).first()
    if current is not None:
        return current  # type: ignore[no-any-return]
    ahead = Membership.objects.filter(user=user, partner=partner_id, ends_on=None).first()
    row = ahead or Membership(user=user, partner_id=partner_id)
    row.starts_on = clock.today()
    row.save()
    record(by, "membership.begun", row, organisation_id=partner_id)
    return row


@transaction.atomic
def give_role(*, by: Requester, user: User, partner_id: int, role: str, **details: Any) -> PartnerRole:
    """Give a role at a partner (key). `details` are other fields of PartnerRole: starts_on (today unless given),
    ends_on, deputy, service_area, is_public.

    Raises Forbidden; BadInput with `fields` when the person or the deputy is no member of the partner, or the days do
    not fit. A role held already is left as it is.
    """
    if role not in PartnerRole.Role.values or not policy.may(by, "role.give", (partner_id, role)):
        raise Forbidden("You may not give this role.")
    if not Membership.objects.current().filter(user=user, partner=partner_id).exists():
        raise BadInput("Only a member of the organisation can hold a role there.", fields={"userId": [NOT_HERE]})
    starts_on = details.pop("starts_on", None) or clock.today()
    check_terms(
        partner_id=partner_id,
        user_id=user.pk,
        deputy_id=_key(details.get("deputy")),
        starts_on=starts_on,
        ends_on=details.get("ends_on"),
    )
    same = {"user": user, "partner": partner_id, "role": role}
    held = PartnerRole.objects.current(max(starts_on, clock.today())).filter(**same).first()
    if held is not None:
        return held  # type: ignore[no-any-return]
    row = PartnerRole.objects.create(user=user, partner_id=partner_id, role=role, starts_on=starts_on, **details)
    after = {"role": role, "user": user.pk, "deputy": row.deputy_id, "from": starts_on, "until": row.ends_on}
    record(by, "role.given", row, organisation_id=partner_id, after=after)
    return row


def _key(person: User | None) -> int | None:
    return person.pk if person is not None else None


def check_terms(
    *,
    partner_id: int,
    user_id: int | None,
    deputy_id: int | None,
    starts_on: datetime.date | None,
    ends_on: datetime.date | None,
) -> None:
    """Raises BadInput with `fields` where the days of a role or its deputy do not fit."""
    fields: dict[str, list[str]] = {}
    today = clock.today()
    if starts_on is not None and starts_on > today + YEAR:
        fields["startsOn"] = ["Choose a day within a year."]
    if ends_on is not None and ends_on < max(starts_on or today, today):
        fields["endsOn"] = ["Choose a last day that is not before the first, and not past."]
    if deputy_id is not None:
        here = Membership.objects.current().filter(user=deputy_id, partner=partner_id, user__is_active=True)
        if deputy_id == user_id:
            fields["deputyId"] = ["Choose somebody else: nobody stands in for themselves."]
        elif not here.exists():
            fields["deputyId"] = [NOT_HERE]
    if fields:
        raise BadInput("Some answers need another look.", fields=fields)


@dataclass(frozen=True, slots=True)
class Terms:
    """All that can be changed of a role that somebody holds."""

    deputy_id: int | None
    ends_on: datetime.date | None
    service_area: str = ""
    is_public: bool = False


@transaction.atomic
def change_role(*, by: Requester, role: PartnerRole, terms: Terms) -> PartnerRole:
    """Change deputy, last day, service area and whether it is in the public directory, of a role that runs or is ahead.
    Raises Forbidden, Conflict where it has ended, BadInput with `fields`."""
    row: PartnerRole = PartnerRole.objects.select_for_update().get(pk=role.pk)
    if not policy.may(by, "role.give", (row.partner_id, row.role)):
        raise Forbidden("You may not change this role.")
    if row.ends_on is not None and row.ends_on < clock.today():
        raise Conflict("This role has ended meanwhile. Give it again.")
    check_terms(
        partner_id=row.partner_id,
        user_id=row.user_id,
        deputy_id=terms.deputy_id,
        starts_on=row.starts_on,
        ends_on=terms.ends_on,
    )
    if len(terms.service_area) > AREA:
        raise BadInput("Make this shorter.", fields={"serviceArea": [f"{AREA} characters at most."]})
    before = _said(row)
    former = User.objects.filter(pk=row.deputy_id or 0).exclude(pk=terms.deputy_id or 0).first()
    row.deputy_id, row.ends_on = terms.deputy_id, terms.ends_on
    row.service_area, row.is_public = one_line(terms.service_area), terms.is_public
    if _said(row) == before:
        return row
    row.save()
    record(by, "role.changed", row, organisation_id=row.partner_id, before=before, after=_said(row))
    if former is not None:
        end_sessions(former)  # who no longer stands in has lost a right: every window asks anew
    return row


def _said(row: PartnerRole) -> dict[str, Any]:
    return {"deputy": row.deputy_id, "until": row.ends_on, "service_area": row.service_area, "public": row.is_public}


@transaction.atomic
def give_site_role(*, by: Requester, user: User, role: str) -> SiteRole:
    """Make somebody a core editor, one of the management group or a moderator from today. Raises Forbidden."""
    if role not in SiteRole.Role.values or not policy.may(by, "site_role.give"):
        raise Forbidden("You may not give this role.")
    held = SiteRole.objects.current().filter(user=user, role=role).first()
    if held is not None:
        return held  # type: ignore[no-any-return]
    row = SiteRole.objects.create(user=user, role=role, starts_on=clock.today())
    record(by, "site_role.given", row, after={"role": role, "user": user.pk})
    return row


def choose_partner(*, by: Requester, session: Any, partner_id: int) -> None:
    """Act for this partner (key) from now on in this session. Raises NotFound for one they are no member of."""
    if partner_id not in by.partners:
        raise NotFound("You are not a member of that organisation.")
    session[ACTING_FOR] = partner_id
