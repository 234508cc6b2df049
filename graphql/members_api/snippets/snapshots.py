"""Signed copies of the registers: a list of them, one of them, and which one a file is from."""

import re
from typing import Any

import graphene
from django.db.models import QuerySet
from graphene_django import DjangoObjectType

from cms.snippets.models import RegisterKey, RegisterSnapshot, SnapshotFile
from members_api.access import Access
from members_api.enums import enum_of
from members_api.guards import PUBLIC, Exposed
from members_api.lists import list_field

REGISTER = "read:register"
SnapshotAudience = enum_of(RegisterSnapshot.Audience, "SnapshotAudience")
SnapshotFileKind = enum_of(SnapshotFile.Kind, "SnapshotFileKind")
HASH = re.compile(r"[0-9a-f]{64}\Z")


class RegisterKeyType(DjangoObjectType):
    """A public key with which copies were signed (Ed25519). It is published for ever."""

    url = graphene.String(required=True, description="Below the CMS’s origin: the key as a file.")

    class Meta:
        model, name, fields = RegisterKey, "RegisterKey", ("id", "key_id", "pem", "first_used_at")

    def resolve_pem(self, info: Any) -> str:
        return str(self.as_file)

    def resolve_url(self, info: Any) -> str:
        return f"/documents/registers/keys/{self.key_id}.pem"


class SnapshotFileType(DjangoObjectType):
    """One file of a signed copy. The manifest names the others with their hashes; the signature is over it."""

    kind = graphene.Field(SnapshotFileKind, required=True)
    rows = graphene.Int(description="Of the table, or of all registers; null for the manifest and its signature.")
    snapshot = graphene.Field(lambda: RegisterSnapshotType)
    url = graphene.String(required=True, description="Below the CMS’s origin. The view checks who asks, tokens too.")

    class Meta:
        model, name, convert_choices_to_enum = SnapshotFile, "SnapshotFile", False
        fields = ("id", "name", "sha256", "size")

    def resolve_url(self, info: Any) -> str:
        return f"/documents/registers/{self.name}"


class RegisterSnapshotType(DjangoObjectType):
    """The registers as they stood when it was taken, signed. It is never changed."""

    audience = graphene.Field(SnapshotAudience, required=True)
    is_late = graphene.Boolean(required=True, description="It was taken after the first day of its month.")
    key = graphene.Field(RegisterKeyType)
    files = graphene.List(SnapshotFileType)

    class Meta:
        model, name, convert_choices_to_enum = RegisterSnapshot, "RegisterSnapshot", False
        fields = ("id", "month", "taken_at")


def _best(rows: QuerySet[RegisterSnapshot], access: Access) -> QuerySet[RegisterSnapshot]:
    """For members theirs, which has all that the public's has."""
    wanted = RegisterSnapshot.Audience.MEMBERS if access.requester.is_member else RegisterSnapshot.Audience.PUBLIC
    return rows.filter(audience=wanted)


def snapshots(access: Access) -> QuerySet[RegisterSnapshot]:
    return _best(RegisterSnapshot.objects.all(), access)


def snapshot(_: None, info: Any, month: str) -> QuerySet[RegisterSnapshot]:
    return _best(RegisterSnapshot.objects.filter(month=month.strip()), Access(info.context.requester))


def by_sha256(_: None, info: Any, sha256: str) -> QuerySet[SnapshotFile]:
    """The latest: tables that did not change have the same hash in several."""
    wanted = "".join(sha256.split()).lower()
    rows = SnapshotFile.objects.filter(sha256=wanted) if HASH.match(wanted) else SnapshotFile.objects.none()
    found: QuerySet[SnapshotFile] = rows.order_by("-snapshot__month", "snapshot__audience")
    return found


class SnapshotsQuery(graphene.ObjectType):
    register_snapshots = list_field(
        RegisterSnapshotType,
        {"LATEST": ("-month",), "FIRST": ("month",)},
        snapshots,
        audience=PUBLIC,
        scope=REGISTER,
        description="One a month: the members’, or the public’s for who is no member.",
    )
    register_snapshot = Exposed(
        RegisterSnapshotType,
        resolver=snapshot,
        audience=PUBLIC,
        scope=REGISTER,
        description="Null where none was taken, or it is not for you.",
        month=graphene.String(required=True, description="Such as 2026-11."),
    )
    snapshot_by_sha256 = Exposed(
        SnapshotFileType,
        resolver=by_sha256,
        audience=PUBLIC,
        scope=REGISTER,
        description="Which file of which copy has this hash; null where none that you may see has it.",
        sha256=graphene.String(required=True, description="64 figures, as sha256sum writes them."),
    )
