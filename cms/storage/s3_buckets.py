"""The buckets of an installation with S3: made where they are missing, with versions, and open to nobody."""

from collections.abc import Iterator
from typing import Any

from botocore.exceptions import ClientError
from django.conf import settings

from cms.storage.places import ROLES, bucket_of
from cms.storage.s3 import FAULTS, answered, client, status_of


class OpenBuckets(Exception):
    """Buckets that answer a stranger, in words for the operator."""


def buckets() -> dict[str, str]:
    """{role: name of its bucket}; empty where the installation keeps its files on disk."""
    return {role: bucket_of(role) for role in ROLES if bucket_of(role)}


def prepare() -> Iterator[str]:
    """Before files go anywhere: the buckets are made, and none is open. Says what was done. Raises StoreUnavailable,
    OpenBuckets."""
    yield from ensure_buckets()
    check_closed()


def check_closed() -> None:
    """Raises OpenBuckets, StoreUnavailable."""
    if found := open_buckets():
        raise OpenBuckets(f"Anybody can read what is in {', '.join(found)}. Close it before files go there.")


def ensure_buckets() -> Iterator[str]:
    """Make what is missing, and say what was done or found, bucket by bucket. Twice is harmless.

    Raises StoreUnavailable where the server does not answer or the key may not do this.
    """
    s3 = client(settings.S3_ENDPOINT_URL)
    for role, name in buckets().items():
        with answered():
            made = _make(s3, name)
            versions = _keep_versions(s3, name)
        words = [f"{role}: {name}", "made" if made else "was there"]
        if versions:
            words.append("keeps versions now")
        yield ", ".join(words)


def _make(s3: Any, name: str) -> bool:
    try:
        s3.head_bucket(Bucket=name)
    except ClientError as error:
        if status_of(error) != 404:
            raise
        region = s3.meta.region_name
        # "us-east-1" is the one region that a request must not name
        where = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
        s3.create_bucket(Bucket=name, **where)
        return True
    return False


def _keep_versions(s3: Any, name: str) -> bool:
    if s3.get_bucket_versioning(Bucket=name).get("Status") == "Enabled":
        return False
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    return True


def open_buckets() -> list[str]:
    """Names of buckets that answer a stranger, who lists them or fetches a file by its key: there must be none. Raises
    StoreUnavailable."""
    s3 = client(settings.S3_ENDPOINT_URL)
    stranger = client(settings.S3_ENDPOINT_URL, attempts=1, signed=False)
    return [name for name in buckets().values() if _lists(stranger, name) or _gives(s3, stranger, name)]


def _some_key(s3: Any, name: str) -> str:
    """ "" where nothing is in it yet."""
    with answered():
        found = s3.list_objects_v2(Bucket=name, MaxKeys=1).get("Contents", [])
    return str(found[0]["Key"]) if found else ""


def _lists(stranger: Any, name: str) -> bool:
    try:
        stranger.list_objects_v2(Bucket=name, MaxKeys=1)
    except FAULTS:
        return False
    return True


def _gives(s3: Any, stranger: Any, name: str) -> bool:
    key = _some_key(s3, name)
    if not key:
        return False
    try:
        stranger.get_object(Bucket=name, Key=key)["Body"].close()
    except FAULTS:
        return False
    return True
