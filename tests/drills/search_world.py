"""What the drills of search share: things to find, changes to them, the processes, and the count of what is wrong.

python -m tests.drills.search_world worker     sends changes until it is killed
python -m tests.drills.search_world rebuild    builds the index anew once; prints a JSON line with its peak memory
"""

import contextlib
import hashlib
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import django
from django.conf import settings

from tests.drills.database import own_database

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = "tests.drills.search_settings"
WORDS = ("agreement", "purpose", "retention", "gateway", "partner", "council", "consent", "review", "security", "duty")
BODY_WORDS = 400  # about 3 kB


def start() -> None:
    """Django with one kind of thing: groups, whose text follows from their name."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    django.setup()
    from django.contrib.auth.models import Group

    from search import outbox, registry
    from search.ports import Entry

    def entries(pks: Sequence[int]) -> list[Entry]:
        found = Group.objects.filter(pk__in=pks).values_list("pk", "name")
        return [
            Entry(f"group:{pk}", 0, "group", f"/groups/{pk}", name, frozenset({"members"}), body=body_of(name))
            for pk, name in found
        ]

    registry.register(
        registry.Source(
            "group",
            "Groups",
            Group,
            lambda: Group.objects.values_list("pk", flat=True),
            entries,
            lambda requester: Group.objects.all(),
            lambda group: registry.Card(group.name, f"/groups/{group.pk}"),
        )
    )
    outbox.CLAIM = timedelta(seconds=settings.CLAIM_S)


def body_of(name: str) -> str:
    numbers = hashlib.sha256(name.encode()).digest()
    return " ".join(f"{WORDS[numbers[i % 32] % 10]}{numbers[(i * 7) % 32]}" for i in range(BODY_WORDS))


@contextlib.contextmanager
def world(engine: str, **extra: str) -> Iterator[Path]:
    """A database and an index of its own for the block; both are gone afterwards. Yields the folder."""
    with tempfile.TemporaryDirectory(prefix="drill-") as folder, own_database(folder, bare=True) as database:
        url = os.environ.get("TEST_ELASTICSEARCH_URL", "") if engine == "elasticsearch" else ""
        if engine == "elasticsearch" and not url:
            sys.exit("Set TEST_ELASTICSEARCH_URL: infra/services/elasticsearch/start prints it.")
        os.environ |= {"DATABASE_URL": database, "DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": SETTINGS}
        os.environ |= {"ELASTICSEARCH_URL": url, "SEARCH_INDEX": f"drill-{os.getpid()}", **extra}
        start()
        try:
            yield Path(folder)
        finally:
            from django.db import connections

            remove_index(url)
            connections.close_all()


def remove_index(url: str) -> None:
    if url:
        from elasticsearch import Elasticsearch

        with Elasticsearch(url, request_timeout=60) as client:
            for name in client.indices.get(index=f"{settings.SEARCH_INDEX}-*", allow_no_indices=True):
                client.indices.delete(index=name)


def process(task: str, log: Path) -> "subprocess.Popen[bytes]":
    with log.open("ab") as output:
        command = [sys.executable, "-m", "tests.drills.search_world", task]
        return subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=output)


def make(first: int, count: int) -> None:
    from django.contrib.auth.models import Group

    for begin in range(first, first + count, 1000):
        end = min(begin + 1000, first + count)
        Group.objects.bulk_create(Group(name=f"Group {number} of the beginning") for number in range(begin, end))


def change(chosen: random.Random, number: int) -> None:
    """One change and its outbox row, in one transaction: mostly a new name, sometimes one more or one less."""
    from django.contrib.auth.models import Group
    from django.db import transaction

    from search import outbox

    kind = chosen.random()
    with transaction.atomic():
        if kind < 0.15:
            pk = Group.objects.create(name=f"New group {number}").pk
        else:
            keys = Group.objects.order_by("pk").values_list("pk", flat=True)
            pk = keys[chosen.randrange(max(1, keys.count()))]
            group = Group.objects.filter(pk=pk)
            if kind < 0.3:
                group.delete()
            else:
                group.update(name=f"Group {pk} changed {number}")
        outbox.record(f"group:{pk}")


def works(started: datetime, seconds: float = 20) -> bool:
    """Wait until the worker that was started then holds rows."""
    from search import outbox
    from search.models import SearchOutbox

    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if SearchOutbox.objects.filter(claimed_until__gt=started + outbox.CLAIM).exists():
            return True
        time.sleep(0.002)
    return False


def drained(seconds: float) -> bool:
    """Wait until nothing is on its way any more."""
    from search.models import SearchOutbox

    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not SearchOutbox.objects.exists():
            return True
        time.sleep(0.2)
    return False


def wrong() -> dict[str, int]:
    """What the live index has wrong against the database, entry by entry and field by field."""
    from search import targets
    from search.reconcile import AUDIENCE, EXTRA, MISSING, STALE, differences
    from search.service import get_engine

    engine = get_engine()
    live = targets.serving(engine)
    assert live, "there is no live index"
    found = differences(engine, live)
    return {
        "compared": found.checked,
        "lost": found.count(MISSING),
        "stale": found.count(STALE) + found.count(AUDIENCE),
        "ghosts": found.count(EXTRA),
    }


def worker() -> None:
    from search.worker import run_once

    while True:
        report = run_once(settings.BATCH)
        if not report.handled:
            time.sleep(0.05)


def rebuild() -> None:
    from search.rebuild import rebuild as build

    begun = time.monotonic()
    report = build(asked_by="a drill")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told: dict[str, Any] = {"entries": report.entries, "seconds": round(time.monotonic() - begun, 1)}
    print(json.dumps(told | {"peak_mb": round(peak), "generation": report.generation}), flush=True)


if __name__ == "__main__":
    start()
    {"worker": worker, "rebuild": rebuild}[sys.argv[1]]()
