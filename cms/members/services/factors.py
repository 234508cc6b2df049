"""Second factors of somebody who lost them: taken off by who runs the site, after making sure who asks."""

from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.db import transaction

from cms.audit.services import record
from cms.core.errors import Forbidden
from cms.core.requester import Requester
from cms.members.models import User
from cms.members.services.ways_in import end_sessions


@transaction.atomic
def remove_factors(*, by: Requester, user: User) -> int:
    """Take every second factor off an account and sign it out everywhere; its owner is written to. Returns how many.

    Raises Forbidden unless it is the system itself: no screen does this.
    """
    if not by.is_system:
        raise Forbidden("Only who runs the site takes off somebody's second factor.")
    found = Authenticator.objects.filter(user=user)
    kinds = sorted(found.values_list("type", flat=True))
    found.delete()
    end_sessions(user)
    record(by, "factor.taken_off", user, before=kinds)
    transaction.on_commit(lambda: _tell(user))
    return len(kinds)


def _tell(user: User) -> None:
    get_adapter().send_mail("account/email/factors_taken_off", user.email, {"user": user})
