"""The search log's work at night."""

import datetime
import logging

from django.conf import settings

from cms.core import clock
from cms.core.requester import SYSTEM
from cms.jobs import services as jobs
from cms.notifications.services import forget_words
from cms.searchlog.models import LoggedSearch, Wish
from cms.searchlog.popularity import refresh_popularity
from cms.searchlog.services import MAIL

logger = logging.getLogger(__name__)
NIGHT = 3  # the hour
CHUNK = 5000  # rows deleted in one transaction


def forget_old() -> None:
    """Searches and wishes older than SEARCH_LOG_KEEP_DAYS are gone. Every hour, so a night without jobs keeps none."""
    last = clock.today() - datetime.timedelta(days=settings.SEARCH_LOG_KEEP_DAYS)
    while keys := list(LoggedSearch.objects.filter(day__lt=last).order_by().values_list("pk", flat=True)[:CHUNK]):
        LoggedSearch.objects.filter(pk__in=keys).delete()  # their clicks go with them
    before = clock.now() - datetime.timedelta(days=settings.SEARCH_LOG_KEEP_DAYS)
    Wish.objects.filter(asked_at__lt=before).delete()
    forget_words(by=SYSTEM, source=MAIL, before=before)


def work_out_popularity() -> None:
    """Once a day, at night."""
    if jobs.once_a_day("searchlog_popularity", NIGHT):
        logger.info("popularity of %d things changed", refresh_popularity())
