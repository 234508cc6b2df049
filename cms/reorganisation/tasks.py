"""What jobs run: plans whose day has come."""

import logging

from django.db import DatabaseError

from cms.core import clock
from cms.core.errors import DomainError
from cms.core.requester import SYSTEM
from cms.members.selectors import core_team, recipient
from cms.notifications.services import notify
from cms.reorganisation.models import Reorganisation
from cms.reorganisation.services import carry_out

log = logging.getLogger(__name__)


def carry_out_due() -> None:
    """Every reviewed plan whose London day has come; one that cannot be is told to the core team once a day, and one
    that the database refuses does not keep the next ones waiting."""
    due = Reorganisation.objects.filter(
        takes_effect_on__lte=clock.today(), carried_out_at=None, cancelled_at=None
    ).exclude(reviewed_at=None)
    for plan in due.order_by("takes_effect_on", "pk"):
        try:
            carry_out(by=SYSTEM, number=plan.pk)
        except DomainError as error:
            log.warning("reorganisation %s waits: %s", plan.pk, error)
            notify(
                by=SYSTEM,
                source_key=f"reorganisation:{plan.pk}:waits:{clock.today().isoformat()}",
                recipients=[recipient(person) for person in core_team()],
                title=f"It could not be carried out: {plan.title}",
                body=f"{error}\n\nNothing more happens until this is settled.",
                path=f"/reorganisations/{plan.pk}",
            )
        except DatabaseError:
            log.exception("reorganisation %s was stopped by the database; it goes on with the next run", plan.pk)
