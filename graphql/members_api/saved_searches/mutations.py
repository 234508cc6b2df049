"""Keeping, changing and deleting a saved search, and having seen what it found."""

from typing import Any

import graphene

from cms.core.requester import Requester
from cms.saved_searches.services import change_saved_search, delete_saved_search, mark_saved_search_seen, save_search
from members_api.keys import key_of
from members_api.mutations import ServiceMutation
from members_api.saved_searches.queries import facets_of
from members_api.saved_searches.types import SavedSearchFrequency, SavedSearchType
from members_api.search.queries import chosen

WRITE = "write:saved_searches"  # given to no token


class SaveSearchInput(graphene.InputObjectType):
    """A search as `search` takes it. What it finds now is its beginning; you hear of what comes after."""

    submission_id = graphene.String(required=True, description="1 to 64 characters; the same one is kept once.")
    text = graphene.String(required=True, description="May be empty where there is a filter.")
    type = chosen("Kinds of things, such as isp and guidance.")
    topic = chosen("Slugs of topics.")
    sector = chosen("Codes of sectors.")
    partner = chosen("Slugs of partners.")
    status = chosen("Values of the facet.")
    year = chosen("Such as 2026.")
    name = graphene.String(description="The words, unless given.")
    frequency = SavedSearchFrequency(required=True, description="How often e-mail comes. The site always tells.")


class SaveSearch(ServiceMutation):
    class Arguments:
        input = SaveSearchInput(required=True)

    saved_search = graphene.Field(SavedSearchType)
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        found = save_search(
            by=by,
            submission_id=data["submission_id"],
            text=data["text"],
            filters=facets_of(data),
            name=data.get("name") or "",
            frequency=data["frequency"].value,
        )
        return {"saved_search": found}


class ChangeSavedSearchInput(graphene.InputObjectType):
    id = graphene.ID(required=True)
    name = graphene.String()
    frequency = SavedSearchFrequency()
    paused = graphene.Boolean(description="Resumed, it begins anew with what it finds then.")


class ChangeSavedSearch(ServiceMutation):
    class Arguments:
        input = ChangeSavedSearchInput(required=True)

    saved_search = graphene.Field(SavedSearchType)
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        frequency = data.get("frequency")
        found = change_saved_search(
            by=by,
            pk=key_of(data["id"]),
            name=data.get("name"),
            frequency=frequency.value if frequency else None,
            paused=data.get("paused"),
        )
        return {"saved_search": found}


class DeleteSavedSearchInput(graphene.InputObjectType):
    id = graphene.ID(required=True)


class DeleteSavedSearch(ServiceMutation):
    class Arguments:
        input = DeleteSavedSearchInput(required=True)

    id = graphene.ID(required=True)
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        delete_saved_search(by=by, pk=key_of(data["id"]))
        return {"id": data["id"]}


class MarkSavedSearchSeenInput(graphene.InputObjectType):
    id = graphene.ID(required=True)
    up_to = graphene.ID(description="The id of the newest find that you were shown; all, unless given.")


class MarkSavedSearchSeen(ServiceMutation):
    class Arguments:
        input = MarkSavedSearchSeenInput(required=True)

    saved_search = graphene.Field(SavedSearchType)
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        up_to = data.get("up_to")
        seen = mark_saved_search_seen(by=by, pk=key_of(data["id"]), up_to=key_of(up_to) if up_to else None)
        return {"saved_search": seen}


class SavedSearchesMutation(graphene.ObjectType):
    save_search = SaveSearch.exposed("Of members; the same search is kept once, and 50 at most.")
    change_saved_search = ChangeSavedSearch.exposed("What is not given stays as it is.")
    delete_saved_search = DeleteSavedSearch.exposed()
    mark_saved_search_seen = MarkSavedSearchSeen.exposed()
