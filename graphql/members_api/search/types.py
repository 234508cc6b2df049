"""What search answers: hits with marks, facets and completions. No row leaves here that was not read again."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import graphene

from cms.discovery.glossary import Term
from cms.discovery.results import SearchHit, SearchPage
from cms.snippets.models import Isp
from members_api.batch import One
from members_api.snippets.isps import IspType
from search.ports import Segments

KIND_FACET = "type"  # what readers call the facet "kind"
LABELS = {
    "kind": "Type",
    "topic": "Topic",
    "sector": "Sector",
    "partner": "Partner",
    "status": "Status",
    "year": "Year",
}


@dataclass(frozen=True, slots=True)
class Found:
    """One page of an answer, with what its agreements mean for the reader."""

    page: SearchPage
    hits: Sequence["FoundHit"]
    reference: int | None  # the agreement whose reference was typed
    mark: str  # by which an opened result is counted; empty where nothing is
    terms: Sequence[Term]
    explain_path: str | None


@dataclass(frozen=True, slots=True)
class FoundHit:
    hit: SearchHit
    status_kind: str
    owner_name: str
    covers_you: bool | None
    explain_path: str | None


class Mark(graphene.ObjectType):
    """A piece of plain text, and whether it matched."""

    text = graphene.String(required=True)
    match = graphene.Boolean(required=True)


def marks(segments: Segments) -> list[Mark]:
    return [Mark(text=text, match=match) for text, match in segments]


class SearchHitType(graphene.ObjectType):
    shows = FoundHit
    kind = graphene.String(required=True)
    kind_label = graphene.String(required=True)
    title = graphene.String(required=True)
    path = graphene.String(required=True, description="In the members' frontend.")
    title_parts = graphene.List(Mark)
    snippet_parts = graphene.List(Mark)
    date = graphene.Date()
    owner_name = graphene.String(required=True, description="Of an agreement, for members; else empty.")
    partner_name = graphene.String(required=True, description="The organisation that leads, holds or issued it.")
    status = graphene.String(required=True, description="As people read it.")
    status_kind = graphene.String(required=True, description="How to mark it: ok, due, late, info, draft or empty.")
    reference = graphene.String(required=True)
    covers_you = graphene.Boolean(description="An agreement that covers your organisation; null for other things.")
    date_words = graphene.String(
        required=True, description="What the date says, such as “Published 3 May 2026”; empty where it says nothing."
    )
    in_attachment = graphene.Boolean(required=True, description="The words stand in an attached file and nowhere else.")
    pinned = graphene.Boolean(
        required=True, description="Chosen by the core team for these words; such things come first, at most three."
    )
    explain_path = graphene.String(
        description="In the CMS: why it stands here. For the core team in person; null for all others."
    )

    class Meta:
        name = "SearchHit"

    def resolve_kind(self, info: Any) -> str:
        return str(self.hit.kind)

    def resolve_kind_label(self, info: Any) -> str:
        return str(self.hit.kind_label)

    def resolve_title(self, info: Any) -> str:
        return str(self.hit.title)

    def resolve_path(self, info: Any) -> str:
        return str(self.hit.url)

    def resolve_title_parts(self, info: Any) -> list[Mark]:
        return marks(self.hit.title_segments)

    def resolve_snippet_parts(self, info: Any) -> list[Mark]:
        return marks(self.hit.snippet_segments)

    def resolve_date(self, info: Any) -> Any:
        return self.hit.date

    def resolve_partner_name(self, info: Any) -> str:
        return str(self.hit.owner)

    def resolve_status(self, info: Any) -> str:
        return str(self.hit.status_word)

    def resolve_reference(self, info: Any) -> str:
        return str(self.hit.reference)

    def resolve_date_words(self, info: Any) -> str:
        return str(self.hit.date_words)

    def resolve_in_attachment(self, info: Any) -> bool:
        return bool(self.hit.in_attachment)

    def resolve_pinned(self, info: Any) -> bool:
        return bool(self.hit.pinned)


class FacetValue(graphene.ObjectType):
    value = graphene.String(required=True)
    label = graphene.String(required=True)
    count = graphene.Int(required=True)
    chosen = graphene.Boolean(required=True)


class Facet(graphene.ObjectType):
    name = graphene.String(required=True, description="The argument of `search` that it fills.")
    label = graphene.String(required=True)
    values = graphene.List(FacetValue)


class SearchTerm(graphene.ObjectType):
    """A term of the glossary that stands in the question."""

    term = graphene.String(required=True)
    definition = graphene.String(required=True)
    path = graphene.String(required=True, description="In the members' frontend.")


class SearchResults(graphene.ObjectType):
    """One page of what you may find. Totals and facets count nothing else."""

    shows = Found
    total_count = graphene.Int(required=True)
    page = graphene.Int(required=True)
    page_size = graphene.Int(required=True)
    relaxed = graphene.Boolean(
        required=True,
        description="Few things hold all the words: these hold some of them, or words spelt nearly the same.",
    )
    degraded = graphene.Boolean(required=True, description="The search engine is away: titles only, no facets.")
    suggestion = graphene.String(description="Other words that find something.")
    glossary = graphene.List(
        SearchTerm, description="Where nothing was found: terms of the glossary that stand in the question."
    )
    explain_path = graphene.String(
        description="In the CMS: how the answer came about. For the core team in person; null for all others."
    )
    opened_mark = graphene.String(
        required=True, description="For `noteOpened`; empty where nothing is counted, as for tools. Good for two hours."
    )
    items = graphene.List(SearchHitType)
    facets = graphene.List(Facet)
    reference = graphene.Field(IspType, description="The agreement whose reference was typed.")
    paths = {"reference": One(Isp, lambda found: found.reference)}

    def resolve_total_count(self, info: Any) -> int:
        return int(self.page.total)

    def resolve_page(self, info: Any) -> int:
        return int(self.page.page)

    def resolve_page_size(self, info: Any) -> int:
        return int(self.page.page_size)

    def resolve_relaxed(self, info: Any) -> bool:
        return bool(self.page.relaxed)

    def resolve_degraded(self, info: Any) -> bool:
        return bool(self.page.degraded)

    def resolve_suggestion(self, info: Any) -> str | None:
        return self.page.suggestion or None

    def resolve_opened_mark(self, info: Any) -> str:
        return str(self.mark)

    def resolve_glossary(self, info: Any) -> list[SearchTerm]:
        return [SearchTerm(term=one.term, definition=one.definition, path=one.url) for one in self.terms]

    def resolve_items(self, info: Any) -> Sequence[FoundHit]:
        hits: Sequence[FoundHit] = self.hits
        return hits

    def resolve_facets(self, info: Any) -> list[Facet]:
        return [
            Facet(
                name=KIND_FACET if name == "kind" else name,
                label=LABELS[name],
                values=[FacetValue(value=v.value, label=v.label, count=v.count, chosen=v.chosen) for v in values],
            )
            for name, values in self.page.facets.items()
        ]


class SearchCompletion(graphene.ObjectType):
    title = graphene.String(required=True)
    path = graphene.String(required=True)
    kind = graphene.String(required=True)
