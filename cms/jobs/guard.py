"""Runs the cluster in a process group of its own and replaces the whole group when it stops doing work.

Why: a worker that dies while it waits for work takes the queue's read lock with it. The others then wait for ever, the
sentinel looks healthy and SIGTERM is ignored. Killing one role alone leaves orphans that go on running tasks. So: own
process group, SIGKILL for all of it, start again. Exactly one watchdog for each cluster name.

A group is replaced when
  1. its main process or its sentinel is gone;
  2. a pusher, a monitor or a worker *not in the middle of a task* is gone and was not recycled (the lock may be lost);
  3. the canary task has waited `stall` seconds while no task began or ended, and no worker is inside its time limit;
     before its first task a group has `boot` seconds, or a slow start would be taken for a hang again and again.
All of it is told by the monotonic clock: one that is set back would make it blind for as long as the step.
While the database cannot be reached nothing is judged by rule 3: it would only add a restart to an outage.
"""

import contextlib
import logging
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass

import psutil
from django_q.conf import Conf

from cms.jobs.queue import Canary, release

logger = logging.getLogger(__name__)
QUICKEST_RESTART_S = 2.0  # damps a crash loop


@dataclass(frozen=True, slots=True)
class Mark:
    """What a worker wrote of itself (cms.jobs.marks); times in seconds of the monotonic clock."""

    word: str
    since: float
    limit: float
    tasks: int


class Watchdog:
    def __init__(
        self,
        command: list[str],
        *,
        stall: float = 15,
        boot: float = 120,
        every: float = 10,
        tick: float = 0.5,
        grace: float = 20,
    ) -> None:
        self.command, self.stall, self.tick, self.grace = command, stall, tick, grace
        self.boot = boot
        self.marks = pathlib.Path(tempfile.mkdtemp(prefix="qmarks-"))
        self.running: subprocess.Popen[bytes] | None = None
        self.known: set[int] = set()
        self.canary = Canary(every)
        self.started = 0.0
        self.restarts = 0
        self.stopping = False

    @property
    def group(self) -> subprocess.Popen[bytes]:
        if self.running is None:
            raise RuntimeError("the watchdog has not started a cluster")
        return self.running

    def start(self) -> None:
        for mark in self.marks.iterdir():
            mark.unlink(missing_ok=True)
        environment = dict(os.environ, QCLUSTER_MARKS=str(self.marks))
        self.running = subprocess.Popen(self.command, env=environment, start_new_session=True)
        self.started, self.known = time.monotonic(), set()
        self.canary.forget()

    def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.group.pid, signal.SIGKILL)
        self.group.wait()
        until = time.monotonic() + 10
        while time.monotonic() < until and self.members():
            time.sleep(0.05)

    def members(self) -> set[int]:
        """The living processes of the group."""
        found = set()
        for pid in psutil.pids():
            with contextlib.suppress(psutil.Error, ProcessLookupError, PermissionError):
                if os.getpgid(pid) == self.group.pid and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
                    found.add(pid)
        return found

    def replace(self, reason: str) -> None:
        self.restarts += 1
        logger.error("cluster replaced: %s (replacement %s)", reason, self.restarts)
        self.kill()
        time.sleep(max(0.0, QUICKEST_RESTART_S - (time.monotonic() - self.started)))
        while not self.stopping and not release():  # no cluster can start without its database
            time.sleep(1)
        if not self.stopping:
            self.start()

    def read_marks(self) -> dict[str, Mark]:
        found = {}
        for mark in self.marks.iterdir():
            with contextlib.suppress(OSError, ValueError):
                word, since, limit, count = mark.read_text().split()
                found[mark.name] = Mark(word, float(since), float(limit), int(count))
        return found

    def fault(self) -> str | None:
        """Why the group must be replaced, or None."""
        if self.group.poll() is not None:
            return f"main process ended with {self.group.returncode}"
        sentinels = {child.pid for child in psutil.Process(self.group.pid).children()}
        now, marks = self.members(), self.read_marks()
        gone, self.known = self.known - now, now
        if gone and not sentinels:
            return "sentinel is gone"
        for pid in gone:
            mark = marks.get(str(pid), Mark("none", 0.0, 0.0, 0))
            (self.marks / str(pid)).unlink(missing_ok=True)
            if mark.word != "busy" and mark.tasks != Conf.RECYCLE:
                return "a process that was not inside a task is gone"
        return self.stalled(now, marks)

    def stalled(self, now: set[int], marks: dict[str, Mark]) -> str | None:
        if self.canary.waits() <= self.stall:
            return None
        if not marks and time.monotonic() - self.started <= self.boot:  # a slow machine is still starting it
            return None
        now_s = time.monotonic()
        if now_s - max([mark.since for mark in marks.values()] + [self.started]) <= self.stall:
            return None
        for pid, mark in marks.items():
            inside = mark.word == "busy" and now_s < mark.since + mark.limit + self.stall
            if inside and pid.isdigit() and int(pid) in now:  # not a mark that is just being written
                return None
        return f"no task began or ended for {self.stall:.0f} s with work waiting"

    def stop_when_told(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: setattr(self, "stopping", True))

    def run(self) -> int:
        self.stop_when_told()
        while not self.stopping and not release():
            time.sleep(1)
        if not self.stopping:
            self.start()
        while not self.stopping:
            time.sleep(self.tick)
            with contextlib.suppress(psutil.NoSuchProcess, FileNotFoundError):
                if reason := self.fault():
                    self.replace(reason)
        self.end()
        return 0

    def end(self) -> None:
        """A healthy cluster finishes what it has begun; after the grace it is killed, and its rows run again later."""
        if self.running:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.group.pid, signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.group.wait(self.grace)
            self.kill()
            release()
        shutil.rmtree(self.marks, ignore_errors=True)
        logger.info("watchdog ended after %s replacements", self.restarts)
