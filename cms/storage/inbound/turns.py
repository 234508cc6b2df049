"""Which dropped file is looked at next, so that none keeps the others waiting.

Each body's next one in turn; so many new ones of a body a day; what was tried often, once an hour.
"""

import datetime
from collections.abc import Collection, Iterator
from typing import Any

from django.conf import settings
from django.db.models import Count, F, Q, Window
from django.db.models.functions import RowNumber

from cms.core import clock
from cms.storage.models import InboundReceipt

State = InboundReceipt.State
OPEN = (State.SEEN, State.WAITING)
UNFINISHED = Q(state__in=OPEN) | Q(tagged_at=None) | Q(answered_at=None, exchange__isnull=False)
SLICE = 200
OFTEN, PAUSE = 5, datetime.timedelta(hours=1)  # a file that ends its worker has ended five of them by then


def used_today() -> dict[int, int]:
    """{key of a folder: how many of its files were taken up for the first time today (London)}."""
    midnight = datetime.datetime.combine(clock.today(), datetime.time(), clock.LONDON)
    rows = InboundReceipt.objects.filter(begun_at__gte=midnight, exchange__isnull=False).order_by().values("exchange")
    return dict(rows.annotate(number=Count("pk")).values_list("exchange", "number"))


def not_today() -> Q:
    """New files of the folders whose day is full: they wait for tomorrow, and nothing is wrong with them."""
    full = [box for box, number in used_today().items() if number >= settings.EXCHANGE_FILES_A_DAY]
    return Q(state=State.SEEN, begun_at=None, exchange__in=full)


def in_turn(silent: Collection[str]) -> Iterator[InboundReceipt]:
    """Each unfinished receipt once, for its taker alone: counted before the work, so that a file that ends its worker
    is counted too. `silent`: places (their `bucket`) that do not answer; may grow meanwhile."""
    now = clock.now()
    due = Q(tried_at=None) | Q(tried_at__lt=now, attempts__lt=OFTEN) | Q(tried_at__lt=now - PAUSE)
    while rows := _slice(due, silent):
        used = used_today()
        for receipt in rows:
            box = receipt.exchange_id  # type: ignore[attr-defined]
            if receipt.bucket in silent:
                continue
            if _is_new(receipt) and box is not None:
                if used.get(box, 0) >= settings.EXCHANGE_FILES_A_DAY:
                    continue
                used[box] = used.get(box, 0) + 1
            if _claimed(receipt):
                yield receipt


def _slice(due: Q, silent: Collection[str]) -> list[Any]:
    rows = InboundReceipt.objects.filter(UNFINISHED).filter(due).exclude(not_today()).exclude(bucket__in=list(silent))
    turn = Window(RowNumber(), partition_by=F("exchange"), order_by=("attempts", "pk"))
    return list(rows.select_related("exchange__partner", "content").annotate(turn=turn).order_by("turn", "pk")[:SLICE])


def _is_new(receipt: InboundReceipt) -> bool:
    return receipt.state == State.SEEN and receipt.begun_at is None


def _claimed(receipt: InboundReceipt) -> bool:
    """False where another worker took it up since it was read."""
    now = clock.now()
    begun_at = now if _is_new(receipt) else receipt.begun_at
    mine = InboundReceipt.objects.filter(pk=receipt.pk, attempts=receipt.attempts)
    if not mine.update(attempts=F("attempts") + 1, tried_at=now, begun_at=begun_at):
        return False
    receipt.attempts, receipt.tried_at, receipt.begun_at = receipt.attempts + 1, now, begun_at
    return True
