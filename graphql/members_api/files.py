"""Pictures and documents: titles and addresses of views that check again, never an address of the storage."""

from collections.abc import Sequence
from typing import Any

import graphene
from graphene_django import DjangoObjectType
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from cms.core.requester import Requester
from cms.pages.renditions import SIZES
from cms.storage.barriers import barriers_of
from cms.storage.covers import covers_of
from cms.storage.texts import facts_of_many
from cms.storage.waiting import held_back_of
from members_api.richtext import document_url

ImageSize = graphene.Enum("ImageSize", list(SIZES.items()), description="The only sizes there are.")


class Rendition(graphene.ObjectType):
    url = graphene.String(required=True)
    width = graphene.Int(required=True)
    height = graphene.Int(required=True)

    def resolve_url(self, info: Any) -> str:
        name = self.file.name.rpartition("/")[2]
        return f"/documents/images/{self.pk}/{name}"


class ImageType(DjangoObjectType):
    rendition = graphene.Field(Rendition, size=ImageSize(required=True), description="Null until it has been made.")

    class Meta:
        model, name, fields = get_image_model(), "Image", ("id", "title")

    def resolve_rendition(self, info: Any, size: Any) -> Any:
        return info.context.loader.rendition(self.pk, size.value)


def facts(requester: Requester, documents: Sequence[Any]) -> dict[int, Any]:
    """What the reader of files found, for everything of this level at once."""
    return facts_of_many([document.pk for document in documents])


def covers(requester: Requester, documents: Sequence[Any]) -> dict[int, str]:
    return covers_of([document.pk for document in documents])


def held_back(requester: Requester, documents: Sequence[Any]) -> dict[int, str]:
    return held_back_of([document.pk for document in documents])


class FileBarrier(graphene.ObjectType):
    """Something in a file that may keep people from reading it with software. A program found it: no full check."""

    code = graphene.String(required=True, description="Stable, such as not_tagged. There will be more: leave room.")
    words = graphene.String(required=True, description="Goes on after “may not work with a screen reader:”.")


class DocumentType(DjangoObjectType):
    url = graphene.String(required=True, description="Below the CMS's origin. The view checks who asks, tokens too.")
    file_size = graphene.Int(description="In bytes; null where it is not known.")
    extension = graphene.String(required=True, description="Such as pdf.")
    pages = graphene.Int(description="Of a PDF; null where it is not known.")
    barriers = graphene.List(
        graphene.NonNull(FileBarrier),
        required=True,
        description="The worst first. Empty where none was found, or the file was not read yet.",
    )
    cover_url = graphene.String(
        description="The first page as a picture (WebP, 400 dots wide), checked as the file is; null without one."
    )

    held_back = graphene.String(
        description="Why nobody can open it now, in words: not checked for viruses yet, or one was found; else null."
    )

    class Meta:
        model, name, fields = get_document_model(), "Document", ("id", "title")

    def resolve_held_back(self, info: Any) -> str | None:
        words: str | None = info.context.loader.derived(held_back, self)
        return words

    def resolve_pages(self, info: Any) -> int | None:
        found = info.context.loader.derived(facts, self)
        return found.pages or None if found is not None else None

    def resolve_barriers(self, info: Any) -> list[Any]:
        found = info.context.loader.derived(facts, self)
        return list(barriers_of(found.barriers)) if found is not None else []

    def resolve_cover_url(self, info: Any) -> str | None:
        return f"/documents/{self.pk}/cover" if info.context.loader.derived(covers, self) else None

    def resolve_url(self, info: Any) -> str:
        return document_url(self)

    def resolve_extension(self, info: Any) -> str:
        return str(self.file_extension)
