"""One worker of the drill of files: what the site's jobs do every minute, at once, until it is killed.

Imported once by a process that forks a worker whenever one is wanted: a new one begins within milliseconds.
"""

import datetime
import os
import time

import django

django.setup()

from cms.storage import pushing, scanning  # noqa: E402 - the models exist now
from cms.storage.inbound import services, turns  # noqa: E402

TURN_S, NOTHING_DONE_S = 20.0, 0.3
pushing.LEASE = datetime.timedelta(seconds=3)  # what a killed worker leaves behind; the site waits five minutes
pushing.WAIT = pushing.LONGEST_WAIT = datetime.timedelta(seconds=0.5)
turns.PAUSE = datetime.timedelta(seconds=0.5)
scanning.AWAY_SECONDS = scanning.REMEMBERED_SECONDS = 0.2


def work(kind: str, endpoint: str, scanner: str, log: str) -> None:
    """`kind` is push or fetch; through the proxies at `endpoint` and `scanner`."""
    from django.conf import settings

    handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(handle, 1)
    os.dup2(handle, 2)
    settings.S3_ENDPOINT_URL, settings.CLAMD_ADDRESS = endpoint, scanner
    while True:
        if kind == "push":
            done = pushing.push_waiting(seconds=TURN_S).done
        else:
            done = services.fetch_new(seconds=TURN_S).decided
        if not done:
            time.sleep(NOTHING_DONE_S)
