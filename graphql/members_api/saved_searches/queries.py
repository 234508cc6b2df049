"""One's own saved searches. A token is refused, as with other things of a person; a visitor has none."""

from collections.abc import Mapping
from typing import Any

import graphene
from django.db.models import QuerySet

from cms.saved_searches.models import SavedSearch
from cms.saved_searches.permissions import SCOPE
from cms.saved_searches.selectors import Draft, draft_of
from members_api.access import Access
from members_api.guards import PUBLIC, Exposed
from members_api.keys import key_of
from members_api.lists import list_field
from members_api.saved_searches.types import SavedSearchDraftType, SavedSearchType
from members_api.search.queries import chosen
from members_api.search.types import KIND_FACET
from search.ports import FACETS

CHOSEN = {
    "type": chosen("Kinds of things, such as isp and guidance."),
    "topic": chosen("Slugs of topics."),
    "sector": chosen("Codes of sectors."),
    "partner": chosen("Slugs of partners."),
    "status": chosen("Values of the facet."),
    "year": chosen("Such as 2026."),
}


def searches(access: Access) -> QuerySet[SavedSearch]:
    return SavedSearch.objects.all()


def one(_: None, info: Any, id: str) -> QuerySet[SavedSearch]:  # noqa: A002 - the argument's name
    return SavedSearch.objects.filter(pk=key_of(id))


def draft(_: None, info: Any, text: str, **filters: list[str] | None) -> Draft:
    return draft_of(info.context.requester, text, facets_of(filters))


def facets_of(given: Mapping[str, Any]) -> dict[str, list[str]]:
    """Values by facet, of arguments in which the kind is called type."""
    found = {name: given.get(KIND_FACET if name == "kind" else name) or [] for name in FACETS}
    return {name: values for name, values in found.items() if values}


class SavedSearchesQuery(graphene.ObjectType):
    saved_searches = list_field(
        SavedSearchType,
        {"NAME": ("name",), "NEWEST": ("-created_at",)},
        searches,
        audience=PUBLIC,
        scope=SCOPE,
        personal=True,
        description="Your own, with what is new in each.",
    )
    saved_search = Exposed(
        SavedSearchType, id=graphene.ID(required=True), resolver=one, audience=PUBLIC, scope=SCOPE, personal=True
    )
    saved_search_draft = Exposed(
        SavedSearchDraftType,
        required=True,
        description="What would be kept.",
        resolver=draft,
        audience=PUBLIC,
        scope=SCOPE,
        personal=True,
        text=graphene.String(required=True),
        **CHOSEN,
    )
