"""A saved search with what is new in it. Finds are kept as keys, and read again as their owner of today."""

from operator import attrgetter
from typing import Any

import graphene
from graphene_django import DjangoObjectType

from cms.saved_searches.models import SavedSearch
from cms.saved_searches.selectors import Draft, Find, labels_of, new_counts, new_finds
from members_api.batch import One
from members_api.enums import enum_of
from members_api.search.types import KIND_FACET, LABELS

SavedSearchFrequency = enum_of(SavedSearch.Frequency, "SavedSearchFrequency")


class SavedSearchFilterType(graphene.ObjectType):
    """One filter of a saved search, with words for its values; values that you may not see any more are left out."""

    name = graphene.String(required=True, description="The argument of `search`, such as topic.")
    label = graphene.String(required=True)
    labels = graphene.List(graphene.String)

    class Meta:
        name = "SavedSearchFilter"


def filters_of(words: dict[str, dict[str, str]]) -> list[SavedSearchFilterType]:
    return [
        SavedSearchFilterType(
            name=KIND_FACET if facet == "kind" else facet, label=LABELS[facet], labels=list(values.values())
        )
        for facet, values in words.items()
    ]


class SavedSearchFindType(graphene.ObjectType):
    """Something that a saved search has found since it was saved, in its words of today."""

    shows = Find
    id = graphene.ID(required=True)
    kind_label = graphene.String(required=True)
    title = graphene.String(required=True)
    path = graphene.String(required=True, description="In the members' frontend.")
    summary = graphene.String(required=True)
    date = graphene.Date()
    reference = graphene.String(required=True)
    partner_name = graphene.String(required=True)
    status = graphene.String(required=True)

    class Meta:
        name = "SavedSearchFind"

    def resolve_id(self, info: Any) -> int:
        return int(self.alert)

    def resolve_title(self, info: Any) -> str:
        return str(self.card.title)

    def resolve_path(self, info: Any) -> str:
        return str(self.card.url)

    def resolve_summary(self, info: Any) -> str:
        return str(self.card.summary)

    def resolve_date(self, info: Any) -> Any:
        return self.card.date

    def resolve_reference(self, info: Any) -> str:
        return str(self.card.reference)

    def resolve_partner_name(self, info: Any) -> str:
        return str(self.card.owner)

    def resolve_status(self, info: Any) -> str:
        return str(self.card.status_word)


class SavedSearchType(DjangoObjectType):
    """A search that you keep. Yours alone: nobody else sees it, editors neither."""

    frequency = graphene.Field(SavedSearchFrequency, required=True)
    frequency_label = graphene.String(required=True)
    is_paused = graphene.Boolean(required=True, description="A paused search looks for nothing.")
    filters = graphene.List(SavedSearchFilterType)
    path = graphene.String(required=True, description="Its results, in the members' frontend.")
    new_count = graphene.Int(required=True, description="Finds not marked as seen, as far as you may see them.")
    new_items = graphene.List(SavedSearchFindType, description="The latest 50 of them.")

    class Meta:
        model, name, convert_choices_to_enum = SavedSearch, "SavedSearch", False
        fields = ("id", "name", "text", "created_at")

    def resolve_frequency_label(self, info: Any) -> str:
        return str(self.get_frequency_display())

    def resolve_is_paused(self, info: Any) -> bool:
        return self.paused_at is not None

    def resolve_filters(self, info: Any) -> list[SavedSearchFilterType]:
        return filters_of(info.context.loader.derived(labels_of, self) or {})

    def resolve_new_count(self, info: Any) -> int:
        return int(info.context.loader.derived(new_counts, self) or 0)

    def resolve_new_items(self, info: Any) -> list[Find]:
        new = info.context.loader.derived(new_finds, self)
        return list(new.finds) if new else []


class SavedSearchDraftType(graphene.ObjectType):
    """A search that you might keep, in words."""

    shows = Draft
    text = graphene.String(required=True)
    filters = graphene.List(SavedSearchFilterType)
    saved = graphene.Field(SavedSearchType, description="The same search, where you have kept it already.")
    paths = {"saved": One(SavedSearch, attrgetter("same"))}

    class Meta:
        name = "SavedSearchDraft"

    def resolve_filters(self, info: Any) -> list[SavedSearchFilterType]:
        return filters_of(self.filters)
