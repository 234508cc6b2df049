"""Many who ask and reply at one moment, on a real database: PostgreSQL's, or a file of SQLite's."""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.django_db(transaction=True)
def test_no_post_is_lost_or_doubled_and_notices_follow_the_rules(tmp_path):
    if connection.vendor == "sqlite":  # the tests' own is in memory, where several writers mean nothing
        target = sqlite3.connect(tmp_path / "posting.sqlite3")
        connection.ensure_connection()
        connection.connection.backup(target)
        target.close()
        url = f"sqlite:///{tmp_path / 'posting.sqlite3'}"
    else:
        given = connection.settings_dict
        url = f"postgres://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}/{given['NAME']}"
    done = subprocess.run(
        [sys.executable, "-m", "tests.drills.posting", "20"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": url, "DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    result = json.loads(done.stdout.splitlines()[-1])
    assert result["faults"] == []
    assert result["answered"] + result["refused_after_closing"] >= result["people"] * 4
    assert result["mails_sent"] > 0
