"""Rows that pages bring with them, and grapple's names for all types that pages point at."""

from graphene_django import DjangoObjectType
from grapple.registry import registry
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from cms.pages.models import StoryQuote
from members_api import people  # noqa: F401 - fills grapple's registry
from members_api.files import DocumentType, ImageType


class StoryQuoteType(DjangoObjectType):
    class Meta:
        model, name, fields = StoryQuote, "StoryQuote", ("id", "text", "person", "role")


# grapple's declarations find our types where they would have found grapple's.
registry.images[get_image_model()] = ImageType
registry.documents[get_document_model()] = DocumentType
registry.django_models[StoryQuote] = StoryQuoteType
