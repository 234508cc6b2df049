"""The shapes of what search answers."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from search.ports import Segments, Share


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One thing found, with today's words of the object itself; only marks come from the index."""

    kind: str  # "isp"
    kind_label: str  # "Agreements (ISPs)"
    key: str  # "isp:7"
    model: str  # "snippets.Isp"
    pk: int
    title: str
    url: str  # path on the members' frontend
    summary: str
    title_segments: Segments  # [(text, match)]
    snippet_segments: Segments
    date: datetime.date | None
    owner: str  # name of the organisation that leads, holds, hosts or issued it; empty where there is none to show
    status: str
    status_word: str
    reference: str  # "ISP-0042", else empty
    date_words: str = ""  # "Published 3 May 2026"; empty where the date says nothing
    pinned: bool = False  # chosen by the core team for this search
    in_attachment: bool = False  # the words stand in an attached file alone
    waiting: bool = False  # a change of it has not reached the index yet
    score: float = 0.0  # for editors, with `shares`; 0 for what was pinned
    shares: Sequence[Share] = ()  # what its words gave, the greatest first


@dataclass(frozen=True, slots=True)
class FacetValue:
    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of an answer. `total` and the facets count only what the requester may see."""

    text: str
    total: int
    page: int
    page_size: int
    sort: str
    hits: Sequence[SearchHit]
    facets: Mapping[str, Sequence[FacetValue]]  # by name, in the order of search.ports.FACETS
    relaxed: bool  # no or few entries had every word: these have some
    suggestion: str  # "Did you mean"; empty when there is none
    degraded: bool  # the engine is away: titles only, no facets
    drift: Sequence[str] = ()  # for editors: keys that the index showed and the rules did not

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.page_size))


@dataclass(frozen=True, slots=True)
class Completion:
    kind: str
    key: str
    title: str
    url: str
