"""What the queue and the schedule run. Each may run twice or die: rows and dates say what is left to do."""

import datetime
import logging

from django.conf import settings

from cms.core import clock
from cms.core.requester import SYSTEM
from cms.jobs.services import enqueue
from cms.notifications.digests import last_clock
from cms.notifications.services import forget_words
from cms.saved_searches import delivery, finding
from cms.saved_searches.models import MatchRun, SavedSearchMail
from search.ports import Unavailable

logger = logging.getLogger(__name__)
SECONDS = datetime.timedelta(seconds=40)  # less than a task of the default cluster may take
KEPT = datetime.timedelta(days=settings.RETENTION_DAYS["saved_search_mails"])  # how long mails and their words are kept
STUCK = datetime.timedelta(days=3)  # a run that fails so long would hold up those behind it for ever
EARLY = 5  # o'clock in London: after the night's rebuild, before the morning's mails


def match(run_pk: int) -> None:
    """Compare the saved searches with what has just changed; what one job cannot do, the next one goes on with."""
    try:
        done = finding.match(run_pk, clock.now() + SECONDS)
    except Unavailable as error:  # the tick below tries again
        logger.warning("saved searches wait for the search index: %s", error)
        return
    if not done:
        enqueue("cms.saved_searches.tasks.match", run_pk, scanned=True)


def take_baseline(pk: int) -> None:
    try:
        finding.take_baseline(pk)
    except Unavailable as error:
        logger.warning("saved search %d waits for the search index: %s", pk, error)


def send() -> None:
    delivery.hand_over()


def tick() -> None:
    """Every five minutes: go on with runs that were left, and send what has fallen due."""
    for pk in MatchRun.objects.order_by("pk").values_list("pk", flat=True)[:20]:
        enqueue("cms.saved_searches.tasks.match", pk, scanned=True)
    delivery.hand_over()


def recheck_person(user_id: int) -> None:
    now = clock.now()
    try:
        finding.recheck(finding.active_searches().filter(owner=user_id), now, now + SECONDS)
    except Unavailable as error:
        logger.warning("saved searches wait for the search index: %s", error)


def check_in_the_morning() -> None:
    """Hourly, and once a day for each search: rights and states that moved on without a change. Also clears up."""
    finding.remove_for_inactive()
    now = clock.now()
    stuck = MatchRun.objects.filter(created_at__lt=now - STUCK)
    if stuck.exists():
        logger.error("%d runs of saved searches were given up: they failed for days", stuck.delete()[0])
    SavedSearchMail.objects.filter(made_at__lt=now - KEPT).delete()
    forget_words(by=SYSTEM, source=delivery.MAIL, before=now - KEPT)
    try:
        done = finding.recheck(finding.active_searches(), last_clock(now, EARLY), now + SECONDS)
    except Unavailable as error:
        logger.warning("saved searches were not checked: %s", error)
        return
    if not done:
        enqueue("cms.saved_searches.tasks.check_in_the_morning", scanned=True)
