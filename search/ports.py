"""The port every search engine implements. It knows nothing of the CMS, of Wagtail or of any vendor."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol, runtime_checkable

FACETS = ("kind", "topic", "sector", "partner", "status", "year")  # what may be filtered and counted
RECENT_KINDS = ("news", "horizon")  # kinds that fade with age
STOP = frozenset(
    (
        *("a", "an", "and", "are", "as", "at", "be", "but", "by", "for", "if", "in", "into", "is", "it", "no", "not"),
        *("of", "on", "or", "such", "that", "the", "their", "then", "there", "these", "they", "this", "to", "was"),
        *("will", "with"),
    )
)

Sort = Literal["relevance", "newest", "title"]
Segment = tuple[str, bool]  # a piece of plain text, and whether it matched
Segments = Sequence[Segment]


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that may be found. `audience` holds the tokens of those who may find it; empty means nobody."""

    key: str  # "guidance:42": the kind, a colon, the primary key
    version: int  # the outbox sequence: a stale write loses
    kind: str
    url: str
    title: str
    audience: frozenset[str]
    headings: str = ""
    summary: str = ""
    body: str = ""
    attachment: str = ""
    topic: Sequence[str] = ()
    sector: Sequence[str] = ()
    partner: Sequence[str] = ()
    status: Sequence[str] = ()
    published: datetime | None = None
    popularity: float = 0.0  # 0 to 1, worked out by the application

    @property
    def year(self) -> Sequence[str]:
        return (str(self.published.year),) if self.published else ()


@dataclass(frozen=True, slots=True)
class Synonym:
    """Who searches for `term` also finds `finds`. A case-sensitive term counts only as it is written."""

    term: str
    finds: tuple[str, ...]
    case_sensitive: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """One question. `tokens` and `kinds` are what the caller may find; `filters` is what the caller chose."""

    text: str
    tokens: frozenset[str]  # the caller's audience tokens; empty finds nothing
    kinds: Sequence[str] | None = None  # the kinds the caller may find at all; None means every kind
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    since: datetime | None = None
    until: datetime | None = None
    facets: Sequence[str] = ()
    offset: int = 0
    size: int = 10
    sort: Sort = "relevance"
    first: str = ""  # this key, when it matches, comes before all others
    keys: Sequence[str] | None = None  # only these
    exclude: Sequence[str] = ()  # never these
    now: datetime | None = None  # for recency; a test passes its own
    relax: bool = True  # some of the words when too few entries have them all
    marks: bool = True  # highlights
    suggest: bool = False  # a correction too, where little is found
    explain: bool = False  # where each score comes from, for editors; at most ten hits
    synonyms: tuple[Synonym, ...] | None = None  # instead of those in force: what a change of them would do


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a score: what a word gave in a field, or what recency and popularity added."""

    word: str
    field: str  # "title", "body"; "pair" for words close together; "recency", "popularity" or "all words" with no word
    points: float


@dataclass(frozen=True, slots=True)
class Hit:
    key: str
    score: float
    title: Segments
    snippet: Segments
    in_attachment: bool = False  # no other field has the words: they stand in an attached file
    shares: Sequence[Share] = ()  # only where the query asks to explain; the greatest first


@dataclass(frozen=True, slots=True)
class Results:
    total: int
    hits: Sequence[Hit]
    facets: Mapping[str, Sequence[tuple[str, int]]]
    relaxed: bool  # too few entries had every word, so these have some of them
    suggestion: str = ""  # a corrected text that this caller finds something by; only where the query asks for one


Synonyms = Sequence[Synonym]


@dataclass(frozen=True, slots=True)
class Ranking:
    """One set of weights for every engine; tuned on judged questions, so change them only with a measurement."""

    title: float = 3.0
    headings: float = 1.5
    summary: float = 1.0
    body: float = 1.0
    attachment: float = 1.0
    exact_title: float = 0.5  # the title without stemming, added
    pair: float = 0.1  # neighbouring words of the query found close together, added
    pair_slop: int = 2
    pair_limit: int = 12
    recency: float = 0.6  # falls to 0 in two years
    recency_days: int = 730
    popularity: float = 0.3
    enough: int = 10  # fewer entries with every word than this, or than half the page asked for: relax
    all_words: float = 2.0  # times its score, added to an entry with every word where only some are asked for

    def enough_for(self, size: int) -> int:
        return max(self.enough, size // 2)


class Unavailable(Exception):
    """The engine cannot answer now. The page says so; the rest of the site goes on."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why the engine did not take an entry. `final`: the same entry would be refused again."""

    reason: str
    final: bool = False


@runtime_checkable
class SearchEngine(Protocol):
    """Generations of an index, one of them live. Every method may raise Unavailable and no other error of a vendor.

    Readers see the live generation alone. Writers name the generation they write to, so that a rebuild can fill a new
    one while changes go to both (`search.rebuild`).
    """

    name: str  # "elasticsearch", "fts5"

    def create(self) -> str:
        """Make a new, empty generation that nobody reads; answer its name."""

    def write(
        self, generation: str, upserts: Iterable[Entry], deletes: Iterable[tuple[str, int]]
    ) -> Mapping[str, Refusal]:
        """Write entries and remove (key, version) pairs; older versions lose, equal ones are written again.

        What went to the live generation is found by readers when this answers.

        Answers the refused ones by key. A generation that does not exist raises Unavailable and is never made by it.
        """

    def counts(self, generation: str) -> Mapping[str, int]:
        """Entries by kind, with everything written so far."""

    def publish(self, generation: str) -> None:
        """Let readers see this generation from now on, in one step; the one before is kept, older ones are dropped."""

    def drop(self, generation: str) -> None:
        """Remove a generation that is not live; one that is gone is no error."""

    def live(self) -> str | None:
        """The name of the generation that readers see; None where nothing was ever published or its form is old."""

    def stored(self, generation: str) -> Iterator[Entry]:
        """Every entry as the index holds it, with its version, in the order of keys, in constant memory.

        Texts are as `search.text.clean` leaves them; the nightly comparison reads all fields, so that an entry broken
        by hand shows. What a call wrote before is in it once `counts` was asked.
        """

    def search(self, query: Query) -> Results: ...

    def complete(self, query: Query) -> Sequence[tuple[str, str]]:
        """(key, title) of entries with a title whose words begin as `query.text`; at most `query.size`."""

    def suggest(self, query: Query) -> str | None:
        """A corrected text, only when this caller finds an entry by it."""

    def health(self) -> Mapping[str, object]:
        """`engine`, `state` ("ok", "missing" or "away"), `version`, `generation`, `entries`, `kinds`; never raises."""
