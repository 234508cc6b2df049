"""Telling people: on the site and by e-mail, each once. Recipients are given; nothing here looks for them."""

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.crypto import salted_hmac

from cms.core import clock
from cms.core.errors import BadInput, Unauthenticated
from cms.core.requester import Requester
from cms.jobs.services import enqueue
from cms.notifications.kinds import kind_of
from cms.notifications.models import Delivery, Frequency, Notification
from cms.notifications.preferences import frequencies_for

NOT_WANTED = "This person chose not to get e-mail about it."
STOPPABLE = (Delivery.State.PENDING, Delivery.State.HELD, Delivery.State.GATHERED)
UNSENT = (*STOPPABLE, Delivery.State.SENDING)
# By what the person chose. The site shows it at once in any case.
BEGINS = {
    Frequency.AT_ONCE: Delivery.State.PENDING,
    Frequency.DAILY: Delivery.State.HELD,
    Frequency.WEEKLY: Delivery.State.HELD,
    Frequency.NEVER: Delivery.State.CANCELLED,
}
SEND = "cms.notifications.tasks.send_delivery"


@dataclass(frozen=True, slots=True)
class Recipient:
    """`user_id` is None for somebody who has no account: they get the e-mail alone."""

    email: str
    user_id: int | None = None
    name: str = ""


@transaction.atomic
def notify(
    *,
    by: Requester,
    source_key: str,
    recipients: Iterable[Recipient],
    title: str,
    body: str,
    path: str = "",
    email: bool = True,
    site: bool = True,
    subject: str = "",
    email_body: str = "",
) -> int:
    """Tell these people, in the caller's transaction. Returns how many had not been told of this source before.

    `source_key` names the cause ("review:12:-30"): the same key never reaches a person twice by one channel.
    `title` is one line; `body` plain text, paragraphs parted by empty lines; `path` a path of the members' site
    ("/isps/ISP-0042"), which becomes an absolute link in the e-mail. Raises BadInput for a key or path that is not one.
    """
    _check(by, source_key, path)
    people = list({_address(person): person for person in recipients if _address(person) or person.user_id}.values())
    now, title = clock.now(), one_line(title)
    told = 0
    if site:
        rows = [
            Notification(user_id=user, source_key=source_key, title=title, body=body, path=path, created_at=now)
            for user in {person.user_id for person in people if person.user_id is not None}
        ]
        before = Notification.objects.filter(source_key=source_key).count()
        Notification.objects.bulk_create(rows, ignore_conflicts=True)
        told = Notification.objects.filter(source_key=source_key).count() - before
    if email:
        told = max(told, _write_deliveries(people, source_key, one_line(subject) or title, email_body or body, path))
    return told


def _write_deliveries(people: list[Recipient], source_key: str, subject: str, body: str, path: str) -> int:
    known = set(
        Delivery.objects.filter(source_key=source_key, channel=Delivery.Channel.EMAIL).values_list(
            "recipient", flat=True
        )
    )
    chosen = frequencies_for(kind_of(source_key), (person.user_id for person in people if person.user_id is not None))
    begins = {_address(person): BEGINS[chosen.get(person.user_id or 0, Frequency.AT_ONCE)] for person in people}
    rows = [
        Delivery(
            source_key=source_key,
            recipient=_address(person),
            user_id=person.user_id,
            recipient_name=one_line(person.name),
            subject=subject,
            body=body,
            path=path,
            message_id=message_id(source_key, _address(person)),
            created_at=clock.now(),
            state=begins[_address(person)],
            reason=NOT_WANTED if begins[_address(person)] == Delivery.State.CANCELLED else "",
        )
        for person in people
        if _address(person) and _address(person) not in known
    ]
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    keys = [row.message_id for row in rows]
    for pk in Delivery.objects.filter(message_id__in=keys, state=Delivery.State.PENDING).values_list("pk", flat=True):
        enqueue(SEND, pk, scanned=True)
    return len(rows)


def _check(by: Requester, source_key: str, path: str) -> None:
    if by is None:
        raise BadInput("Who tells them? Pass the requester, or SYSTEM.")
    if not source_key or len(source_key) > 160 or ":" not in source_key or one_line(source_key) != source_key:
        raise BadInput(f"{source_key!r} is not a source key of the form kind:id.")
    if path and (not path.startswith("/") or path.startswith("//") or urlsplit(path).netloc):
        raise BadInput(f"{path!r} is not a path of the members' site.")


def _address(person: Recipient) -> str:
    """The address in lower case; empty for one that cannot be written to."""
    address = person.email.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        return ""
    return address


def one_line(text: str) -> str:
    """For headers and titles: a line break in a header would start another header."""
    return " ".join(text.split())[:200]


def message_id(source_key: str, address: str) -> str:
    """The same for every attempt, so the mail provider and the reader's program can drop a second copy."""
    # Keyed, so that nobody who has not had the mail can write a report about it.
    host = urlsplit(settings.FRONTEND_ORIGIN).hostname or "localhost"
    digest = salted_hmac("cms.notifications.message_id", f"{source_key}|{address}", algorithm="sha256").digest()
    return f"<{uuid.UUID(bytes=digest[:16], version=4)}@{host}>"


@transaction.atomic
def cancel_deliveries(*, by: Requester, source_prefix: str, reason: str, superseded: bool = False) -> int:
    """What waits for these sources is not sent, and unread notices of them count as read. Call it in the transaction
    that makes them pointless. `source_prefix` is a key or the beginning of keys ("review:12:").

    Returns how many e-mails were stopped.
    """
    if len(source_prefix) < 3 or ":" not in source_prefix:
        raise BadInput("Name the source: kind:id, or kind:id: for all of its keys.")
    state = Delivery.State.SUPERSEDED if superseded else Delivery.State.CANCELLED
    keys = {"source_key__startswith": source_prefix} if source_prefix.endswith(":") else {"source_key": source_prefix}
    Notification.objects.filter(read_at=None, **keys).update(read_at=clock.now())
    waiting = Delivery.objects.filter(**keys, state__in=STOPPABLE)
    return waiting.update(state=state, reason=one_line(reason))


@transaction.atomic
def reword_deliveries(*, by: Requester, source_key: str, body: str, sent_too: bool = False) -> int:
    """Mails of this source that have not left say this instead, because what they tell of was changed; with `sent_too`
    the record of those that left does as well. Returns how many."""
    if by is None:
        raise BadInput("Who changes it? Pass the requester, or SYSTEM.")
    rows = Delivery.objects.filter(source_key=source_key)
    return (rows if sent_too else rows.filter(state__in=UNSENT)).update(body=body)


@transaction.atomic
def retitle_notices(*, by: Requester, source_keys: Iterable[str], title: str, sent_too: bool = False) -> int:
    """Notices of these sources, and mails of them that have not left, have this title, because what they tell of was
    renamed; with `sent_too` the record of mails that left does as well. Returns how many notices."""
    if by is None:
        raise BadInput("Who changes it? Pass the requester, or SYSTEM.")
    keys, title, told = list(source_keys), one_line(title), 0
    for start in range(0, len(keys), 500):
        some = keys[start : start + 500]
        mails = Delivery.objects.filter(source_key__in=some)
        (mails if sent_too else mails.filter(state__in=UNSENT)).update(subject=title)
        told += Notification.objects.filter(source_key__in=some).exclude(title=title).update(title=title)
    return told


def mark_notifications_read(*, by: Requester, ids: Iterable[int] | None = None) -> int:
    """The person has seen these of their own notices (all of them, unless told). Returns how many changed."""
    if by.user_id is None:
        raise Unauthenticated("Sign in to see your notifications.")
    rows = Notification.objects.filter(user_id=by.user_id, read_at=None)
    if ids is not None:
        rows = rows.filter(pk__in=list(ids))
    return rows.update(read_at=clock.now())


def forget_words(*, by: Requester, source: str, before: datetime.datetime) -> int:
    """Empty the text of e-mails of this source ("saved-searches") that were written before a moment; that they were
    sent stays on record. Returns how many."""
    if not by.is_system:
        raise BadInput("A job does this, when the time of keeping is over.")
    old = Delivery.objects.filter(source_key__startswith=f"{source}:", created_at__lt=before).exclude(body="")
    return old.exclude(state__in=UNSENT).update(body="")
