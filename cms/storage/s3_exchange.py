"""The exchange bucket: versions that partners' systems dropped, their tags, and our answers."""

import hashlib
from collections.abc import Iterator
from typing import Any, BinaryIO

from botocore.exceptions import ClientError

from cms.storage.inbound.ports import TAG, Dropped, TooLarge, Unreadable, Withheld
from cms.storage.ports import NotThere
from cms.storage.s3 import answered, client, md5, status_of

PIECE = 1 << 16
GONE = frozenset({"NoSuchKey", "NoSuchVersion", "404", "MethodNotAllowed"})  # the last: a delete marker
# encrypted with a key that only the sender has (servers say one or the other), or in an archive
NOT_TO_BE_READ = frozenset({"InvalidRequest", "InvalidArgument", "InvalidObjectState"})
# said of our key, our clock or the bucket, and so of every file
OF_ALL = frozenset(
    {
        *("InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken", "TokenRefreshRequired"),
        *("RequestTimeTooSkewed", "RequestExpired", "RequestTimeout", "SlowDown", "Throttling", "TooManyRequests"),
        *("NoSuchBucket", "AllAccessDisabled", "AccountProblem"),
    }
)


class S3Exchange:
    def __init__(self, bucket: str, endpoint: str = "", *, gone: frozenset[str] = GONE) -> None:
        """`gone`: the server's codes for a version that is not there."""
        self.name = self.bucket = bucket
        self.gone = gone
        self.s3 = client(endpoint)

    def versions(self, prefix: str) -> Iterator[Dropped]:
        with answered():
            pages = self.s3.get_paginator("list_object_versions").paginate(Bucket=self.bucket, Prefix=prefix)
            for page in pages:
                for item in page.get("Versions", []):  # "DeleteMarkers" beside them hold nothing
                    etag = str(item["ETag"]).strip('"')
                    yield Dropped(str(item["Key"]), str(item["VersionId"]), etag, int(item["Size"]))

    def _of(self, dropped: Dropped) -> dict[str, str]:
        return {"Bucket": self.bucket, "Key": dropped.key, "VersionId": dropped.version}

    def _call(self, ask: Any, **given: Any) -> Any:
        """About one file. AccessDenied can be meant for it or for all: it ends nothing, and nothing is decided."""
        with answered():
            try:
                return ask(**given)
            except ClientError as error:
                code = str(error.response.get("Error", {}).get("Code", ""))
                if code in self.gone:
                    raise NotThere(str(error)) from error
                if code in NOT_TO_BE_READ:
                    raise Unreadable(str(error)) from error
                if 400 <= status_of(error) < 500 and code not in OF_ALL:
                    raise Withheld(str(error)) from error
                raise

    def fetch(self, dropped: Dropped, into: BinaryIO, *, limit: int) -> str:
        found = self._call(self.s3.get_object, **self._of(dropped))
        digest, size = hashlib.sha256(), 0
        try:
            with answered():
                for piece in found["Body"].iter_chunks(PIECE):
                    size += len(piece)
                    if size > limit:
                        raise TooLarge(dropped.key)
                    digest.update(piece)
                    into.write(piece)
        finally:
            found["Body"].close()
        if size != dropped.size or str(found["ETag"]).strip('"') != dropped.etag:
            raise Withheld(f"what came for {dropped.key} is not what was listed")
        return digest.hexdigest()

    def tag(self, dropped: Dropped, value: str) -> None:
        tags = {"TagSet": [{"Key": TAG, "Value": value}]}
        self._call(self.s3.put_object_tagging, **self._of(dropped), Tagging=tags)

    def tags(self, dropped: Dropped) -> dict[str, str]:
        found = self._call(self.s3.get_object_tagging, **self._of(dropped))
        return {str(tag["Key"]): str(tag["Value"]) for tag in found["TagSet"]}

    def answer(self, key: str, data: bytes) -> None:
        given = {"Bucket": self.bucket, "Key": key, "Body": data, "ContentMD5": md5(data)}
        self._call(self.s3.put_object, **given, ContentType="application/json")

    # ---- what the operator sets, once and after each change of the boxes
    def owner(self) -> str:
        """The server's own name of the bucket's owner."""
        with answered():
            return str(self.s3.get_bucket_acl(Bucket=self.bucket)["Owner"]["ID"])

    def set_policy(self, policy: str) -> None:
        with answered():
            self.s3.put_bucket_policy(Bucket=self.bucket, Policy=policy)

    def delete_policy(self) -> None:
        with answered():
            try:
                self.s3.delete_bucket_policy(Bucket=self.bucket)
            except ClientError as error:
                if error.response.get("Error", {}).get("Code") != "NoSuchBucketPolicy":
                    raise

    def close_to_public(self) -> None:
        """Whatever rights a sender puts on its file, the public has none. Only this half of the block: with the other
        one, servers such as radosgw 16 refuse every file of another user."""
        block = {"IgnorePublicAcls": True, "BlockPublicAcls": False}
        block |= {"BlockPublicPolicy": False, "RestrictPublicBuckets": False}
        with answered():
            self.s3.put_public_access_block(Bucket=self.bucket, PublicAccessBlockConfiguration=block)

    def set_lifecycle(self, bucket: str, rules: list[dict[str, Any]]) -> None:
        given = {"Bucket": bucket, "LifecycleConfiguration": {"Rules": rules}}
        with answered():
            self.s3.put_bucket_lifecycle_configuration(**given)
