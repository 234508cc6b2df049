"""The drills of files at a small size, and their benchmark as a ratio; `make drill` and `make bench` run all of it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.benchmarks import bench_files
from tests.cms.storage.hostile import HOSTILE
from tests.drills import files, hostile

ROOT = Path(__file__).resolve().parents[3]
pytestmark = [pytest.mark.service("s3"), pytest.mark.service("postgres")]


def drill(name: str, *arguments: int) -> dict[str, Any]:
    command = [sys.executable, "-m", f"tests.drills.{name}", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.mark.service("clamd")
def test_files_go_both_ways_under_kills_and_faults() -> None:
    found = drill("files", 24, 8, 4, 1)
    assert found["reconcile"] == {"missing": 0, "extra": 0, "changed": 0, "unverified": 0}
    assert (found["missing"], found["extra"], found["changed"], found["drafts_doubled"]) == (0, 0, 0, 0)
    assert found["uploads_begun"] > found["stale_uploads"] == 0
    assert files.Drill.holds(found)
    assert not files.Drill.holds(found | {"stale_uploads": 1})
    assert {"503", "500", "cut", "lost"} <= set(found["store_faults"])
    assert found["kills"] == 4


def test_a_large_file_goes_on_where_it_was_killed() -> None:
    found = drill("large_file", 256)
    assert (found["arrived"], found["sent_again"]) == (found["parts"], 0)
    assert found["arrived_before_the_kill"] < found["parts"]
    assert found["memory_peak_MiB"] - found["memory_before_MiB"] <= 64


@pytest.mark.django_db
def test_files_are_sent_nearly_as_fast_as_by_the_plain_client(settings: Any, tmp_path: Path) -> None:
    settings.STORE_DIR = tmp_path
    with bench_files.bucket_of_its_own():
        small = bench_files.compare(tmp_path, "100 files of 100 KiB", 100, bench_files.SMALL, bench_files.BESIDE_OTHERS)
        large = bench_files.compare(tmp_path, "one file of 128 MiB", 1, 128 << 20, bench_files.BESIDE_OTHERS)
    for one in (small, large):
        print(one)
        assert one.ratio >= bench_files.GOAL, str(one)


@pytest.mark.service("clamd")
@pytest.mark.django_db
def test_hostile_files_are_refused_or_harmless(settings: Any, tmp_path: Path) -> None:
    settings.STORE_DIR, settings.MEDIA_ROOT = tmp_path, str(tmp_path / "media")
    settings.CLAMD_ADDRESS = os.environ["TEST_CLAMD_ADDRESS"]
    outcomes = hostile.send_all(once=True)
    through = [(one.file.what, one.door, one.words) for one in outcomes if one.outcome == hostile.THROUGH]
    assert through == []
    assert len({one.file for one in outcomes}) == len(HOSTILE) > 60
    assert {one.door for one in outcomes} == {hostile.UPLOAD, hostile.DOCUMENTS, hostile.PICTURES, hostile.INWARD}
