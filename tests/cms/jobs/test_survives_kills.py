import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.service("postgres")
def test_500_messages_and_12_kills_lose_nothing_and_double_nothing_unseen():
    done = subprocess.run(
        [sys.executable, "-m", "tests.drills.kill", "500", "12", "1"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    result = json.loads(done.stdout.splitlines()[-1])
    assert result["sent"] == result["distinct"] == 500
    assert sum(result["killed"].values()) == 12
    assert result["replacements"] >= 1
