"""Which file stores this installation has: a folder each, or a bucket each where S3_BUCKET is set."""

import time
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from cms.storage.folder import FolderStore
from cms.storage.models import SyncObject
from cms.storage.ports import FileStore
from cms.storage.s3 import S3Store, place_name

Role = SyncObject.Role
EXCHANGE = "exchange"  # where partners' systems drop files: no ledger of ours says what is in it
ROLES = (*Role.values, EXCHANGE)
DISK = "disk:"
ASK_AGAIN_S = 15.0
_last: dict[str, tuple[float, bool]] = {}


def bucket_of(role: str) -> str:
    """The name of the bucket; "" where the installation has no S3."""
    if not settings.S3_BUCKET:
        return ""
    own: dict[str, str] = {
        Role.MEDIA: settings.S3_BUCKET,
        Role.MIRROR: settings.S3_MIRROR_BUCKET,
        Role.QUARANTINE: settings.S3_QUARANTINE_BUCKET,
        EXCHANGE: settings.S3_EXCHANGE_BUCKET,
    }
    return own[role] or f"{settings.S3_BUCKET}-{role}"


def place(role: str) -> FileStore:
    """Where files of this role are written now."""
    bucket = bucket_of(role)
    return _bucket(bucket, settings.S3_ENDPOINT_URL) if bucket else _folder(role)


def place_named(name: str) -> FileStore | None:
    """The place that the ledger calls so, if it can be reached with the settings of today: any folder of this machine,
    any bucket at today's server, also after S3_BUCKET went: a site that moves back reads what is still there."""
    if name.startswith(DISK):
        role = name.removeprefix(DISK)
        return _folder(role) if role in ROLES else None
    bucket = name.removeprefix("s3://").partition("@")[0]
    if name == place_name(bucket, settings.S3_ENDPOINT_URL):
        return _bucket(bucket, settings.S3_ENDPOINT_URL)
    return None


def _folder(role: str) -> FolderStore:
    return FolderStore(Path(settings.STORE_DIR) / role, f"{DISK}{role}")


@lru_cache(maxsize=16)
def _bucket(name: str, endpoint: str) -> S3Store:
    return S3Store(name, endpoint)


def media_is_well() -> bool:
    """For the health page: asked at most every 15 seconds, since a monitor must not load the store."""
    store, now = place(Role.MEDIA), time.monotonic()
    at, well = _last.get(store.name, (-ASK_AGAIN_S, False))
    if now - at >= ASK_AGAIN_S:
        well = store.well()
        _last[store.name] = (now, well)
    return well
