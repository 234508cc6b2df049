"""Nothing lost and nothing doubled under SIGKILL:   python -m tests.drills.kill [rows=200] [kills=12] [seed=1]

Kills any process of the job cluster, the main one and idle ones included, while e-mails are sent. On the server of
DATABASE_URL (in a database of its own, removed at the end), else on SQLite. Prints one JSON object; exit 0 when it
holds.
"""

import collections
import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import psycopg

ROOT = Path(__file__).resolve().parents[2]
LONGEST_S = 500


def own_database(work: Path) -> tuple[str, str]:
    """(address of an empty database, address of the server or "" on SQLite)."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        return f"sqlite:///{work / 'drill.sqlite3'}", ""
    name = f"drill_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return urlsplit(server)._replace(path=f"/{name}").geturl(), server


def drop(database: str, server: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{urlsplit(database).path[1:]}" WITH (FORCE)')


def victims(dog: "subprocess.Popen[bytes]") -> list[tuple[str, psutil.Process]]:
    found: list[tuple[str, psutil.Process]] = []
    with contextlib.suppress(psutil.NoSuchProcess):  # the group is just being replaced
        for main in psutil.Process(dog.pid).children():
            found.append(("main", main))
            for sentinel in main.children():
                found.append(("sentinel", sentinel))
                found += [("worker, pusher or monitor", child) for child in sentinel.children()]
    return found


def drill(rows: int, kills: int, seed: int, work: Path) -> dict[str, object]:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from cms.core.requester import SYSTEM
    from cms.jobs.services import OrmQ
    from cms.notifications.models import Delivery
    from cms.notifications.services import Recipient, notify
    from cms.notifications.tasks import repair

    call_command("migrate", verbosity=0)
    people = [Recipient(email=f"person{number}@example.org") for number in range(rows)]
    notify(by=SYSTEM, source_key="drill:1", recipients=people, title="A drill", body="…", site=False)
    command = [sys.executable, "-m", "cms.jobs.watchdog", sys.executable, "manage.py", "qcluster"]
    chosen, killed = random.Random(seed), collections.Counter[str]()
    with (work / "log").open("wb") as log:
        dog = subprocess.Popen(command, cwd=ROOT, stderr=log)
    begun = time.time()
    next_kill, next_scan = begun + 6, begun + 8
    try:
        while time.time() - begun < LONGEST_S:
            time.sleep(0.1)
            if killed.total() >= kills and Delivery.objects.filter(state="sent").count() == rows:
                break
            if time.time() > next_scan:
                if OrmQ.objects.count() < 5:
                    repair()
                next_scan = time.time() + 5
            if killed.total() < kills and time.time() > next_kill:
                pool = victims(dog)
                if len(pool) >= 4:
                    role, victim = chosen.choice(pool)
                    with contextlib.suppress(psutil.NoSuchProcess):
                        victim.kill()
                    killed[role] += 1
                    next_kill = time.time() + chosen.uniform(0.5, 3)
    finally:
        dog.send_signal(signal.SIGTERM)
        dog.wait(60)
    sent, log_text = work / "sent", (work / "log").read_text()
    if not sent.exists():
        sys.exit(f"Nothing was sent at all. The watchdog said:\n{log_text[-3000:]}")
    lines = sent.read_text().split()
    twice = [key for key, times in collections.Counter(lines).items() if times > 1]
    result: dict[str, object] = {
        "database": connection.vendor,
        "rows": rows,
        "killed": dict(killed),
        "replacements": log_text.count("cluster replaced"),
        "sent": Delivery.objects.filter(state="sent").count(),
        "messages": len(lines),
        "distinct": len(set(lines)),
        "doubled_unflagged": Delivery.objects.filter(message_id__in=twice, maybe_doubled=False).count(),
        "seconds": round(time.time() - begun),
    }
    connection.close()
    return result


def main() -> int:
    rows, kills, seed = (int(value) for value in (sys.argv[1:] + ["200", "12", "1"][len(sys.argv) - 1 :]))
    with tempfile.TemporaryDirectory(prefix="drill-") as folder:
        work = Path(folder)
        database, server = own_database(work)
        os.environ |= {
            "DATABASE_URL": database,
            "DATA_DIR": str(work),
            "DJANGO_SETTINGS_MODULE": "tests.drills.settings",
            "DRILL_SINK": str(work / "sent"),
            "JOBS_TIMEOUT": "8",
            "JOBS_RETRY": "12",
            "QCLUSTER_STALL": "10",
            "QCLUSTER_GRACE": "5",
        }
        try:
            result = drill(rows, kills, seed, work)
        finally:
            if server:
                drop(database, server)
    print(json.dumps(result))
    complete = result["sent"] == result["distinct"] == rows
    return 0 if complete and result["doubled_unflagged"] == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
