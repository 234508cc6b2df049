"""The file store on any S3-compatible server. The only module that imports boto3."""

import base64
import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from cms.storage.ports import Stored, StoreUnavailable, Upload

PART = 8 << 20


def client(endpoint: str, *, attempts: int = 3) -> Any:
    """Credentials come from the environment (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY) or the machine's role."""
    return boto3.session.Session().client(  # boto3.client shares one session, which threads must not
        "s3",
        endpoint_url=endpoint or None,
        region_name=os.environ.get("AWS_DEFAULT_REGION", "eu-west-2"),
        config=Config(
            s3={"addressing_style": "path"},
            retries={"mode": "standard", "max_attempts": attempts},
            # newer boto3 sends CRC trailers by default, which servers other than AWS may store as content
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
            connect_timeout=3,
            read_timeout=20,
        ),
    )


def md5(data: bytes) -> str:
    return base64.b64encode(hashlib.md5(data, usedforsecurity=False).digest()).decode()


def status_of(error: ClientError) -> int:
    return int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))


@contextmanager
def answered() -> Iterator[None]:
    """A lost or bad reply means "unknown", never "failed": the caller asks again with HEAD."""
    try:
        yield
    except (ClientError, BotoCoreError) as error:
        raise StoreUnavailable(f"{type(error).__name__}: {error}") from error


class S3Store:
    def __init__(self, bucket: str, endpoint: str = "") -> None:
        self.bucket, self.endpoint = bucket, endpoint
        self.s3 = client(endpoint)

    def head(self, key: str) -> Stored | None:
        with answered():
            try:
                found = self.s3.head_object(Bucket=self.bucket, Key=key)
            except ClientError as error:
                if status_of(error) == 404:
                    return None
                raise
        return Stored(key, int(found["ContentLength"]), str(found["Metadata"].get("sha256", "")))

    def put(self, item: Stored, content: BinaryIO, *, upload_id: str, keep_upload_id: Callable[[str], None]) -> None:
        with answered():
            if item.size <= PART:
                data = content.read()
                metadata = {"sha256": item.sha256}
                self.s3.put_object(Bucket=self.bucket, Key=item.key, Body=data, ContentMD5=md5(data), Metadata=metadata)
            else:
                self._put_parts(item, content, upload_id, keep_upload_id)

    def _put_parts(self, item: Stored, content: BinaryIO, upload_id: str, keep: Callable[[str], None]) -> None:
        have = self._parts(item.key, upload_id) if upload_id else None
        if have is None:
            created = self.s3.create_multipart_upload(
                Bucket=self.bucket, Key=item.key, Metadata={"sha256": item.sha256}
            )
            upload_id, have = str(created["UploadId"]), {}
            keep(upload_id)
        parts = []
        for number, data in enumerate(iter(lambda: content.read(PART), b""), 1):
            etag = hashlib.md5(data, usedforsecurity=False).hexdigest()
            if have.get(number) != etag:
                target = {"Bucket": self.bucket, "Key": item.key, "UploadId": upload_id, "PartNumber": number}
                etag = str(self.s3.upload_part(**target, Body=data, ContentMD5=md5(data))["ETag"]).strip('"')
            parts.append({"PartNumber": number, "ETag": etag})
        done = {"Parts": parts}
        self.s3.complete_multipart_upload(Bucket=self.bucket, Key=item.key, UploadId=upload_id, MultipartUpload=done)

    def _parts(self, key: str, upload_id: str) -> dict[int, str] | None:
        """MD5 of the parts that arrived, by number; None when the server does not know the upload any more."""
        have: dict[int, str] = {}
        try:
            for page in self.s3.get_paginator("list_parts").paginate(Bucket=self.bucket, Key=key, UploadId=upload_id):
                have |= {int(part["PartNumber"]): str(part["ETag"]).strip('"') for part in page.get("Parts", [])}
        except ClientError as error:
            if status_of(error) == 404:
                return None
            raise
        return have

    def keys(self, prefix: str) -> Iterator[tuple[str, int]]:
        with answered():
            for page in self.s3.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=prefix):
                for item in page.get("Contents", []):
                    yield str(item["Key"]), int(item["Size"])

    def read(self, key: str) -> Iterator[bytes]:
        with answered():
            yield from self.s3.get_object(Bucket=self.bucket, Key=key)["Body"].iter_chunks(1 << 20)

    def uploads(self) -> Iterator[Upload]:
        with answered():
            for page in self.s3.get_paginator("list_multipart_uploads").paginate(Bucket=self.bucket):
                for item in page.get("Uploads", []):
                    yield Upload(str(item["Key"]), str(item["UploadId"]), item["Initiated"])

    def abort(self, upload: Upload) -> None:
        with answered():
            self.s3.abort_multipart_upload(Bucket=self.bucket, Key=upload.key, UploadId=upload.upload_id)

    def well(self) -> bool:
        try:
            client(self.endpoint, attempts=1).head_bucket(Bucket=self.bucket)
        except (ClientError, BotoCoreError):
            return False
        return True
