"""Somebody leaves or gives up a role: what ends at once is carried out in the same transaction, what ends after a day
by the hourly job (cms.members.services.closing)."""

import datetime

from django.db import transaction
from django.db.models import Q

from cms.audit.services import record
from cms.core import clock, policy
from cms.core.errors import BadInput, Forbidden
from cms.core.requester import Requester
from cms.members.models import Membership, PartnerRole, SiteRole
from cms.members.services.closing import carry_out_end


@transaction.atomic
def end_membership(
    *, by: Requester, membership: Membership, last_day: datetime.date | None = None, hand_over: bool = True
) -> None:
    """End a membership, with the roles the person holds there, after `last_day`; at once without one.

    What they looked after goes to the partner's lead once it has ended, unless successors were chosen; not at all
    without `hand_over`, for who moves it otherwise. Raises Forbidden, and BadInput for a last day before its first.
    """
    row = Membership.objects.select_for_update().get(pk=membership.pk)
    if not policy.may(by, "membership.end", row):
        raise Forbidden("You may not end this membership.")
    running = Q(ends_on=None) | Q(ends_on__gte=clock.today())
    held = list(PartnerRole.objects.filter(running, user=row.user_id, partner=row.partner_id))
    for role in held:
        ahead = last_day is not None and role.starts_on is not None and role.starts_on > last_day
        if last_day is None or role.ends_on is None or role.ends_on > last_day:
            _end(role, None if ahead else last_day)
    _end(row, last_day)
    record(by, "membership.ended", row, organisation_id=row.partner_id, after={"ends_on": row.ends_on})
    for role in held:
        carry_out_end(role, by=by)
    carry_out_end(row, by=by, hand_over=hand_over)


@transaction.atomic
def end_role(*, by: Requester, role: PartnerRole, last_day: datetime.date | None = None) -> None:
    """End a role at a partner after `last_day`; at once without one. Raises Forbidden and BadInput."""
    row = PartnerRole.objects.select_for_update().get(pk=role.pk)
    if not policy.may(by, "role.end", row):
        raise Forbidden("You may not end this role.")
    _end(row, last_day)
    record(by, "role.ended", row, organisation_id=row.partner_id, after={"ends_on": row.ends_on})
    carry_out_end(row, by=by)


@transaction.atomic
def end_site_role(*, by: Requester, role: SiteRole, last_day: datetime.date | None = None) -> None:
    """End what somebody does for the whole framework after `last_day`; at once without one. Raises as above."""
    row = SiteRole.objects.select_for_update().get(pk=role.pk)
    if not policy.may(by, "site_role.give"):
        raise Forbidden("You may not end this role.")
    _end(row, last_day)
    record(by, "site_role.ended", row, after={"ends_on": row.ends_on})
    carry_out_end(row, by=by)


def _end(row: Membership | PartnerRole | SiteRole, last_day: datetime.date | None) -> None:
    """The end date is the last day, so "at once" is yesterday; what began only today is taken away altogether."""
    yesterday = clock.today() - datetime.timedelta(days=1)
    day = last_day or yesterday
    if row.starts_on is not None and day < row.starts_on:
        if last_day is not None:
            raise BadInput("The last day is before the first.", fields={"last_day": ["Choose a later day."]})
        row.starts_on = day
    row.ends_on = day
    row.save()
