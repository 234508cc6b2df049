"""The archive of briefings."""

from typing import Any

import graphene
from django.db.models import QuerySet

from cms.briefings.models import Edition
from cms.briefings.permissions import CONTENT
from members_api.access import Access
from members_api.briefings.types import BriefingType
from members_api.guards import PUBLIC, Exposed
from members_api.lists import list_field


def briefings(access: Access, public_only: bool = False) -> QuerySet[Edition]:
    rows = Edition.objects.archived()
    return rows.filter(readers=Edition.Readers.PUBLIC) if public_only else rows


def briefing(_: None, info: Any, slug: str) -> QuerySet[Edition]:
    return Edition.objects.archived().filter(slug=slug)


class BriefingsQuery(graphene.ObjectType):
    briefings = list_field(
        BriefingType,
        {"NEWEST": ("-begun_at",)},
        briefings,
        audience=PUBLIC,
        scope=CONTENT,
        personal=True,
        description="Those that went out and that you may read.",
        public_only=graphene.Boolean(description="True: those that everybody may read, as a feed shows them."),
    )
    briefing = Exposed(
        BriefingType,
        slug=graphene.String(required=True),
        resolver=briefing,
        audience=PUBLIC,
        scope=CONTENT,
        personal=True,
    )
