"""One large file to S3, killed on its way:   python -m tests.drills.large_file [MiB=2048]

A worker sends it through a proxy that counts its parts, and is killed when 40 % of them have arrived; another one takes
it up. Then every part has arrived exactly once, the store's bytes are the file's, and no worker took more than 64 MiB
for it. Prints one JSON object; exit 0 when that holds. Needs TEST_S3_ENDPOINT_URL and the keys of it.
"""

import contextlib
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path
from typing import Any

from tests.drills.database import own_database
from tests.plugins.faultproxy import FaultProxy

KILLED_AT, LONGEST_S, GROWTH_MIB = 0.4, 900, 64


def work() -> None:
    """Until nothing waits. Writes down its memory in KiB: before, and the most that it ever took."""
    import django

    django.setup()
    import datetime

    from cms.storage import pushing

    pushing.LEASE, pushing.RENEWED_S = datetime.timedelta(seconds=4), 1.0
    pushing.WAIT = pushing.LONGEST_WAIT = datetime.timedelta(seconds=0.5)
    pushing.push_waiting(seconds=0)  # everything is loaded, and the database connected
    Path("/proc/self/clear_refs").write_text("5")  # the peak so far is forgotten
    before = peak()
    while pushing.push_waiting(seconds=60).waiting:
        time.sleep(0.2)
    print(json.dumps([before, peak()]), flush=True)


def peak() -> int:
    """The most memory that this process ever had, in KiB. ru_maxrss says as much, and counts who began it as well."""
    lines = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return int(lines["VmHWM"].split()[0])


def make_file(folder: Path, mib: int) -> str:
    """The SHA-256 of a file that lies where the site keeps its files; no two parts of it are the same."""
    from cms.storage.contents import media_key

    digest, noise = hashlib.sha256(), os.urandom(1 << 20)
    path = folder / "being-made"
    with path.open("wb") as file:
        for number in range(mib):
            piece = number.to_bytes(8, "big") + noise[8:]
            digest.update(piece)
            file.write(piece)
    sha256 = digest.hexdigest()
    place = folder / "media" / media_key(sha256)
    place.parent.mkdir(parents=True)
    path.rename(place)
    return sha256


def begin(folder: Path, endpoint: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.drills.large_file", "work"]
    given = {**os.environ, "S3_ENDPOINT_URL": endpoint}
    with (folder / "worker.log").open("ab") as log:
        return subprocess.Popen(command, env=given, stdout=subprocess.PIPE, stderr=log, text=True)


def run(mib: int, folder: Path) -> dict[str, Any]:
    from django.conf import settings

    from cms.core import clock
    from cms.storage.contents import media_key
    from cms.storage.models import Content, SyncObject
    from cms.storage.places import Role, place
    from cms.storage.s3 import client
    from cms.storage.s3_buckets import ensure_buckets
    from cms.storage.s3_parts import PART

    direct = os.environ["TEST_S3_ENDPOINT_URL"]
    settings.S3_ENDPOINT_URL = direct
    list(ensure_buckets())
    sha256, now = make_file(folder, mib), clock.now()
    with FaultProxy(direct) as proxy:
        settings.S3_ENDPOINT_URL = proxy.url
        row = Content.objects.create(sha256=sha256, size=mib << 20, kind="pdf", state="clean", first_at=now)
        given: dict[str, Any] = {"role": Role.MEDIA, "content": row, "created_at": now, "key": media_key(sha256)}
        SyncObject.objects.create(**given, place="disk:media", done_at=now)
        mine = SyncObject.objects.create(**given, place=place(Role.MEDIA).name)
        parts = -(-(mib << 20) // PART)

        def arrived() -> dict[str, int]:
            return {key: times for key, times in proxy.arrived.items() if "partNumber" in key}

        began, worker = time.monotonic(), begin(folder, proxy.url)
        while len(arrived()) < KILLED_AT * parts:
            time.sleep(0.005)
            if worker.poll() is not None or time.monotonic() - began > LONGEST_S:
                raise AssertionError((folder / "worker.log").read_text()[-3000:])
        worker.kill()
        worker.wait()
        time.sleep(1)  # what was on its way arrives, or not
        at_kill = len(arrived())
        worker = begin(folder, proxy.url)
        said, _ = worker.communicate(timeout=LONGEST_S)
        seconds = time.monotonic() - began
        if worker.returncode:
            raise AssertionError((folder / "worker.log").read_text()[-3000:])
        before, most = json.loads(said.splitlines()[-1])
        mine.refresh_from_db()
        found = arrived()
    stored = hashlib.sha256()
    for piece in client(direct).get_object(Bucket=settings.S3_BUCKET, Key=mine.key)["Body"].iter_chunks(1 << 20):
        stored.update(piece)
    return {
        "MiB": mib,
        "parts": parts,
        "arrived_before_the_kill": at_kill,
        "arrived": len(found),
        "sent_again": sum(times - 1 for times in found.values()),
        "done": mine.done_at is not None and stored.hexdigest() == sha256,
        "memory_before_MiB": round(before / 1024),
        "memory_peak_MiB": round(most / 1024),
        "seconds": round(seconds, 1),
    }


def holds(found: dict[str, Any]) -> bool:
    grown = found["memory_peak_MiB"] - found["memory_before_MiB"]
    return bool(
        found["done"] and found["arrived"] == found["parts"] and not found["sent_again"] and grown <= GROWTH_MIB
    )


def main() -> int:
    if sys.argv[1:2] == ["work"]:
        work()
        return 0
    mib = int(sys.argv[1]) if len(sys.argv) > 1 else 2048
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="large-drill-")))
        os.environ["DATABASE_URL"] = stack.enter_context(own_database(str(folder)))
        os.environ |= {"DJANGO_SETTINGS_MODULE": "tests.drills.files_settings", "DATA_DIR": str(folder)}
        os.environ["S3_BUCKET"] = f"large-{uuid.uuid4().hex[:10]}"
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection

        call_command("migrate", verbosity=0)
        found = run(mib, folder)
        connection.close()
    print(json.dumps(found))
    return 0 if holds(found) else 1


if __name__ == "__main__":
    sys.exit(main())
