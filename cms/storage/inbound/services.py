"""What partners' systems dropped is taken in, and what the core team decides about it.

Each dropped version is looked at until it is decided, tagged and answered. Nothing is deleted on the other side.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from wagtail.models import Collection

from cms.audit import services as audit
from cms.core import clock, policy
from cms.core.errors import BadInput, Conflict, Forbidden, NotFound
from cms.core.requester import SYSTEM, Requester
from cms.storage.inbound.answers import answer_of, key_of
from cms.storage.inbound.exchanges import exchange as exchange_of_today
from cms.storage.inbound.exchanges import exchange_named
from cms.storage.inbound.kinds import all_kinds, kind_named
from cms.storage.inbound.ports import Exchange, Withheld
from cms.storage.inbound.receiving import NotChecked, NotNow, dropped_of, list_new, take, wait
from cms.storage.inbound.silences import AWAY, Heard, Silences, Silent
from cms.storage.inbound.turns import OPEN, UNFINISHED, in_turn
from cms.storage.models import InboundReceipt
from cms.storage.ports import NotThere, StoreUnavailable

logger = logging.getLogger(__name__)
State = InboundReceipt.State
OURS = ""  # among the silences: our own store


@dataclass(slots=True)
class Fetched:
    """What one look brought: new receipts, decisions, and how many are not finished. `away`: silences of today's
    exchange or of our own store, of which nothing was heard afterwards."""

    new: int = 0
    decided: int = 0
    settled: int = 0
    left: int = 0
    away: int = 0


def fetch_new(*, seconds: float = 60, exchange: Exchange | None = None) -> Fetched:
    """List what was dropped, take it in, tag it and answer, for about so many seconds.

    May be killed at any line and run by several workers at once. What is left over is in `left`. A receipt is finished
    where its file lies, also after the site has moved; answers are written where they are read today.
    """
    until, found = time.monotonic() + seconds, Fetched()
    today = exchange or exchange_of_today()
    try:
        found.new = list_new(today)
    except StoreUnavailable as error:
        logger.warning("what partners' systems sent could not be listed: %s", error)
        found.away += 1
    found.settled = note_settled()
    silences, silent = Silences(), set[str]()
    here = Heard(today, silences)
    for receipt in in_turn(silent):
        place = here if receipt.bucket == here.name else Heard(exchange_named(receipt.bucket), silences)
        found.decided += _go_on(place, here, receipt, silences)
        silent.update(name for name, number in silences.items() if number >= AWAY)
        if time.monotonic() >= until or OURS in silent:
            break
    found.away += silences[today.name] + silences[OURS]
    found.left = InboundReceipt.objects.filter(UNFINISHED).count()
    return found


def _go_on(place: Exchange, today: Exchange, receipt: InboundReceipt, silences: Silences) -> bool:
    """As far as it goes today; whether it was decided. Counts the silences of our own store in a row."""
    was_open = receipt.state in OPEN
    try:
        if was_open:
            take(place, receipt)
            silences[OURS] = 0
            receipt = InboundReceipt.objects.select_related("exchange").get(pk=receipt.pk)
        if receipt.state not in OPEN:
            _finish(place, today, receipt)
    except NotThere:
        logger.info("receipt %s: this version is not there", receipt.pk)
    except NotNow as error:
        if isinstance(error, NotChecked):
            wait(receipt)
        logger.info("receipt %s: %s", receipt.pk, error)
    except (Withheld, Silent) as error:
        logger.warning("receipt %s: %s", receipt.pk, error)
    except StoreUnavailable as error:
        silences[OURS] += 1
        logger.warning("receipt %s: %s", receipt.pk, error)
    except Exception:  # the job's outer edge: a file that nobody foresaw must not keep the others waiting
        logger.exception("receipt %s could not be dealt with", receipt.pk)
    return was_open and not InboundReceipt.objects.filter(pk=receipt.pk, state__in=OPEN).exists()


def _finish(place: Exchange, today: Exchange, receipt: InboundReceipt) -> None:
    """8, and the answer. A lost reply repeats both, which changes nothing. Raises StoreUnavailable."""
    unmarked: StoreUnavailable | None = None
    if receipt.tagged_at is None:
        try:
            mark(place, receipt)
        except StoreUnavailable as error:  # the body is answered all the same
            unmarked = error
    if receipt.answered_at is None and receipt.exchange is not None:
        today.answer(key_of(receipt), answer_of(receipt))
        # an editor who decided meanwhile has asked for another answer
        mine = InboundReceipt.objects.filter(pk=receipt.pk, state=receipt.state, settled_at=receipt.settled_at)
        mine.update(answered_at=clock.now())
    if unmarked is not None:
        raise unmarked


def mark(place: Exchange, receipt: InboundReceipt) -> None:
    """The version is marked as dealt with. The same again is harmless. Raises StoreUnavailable."""
    try:
        place.tag(dropped_of(receipt), "refused" if receipt.state == State.REFUSED else "received")
    except NotThere:
        logger.info("receipt %s: this version is gone, and has no tag", receipt.pk)
    InboundReceipt.objects.filter(pk=receipt.pk).update(tagged_at=clock.now())


def note_settled() -> int:
    """Drafts about which an editor decided in the app that took them. Returns how many."""
    number = 0
    for kind in all_kinds():
        rows = InboundReceipt.objects.filter(state=State.DRAFTED, kind=kind.name).exclude(target="")
        if kind.settled is None or not rows.exists():
            continue
        decided = kind.settled(set(rows.values_list("target", flat=True)))
        for receipt in rows.filter(target__in=decided):
            said = decided[receipt.target]
            state = State.ACCEPTED if said.accepted else State.DECLINED
            number += _settle(SYSTEM, receipt.pk, state, said.words) is not None
    return number


def _settle(
    by: Requester, pk: int, state: str, words: str, also: Callable[[InboundReceipt], None] | None = None
) -> InboundReceipt | None:
    """None where it is no draft any more."""
    with transaction.atomic():
        row: InboundReceipt | None = (
            InboundReceipt.objects.select_for_update(of=("self",)).filter(pk=pk, state=State.DRAFTED).first()
        )
        if row is None:
            return None
        if also is not None:
            also(row)
        row.state, row.reason, row.settled_at, row.answered_at = state, words[:250], clock.now(), None
        row.attempts, row.tried_at = 0, None  # the new answer is no older failure's
        row.save()
        audit.record(by, f"delivery.{state}", row, label=f"{row.pk}", organisation_id=row.body_id)
        return row


def _asked(by: Requester, action: str, pk: int) -> InboundReceipt:
    row: InboundReceipt | None = policy.visible(InboundReceipt.objects.all(), by).filter(pk=pk).first()
    if row is None:
        raise NotFound("There is no such delivery.")
    if not policy.may(by, action, row):
        raise Forbidden("The core team decides about what partners' systems sent.")
    return row


def is_settled_here(receipt: InboundReceipt) -> bool:
    """Whether an editor accepts or declines it as a delivery: imports and old agreements have screens of their own."""
    return kind_named(receipt.kind).settled is None


def accept_delivery(*, by: Requester, receipt_id: int, collection_id: int) -> InboundReceipt:
    """The draft document goes into this collection, and from then on is a document like any other.

    Raises NotFound, Forbidden, BadInput, and Conflict for what is no draft, or is decided about elsewhere.
    """
    receipt = _asked(by, "delivery.accept", receipt_id)
    if not is_settled_here(receipt) or receipt.document is None:
        raise Conflict("This is accepted where its draft stands.")
    collection = Collection.objects.filter(pk=collection_id).first()
    if collection is None:
        raise BadInput("Choose a collection.", fields={"collection": ["Choose a collection."]})

    def move(row: InboundReceipt) -> None:
        document: Any = row.document
        document.collection = collection
        document.save()

    return _settled(_settle(by, receipt.pk, State.ACCEPTED, "", move))


def decline_delivery(*, by: Requester, receipt_id: int, words: str) -> InboundReceipt:
    """Not used, with words for the partner. The draft stays where it is, seen by the core team alone.

    Raises NotFound, Forbidden, BadInput without words, and Conflict for what is no draft or is decided elsewhere.
    """
    receipt = _asked(by, "delivery.decline", receipt_id)
    if not is_settled_here(receipt):
        raise Conflict("This is declined where its draft stands.")
    said = " ".join(words.split())
    if not said or len(said) > 250:
        wrong = "Say why, in at most 250 characters: the partner reads it."
        raise BadInput(wrong, fields={"words": [wrong]})
    return _settled(_settle(by, receipt.pk, State.DECLINED, said))


def _settled(row: InboundReceipt | None) -> InboundReceipt:
    if row is None:
        raise Conflict("Somebody has decided about it already.")
    return row


@transaction.atomic
def look_again(*, by: Requester, receipt_id: int) -> InboundReceipt:
    """Look once more at what was refused, or stays undecided. Raises NotFound, Forbidden, Conflict."""
    _asked(by, "delivery.look_again", receipt_id)
    row: InboundReceipt | None = (
        InboundReceipt.objects.select_for_update(of=("self",))
        .filter(pk=receipt_id, state__in=(*OPEN, State.REFUSED))
        .first()
    )
    if row is None:
        raise Conflict("It was taken in: there is nothing to look at again.")
    row.state, row.reason, row.attempts, row.missed, row.tried_at = State.SEEN, "", 0, 0, None
    row.decided_at = row.tagged_at = row.answered_at = None
    row.save()
    audit.record(by, "delivery.looked_again", row, label=f"{row.pk}", organisation_id=row.body_id)
    return row
