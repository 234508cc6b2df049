"""Where the files of a test lie: a folder of its own or, on request, buckets of its own at the real server."""

import os
import uuid

import pytest

from cms.storage.inbound import folder
from cms.storage.s3_buckets import ensure_buckets


@pytest.fixture(autouse=True)
def folders(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(folder, "QUIET_S", 0)  # what a test dropped is complete
    settings.S3_BUCKET, settings.S3_ENDPOINT_URL = "", ""
    settings.STORE_DIR, settings.MEDIA_ROOT = tmp_path / "store", str(tmp_path / "media")
    return tmp_path


@pytest.fixture(scope="session")
def bucket_names():
    """A set of buckets for the whole run: contents have their hash for a key, and tests take random bytes."""
    return f"tests-{uuid.uuid4().hex[:12]}"


def point_to_s3(settings, name):
    """As after a restart with new settings; the buckets need not be there."""
    settings.S3_ENDPOINT_URL = os.environ["TEST_S3_ENDPOINT_URL"]
    settings.S3_BUCKET = name
    settings.S3_MIRROR_BUCKET = settings.S3_EXCHANGE_BUCKET = settings.S3_QUARANTINE_BUCKET = ""


def go_to_s3(settings, name):
    point_to_s3(settings, name)
    list(ensure_buckets())


@pytest.fixture
def s3(folders, settings, bucket_names):
    """From here on files go to the real server. Mark the test service("s3")."""
    go_to_s3(settings, bucket_names)
    return settings.S3_BUCKET


@pytest.fixture(params=["folder", pytest.param("s3", marks=pytest.mark.service("s3"))])
def places(request, folders):
    """The test runs on folders, and again on the real server."""
    if request.param == "s3":
        request.getfixturevalue("s3")
    return request.param
