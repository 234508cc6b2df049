"""Which spaces a person is in: a right like a role, read in the same statement (cms.members.selectors.requesters)."""

import datetime

from django.db.models import F, QuerySet

from cms.forum.models import SpaceMember
from cms.members.selectors import register_right


def spaces_of(user_id: int, _: datetime.date) -> QuerySet[SpaceMember]:
    rows: QuerySet[SpaceMember] = SpaceMember.objects.current().filter(user=user_id)
    return rows


def register() -> None:
    """Called once, when the app is ready."""
    register_right("space", spaces_of, key=F("space_id"), name=F("role"))
