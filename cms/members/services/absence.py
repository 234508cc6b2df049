"""Cover for a long absence: who stands in, from when to when."""

import datetime

from django.db import transaction

from cms.audit.services import record
from cms.core import clock, content_version, policy
from cms.core.errors import BadInput, Forbidden
from cms.core.requester import Requester
from cms.members.models import Absence, User
from cms.members.selectors import members_of, recipient
from cms.notifications.services import notify

LONGEST = datetime.timedelta(days=400)  # parental leave, and a little more
SOURCE = "cover"


@transaction.atomic
def set_absence(
    *, by: Requester, user: User, partner_id: int, starts_on: datetime.date, ends_on: datetime.date, cover: User
) -> Absence:
    """From the first to the last day `cover` gets the person's reminders and tasks of this partner too, and may do what
    they ask for. Raises Forbidden, BadInput with `fields`."""
    if not policy.may(by, "absence.set", (partner_id, user.pk)):
        raise Forbidden("You may not enter this.")
    here = set(members_of(partner_id).values_list("pk", flat=True))
    fields: dict[str, list[str]] = {}
    if user.pk not in here:
        raise BadInput("This person does not belong to the organisation.")
    if ends_on < max(starts_on, clock.today()):
        fields["ends_on"] = ["Choose a last day that is not before the first, and not in the past."]
    elif ends_on - starts_on > LONGEST:
        fields["ends_on"] = ["Choose at most 400 days. Somebody who is away longer hands over for good."]
    if cover.pk not in here or cover.pk == user.pk:
        fields["cover"] = ["Choose somebody else who belongs to the organisation."]
    same = Absence.objects.filter(user=user, partner=partner_id, starts_on__lte=ends_on, ends_on__gte=starts_on)
    if same.exists():
        fields["starts_on"] = ["These days are covered already. End that first."]
    if fields:
        raise BadInput("Some answers need another look.", fields=fields)
    row = Absence.objects.create(
        user=user, partner_id=partner_id, cover=cover, starts_on=starts_on, ends_on=ends_on, made_by_id=by.user_id
    )
    record(by, "absence.set", row, organisation_id=partner_id, after={"from": starts_on, "to": ends_on})
    days = f"{starts_on.day} {starts_on:%B %Y} to {ends_on.day} {ends_on:%B %Y}"
    notify(
        by=by,
        source_key=f"{SOURCE}:{row.pk}",
        recipients=[recipient(person) for person in (user, cover) if person.pk != by.user_id],
        title=f"{cover} covers for {user}",
        body=f"From {days}, reminders and tasks about {user}’s agreements come to {cover} too, who may do them.",
        path="/tasks",
    )
    return row


@transaction.atomic
def end_absence(*, by: Requester, absence: Absence) -> None:
    """The person is back: the cover ends yesterday, and one that has not begun is taken away. Raises Forbidden."""
    row = Absence.objects.select_for_update().get(pk=absence.pk)
    if not policy.may(by, "absence.set", (row.partner_id, row.user_id)):
        raise Forbidden("You may not end this.")
    record(by, "absence.ended", row, organisation_id=row.partner_id, before=row.ends_on)
    yesterday = clock.today() - datetime.timedelta(days=1)
    if row.starts_on is not None and row.starts_on > yesterday:
        row.delete()
        content_version.bump()
    elif row.ends_on is None or row.ends_on > yesterday:
        row.ends_on = yesterday
        row.save()
