"""The job cluster in the hands of people who wish it ill. The same at the size of `make drill`: tests/drills."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


def drill(name, *arguments):
    command = [sys.executable, "-m", f"tests.drills.{name}", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.service("postgres")
def test_500_reminders_12_kills_a_crash_and_a_hang_lose_nothing_and_double_nothing_unseen():
    result = drill("reminders", "100", "12", "1", "postgres")
    assert result["reminders"] == 500
    assert sum(result["killed"].values()) == 12
    assert len(result["killed"]) == 5  # each role
    assert result["crashes_of_the_database"] == 1


@pytest.mark.service("faketime")
def test_a_clock_that_jumps_sends_the_same_reminders():
    result = drill("clock", "20", "sqlite")
    assert [step["clock"] for step in result["steps"]] == ["+5m", "-5m", "+0"]


def test_a_briefing_under_3_kills_and_a_crash_reaches_200_members_and_the_public_once_each():
    result = drill("briefing", "200", "3", "1", "sqlite")
    assert (result["members"], result["people"]) == (200, 218)
    assert sum(result["killed"].values()) == 3
    assert result["crashes_of_the_database"] == 1
