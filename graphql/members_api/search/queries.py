"""Search and completions. The engine gives keys; every row is read again as the requester."""

from typing import Any

import graphene
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import slugify

from cms.core import policy
from cms.discovery.glossary import terms_in
from cms.discovery.permissions import STEER
from cms.discovery.results import SearchHit
from cms.discovery.selectors import completions, find
from cms.searchlog.services import note_search
from cms.snippets.models import Isp
from members_api.guards import PUBLIC, Exposed
from members_api.search.types import Found, FoundHit, SearchCompletion, SearchResults
from members_api.snippets import derived

SearchSort = graphene.Enum(
    "SearchSort", [("RELEVANCE", "relevance"), ("NEWEST", "newest"), ("TITLE", "title")], description="How hits stand."
)
ISP = "isp"
# How the states of other things than agreements are marked; an agreement's own state says it by itself.
KINDS = {"replaced": "", "current": "ok", "upcoming": "info", "past": "", "proposed": "info", "consultation": "info"}
KINDS |= {"passed": "due", "in_force": "ok"}


def resolve_search(
    _: None,
    info: Any,
    text: str,
    sort: Any,
    page: int | None,
    page_size: int | None,
    type: list[str] | None = None,  # noqa: A002 - the argument's name
    **filters: list[str] | None,
) -> Found:
    chosen = {name: values for name, values in {**filters, "kind": type}.items() if values}
    found = find(
        text,
        by=info.context.requester,
        filters=chosen,
        sort=sort.value if sort else "relevance",
        page=1 if page is None else page,
        page_size=20 if page_size is None else page_size,
    )
    isps = {row.pk: row for row in _agreements(info, [hit.pk for hit in found.hits if hit.kind == ISP])}
    hits = [_hit(info, hit, isps.get(hit.pk) if hit.kind == ISP else None, found.text) for hit in found.hits]
    typed = found.hits[0] if found.hits and found.hits[0].reference else None
    reference = typed.pk if typed and _is_reference(text, typed.reference) else None
    mark = note_search(by=info.context.requester, found=found, filters=list(chosen))
    terms = [] if found.hits else terms_in(text, by=info.context.requester)
    return Found(found, hits, reference, mark, terms, _explain_path(info, found.text))


def _agreements(info: Any, keys: list[int]) -> list[Any]:
    return info.context.loader.admit(Isp.objects.filter(pk__in=keys), []) if keys else []


def _explain_path(info: Any, text: str, key: str = "") -> str | None:
    """Where an editor reads why; the fragment is the hit's place on that page."""
    if not policy.may(info.context.requester, STEER):
        return None
    query = urlencode({"q": text})
    return f"{reverse('search_explain')}?{query}" + (f"#{slugify(key)}" if key else "")


def _hit(info: Any, hit: SearchHit, isp: Any, text: str) -> FoundHit:
    path = _explain_path(info, text, hit.key)
    if isp is None:
        return FoundHit(hit, KINDS.get(hit.status, ""), "", None, path)
    read = info.context.loader.derived
    people, part = read(derived.isp_people, isp), read(derived.your_coverage, isp)
    owner = people.owner.name if people and people.owner else ""
    covers = part is not None and part.coverage.covers if info.context.requester.is_member else None
    return FoundHit(hit, read(derived.isp_states, isp).kind, owner, covers, path)


def _is_reference(text: str, reference: str) -> bool:
    """Whether the words are this reference, in the ways people write it: isp 42, ISP-0042."""
    letters = "".join(letter for letter in text.casefold() if letter.isalnum())
    head, _, number = reference.casefold().partition("-")
    return letters.startswith(head) and letters[len(head) :].lstrip("0") == number.lstrip("0")


def resolve_completions(_: None, info: Any, prefix: str) -> list[SearchCompletion]:
    found = completions(prefix, by=info.context.requester)
    return [SearchCompletion(title=one.title, path=one.url, kind=one.kind) for one in found]


def chosen(description: str) -> Any:
    return graphene.List(graphene.NonNull(graphene.String), description=description)


class SearchQuery(graphene.ObjectType):
    search = Exposed(
        SearchResults,
        required=True,
        resolver=resolve_search,
        audience=PUBLIC,
        scope="read:content",
        kept=False,  # the index follows changes a moment later
        text=graphene.String(required=True),
        sort=graphene.Argument(SearchSort, default_value=SearchSort.RELEVANCE),
        type=chosen("Kinds of things, such as isp and guidance."),
        topic=chosen("Slugs of topics."),
        sector=chosen("Codes of sectors."),
        partner=chosen("Slugs of partners."),
        status=chosen("Values of the facet."),
        year=chosen("Such as 2026."),
        page=graphene.Int(default_value=1),
        page_size=graphene.Int(default_value=20),
    )
    search_completions = Exposed(
        graphene.List(SearchCompletion),
        required=True,
        resolver=resolve_completions,
        audience=PUBLIC,
        scope="read:content",
        kept=False,
        prefix=graphene.String(required=True, description="At least two letters."),
    )
