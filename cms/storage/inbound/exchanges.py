"""Where partners' systems drop files on this installation: a bucket, or a folder where there is no S3."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from cms.storage.inbound.folder import NAME, FolderExchange
from cms.storage.inbound.ports import Exchange
from cms.storage.places import EXCHANGE, bucket_of
from cms.storage.s3_exchange import GONE, S3Exchange


def exchange() -> Exchange:
    """Where they drop them now."""
    return exchange_named(bucket_of(EXCHANGE) or NAME)


def exchange_named(name: str) -> Exchange:
    """The one that a receipt names, also after the site moved: the folder, or a bucket at today's server."""
    if name == NAME:
        return FolderExchange(Path(settings.STORE_DIR) / EXCHANGE)
    return bucket_exchange(name, settings.S3_ENDPOINT_URL, former=name != bucket_of(EXCHANGE))


@lru_cache(maxsize=4)
def bucket_exchange(bucket: str, endpoint: str, *, former: bool = False) -> S3Exchange:
    """`former`: the site has moved away from this bucket."""
    return S3Exchange(bucket, endpoint, gone=GONE | {"NoSuchBucket"} if former else GONE)
