"""claim -> send -> confirm. Each step may be killed at any point and run again, by several processes at once."""

import datetime
import logging
from smtplib import SMTPRecipientsRefused

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet

from cms.core import clock
from cms.jobs.services import enqueue
from cms.notifications import bounces, digests
from cms.notifications.email import message
from cms.notifications.models import Delivery
from cms.notifications.services import SEND
from cms.notifications.vetoes import reason_against

logger = logging.getLogger(__name__)
LEASE = datetime.timedelta(seconds=settings.DELIVERY_LEASE_S)
SOONER = datetime.timedelta(minutes=1)  # after an error that we saw
MAX_ATTEMPTS = 5
State = Delivery.State


def waiting() -> QuerySet[Delivery]:
    """Never begun, or begun by someone who died."""
    return Delivery.objects.filter(Q(state=State.PENDING) | Q(state=State.SENDING, lease_until__lt=clock.now()))


def claim(pk: int) -> Delivery | None:
    """Take one delivery for the length of a lease; None when somebody has it, or it is not to be sent any more."""
    with transaction.atomic():
        won = (
            waiting()
            .filter(pk=pk)
            .update(state=State.SENDING, lease_until=clock.now() + LEASE, attempts=F("attempts") + 1)
        )
        if not won:
            return None
        delivery = Delivery.objects.get(pk=pk)
        if delivery.attempts > MAX_ATTEMPTS:
            _give_up(delivery, f"Given up after {MAX_ATTEMPTS} attempts.")
            return None
        if reason := reason_against(delivery.source_key, delivery.user_id, delivery.recipient):
            digests.cancel(delivery, reason)
            return None
        delivery.refresh_from_db()  # a digest is written anew when it is claimed
        if delivery.attempts > 1:  # the earlier attempt may have reached the provider
            Delivery.objects.filter(pk=pk).update(maybe_doubled=True)
    return delivery


def _give_up(delivery: Delivery, reason: str) -> None:
    with transaction.atomic():
        Delivery.objects.filter(pk=delivery.pk).update(state=State.FAILED, reason=reason[:200], lease_until=None)
        digests.settle(delivery, State.FAILED, reason)


def send_delivery(pk: int) -> None:
    """The queue's task. A second run for the same row does nothing."""
    delivery = claim(pk)
    if delivery is None:
        return
    try:
        message(delivery).send()
    except SMTPRecipientsRefused as error:
        if bounces.record_refusal(delivery, error):  # for good: trying again changes nothing
            _give_up(delivery, "The address was refused by its mail server.")
            return
        Delivery.objects.filter(pk=pk).update(lease_until=clock.now() + SOONER)
        raise
    except Exception:
        # Not known to have been sent: the lease runs out soon, and the repair scan tries again.
        Delivery.objects.filter(pk=pk).update(lease_until=clock.now() + SOONER)
        raise
    with transaction.atomic():
        Delivery.objects.filter(pk=pk).update(state=State.SENT, sent_at=clock.now(), lease_until=None)
        digests.settle(delivery, State.SENT)


def repair() -> None:
    """Every 5 minutes. The queue is a hint: losing all of it costs 5 minutes, not a message."""
    for pk in waiting().order_by("pk").values_list("pk", flat=True)[:5000]:
        enqueue(SEND, pk, scanned=True)


def gather() -> None:
    """Every 5 minutes: what waits for a digest, by each person's choice of today."""
    digests.gather()
