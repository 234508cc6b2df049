"""`make run` as a newcomer meets it: from an empty folder to pages, sign-ins and jobs; stopped; started again."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).resolve().parents[2]
ROLES = ("core editor", "management group", "lead", "member", "member of two")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Installation:
    def __init__(self, folder):
        self.folder = folder
        self.cms, self.frontend = free_port(), free_port()
        self.process = None
        self.family = []

    def start(self):
        """Seconds until the addresses are printed, and what was printed."""
        kept = {
            name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")
        }
        ports = {"CMS_PORT": str(self.cms), "FRONTEND_PORT": str(self.frontend), "DATA_DIR": str(self.folder)}
        begun, said = time.monotonic(), ""
        self.process = subprocess.Popen(
            [sys.executable, "infra/run/supervisor.py"],
            cwd=ROOT,
            env={**kept, **ports},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for line in self.process.stdout:
            said += line
            if "Stop with Ctrl-C" in line:
                break
        else:
            pytest.fail(f"It ended:\n{said}")
        return time.monotonic() - begun, said

    def get(self, port, path="/health"):
        with urllib.request.urlopen(f"http://localhost:{port}{path}", timeout=30) as answer:
            return answer.read().decode()

    def stop(self, number=signal.SIGINT):
        family = psutil.Process(self.process.pid).children(recursive=True)
        begun = time.monotonic()
        self.process.send_signal(number)
        self.process.communicate(timeout=60)
        assert len(family) >= 4
        assert [process for process in family if process.is_running() and process.status() != "zombie"] == []
        return time.monotonic() - begun


@pytest.fixture
def installation(tmp_path):
    made = Installation(tmp_path)
    yield made
    if made.process and made.process.poll() is None:
        made.stop(signal.SIGTERM)


def test_from_nothing_to_pages_jobs_and_sign_ins_and_again(installation):
    _, said = installation.start()
    assert f"http://localhost:{installation.frontend}/" in said
    accounts = json.loads((installation.folder / "demo-accounts.json").read_text())
    assert all(set(row) >= {"email", "password", "role", "partner"} for row in accounts)
    assert all(any(role in row["role"] for row in accounts) for role in ROLES)
    assert all(row["email"] in said and row["password"] in said for row in accounts)
    assert json.loads(installation.get(installation.cms))["database"] == "ok"
    assert json.loads(installation.get(installation.frontend))["status"] == "ok"
    home = installation.get(installation.frontend, "/")
    assert "Information Sharing Network" in home
    for port in (installation.cms, installation.frontend):
        with pytest.raises(OSError, match="refused"):
            socket.create_connection(("127.0.0.2", port), timeout=5)  # loopback's first address alone
    until = time.monotonic() + 120
    while json.loads(installation.get(installation.cms))["jobs"]["heartbeat_age_s"] is None:
        assert time.monotonic() < until, "no job ran"
        time.sleep(1)
    assert installation.stop() < 30
    kept = (installation.folder / "demo-accounts.json").read_text()

    seconds, said = installation.start()
    assert "organisations:" not in said  # what is loaded is not loaded again
    assert seconds < 60
    assert (installation.folder / "demo-accounts.json").read_text() == kept
    assert installation.get(installation.frontend, "/") == home
    assert installation.stop(signal.SIGTERM) < 30
