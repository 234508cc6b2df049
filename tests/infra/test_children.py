import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from infra.run.children import Children

ROOT = Path(__file__).resolve().parents[2]
STUBBORN = """
import os, signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(300)"], start_new_session=True)
open("pid", "w").write(str(child.pid))
time.sleep(300)
"""


@pytest.fixture
def children(tmp_path):
    made = Children(tmp_path / "logs", dict(os.environ), tmp_path)
    yield made
    made.stop()


def until(true, seconds=20.0):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_stopping_leaves_nothing_behind_even_of_a_child_that_will_not_end(children, tmp_path, monkeypatch):
    monkeypatch.setattr("infra.run.children.GRACE_S", 1.0)
    stubborn = children.start("stubborn", [sys.executable, "-c", STUBBORN])
    until((tmp_path / "pid").exists)
    until(lambda: (tmp_path / "pid").read_text() != "")
    grandchild = psutil.Process(int((tmp_path / "pid").read_text()))
    assert children.ended() is None
    children.stop()
    assert stubborn.process.returncode == -signal.SIGKILL
    assert not grandchild.is_running() or grandchild.status() == psutil.STATUS_ZOMBIE


def test_a_child_that_ends_by_itself_is_named_with_its_last_words(children):
    children.start("steady", [sys.executable, "-c", "import time; time.sleep(300)"])
    children.start("brief", [sys.executable, "-c", "raise SystemExit('no such port')"])
    until(lambda: children.ended() is not None)
    ended = children.ended()
    assert ended is not None
    assert ended.name == "brief"
    assert ended.tail() == "no such port"


def test_the_log_of_the_start_before_is_kept(children, tmp_path):
    for word in ("first", "second"):
        child = children.start("says", [sys.executable, "-c", f"print('{word}')"])
        child.process.wait()
    assert (tmp_path / "logs" / "says.log").read_text() == "second\n"
    assert (tmp_path / "logs" / "says.log.1").read_text() == "first\n"


@pytest.mark.parametrize("name", ["CMS_PORT", "FRONTEND_PORT"])
def test_a_port_in_use_is_said_with_the_variable_that_changes_it(tmp_path, name):
    with socket.socket() as taken, socket.socket() as free:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        free.bind(("127.0.0.1", 0))
        other = {"CMS_PORT": "FRONTEND_PORT", "FRONTEND_PORT": "CMS_PORT"}[name]
        ports = {name: str(taken.getsockname()[1]), other: str(free.getsockname()[1])}
        free.close()
        done = subprocess.run(
            [sys.executable, "infra/run/supervisor.py"],
            cwd=ROOT,
            env={**os.environ, **ports, "DATA_DIR": str(tmp_path)},
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert done.returncode == 1
    assert f"{name}=" in done.stderr
    assert "Traceback" not in done.stderr
