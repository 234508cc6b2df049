"""Making somebody a member, and giving roles."""

from typing import Any

from django.db import transaction

from cms.audit.services import record
from cms.core import clock, policy
from cms.core.errors import BadInput, Forbidden, NotFound
from cms.core.requester import Requester
from cms.members.models import Membership, PartnerRole, SiteRole, User

ACTING_FOR = "acting_for"


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
    """Give a role at a partner (key) from today. `details` are other fields of PartnerRole: deputy, service_area.

    Raises Forbidden, and BadInput when the person is no member of the partner. A role held already is left as it is.
    """
    if role not in PartnerRole.Role.values or not policy.may(by, "role.give", (partner_id, role)):
        raise Forbidden("You may not give this role.")
    if not Membership.objects.current().filter(user=user, partner=partner_id).exists():
        raise BadInput("Only a member of the organisation can hold a role there.")
    held = PartnerRole.objects.current().filter(user=user, partner=partner_id, role=role).first()
    if held is not None:
        return held  # type: ignore[no-any-return]
    row = PartnerRole.objects.create(user=user, partner_id=partner_id, role=role, starts_on=clock.today(), **details)
    record(by, "role.given", row, organisation_id=partner_id, after={"role": role, "user": user.pk})
    return row


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
