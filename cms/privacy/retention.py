"""What is forgotten, and when. Each period of `settings.RETENTION_DAYS` has its words and what enforces it here; one
hourly job runs them all, and the privacy page shows the words beside the days."""

import datetime
import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from cms.briefings.models import Subscription
from cms.community.models import CaseKey, CaseMessage, SupportCase
from cms.core import clock
from cms.core.requester import SYSTEM
from cms.events.tasks import forget_needs
from cms.forum import telling as forum_telling
from cms.forum.models import Draft
from cms.jobs.tasks import forget_failures
from cms.joining.models import Application
from cms.members.models import Invitation
from cms.notifications.models import Delivery, Notification
from cms.notifications.services import forget_words
from cms.postbox.services import forget as forget_mail
from cms.saved_searches import delivery as saved_searches
from cms.saved_searches.models import SavedSearchMail
from cms.searchlog.tasks import forget_old
from cms.storage import upload_parts
from cms.storage.expunging import expunge_quarantine, expunge_released
from cms.storage.models import UploadTicket
from cms.tools.models import TokenUse

log = logging.getLogger("privacy")
Expire = Callable[[datetime.datetime], object]
WAITING = (Delivery.State.PENDING, Delivery.State.HELD, Delivery.State.SENDING)


@dataclass(frozen=True, slots=True)
class Period:
    """`what` is kept until so many days `after`; then `becomes`. `expire(before)` does it; None: an operator does."""

    what: str
    after: str
    becomes: str
    expire: Expire | None


def _applications(before: datetime.datetime) -> None:
    Application.objects.filter(refused_at__lt=before).delete()
    Application.objects.filter(confirmed_at=None, applied_at__lt=before).delete()


def _cases(before: datetime.datetime) -> None:
    """What was asked and answered stays, so that nobody works it out twice; who asked does not."""
    old = SupportCase.objects.filter(closed_at__lt=before)
    CaseMessage.objects.filter(case__in=old).exclude(author=None).update(author=None)
    old.exclude(email="").update(asker=None, name="", email="", organisation="")


def _links(before: datetime.datetime) -> None:
    """An application's link is refused by its own dates (cms.joining.keys); a request's key goes altogether."""
    CaseKey.objects.filter(case__closed_at__lt=before).delete()


def _event_needs(_: datetime.datetime) -> None:
    forget_needs()


def _notices(before: datetime.datetime) -> None:
    Notification.objects.filter(created_at__lt=before).delete()


def _mail_words(before: datetime.datetime) -> None:
    Delivery.objects.filter(created_at__lt=before).exclude(state__in=WAITING).exclude(body="").update(body="")


def _mails(before: datetime.datetime) -> None:
    Delivery.objects.filter(created_at__lt=before).exclude(state__in=WAITING).delete()


def _invitations(before: datetime.datetime) -> None:
    Invitation.objects.filter(expires_at__lt=before).delete()


def _inbound_words(before: datetime.datetime) -> None:
    forget_mail(words=clock.now() - before, rows=_days("inbound"))


def _inbound(before: datetime.datetime) -> None:
    forget_mail(words=_days("inbound_words"), rows=clock.now() - before)


def _subscriptions(before: datetime.datetime) -> None:
    Subscription.objects.filter(confirmed_at=None, asked_at__lt=before).delete()


def _forum_drafts(before: datetime.datetime) -> None:
    Draft.objects.filter(saved_at__lt=before).delete()


def _forum_mails(before: datetime.datetime) -> None:
    for source in (forum_telling.REPLY, forum_telling.ANSWER, forum_telling.MODERATION):
        forget_words(by=SYSTEM, source=source, before=before)


def _saved_search_mails(before: datetime.datetime) -> None:
    SavedSearchMail.objects.filter(made_at__lt=before).delete()
    forget_words(by=SYSTEM, source=saved_searches.MAIL, before=before)


def _uploads(before: datetime.datetime) -> None:
    UploadTicket.objects.filter(made_at__lt=before).delete()


def _upload_parts(before: datetime.datetime) -> None:
    upload_parts.forget(before)


def _token_use(before: datetime.datetime) -> None:
    TokenUse.objects.filter(day__lt=before.date()).delete()


def _job_failures(before: datetime.datetime) -> None:
    forget_failures(before)


def _searches(_: datetime.datetime) -> None:
    forget_old()


PERIODS: dict[str, Period] = {
    "audit": Period("The record of who did what, without names", "it happened", "It is deleted", None),
    "cases": Period("Who asked for help with sharing", "the request is closed", "The names go", _cases),
    "links": Period(
        "Links in our e-mails that open a request or an application without an account",
        "it is settled",
        "They stop working",
        _links,
    ),
    "event_needs": Period("What you said you need at an event", "the event", "It is deleted", _event_needs),
    "applications": Period("Applications that were not approved", "the decision", "They are deleted", _applications),
    "invitations": Period("Invitations", "they ran out", "They are deleted", _invitations),
    "notices": Period("Notices on the site", "they were made", "They are deleted", _notices),
    "mail_words": Period("The words of e-mails that we sent", "they were written", "The words go", _mail_words),
    "mails": Period("That an e-mail was sent to you", "it was written", "It is deleted", _mails),
    "inbound_words": Period("Mail that we could not use", "it came", "The words go", _inbound_words),
    "inbound": Period("That you answered by e-mail", "it came", "It is deleted", _inbound),
    "subscriptions": Period(
        "Addresses that asked for the briefing and never said yes", "they asked", "They are deleted", _subscriptions
    ),
    "forum_drafts": Period("Words that you did not post", "you wrote them", "They are deleted", _forum_drafts),
    "forum_mails": Period(
        "The words of e-mails about the community", "they were written", "The words go", _forum_mails
    ),
    "saved_search_mails": Period(
        "E-mails about saved searches", "they were written", "They are deleted", _saved_search_mails
    ),
    "searches": Period("What was searched for, without names", "the search", "It is deleted", _searches),
    "uploads": Period("What came of files that you sent", "you sent them", "It is deleted", _uploads),
    "file_bytes": Period(
        "Files that were deleted or replaced, and the text read from them",
        "nothing on the site shows them any more",
        "They are deleted; what was published stays in the archive’s copy until somebody removes it for good",
        expunge_released,
    ),
    "quarantine": Period(
        "Files in which a virus was found", "it was found", "They are deleted; that they came stays", expunge_quarantine
    ),
    "upload_parts": Period(
        "Files that you began to send and did not finish", "the last piece came", "They are deleted", _upload_parts
    ),
    "token_use": Period("What each API token did on a day", "the day", "It is deleted", _token_use),
    "job_failures": Period("Failures of the site’s own work", "they happened", "They are deleted", _job_failures),
}


def _days(name: str) -> datetime.timedelta:
    return datetime.timedelta(days=settings.RETENTION_DAYS[name])


def check() -> None:
    """Raises ImproperlyConfigured where a period has no words, or words no period: the page would not be true."""
    if set(PERIODS) != set(settings.RETENTION_DAYS):
        odd = sorted(set(PERIODS) ^ set(settings.RETENTION_DAYS))
        raise ImproperlyConfigured(f"RETENTION_DAYS and cms.privacy.retention differ: {', '.join(odd)}.")


def expire_all() -> None:
    """Enforce every period that the site enforces by itself. Idempotent."""
    for name, period in PERIODS.items():
        if period.expire is not None:
            period.expire(clock.now() - _days(name))
