"""What jobs run: fetching mail, looking at each message, and forgetting."""

import datetime

from django.conf import settings

from cms.core import clock
from cms.core.requester import SYSTEM
from cms.jobs.services import enqueue
from cms.notifications.services import forget_words
from cms.postbox import telling
from cms.postbox.mailboxes import mailbox_at
from cms.postbox.services import HANDLE, forget, handle_mail, receive_mail, waiting

MOST = 200  # messages at one look
WORDS_KEPT = datetime.timedelta(days=settings.RETENTION_DAYS["inbound_words"])
# Longer than any server delivers the same message again.
ROWS_KEPT = datetime.timedelta(days=settings.RETENTION_DAYS["inbound"])


def fetch() -> int:
    """Every 2 minutes: what is in the mailbox is kept here, and only then taken out there. What still waits from
    before is asked for again: the queue is a hint. Returns how many messages were read."""
    for pk in waiting().order_by("pk").values_list("pk", flat=True)[:MOST]:
        enqueue(HANDLE, pk, scanned=True)
    read = 0
    with mailbox_at(settings.INBOUND_EMAIL_URL) as box:
        for found in box.messages(MOST):
            receive_mail(by=SYSTEM, raw=found.raw, size=found.size)
            box.done(found)
            read += 1
    return read


def handle(pk: int) -> None:
    """The queue's task. A second run for the same message does nothing."""
    handle_mail(pk)


def tidy() -> None:
    """Every hour: the words of refused mails go after two weeks, the record of all after half a year; so do
    the words of what we wrote back, and what the mailbox still keeps of them."""
    forget(words=WORDS_KEPT, rows=ROWS_KEPT)
    for source in (telling.REFUSED, telling.NOTE):
        forget_words(by=SYSTEM, source=source, before=clock.now() - WORDS_KEPT)
    with mailbox_at(settings.INBOUND_EMAIL_URL) as box:
        box.forget(WORDS_KEPT)
