"""A council behind one address signs in while somebody elsewhere attacks one of them: the drill at a small size."""

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
def test_a_council_signs_in_while_one_of_them_is_attacked(tmp_path):
    if connection.vendor == "sqlite":  # the tests' own is in memory, where several processes mean nothing
        target = sqlite3.connect(tmp_path / "sign-ins.sqlite3")
        connection.ensure_connection()
        connection.connection.backup(target)
        target.close()
        url = f"sqlite:///{tmp_path / 'sign-ins.sqlite3'}"
    else:
        given = connection.settings_dict
        url = f"postgres://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}/{given['NAME']}"
    done = subprocess.run(
        [sys.executable, "-m", "tests.drills.sign_ins", "24"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": url, "DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    result = json.loads(done.stdout.splitlines()[-1])
    assert (result["in"], result["told_to_wait"], result["faults"]) == (24, 0, [])
    assert result["attacker"]["stopped"] > 0
