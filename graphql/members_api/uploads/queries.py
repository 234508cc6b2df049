"""What came of the files that one sent. One's own alone; nobody else's upload is there."""

from typing import Any

import graphene
from django.db.models import QuerySet
from graphene_django import DjangoObjectType

from cms.storage.models import UploadedFile, UploadTicket
from cms.storage.uploads import SCOPE
from members_api.guards import PUBLIC, Exposed


class UploadedFileType(DjangoObjectType):
    """One file that was sent, in the order in which it was sent."""

    class Meta:
        model, name = UploadedFile, "UploadedFile"
        fields = ("id", "number", "name", "taken", "words")


class UploadResultType(DjangoObjectType):
    class Meta:
        model, name = UploadTicket, "UploadResult"
        fields = ("id", "used_at", "files")


def result(_: None, info: Any, id: str) -> QuerySet[UploadTicket]:  # noqa: A002 - the argument's name
    key = int(id) if id.isascii() and id.isdigit() and len(id) <= 18 else 0
    return UploadTicket.objects.filter(pk=key)


class UploadsQuery(graphene.ObjectType):
    upload_result = Exposed(
        UploadResultType,
        id=graphene.ID(required=True),
        resolver=result,
        audience=PUBLIC,
        scope=SCOPE,
        personal=True,
        kept=False,
        description="What came of what you sent with an address of `startUpload`; kept for 30 days.",
    )
