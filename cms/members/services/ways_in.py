"""Ways in close when a right ends: every window asks anew, and tools that rested on it stop."""

from allauth.usersessions.models import UserSession
from django.db import models

from cms.core import clock, content_version
from cms.members.models import ApiToken, User


def close_ways_in(user: User, row: models.Model, *, partner_id: int | None) -> None:
    """Nothing while the row still runs. Sessions end, so every window asks anew. A token with a holder counts only
    while they belong to its body; one that nobody holds stops with the rights of who made it, at that body alone."""
    ends_on = getattr(row, "ends_on", None)
    if ends_on is None or ends_on >= clock.today():
        return
    end_sessions(user)
    ApiToken.objects.filter(created_by=user, held_by=None, partner=partner_id, revoked_at=None).update(
        revoked_at=clock.now()
    )
    content_version.bump()


def end_sessions(user: User) -> int:
    """Sign the person out everywhere. Returns how many sessions ended."""
    sessions = list(UserSession.objects.filter(user=user))
    for session in sessions:
        session.end()
    return len(sessions)
