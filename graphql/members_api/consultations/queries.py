"""Consultations: the list, and one with its paragraphs and comments."""

from typing import Any

import graphene
from django.db.models import QuerySet

from cms.consultations.models import Consultation
from members_api.access import Access
from members_api.consultations.types import ConsultationType
from members_api.guards import PUBLIC, Exposed
from members_api.lists import list_field

CONTENT = "read:content"


def consultations(access: Access) -> QuerySet[Consultation]:
    return Consultation.objects.exclude(published_at=None)  # what is being written is read in the admin


def one(_: None, info: Any, slug: str) -> QuerySet[Consultation]:
    return Consultation.objects.filter(slug=slug, published_at__isnull=False)


class ConsultationsQuery(graphene.ObjectType):
    consultations = list_field(
        ConsultationType,
        {"CLOSES_LAST": ("-closes_on",), "NEWEST": ("-published_at",)},
        consultations,
        audience=PUBLIC,
        scope=CONTENT,
        personal=True,  # whose comment is whose
        description="For members; empty for everyone else.",
    )
    consultation = Exposed(
        ConsultationType,
        slug=graphene.String(required=True),
        resolver=one,
        audience=PUBLIC,
        scope=CONTENT,
        personal=True,
        description="Null for what is absent or not yours to see.",
    )
