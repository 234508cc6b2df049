"""The invitation somebody has opened: remembered in their session, so its token leaves the address bar."""

from django.http import HttpRequest

from cms.members.models import Invitation

KEY = "invitation"


def remember(request: HttpRequest, invitation: Invitation) -> None:
    request.session[KEY] = invitation.pk


def invitation_of(request: HttpRequest) -> Invitation | None:
    """The opened invitation, while it can still be used."""
    return Invitation.objects.usable().select_related("partner").filter(pk=int(request.session.get(KEY) or 0)).first()


def forget(request: HttpRequest) -> None:
    request.session.pop(KEY, None)
