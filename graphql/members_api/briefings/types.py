"""Briefings as they went out, with what was corrected since."""

from typing import Any

import graphene
from graphene_django import DjangoObjectType

from cms.briefings import items, selectors
from cms.briefings.models import Correction, Edition, EditionItem
from members_api.people import PersonType


class BriefingItemType(DjangoObjectType):
    """One item, in the editor's words. One about a page or a question that you may not read is left out."""

    kicker = graphene.String(required=True, description="What it is: Consultation, Guidance · local. May be empty.")
    path = graphene.String(required=True, description="In the members' frontend, or an https address, or empty.")

    class Meta:
        model, name, fields = EditionItem, "BriefingItem", ("id", "title", "text", "to_do")

    def resolve_kicker(self, info: Any) -> str:
        return str(info.context.loader.derived(about, self).kicker)

    def resolve_path(self, info: Any) -> str:
        return str(info.context.loader.derived(about, self).path)


def about(requester: Any, rows: list[EditionItem]) -> dict[int, items.About]:
    return items.about(rows)


class BriefingCorrectionType(DjangoObjectType):
    class Meta:
        model, name, fields = Correction, "BriefingCorrection", ("id", "text", "made_at")


class BriefingType(DjangoObjectType):
    """An edition. What you see here is what the mail said, as far as you may still read what it was about."""

    path = graphene.String(required=True, description="In the members' frontend.")
    is_public = graphene.Boolean(required=True, description="Open to everybody.")
    sent_to = graphene.String(required=True, description="In words: to all members.")
    minutes_to_read = graphene.Int(required=True)
    signed_by = graphene.Field(PersonType, description="Who chose it. For members; null for everyone else.")
    items = graphene.List(BriefingItemType)
    corrections = graphene.List(BriefingCorrectionType, description="The newest first.")

    class Meta:
        model, name = Edition, "Briefing"
        fields = ("id", "slug", "number", "title", "note", "begun_at", "is_example")

    def resolve_is_public(self, info: Any) -> bool:
        return bool(self.readers == Edition.Readers.PUBLIC)

    def resolve_sent_to(self, info: Any) -> str:
        return str(info.context.loader.derived(selectors.sent_to, self))

    def resolve_minutes_to_read(self, info: Any) -> int:
        return int(info.context.loader.derived(selectors.minutes, self))
