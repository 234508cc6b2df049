"""Which file store this installation has."""

import time
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from cms.storage.folder import FolderStore
from cms.storage.ports import FileStore
from cms.storage.s3 import S3Store

ASK_AGAIN_S = 15.0
_last: dict[str, tuple[float, bool]] = {}


def get_store() -> FileStore:
    """S3 when S3_BUCKET is set, else a folder."""
    if settings.S3_BUCKET:
        return _bucket(settings.S3_BUCKET, settings.S3_ENDPOINT_URL)
    return FolderStore(Path(settings.FILE_STORE_DIR))


@lru_cache(maxsize=4)
def _bucket(name: str, endpoint: str) -> S3Store:
    return S3Store(name, endpoint)


def store_is_well() -> bool:
    """For the health page: asked at most every 15 seconds, since a monitor must not load the store."""
    name, now = f"{settings.S3_BUCKET or settings.FILE_STORE_DIR}", time.monotonic()
    at, well = _last.get(name, (-ASK_AGAIN_S, False))
    if now - at >= ASK_AGAIN_S:
        well = get_store().well()
        _last[name] = (now, well)
    return well
