"""What the queue and the schedule run. Each may run twice or die: rows and dates say what is left to do."""

import datetime

from cms.briefings import sending, subscriptions
from cms.core import clock
from cms.jobs.services import enqueue, once_a_day

SECONDS = datetime.timedelta(seconds=40)  # less than a task of the default cluster may take
EARLY = 4  # o'clock in London
ADVANCE, CORRECT = "cms.briefings.tasks.advance", "cms.briefings.tasks.correct"


def advance(pk: int) -> None:
    """Send an edition; what one job cannot do, the next one goes on with."""
    if not sending.advance(pk, clock.now() + SECONDS):
        enqueue(ADVANCE, pk, scanned=True)


def correct(pk: int) -> None:
    until = clock.now() + SECONDS
    while sending.hand_over_correction(pk):
        if clock.now() >= until:
            enqueue(CORRECT, pk, scanned=True)
            return


def tick() -> None:
    """Every few minutes: what is due, and what was left by a run that died."""
    for pk in sending.due().values_list("pk", flat=True):
        enqueue(ADVANCE, pk, scanned=True)
    for pk in sending.corrections_due():
        enqueue(CORRECT, pk, scanned=True)


def forget() -> None:
    """Once a day: addresses that somebody typed and nobody confirmed."""
    if once_a_day("briefings: forget", EARLY):
        subscriptions.forget_unconfirmed()
