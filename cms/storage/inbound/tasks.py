"""Every 10 minutes on the slow cluster, and when an editor asks."""

from cms.jobs.services import enqueue
from cms.storage.inbound import services, telling

FETCH = "cms.storage.inbound.tasks.fetch"
SECONDS = 120.0


def fetch() -> None:
    try:
        found = services.fetch_new(seconds=SECONDS)
    finally:
        telling.tell_the_team()
    if found.left and found.decided and not found.away:  # there was not time enough for all
        enqueue(FETCH, cluster="slow", scanned=True)
