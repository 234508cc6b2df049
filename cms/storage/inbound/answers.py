"""What a partner's system reads about each file that it dropped: outbox/<folder>/<receipt>.json."""

import json
from typing import Any

from cms.core.clock import LONDON
from cms.storage.inbound.ports import OUTBOX
from cms.storage.models import InboundReceipt

State = InboundReceipt.State
WORDS = {
    State.SEEN: "It is here and is being looked at.",
    State.WAITING: "It is here and waits to be checked for viruses.",
    State.DRAFTED: "It was taken in. The core team looks at it next.",
    State.ACCEPTED: "The core team has accepted it.",
    State.DECLINED: "The core team does not use it.",
}


def words_of(receipt: InboundReceipt) -> str:
    """What became of it, in one or two sentences for the body that sent it."""
    return receipt.reason or WORDS.get(State(receipt.state), "")


def key_of(receipt: InboundReceipt) -> str:
    """Raises AttributeError for a receipt of no partner, to whom nothing is answered."""
    return f"{OUTBOX}{receipt.exchange.folder}/{receipt.pk}.json"  # type: ignore[union-attr]


def answer_of(receipt: InboundReceipt) -> bytes:
    """JSON. Times are London's, with their offset; `sha256` is null where the file was not fetched."""
    said: dict[str, Any] = {
        "receipt": receipt.pk,
        "file": receipt.key,
        "version": receipt.version,
        "size": receipt.size,
        "sha256": receipt.sha256 or None,
        "outcome": receipt.state,
        "words": words_of(receipt),
        "seen_at": _time(receipt.seen_at),
        "decided_at": _time(receipt.decided_at),
        "settled_at": _time(receipt.settled_at),
    }
    return (json.dumps(said, ensure_ascii=False, indent=2) + "\n").encode()


def _time(moment: Any) -> str | None:
    return moment.astimezone(LONDON).isoformat(timespec="seconds") if moment is not None else None
