"""What follows when somebody sets up a second factor: it counts in this session, and sessions without it end."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from allauth.usersessions.internal.flows.sessions import end_other_sessions
from django.dispatch import receiver
from django.http import HttpRequest

from cms.members.factors import OWNED
from cms.members.models import User


@receiver(authenticator_added)
def counts_at_once(sender: Any, request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """Setting it up proves that the person holds it: the code, or the key, was given in this very session."""
    if authenticator.type in OWNED:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type, set_up=True)
        end_other_sessions(request, user)
