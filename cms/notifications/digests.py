"""Digests: one mail a person and London day that holds what waited, and none that is empty.

What is due follows from rows, choices and dates alone: a tick that is missed, doubled or late changes nothing. A run
that dies leaves its rows held for the next one. The digest's own Delivery goes the way of every mail: claim, lease,
Message-ID, `maybe_doubled`.
"""

import datetime
from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.db.models import Q

from cms.core import clock
from cms.core.requester import SYSTEM
from cms.jobs.services import enqueue
from cms.notifications import services
from cms.notifications.kinds import kind_of
from cms.notifications.models import Delivery, Digest, Frequency, Notification, Preference
from cms.notifications.preferences import DIGEST, chosen_of
from cms.notifications.vetoes import reason_against

MORNING = 7  # o'clock in London
State = Delivery.State
EMPTY = "Nothing in it is to be told any more."


def last_clock(now: datetime.datetime, hour: int, *, monday: bool = False) -> datetime.datetime:
    """The last time that it was this hour in London, on any day or on a Monday."""
    local = now.astimezone(clock.LONDON)
    day = local.date() if local.hour >= hour else local.date() - datetime.timedelta(days=1)
    if monday:
        day -= datetime.timedelta(days=day.weekday())
    return datetime.datetime.combine(day, datetime.time(hour), clock.LONDON)


def gather() -> int:
    """Every few minutes: what is held goes where its person's choice of today says. Returns how many digests."""
    gone = Q(state=State.HELD, user=None) | Q(state=State.GATHERED, digest=None)
    Delivery.objects.filter(gone).update(state=State.CANCELLED, reason="The account is gone.")
    people = Delivery.objects.filter(state=State.HELD).order_by().values_list("user_id", flat=True).distinct()
    made = 0
    for user_id in list(people):
        try:
            made += _gather_for(user_id)
        except IntegrityError:  # another run made this morning's digest meanwhile: the rest goes with the next
            continue
    return made


@transaction.atomic
def _gather_for(user_id: int) -> int:
    user = get_user_model()._default_manager.get(pk=user_id)
    held = Delivery.objects.filter(user=user_id, state=State.HELD)
    if not user.is_active:
        held.update(state=State.CANCELLED, reason="The account is closed.")
        return 0
    chosen = dict(Preference.objects.filter(user=user_id).values_list("kind", "frequency"))
    now = clock.now()
    before = {Frequency.DAILY: last_clock(now, MORNING), Frequency.WEEKLY: last_clock(now, MORNING, monday=True)}
    due, at_once, never = [], [], []
    for row in held.order_by("pk"):
        kind = kind_of(row.source_key)
        kept = chosen.get(kind.key) if kind is not None else None
        frequency = chosen_of(kind, kept)
        if frequency == Frequency.AT_ONCE:
            at_once.append(row.pk)
        elif frequency == Frequency.NEVER:
            never.append(row.pk)
        elif row.created_at < before[frequency]:
            due.append(row)
    held.filter(pk__in=never).update(state=State.CANCELLED, reason=services.NOT_WANTED)
    if held.filter(pk__in=at_once).update(state=State.PENDING):
        for pk in at_once:
            enqueue(services.SEND, pk, scanned=True)
    if not due or Digest.objects.filter(user=user_id, day=clock.today()).exists():
        return 0
    digest = Digest.objects.create(user_id=user_id, day=clock.today())
    # The conditional update decides between two runs at once: where another has taken a row, none is taken here.
    won = held.filter(pk__in=[row.pk for row in due]).update(state=State.GATHERED, digest=digest)
    if won != len(due):
        transaction.set_rollback(True)
        return 0
    services.notify(
        by=SYSTEM,
        source_key=f"{DIGEST}:{digest.pk}",
        recipients=[services.Recipient(user.email, user.pk, str(user))],
        title=title_of(due),
        body=words_of(due),
        path=path_of(due),
        site=False,
    )
    return 1


def veto(source_key: str, user_id: int | None, address: str) -> str:
    """Asked in the transaction that claims the mail: what was withdrawn since is left out, the rest is written anew.
    With nothing left, the mail does not go."""
    key = int(source_key.partition(":")[2])
    standing = []
    for row in Delivery.objects.filter(digest=key, state=State.GATHERED).order_by("pk"):
        if reason := reason_against(row.source_key, row.user_id, row.recipient):
            cancel(row, reason)
        else:
            standing.append(row)
    if not standing:
        return EMPTY
    words = {"subject": title_of(standing), "body": words_of(standing), "path": path_of(standing)}
    Delivery.objects.filter(source_key=source_key, recipient=address).update(**words)
    return ""


def cancel(delivery: Delivery, reason: str) -> None:
    """It is not sent, and its notice goes from the site unless it was read."""
    Delivery.objects.filter(pk=delivery.pk).update(state=State.CANCELLED, reason=reason[:200], lease_until=None)
    unseen = Notification.objects.filter(source_key=delivery.source_key, read_at=None)
    if delivery.user_id is not None:
        unseen.filter(user_id=delivery.user_id).delete()


def settle(delivery: Delivery, state: str, reason: str = "") -> None:
    """What the digest held shares its end: sent, or given up."""
    if delivery.source_key.startswith(f"{DIGEST}:"):
        items = Delivery.objects.filter(digest=int(delivery.source_key.partition(":")[2]), state=State.GATHERED)
        sent_at = clock.now() if state == State.SENT else None
        items.update(state=state, sent_at=sent_at, reason=reason[:200])


# -- the words -------------------------------------------------------------------------------------------
def title_of(rows: list[Delivery]) -> str:
    return rows[0].subject if len(rows) == 1 else f"{len(rows)} things for you"


def path_of(rows: list[Delivery]) -> str:
    return rows[0].path if len(rows) == 1 else "/notifications"


def words_of(rows: Iterable[Delivery]) -> str:
    """Each thing with the day on which it was written, its words and its address."""
    parts = []
    for row in rows:
        day = row.created_at.astimezone(clock.LONDON)
        parts.append(f"{row.subject}\n{day.day} {day:%B %Y}")
        if row.body.strip() and row.body.strip() != row.subject:
            parts.append(row.body.strip())
        if row.path and settings.FRONTEND_ORIGIN + row.path not in row.body:
            parts.append(settings.FRONTEND_ORIGIN + row.path)
    parts.append("You chose to get these together. You change that on the page of your notification settings.")
    parts.append(f"{settings.FRONTEND_ORIGIN}/notifications/settings")
    return "\n\n".join(parts)
