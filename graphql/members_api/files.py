"""Pictures and documents: titles and addresses of views that check again, never an address of the storage."""

from typing import Any

import graphene
from graphene_django import DjangoObjectType
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from cms.pages.renditions import SIZES
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


class DocumentType(DjangoObjectType):
    url = graphene.String(required=True, description="Below the CMS's origin. The view checks who asks, tokens too.")
    file_size = graphene.Int(description="In bytes; null where it is not known.")
    extension = graphene.String(required=True, description="Such as pdf.")

    class Meta:
        model, name, fields = get_document_model(), "Document", ("id", "title")

    def resolve_url(self, info: Any) -> str:
        return document_url(self)

    def resolve_extension(self, info: Any) -> str:
        return str(self.file_extension)
