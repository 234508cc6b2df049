"""What the drills share: a database of their own, a watched cluster, and its processes by what they do."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from urllib.parse import urlsplit

import psutil
import psycopg

from infra.run.tables import lay_tables

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "tests.drills.settings",
    "JOBS_TIMEOUT": "8",
    "JOBS_RETRY": "12",
    "QCLUSTER_STALL": "10",
    "QCLUSTER_GRACE": "5",
}
ROLES = ("main", "sentinel", "worker", "pusher", "monitor")


class Database:
    """A database without rows, its tables too if they were made before: on SQLite a file, on PostgreSQL a server of its
    own, because a drill crashes it."""

    def __init__(self, work: Path, *, postgres: bool) -> None:
        self.postgres = postgres
        self.file = work / "drill.sqlite3"
        self.url = f"sqlite:///{self.file}"
        # fsync is on: without it a crash may lose what was committed, and the drill would blame the product
        self.environment = {**os.environ, "POSTGRES_STATE": str(work / "postgres"), "POSTGRES_DURABLE": "1"}
        self.environment.pop("POSTGRES_PORT", None)

    def _script(self, name: str, *arguments: str) -> dict[str, str]:
        script = ROOT / "infra/services/postgres" / name
        done = subprocess.run(
            [str(script), *arguments], env=self.environment, capture_output=True, text=True, check=True
        )
        return dict(line.split("=", 1) for line in done.stdout.splitlines() if "=" in line)

    def __enter__(self) -> "Database":
        if self.postgres:
            found = self._script("start")
            self.url = found["DATABASE_URL"]
            self.environment["POSTGRES_PORT"] = str(urlsplit(self.url).port)
            tables = os.environ.get("TABLES_DATABASE_URL", "")  # infra/test/run.py made them once
            if tables and shutil.which("pg_dump") and shutil.which("psql"):
                dump = subprocess.run(["pg_dump", "--no-owner", tables], capture_output=True, check=True)
                subprocess.run(["psql", "-q", "-o", os.devnull, self.url], input=dump.stdout, check=True)
        else:
            lay_tables(self.file)
        return self

    def crash(self) -> None:
        """Every process of the server ends at once, as when the machine stops; then it recovers from its log."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            row = connection.execute("SHOW data_directory").fetchone()
        assert row
        pid = int((Path(row[0]) / "postmaster.pid").read_text().splitlines()[0])
        server = psutil.Process(pid)
        processes = [server, *server.children(recursive=True)]
        for process in processes:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(processes, timeout=20)
        self._script("start")

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self.postgres:
            self._script("stop", "--wipe")


class Cluster:
    """The job cluster under its watchdog, as it runs in production."""

    def __init__(self, log: Path, environment: dict[str, str] | None = None, before: tuple[str, ...] = ()) -> None:
        self.log = log
        self.handle = log.open("wb")
        command = [*before, sys.executable, "-m", "cms.jobs.watchdog", sys.executable, "manage.py", "qcluster"]
        self.dog = subprocess.Popen(command, cwd=ROOT, stderr=self.handle, env={**os.environ, **(environment or {})})

    def processes(self) -> dict[str, list[psutil.Process]]:
        """The living processes by role; some are missing while the group is replaced."""
        found: dict[str, list[psutil.Process]] = {role: [] for role in ROLES}
        with contextlib.suppress(psutil.NoSuchProcess):
            for main in psutil.Process(self.dog.pid).children():
                found["main"].append(main)
                for sentinel in main.children():
                    found["sentinel"].append(sentinel)
                    for child in sentinel.children():
                        with contextlib.suppress(psutil.NoSuchProcess):
                            title = " ".join(child.cmdline())
                            role = next((role for role in ("pusher", "monitor") if role in title), "worker")
                            found[role].append(child)
        return found

    @property
    def is_whole(self) -> bool:
        return all(self.processes().values())

    def freeze_workers(self) -> int:
        """Stop every worker where it stands, as a hung call does. Returns how many."""
        workers = self.processes()["worker"]
        for worker in workers:
            with contextlib.suppress(psutil.NoSuchProcess):
                worker.suspend()
        return len(workers)

    @property
    def replacements(self) -> int:
        return self.log.read_text(errors="replace").count("cluster replaced")

    def stop(self) -> None:
        self.dog.send_signal(signal.SIGTERM)
        self.dog.wait(60)
        self.handle.close()
