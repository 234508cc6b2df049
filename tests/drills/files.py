"""Files both ways under fire:   python -m tests.drills.files [out=300] [in=100] [kills=20] [seed=1]

`out` files wait to be put to S3, and partners' systems have dropped `in` files (every tenth of them with a virus, every
tenth another's twin). Two pushers and two fetchers, each a process of its own, work on one database of PostgreSQL
through proxies that break requests: of the store 503 .10, 500 .05, cut .05, lost .07; of the scanner refused .15, lost
.15. One of the four after the other is killed and begun again. At the end the store is asked directly, without a proxy:
every byte is where the ledger says, and nothing else is; every good file that was dropped is one draft, none is two;
and after the night's mending no upload is left that nobody ended.
Prints one JSON object; exit 0 when nothing was lost, is too much, changed or doubled. Needs TEST_S3_ENDPOINT_URL, the
keys of it, TEST_CLAMD_ADDRESS and DATABASE_URL.
"""

import contextlib
import datetime
import hashlib
import json
import multiprocessing
import os
import random
import sys
import tempfile
import time
import uuid
from pathlib import Path
from typing import Any

from tests.drills.database import own_database
from tests.plugins.faultproxy import FaultProxy

STORE_ODDS = {"503": 0.10, "500": 0.05, "cut": 0.05, "lost": 0.07}
SCANNER_ODDS = {"refuse": 0.15, "lost": 0.15}
LONGEST_S = 900
BUCKET = f"drill-{uuid.uuid4().hex[:10]}"
LARGE_EVERY, LARGE = 25, 12 << 20  # one in so many is sent in parts
VIRUS_EVERY, TWIN_EVERY = 10, 10


def work(*given: str) -> None:
    """In a process of its own: imports what the forking process has loaded already."""
    from tests.drills import files_worker

    files_worker.work(*given)


class Drill:
    def __init__(self, out: int, dropped: int, kills: int, seed: int, folder: Path) -> None:
        self.out, self.dropped, self.kills, self.folder = out, dropped, kills, folder
        self.chance = random.Random(seed)
        self.direct = os.environ["TEST_S3_ENDPOINT_URL"]
        self.bucket = BUCKET
        self.forks = multiprocessing.get_context("forkserver")
        self.forks.set_forkserver_preload(["tests.drills.files_worker"])
        self.workers: dict[str, Any] = {}
        self.killed = 0
        self.good: dict[str, str] = {}
        self.sent: set[str] = set()

    def run(self, seed: int) -> dict[str, Any]:
        with (
            FaultProxy(self.direct, odds=STORE_ODDS, seed=seed) as store,
            FaultProxy(os.environ["TEST_CLAMD_ADDRESS"], raw=True, odds=SCANNER_ODDS, seed=seed) as scanner,
        ):
            self.world(store.url)
            began = time.monotonic()
            try:
                self.under_fire(store.url, scanner.address)
            finally:
                for worker in self.workers.values():
                    worker.kill()
                    worker.join()
            seconds = round(time.monotonic() - began)
            store.odds = scanner.odds = {}
            return {
                "out": self.out,
                "in": self.dropped,
                "kills": self.killed,
                **self.counted(store.url),
                "store_faults": dict(sorted(store.faults.items())),
                "scanner_faults": dict(sorted(scanner.faults.items())),
                "seconds": seconds,
            }

    def world(self, endpoint: str) -> None:
        """Files that wait to be copied, rows of partners' folders, and what their systems dropped there."""
        from django.conf import settings

        from cms.core import clock
        from cms.storage.contents import media_key
        from cms.storage.models import Content, ExchangePartner, SyncObject
        from cms.storage.places import Role, place
        from cms.storage.s3_buckets import ensure_buckets
        from tests.factories.registers import make_partner

        settings.S3_BUCKET, settings.S3_ENDPOINT_URL, settings.STORE_DIR = self.bucket, self.direct, self.folder
        list(ensure_buckets())
        settings.S3_ENDPOINT_URL = endpoint  # the ledger knows the store by the address that the workers use
        now = clock.now()
        for number in range(self.out):
            size = LARGE if number % LARGE_EVERY == 0 else self.chance.randrange(1, 200_000)
            content = self.chance.randbytes(size)
            sha256 = hashlib.sha256(content).hexdigest()
            path = self.folder / "media" / media_key(sha256)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            row = Content.objects.create(sha256=sha256, size=size, kind="pdf", state="clean", first_at=now)
            given: dict[str, Any] = {"role": Role.MEDIA, "content": row, "created_at": now, "key": media_key(sha256)}
            SyncObject.objects.create(**given, place="disk:media", done_at=now)
            SyncObject.objects.create(**given, place=place(Role.MEDIA).name)
            self.sent.add(sha256)
        for folder in ("north", "south"):
            body = make_partner(folder)
            ExchangePartner.objects.create(partner=body, folder=folder, opened_at=now)
        self.drop()

    def drop(self) -> None:
        from cms.overview.demo.files import pdf
        from cms.storage.s3 import client
        from tests.factories.hostile_parts import eicar

        s3, before = client(self.direct), b""
        # a lost reply leaves one by chance; here one is there for certain
        s3.create_multipart_upload(Bucket=self.bucket, Key="sha256/00/half")
        for number in range(self.dropped):
            folder, name = ("north", "south")[number % 2], f"report-{number // 2}.pdf"
            if number % TWIN_EVERY == TWIN_EVERY - 1:  # the same file again, as a system that heard no answer does
                folder, name, content = *self.last, before
            else:
                content = pdf([f"Report {number} of drill {uuid.uuid4().hex}"])
                if number % VIRUS_EVERY == VIRUS_EVERY // 2:
                    content += b"%" + eicar()
                else:
                    self.good[hashlib.sha256(content).hexdigest()] = name
                self.last, before = (folder, name), content
            s3.put_object(Bucket=f"{self.bucket}-exchange", Key=f"inbox/{folder}/{name}", Body=content)

    def begin(self, name: str, *through: str) -> None:
        given = (name.partition("-")[0], *through, str(self.folder / f"{name}.log"))
        self.workers[name] = self.forks.Process(target=work, args=given, daemon=True)
        self.workers[name].start()

    def under_fire(self, *through: str) -> None:
        names = [f"{kind}-{number}" for kind in ("push", "fetch") for number in (1, 2)]
        for name in names:
            self.begin(name, *through)
        until, next_kill = time.monotonic() + LONGEST_S, time.monotonic() + 3
        last = -1
        while time.monotonic() < until:
            time.sleep(0.1)
            left = self.left()
            if not left and self.killed >= self.kills:
                return
            moved, last = left != last, left
            if (
                self.killed < self.kills
                and time.monotonic() > next_kill
                and (moved or time.monotonic() > next_kill + 5)
            ):
                name = names[self.killed % len(names)]
                self.workers[name].kill()
                self.workers[name].join()
                self.killed += 1
                self.begin(name, *through)
                next_kill = time.monotonic() + self.chance.uniform(0.3, 1.5)
            for name, worker in list(self.workers.items()):
                if not worker.is_alive():
                    raise AssertionError((self.folder / f"{name}.log").read_text(errors="replace")[-3000:])
        raise AssertionError(f"{self.left()} are left after {LONGEST_S} s")

    def left(self) -> int:
        from cms.storage.inbound.services import UNFINISHED
        from cms.storage.models import InboundReceipt
        from cms.storage.pushing import waiting_rows

        seen = InboundReceipt.objects.count()
        return waiting_rows().count() + InboundReceipt.objects.filter(UNFINISHED).count() + self.dropped - seen

    def counted(self, endpoint: str) -> dict[str, Any]:
        """What the store holds, asked directly and read whole; and what the site's own comparison says."""
        from django.conf import settings
        from wagtail.documents import get_document_model

        from cms.storage.contents import content_of, media_key, quarantine_key
        from cms.storage.models import Content, InboundReceipt
        from cms.storage.reconcile import runs
        from cms.storage.s3 import client

        State = InboundReceipt.State
        settings.S3_ENDPOINT_URL = endpoint
        run = runs.begin(mode=runs.Mode.ALL, heals=False, leased=True)
        while not runs.work(run, seconds=60.0):
            runs.keep(run)
        s3 = client(self.direct)
        begun = self.uploads(s3)
        have: dict[str, str] = {}
        for bucket in (self.bucket, f"{self.bucket}-quarantine"):
            for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket):
                for item in page.get("Contents", []):
                    body = s3.get_object(Bucket=bucket, Key=item["Key"])["Body"].read()
                    have[item["Key"]] = hashlib.sha256(body).hexdigest()
        wanted = {media_key(sha256): sha256 for sha256 in [*self.sent, *self.good]}
        inbound = set(Content.objects.exclude(sha256__in=self.sent).values_list("sha256", flat=True))
        allowed = set(wanted) | {quarantine_key(sha256) for sha256 in inbound}
        drafts = [content_of(row.file.name) for row in get_document_model().objects.all()]
        hashes = [content.sha256 for content in drafts if content]
        states = list(InboundReceipt.objects.values_list("state", flat=True))
        viruses = sum(1 for n in range(self.dropped) if n % VIRUS_EVERY == VIRUS_EVERY // 2)
        tags = sum(1 for row in InboundReceipt.objects.all() if self.is_tagged(s3, row))
        self.mend()
        return {
            "missing": sum(key not in have for key in wanted),
            "extra": sum(key not in allowed for key in have),
            "changed": sum(have[key] != sha256 for key, sha256 in wanted.items() if key in have),
            "uploads_begun": begun,
            "stale_uploads": self.uploads(s3),
            "reconcile": {name: runs.answer(run)[name] for name in ("missing", "extra", "changed", "unverified")},
            "receipts": len(states),
            "drafts": len(hashes),
            "drafts_missing": len(set(self.good) - set(hashes)),
            "drafts_doubled": len(hashes) - len(set(hashes)),
            "same": states.count(State.SAME),
            "refused_wrongly": states.count(State.REFUSED) - viruses,
            "untagged": len(states) - tags,
        }

    def uploads(self, s3: Any) -> int:
        """Large uploads that nobody ended: a lost reply leaves one behind."""
        return len(s3.list_multipart_uploads(Bucket=self.bucket).get("Uploads", []))

    @staticmethod
    def mend() -> None:
        """As the night does a day later."""
        from cms.storage.reconcile import runs, survey

        survey.STALE_UPLOAD = datetime.timedelta(seconds=-5)  # the server's clock may be ahead
        runs.work(runs.begin(mode=runs.Mode.SAMPLE, heals=True, leased=True))

    def is_tagged(self, s3: Any, row: Any) -> bool:
        found = s3.get_object_tagging(Bucket=f"{self.bucket}-exchange", Key=row.key, VersionId=row.version)
        return any(tag["Key"] == "intranet" for tag in found["TagSet"])

    @staticmethod
    def holds(found: dict[str, Any]) -> bool:
        zero = ("missing", "extra", "changed", "stale_uploads", "drafts_missing", "drafts_doubled", "refused_wrongly")
        return (
            all(found[name] == 0 for name in (*zero, "untagged"))
            and not any(found["reconcile"].values())
            and found["receipts"] == found["in"]
        )


def main() -> int:
    given = [*sys.argv[1:], *("300", "100", "20", "1")[len(sys.argv) - 1 :]]
    out, dropped, kills, seed = (int(value) for value in given)
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="files-drill-")))
        database = stack.enter_context(own_database(str(folder)))
        os.environ |= {"DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "tests.drills.files_settings"}
        os.environ |= {"DATA_DIR": str(folder), "S3_BUCKET": BUCKET}
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection

        call_command("migrate", verbosity=0)
        found = Drill(out, dropped, kills, seed, folder).run(seed)
        connection.close()
    print(json.dumps(found))
    return 0 if Drill.holds(found) else 1


if __name__ == "__main__":
    sys.exit(main())
