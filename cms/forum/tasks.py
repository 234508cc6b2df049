"""What the schedule runs. It may run twice or die: rows and dates say what is left to do."""

import datetime

from django.conf import settings
from django.db import transaction

from cms.core import clock
from cms.core.requester import SYSTEM
from cms.forum import telling
from cms.forum.models import Draft
from cms.jobs.services import once_a_day
from cms.notifications.services import forget_words

DRAFTS_KEPT = datetime.timedelta(days=settings.RETENTION_DAYS["forum_drafts"])
# The words of mails about posts; that they were sent stays on record.
MAILS_KEPT = datetime.timedelta(days=settings.RETENTION_DAYS["forum_mails"])
NIGHT = 3  # o'clock in London


@transaction.atomic
def tidy() -> None:
    """Once a night: drafts that nobody came back to, and the words of old mails."""
    if not once_a_day("forum: tidy", NIGHT):
        return
    Draft.objects.filter(saved_at__lt=clock.now() - DRAFTS_KEPT).delete()
    for source in (telling.REPLY, telling.ANSWER, telling.MODERATION):
        forget_words(by=SYSTEM, source=source, before=clock.now() - MAILS_KEPT)
