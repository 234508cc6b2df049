"""One's own saved searches. A token is refused, as with other things of a person; a visitor has none."""

from typing import Any

import graphene
from django.db.models import QuerySet

from cms.saved_searches.models import SavedSearch
from cms.saved_searches.permissions import SCOPE
from members_api.access import Access
from members_api.guards import PUBLIC, Exposed
from members_api.lists import list_field
from members_api.saved_searches.types import SavedSearchType


def searches(access: Access) -> QuerySet[SavedSearch]:
    return SavedSearch.objects.all()


def one(_: None, info: Any, id: str) -> QuerySet[SavedSearch]:  # noqa: A002 - the argument's name
    return SavedSearch.objects.filter(pk=key_of(id))


def key_of(text: str) -> int:
    """A row's key; 0, which no row has, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else 0


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
