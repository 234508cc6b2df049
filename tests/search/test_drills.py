"""The drills at a small size, on both engines; `make search-drill` runs them at full size."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
ENGINES = ["fts5", pytest.param("elasticsearch", marks=pytest.mark.service("elasticsearch"))]


def drill(name: str, *arguments: object) -> dict[str, Any]:
    command = [sys.executable, "-m", f"tests.drills.{name}", *map(str, arguments)]
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("DJANGO_", "DATA_DIR"))}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.mark.parametrize("engine", ENGINES)
def test_no_change_is_lost_when_the_worker_is_killed(engine: str) -> None:
    found = drill("search_kill", 120, 3, engine)
    assert (found["killed"], found["lost"], found["stale"], found["ghosts"], found["given_up"]) == (3, 0, 0, 0, 0)
    assert found["compared"] > 200


@pytest.mark.parametrize("engine", ENGINES)
def test_an_index_built_anew_while_changes_arrive_is_whole(engine: str) -> None:
    found = drill("search_rebuild", 1500, 20, engine)
    assert found["changes"] > 0
    assert (found["lost"], found["stale"], found["ghosts"]) == (0, 0, 0)
    assert (found["swapped"], found["search_errors"], found["empty_answers"]) == (True, 0, 0)
    assert (found["one_killed_before"], found["generations_left"]) == (True, 2)
