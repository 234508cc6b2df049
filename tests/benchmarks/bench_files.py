"""Files to S3, ours against the plain client, in one run: python tests/benchmarks/bench_files.py [files] [MiB]

`files` (1000) of 100 KiB, then one of so many MiB (1024). Plain: boto3's `upload_file`, one after the other, by a
client with the same configuration; it confirms nothing and writes nothing down. Ours: `push_waiting` with 8 threads,
the ledger's rows in a database (that of DATABASE_URL, else SQLite), each file hashed on the way, confirmed by the
server and written down. Each is measured three times in turn, the best time of each counts. Exit 1 where ours is
slower than 0.8 times plain. Needs a server: infra/services/s3/start (with S3_MEMORY_MB=8192 for these sizes).
"""

import argparse
import contextlib
import hashlib
import os
import random
import sys
import tempfile
import time
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parents[2] / "graphql")]

SMALL, GOAL, THREADS = 100 << 10, 0.8, 8
ROUNDS = (3, 3)  # at least, at most
BESIDE_OTHERS = (2, 8)  # among tests that use the machine too: until both had a quiet moment


@dataclass(frozen=True, slots=True)
class Compared:
    """Best times in seconds of the same bytes, sent by the plain client and by us."""

    what: str
    bytes: int
    plain: float
    ours: float

    @property
    def ratio(self) -> float:
        """Our throughput by that of the plain client: 1 is as fast, more is faster."""
        return self.plain / self.ours

    def __str__(self) -> str:
        rates = [f"{self.bytes / seconds / (1 << 20):.1f} MiB/s" for seconds in (self.plain, self.ours)]
        times = f"plain {self.plain:.2f} s ({rates[0]}), ours {self.ours:.2f} s ({rates[1]})"
        return f"{self.what}: {times}, ratio {self.ratio:.2f}"


def make_files(folder: Path, count: int, size: int, seed: int) -> dict[str, Path]:
    """{sha256: file} in the site's own folder of media, as the store lays them out."""
    from cms.storage.contents import media_key

    noise, made = random.Random(seed), {}
    for _ in range(count):
        digest, path = hashlib.sha256(), folder / "being-made"
        with path.open("wb") as file:
            for start in range(0, size, 1 << 20):
                piece = noise.randbytes(min(1 << 20, size - start))
                digest.update(piece)
                file.write(piece)
        name = digest.hexdigest()
        made[name] = folder / "media" / media_key(name)
        made[name].parent.mkdir(parents=True, exist_ok=True)
        path.rename(made[name])
    return made


def write_down(files: dict[str, Path]) -> None:
    """The rows of files that lie on the disk and are to be in the bucket as well."""
    from cms.core import clock
    from cms.storage.contents import media_key
    from cms.storage.models import Content, SyncObject
    from cms.storage.places import Role, place

    now = clock.now()
    Content.objects.bulk_create(
        Content(sha256=sha256, size=path.stat().st_size, kind="pdf", state="clean", first_at=now)
        for sha256, path in files.items()
    )
    for content in Content.objects.filter(sha256__in=files):
        given: dict[str, Any] = {"role": Role.MEDIA, "content": content, "created_at": now}
        key = media_key(content.sha256)
        SyncObject.objects.create(**given, key=key, place="disk:media", done_at=now)
        SyncObject.objects.create(**given, key=key, place=place(Role.MEDIA).name)


def ours(files: dict[str, Path]) -> float:
    from cms.storage.pushing import push_waiting

    began = time.perf_counter()
    pushed = push_waiting(seconds=3600, threads=THREADS)
    seconds = time.perf_counter() - began
    assert (pushed.done, pushed.failed, pushed.waiting) == (len(files), 0, 0), pushed
    return seconds


def plain(files: dict[str, Path], client: Any, bucket: str) -> float:
    began = time.perf_counter()
    for sha256, path in files.items():
        client.upload_file(str(path), bucket, f"plain/{sha256}")
    return time.perf_counter() - began


def wipe(client: Any, bucket: str) -> None:
    for page in client.get_paginator("list_objects_v2").paginate(Bucket=bucket):
        if keys := [{"Key": item["Key"]} for item in page.get("Contents", [])]:
            client.delete_objects(Bucket=bucket, Delete={"Objects": keys, "Quiet": True})


def compare(folder: Path, what: str, count: int, size: int, rounds: tuple[int, int] = ROUNDS) -> Compared:
    """Send the same files both ways in turn; after the least rounds only until the best of both meet the goal. Wants a
    STORE_DIR of `folder`."""
    from django.conf import settings

    from cms.storage.models import Content, SyncObject
    from cms.storage.s3 import client as client_of

    client, bucket = client_of(settings.S3_ENDPOINT_URL), settings.S3_BUCKET
    files = make_files(folder, count, size, seed=count)
    taken: dict[str, list[float]] = {"plain": [], "ours": []}
    plain(dict(list(files.items())[:1]), client, bucket)  # what it loads and connects at first is not counted
    for turn in range(rounds[1]):
        if turn >= rounds[0] and min(taken["plain"]) >= GOAL * min(taken["ours"]):
            break
        for name in ("plain", "ours") if turn % 2 else ("ours", "plain"):
            if name == "plain":
                taken[name].append(plain(files, client, bucket))
            else:
                write_down(files)
                taken[name].append(ours(files))
                SyncObject.objects.filter(content__sha256__in=files).delete()
                Content.objects.filter(sha256__in=files).delete()
            wipe(client, bucket)
    for path in files.values():
        path.unlink()
    return Compared(what, count * size, min(taken["plain"]), min(taken["ours"]))


@contextlib.contextmanager
def bucket_of_its_own() -> Any:
    """Settings that keep files in a bucket without versions; it goes at the end."""
    from django.conf import settings

    from cms.storage.s3 import client as client_of

    settings.S3_ENDPOINT_URL = os.environ.get("TEST_S3_ENDPOINT_URL") or os.environ["S3_ENDPOINT_URL"]
    settings.S3_BUCKET = f"bench-{uuid.uuid4().hex[:12]}"
    client = client_of(settings.S3_ENDPOINT_URL)
    client.create_bucket(Bucket=settings.S3_BUCKET)
    try:
        yield
    finally:
        wipe(client, settings.S3_BUCKET)
        client.delete_bucket(Bucket=settings.S3_BUCKET)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=int, nargs="?", default=1000)
    parser.add_argument("mib", type=int, nargs="?", default=1024)
    given = parser.parse_args()
    if not (os.environ.get("TEST_S3_ENDPOINT_URL") or os.environ.get("S3_ENDPOINT_URL")):
        print("no server: infra/services/s3/start")
        return 1
    from tests.drills.database import own_database

    with tempfile.TemporaryDirectory(prefix="bench-files-") as folder, own_database(folder) as database:
        os.environ |= {"DATABASE_URL": database, "DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "cms.settings.test"}
        import django

        django.setup()
        from django.conf import settings
        from django.core.management import call_command
        from django.db import connection

        call_command("migrate", verbosity=0)
        settings.STORE_DIR = Path(folder)
        with bucket_of_its_own():
            found = [
                compare(Path(folder), f"{given.files} files of 100 KiB", given.files, SMALL),
                compare(Path(folder), f"one file of {given.mib} MiB", 1, given.mib << 20),
            ]
        connection.close()
    for one in found:
        print(f"{one} (goal: at least {GOAL})")
    return 0 if all(one.ratio >= GOAL for one in found) else 1


if __name__ == "__main__":
    sys.exit(main())
