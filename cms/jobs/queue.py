"""What the watchdog does to the queue: put back what a dead group had taken, and send the canary through."""

import logging
import time

from django.db import Error, close_old_connections
from django_q.conf import Conf
from django_q.models import OrmQ
from django_q.tasks import async_task

from cms.core import clock

logger = logging.getLogger(__name__)


def release() -> bool:
    """Nobody works on what the dead group had taken: make those rows due now instead of after `retry` seconds.

    False when the database does not answer.
    """
    try:
        close_old_connections()
        OrmQ.objects.filter(key=Conf.CLUSTER_NAME, lock__gt=clock.now()).update(lock=clock.now())
    except Error as error:
        logger.warning("queue not reachable: %s", type(error).__name__)
        return False
    return True


class Canary:
    """A small task sent through the queue every so often; while it waits, something may be wrong."""

    def __init__(self, every: float) -> None:
        self.every = every
        self.last = -every
        self.sent: tuple[int, float] | None = None  # queue row, monotonic time

    def forget(self) -> None:
        self.sent = None

    def waits(self) -> float:
        """Seconds the canary has waited; 0 when there is none, or when the database does not answer."""
        try:
            close_old_connections()
            if self.sent and not OrmQ.objects.filter(pk=self.sent[0]).exists():
                self.sent = None
            if not self.sent and time.monotonic() - self.last >= self.every:
                options = {"group": "heartbeat", "save": False, "ack_failure": True}
                async_task("cms.jobs.tasks.beat", Conf.CLUSTER_NAME, q_options=options)
                row = OrmQ.objects.filter(key=Conf.CLUSTER_NAME).order_by("-pk").values_list("pk", flat=True).first()
                self.last = time.monotonic()
                self.sent = (row, time.monotonic()) if row else None
        except Error as error:
            logger.warning("queue not readable: %s", type(error).__name__)
            self.sent = None
            return 0
        return time.monotonic() - self.sent[1] if self.sent else 0
