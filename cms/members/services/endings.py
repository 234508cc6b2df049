"""Somebody leaves or gives up a role: rights, sessions and the tokens they made end in the same transaction."""

import datetime

from allauth.usersessions.models import UserSession
from django.db import models, transaction

from cms.audit.services import record
from cms.core import clock, content_version, policy
from cms.core.errors import BadInput, Forbidden
from cms.core.requester import Requester
from cms.members.models import ApiToken, Membership, PartnerRole, SiteRole, User


@transaction.atomic
def end_membership(*, by: Requester, membership: Membership, last_day: datetime.date | None = None) -> None:
    """End a membership, with the roles the person holds there, after `last_day`; at once without one.

    Raises Forbidden, and BadInput for a last day before its first.
    """
    row = Membership.objects.select_for_update().get(pk=membership.pk)
    if not policy.may(by, "membership.end", row):
        raise Forbidden("You may not end this membership.")
    held = PartnerRole.objects.current().filter(user=row.user_id, partner=row.partner_id)
    for role in held:
        _end(role, last_day)
    _end(row, last_day)
    record(by, "membership.ended", row, organisation_id=row.partner_id, after={"ends_on": row.ends_on})
    close_ways_in(row.user, row, partner_id=row.partner_id)


@transaction.atomic
def end_role(*, by: Requester, role: PartnerRole, last_day: datetime.date | None = None) -> None:
    """End a role at a partner after `last_day`; at once without one. Raises Forbidden and BadInput."""
    row = PartnerRole.objects.select_for_update().get(pk=role.pk)
    if not policy.may(by, "role.end", row):
        raise Forbidden("You may not end this role.")
    _end(row, last_day)
    record(by, "role.ended", row, organisation_id=row.partner_id, after={"ends_on": row.ends_on})
    if row.user is not None:
        close_ways_in(row.user, row, partner_id=row.partner_id)


@transaction.atomic
def end_site_role(*, by: Requester, role: SiteRole, last_day: datetime.date | None = None) -> None:
    """End what somebody does for the whole framework after `last_day`; at once without one. Raises as above."""
    row = SiteRole.objects.select_for_update().get(pk=role.pk)
    if not policy.may(by, "site_role.give"):
        raise Forbidden("You may not end this role.")
    _end(row, last_day)
    record(by, "site_role.ended", row, after={"ends_on": row.ends_on})
    close_ways_in(row.user, row, partner_id=None)


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


def close_ways_in(user: User, row: models.Model, *, partner_id: int | None) -> None:
    """Nothing while the row still runs. Sessions end, so every window asks anew; tokens the person made stop."""
    ends_on = getattr(row, "ends_on", None)
    if ends_on is None or ends_on >= clock.today():
        return
    end_sessions(user)
    made = ApiToken.objects.filter(created_by=user, revoked_at=None)
    if partner_id is not None:
        made = made.filter(partner=partner_id)
    made.update(revoked_at=clock.now())
    content_version.bump()


def end_sessions(user: User) -> int:
    """Sign the person out everywhere. Returns how many sessions ended."""
    sessions = list(UserSession.objects.filter(user=user))
    for session in sessions:
        session.end()
    return len(sessions)
