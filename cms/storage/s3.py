"""The file store on any S3-compatible server. Only the modules named s3 import boto3."""

import base64
import datetime
import hashlib
import os
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from typing import Any, BinaryIO
from urllib.parse import quote, urlsplit

import boto3
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from botocore.parsers import ResponseParserError

from cms.storage.ports import Damaged, NotThere, Stored, StoreUnavailable, Upload, forget_upload_id
from cms.storage.s3_parts import PART, FilePart, bodies, handle_of, md5_of, pieces
from cms.storage.s3_read import RangeFile

PARTS_AT_ONCE = 8  # of a file on the disk, read as they are sent
IN_MEMORY = 4  # of a file from elsewhere: with the part being read, 40 MB of memory
FAULTS = (ClientError, BotoCoreError, ResponseParserError)  # the last: a page of a proxy instead of an answer
CONNECTIONS = 16  # pushers and parts at once


def client(endpoint: str, *, attempts: int = 3, signed: bool = True) -> Any:
    """Credentials come from the environment (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY) or the machine's role."""
    return boto3.session.Session().client(  # boto3.client shares one session, which threads must not
        "s3",
        endpoint_url=endpoint or None,
        region_name=os.environ.get("AWS_DEFAULT_REGION", "eu-west-2"),
        config=Config(
            signature_version="s3v4" if signed else UNSIGNED,
            # the SHA-256 of each body is part of its request's signature: what changes on the way is refused
            s3={"addressing_style": "path", "payload_signing_enabled": True},
            retries={"mode": "standard", "max_attempts": attempts},
            # newer boto3 sends CRC trailers by default, which servers other than AWS may store as content
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
            connect_timeout=3,
            read_timeout=20,
            max_pool_connections=CONNECTIONS,
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
    except ClientError as error:
        if status_of(error) == 404 and error.response.get("Error", {}).get("Code") in ("NoSuchKey", "404"):
            raise NotThere(str(error)) from error
        raise StoreUnavailable(f"{type(error).__name__}: {error}") from error
    except (*FAULTS, KeyError) as error:  # the last: an answer without what it must have
        raise StoreUnavailable(f"{type(error).__name__}: {error}") from error


def place_name(bucket: str, endpoint: str) -> str:
    """What the ledger calls a bucket: the same name at another server is another place."""
    host = urlsplit(endpoint).netloc
    return f"s3://{bucket}@{host}" if host else f"s3://{bucket}"


class S3Store:
    def __init__(self, bucket: str, endpoint: str = "") -> None:
        self.bucket, self.endpoint = bucket, endpoint
        self.name = place_name(bucket, endpoint)
        self.s3 = client(endpoint)

    def holds(self, item: Stored) -> bool:
        with answered():
            try:
                found = self.s3.head_object(Bucket=self.bucket, Key=item.key)
            except ClientError as error:
                if status_of(error) == 404:
                    return False
                raise
        return int(found["ContentLength"]) == item.size and found["Metadata"].get("sha256") == item.sha256

    def put(
        self,
        item: Stored,
        content: BinaryIO,
        *,
        upload_id: str = "",
        keep_upload_id: Callable[[str], None] = forget_upload_id,
    ) -> bool:
        with answered():
            if item.size > PART:
                self._put_parts(item, content, upload_id, keep_upload_id)
                return False
            data = content.read(PART + 1)
            if (hashlib.sha256(data).hexdigest(), len(data)) != (item.sha256, item.size):
                raise Damaged(f"what came for {item.key} is not what was announced")
            made = md5(data)
            given = {"ContentMD5": made, "Metadata": {"sha256": item.sha256}}
            answer = self.s3.put_object(Bucket=self.bucket, Key=item.key, Body=data, **given)
        # the hash that the store made of what it has; never where the bucket is encrypted
        return bool(answer.get("ETag", "").strip('"') == base64.b64decode(made).hex())

    def _put_parts(self, item: Stored, content: BinaryIO, upload_id: str, keep: Callable[[str], None]) -> None:
        have = self._parts(item.key, upload_id) if upload_id else None
        if have is None:
            created = self.s3.create_multipart_upload(
                Bucket=self.bucket, Key=item.key, Metadata={"sha256": item.sha256}
            )
            upload_id, have = str(created["UploadId"]), {}
            keep(upload_id)
        parts: list[dict[str, Any]] = []
        digest, size = hashlib.sha256(), 0
        at_once = PARTS_AT_ONCE if handle_of(content) is not None else IN_MEMORY
        with ThreadPoolExecutor(at_once) as senders:
            sending: set[Future[None]] = set()
            try:
                for number, body in enumerate(bodies(content, item.size), 1):
                    parts.append({"PartNumber": number, "ETag": have.get(number)})
                    if number not in have or have[number] != md5_of(body):
                        sending.add(senders.submit(self._send_part, item.key, upload_id, parts[-1], body))
                    for piece in pieces(body, content):
                        digest.update(piece)
                        size += len(piece)
                    if len(sending) >= at_once:  # and no more of the file in memory than is on its way
                        sending = _settled(sending)
                        keep(upload_id)
                while sending:
                    sending = _settled(sending)
            except BaseException:
                for future in sending:
                    future.cancel()
                raise
        if (digest.hexdigest(), size) != (item.sha256, item.size):
            raise Damaged(f"what came for {item.key} is not what was announced")
        done = {"Parts": parts}
        self.s3.complete_multipart_upload(Bucket=self.bucket, Key=item.key, UploadId=upload_id, MultipartUpload=done)

    def _send_part(self, key: str, upload_id: str, part: dict[str, Any], body: bytes | FilePart) -> None:
        target = {"Bucket": self.bucket, "Key": key, "UploadId": upload_id, "PartNumber": part["PartNumber"]}
        # no Content-MD5: the signature has the body's SHA-256, and MD5 takes as long as all the rest of the sending
        part["ETag"] = str(self.s3.upload_part(**target, Body=body)["ETag"]).strip('"')  # no MD5 where it is encrypted

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
                if page["Name"] != self.bucket:
                    raise StoreUnavailable(f"what came is no list of {self.bucket}")
                for item in page.get("Contents", []):
                    yield str(item["Key"]), int(item["Size"])

    def read(self, key: str) -> Iterator[bytes]:
        with answered():
            yield from self.s3.get_object(Bucket=self.bucket, Key=key)["Body"].iter_chunks(1 << 20)

    def open(self, key: str, size: int) -> BinaryIO:
        return RangeFile(lambda start: self._from(key, start), size).buffered()

    def _from(self, key: str, start: int) -> Any:
        with answered():
            return self.s3.get_object(Bucket=self.bucket, Key=key, Range=f"bytes={start}-")["Body"]

    def stored_at(self, key: str) -> datetime.datetime | None:
        try:
            with answered():
                found: datetime.datetime = self.s3.head_object(Bucket=self.bucket, Key=key)["LastModified"]
        except NotThere:
            return None
        return found

    def delete(self, key: str) -> None:
        with answered():
            for page in self.s3.get_paginator("list_object_versions").paginate(Bucket=self.bucket, Prefix=key):
                for version in [*page.get("Versions", []), *page.get("DeleteMarkers", [])]:
                    if version["Key"] == key:
                        self.s3.delete_object(Bucket=self.bucket, Key=key, VersionId=version["VersionId"])

    def address(self, key: str, *, seconds: int, file_name: str) -> str:
        asked = {
            "Bucket": self.bucket,
            "Key": key,
            "ResponseContentType": "application/octet-stream",  # nothing that a browser would show
            "ResponseContentDisposition": f"attachment; filename*=UTF-8''{quote(file_name, safe='')}",
            "ResponseCacheControl": "private, no-store",
        }
        with answered():
            return str(self.s3.generate_presigned_url("get_object", Params=asked, ExpiresIn=seconds))

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
        except FAULTS:
            return False
        return True


def _settled(sending: set[Future[None]]) -> set[Future[None]]:
    """Those that are still on their way, once one has come to its end. Raises what went wrong with it."""
    done, left = wait(sending, return_when=FIRST_COMPLETED)
    for future in done:
        future.result()
    return left
