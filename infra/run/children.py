"""The processes of one installation: started in groups of their own, watched, and stopped together."""

import contextlib
import os
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

GRACE_S = 10.0


@dataclass
class Child:
    name: str
    command: list[str]
    log: Path
    process: subprocess.Popen[bytes]

    def tail(self, lines: int = 15) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])


class Children:
    def __init__(self, folder: Path, environment: dict[str, str], cwd: Path) -> None:
        self.folder, self.environment, self.cwd = folder, environment, cwd
        self.all: list[Child] = []
        folder.mkdir(parents=True, exist_ok=True)

    def start(self, name: str, command: list[str]) -> Child:
        """Output goes to <name>.log; the log of the start before is kept as <name>.log.1."""
        log = self.folder / f"{name}.log"
        if log.exists():
            log.replace(log.with_suffix(".log.1"))
        with log.open("wb") as output:
            process = subprocess.Popen(
                command,
                env=self.environment,
                cwd=self.cwd,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C reaches the supervisor alone, which then stops everything in order
            )
        child = Child(name, command, log, process)
        self.all.append(child)
        return child

    def ended(self) -> Child | None:
        """A child that is gone although nobody stopped it."""
        return next((child for child in self.all if child.process.poll() is not None), None)

    def stop(self) -> None:
        """SIGTERM to every group, SIGKILL to what is left after the grace. Descendants in groups of their own too."""
        family = self._family()
        for child in self.all:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.process.pid, signal.SIGTERM)
        until = time.monotonic() + GRACE_S
        for child in self.all:
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.process.wait(max(0.1, until - time.monotonic()))
        left = [process for process in {*family, *self._family()} if process.is_running()]
        for process in left:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        for child in self.all:  # before psutil waits for the rest, or their exit codes are lost
            child.process.wait()
        psutil.wait_procs(left, timeout=5)  # a killed process is gone only some moments later

    def _family(self) -> list[psutil.Process]:
        found: list[psutil.Process] = []
        for child in self.all:
            with contextlib.suppress(psutil.NoSuchProcess):
                top = psutil.Process(child.process.pid)
                found += [top, *top.children(recursive=True)]
        return found
