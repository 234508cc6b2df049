"""infra/services/clamd: a start never leaves two scanners, and what it does not finish it ends."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SERVICE = ROOT / "infra/services/clamd"
pytestmark = pytest.mark.service("clamd")


@pytest.fixture
def state(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    call("stop", tmp_path)


def call(script: str, state: Path) -> str:
    environment = {**os.environ, "CLAMD_STATE": str(state)}
    return subprocess.run([SERVICE / script], env=environment, capture_output=True, text=True, timeout=120).stdout


def running(state: Path) -> set[Path]:
    """The programs of the processes that use this folder's settings."""
    found = set()
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if f"{state}/clamd.conf" in (process / "cmdline").read_text():
                found.add((process / "exe").readlink())
        except OSError:  # it ended meanwhile
            continue
    return found


def test_one_that_lost_its_address_is_ended_before_another_starts(state: Path) -> None:
    assert "STARTED=yes" in call("start", state)
    assert "STARTED=no" in call("start", state)
    first = (state / "pid").read_text()
    (state / "env").unlink()
    assert "STARTED=yes" in call("start", state)
    assert (state / "pid").read_text() != first
    assert not Path(f"/proc/{first.strip()}/exe").exists()
    assert running(state) == {state / "clamd"}  # its own copy: the system's may be held to folders that are not ours


def test_a_start_that_is_broken_off_leaves_nothing_running(state: Path) -> None:
    environment = {**os.environ, "CLAMD_STATE": str(state)}
    with subprocess.Popen([SERVICE / "start"], env=environment, stdout=subprocess.DEVNULL) as start:
        while not (state / "pid").exists() and start.poll() is None:
            time.sleep(0.01)
        start.send_signal(signal.SIGTERM)
    assert start.returncode != 0
    assert running(state) == set()
