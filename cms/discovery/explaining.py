"""Why a result stands where it does, for editors: word by word, as a reader of some kind would find it."""

from collections.abc import Sequence
from dataclasses import dataclass

from cms.core import policy
from cms.core.errors import Forbidden
from cms.core.requester import ANONYMOUS, Requester
from cms.discovery import reading
from cms.discovery.audience import sources_for
from cms.discovery.models import Exclusion, Pin, Steering
from cms.discovery.permissions import STEER
from cms.discovery.phrases import normal
from cms.discovery.results import SearchHit
from cms.discovery.selectors import find
from cms.discovery.steering_targets import Target, describe
from cms.discovery.synonyms import current
from cms.discovery.trying import understood

# Somebody who belongs to an organisation that exists nowhere: what every member may see, and nothing of any one body.
SOME_MEMBER = Requester(partners=frozenset({-1}))
READERS: dict[str, tuple[str, Requester | None]] = {
    "editor": ("You", None),
    "member": ("Any member", SOME_MEMBER),
    "public": ("Somebody not signed in", ANONYMOUS),
}
FIELDS = {
    "title": "title",
    "headings": "headings and other names",
    "summary": "summary",
    "body": "text",
    "attachment": "attached files",
    "pair": "words side by side",
    "recency": "how new it is",
    "popularity": "how much it is used and kept up to date",
    "all words": "it has every word",
}


@dataclass(frozen=True, slots=True)
class Part:
    """One share of a score, as a row of a table."""

    word: str
    field: str
    points: float
    percent: int  # of the whole score


@dataclass(frozen=True, slots=True)
class Explained:
    at: int
    hit: SearchHit
    parts: Sequence[Part]


@dataclass(frozen=True, slots=True)
class Decided:
    """What editors decided for this question, whether or not it shows for this reader."""

    row: Steering
    is_pin: bool
    target: Target | None
    shows: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    text: str
    reader: str
    words: Sequence[str]  # how the question was understood
    total: int
    relaxed: bool
    degraded: bool
    suggestion: str
    hits: Sequence[Explained]
    decisions: Sequence[Decided]
    drift: int  # entries that the index showed and the rules do not; their repair was asked for


def explain(text: str, *, by: Requester, reader: str = "editor") -> Explanation:
    """The first ten hits of a question with their scores taken apart, as a reader of this kind (READERS) meets them.

    Never more than `by` may see. Raises Forbidden for anyone but the core team; an unknown reader is "editor".
    """
    if not policy.may(by, STEER):
        raise Forbidden("Only the core team sees how results are put in order.")
    reader = reader if reader in READERS else "editor"
    asker = READERS[reader][1] or by
    page = find(text, by=asker, page_size=10, explain=True)
    own = reading.visible_keys((hit.key for hit in page.hits), sources_for(by), by)
    hits = [Explained(at, hit, _parts(hit)) for at, hit in enumerate(page.hits, start=1) if hit.key in own]
    return Explanation(
        text=page.text,
        reader=reader,
        words=understood(page.text, current()),
        total=page.total,
        relaxed=page.relaxed,
        degraded=page.degraded,
        suggestion=page.suggestion,
        hits=hits,
        decisions=_decisions(page.text, {hit.key for hit in page.hits if hit.pinned}, by),
        drift=len(page.drift),
    )


def _parts(hit: SearchHit) -> list[Part]:
    whole = sum(share.points for share in hit.shares) or 1.0
    return [
        Part(share.word, FIELDS.get(share.field, share.field), share.points, round(100 * share.points / whole))
        for share in hit.shares
    ]


def _decisions(text: str, shown: set[str], by: Requester) -> list[Decided]:
    phrase = normal(text)
    if not phrase:
        return []
    pins = policy.visible(Pin.objects.for_phrases([phrase]), by).order_by("position", "pk")
    out = policy.visible(Exclusion.objects.for_phrases([phrase]), by).order_by("pk")
    rows: list[Steering] = [*pins, *out]
    targets = describe([row.key for row in rows], by)
    return [Decided(row, isinstance(row, Pin), targets.get(row.key), row.key in shown) for row in rows]
