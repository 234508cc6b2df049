"""For the nightly comparison: what partners dropped and nobody marked as dealt with. Nothing here changes anything."""

from collections.abc import Callable, Iterator
from itertools import islice

from cms.core import clock
from cms.storage.inbound.exchanges import exchange as exchange_of_today
from cms.storage.inbound.ports import INBOX, TAG, Dropped, Exchange, Withheld
from cms.storage.inbound.receiving import LISTED_AT_ONCE, dropped_of
from cms.storage.inbound.services import fetch_new, mark
from cms.storage.inbound.turns import OPEN, not_today
from cms.storage.models import InboundReceipt
from cms.storage.ports import NotThere
from cms.storage.reconcile.findings import UNTAGGED, Finding

MENDING_S = 60.0
SAMPLE = 20  # the tags of one version in so many are asked for: others every night
Receipts = dict[tuple[str, str, str], InboundReceipt]


def untagged() -> Iterator[Finding]:
    """Versions in the inbox without our tag, or without a receipt; not those whose body's day is full. Raises
    StoreUnavailable."""
    exchange, tonight = exchange_of_today(), clock.today().toordinal() % SAMPLE
    take_in, listed = _taking_in(exchange), iter(exchange.versions(INBOX))
    while some := list(islice(listed, LISTED_AT_ONCE)):
        receipts = _receipts(exchange, some)
        waiting = InboundReceipt.objects.filter(not_today(), pk__in=[row.pk for row in receipts.values()])
        tomorrow = set(waiting.values_list("pk", flat=True))
        for dropped in some:
            receipt = receipts.get((dropped.key, dropped.version, dropped.etag))
            if receipt is None:
                yield _finding(dropped, "it was dropped and has no receipt yet", exchange, take_in)
            elif receipt.state in OPEN:
                if receipt.pk not in tomorrow:
                    yield _finding(dropped, "nothing is decided about it yet", exchange, take_in)
            elif receipt.tagged_at is None or (receipt.pk % SAMPLE == tonight and not _is_tagged(exchange, receipt)):
                yield _finding(dropped, "it was dealt with and is not marked so", exchange, _marking(exchange, receipt))


def _receipts(exchange: Exchange, some: list[Dropped]) -> Receipts:
    rows = InboundReceipt.objects.filter(bucket=exchange.name, key__in={dropped.key for dropped in some})
    return {(row.key, row.version, row.etag): row for row in rows}


def _is_tagged(exchange: Exchange, receipt: InboundReceipt) -> bool:
    try:
        return TAG in exchange.tags(dropped_of(receipt))
    except (NotThere, Withheld):  # taken away since it was listed, or not to be asked: it was tagged once
        return True


Mend = Callable[[Dropped], bool]


def _taking_in(exchange: Exchange) -> Mend:
    """One look for all that one comparison finds: each look counts as an attempt with every file."""
    looked = False

    def mend(dropped: Dropped) -> bool:
        nonlocal looked
        if not looked:
            looked = True
            fetch_new(seconds=MENDING_S, exchange=exchange)
        receipt = _receipts(exchange, [dropped]).get((dropped.key, dropped.version, dropped.etag))
        return receipt is not None and receipt.state not in OPEN and receipt.tagged_at is not None

    return mend


def _marking(exchange: Exchange, receipt: InboundReceipt) -> Mend:
    def mend(dropped: Dropped) -> bool:
        mark(exchange, receipt)
        return True

    return mend


def _finding(dropped: Dropped, why: str, exchange: Exchange, mend: Mend) -> Finding:
    return Finding(UNTAGGED, dropped.key, why, place=exchange.name, mend=lambda: mend(dropped))
