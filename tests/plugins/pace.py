"""How the tests are shared out among the processes of a run, and what each of them need not do again and again.

Tests that share a world of their module stay together, so that it is made once. Those that start processes and mostly
wait for them are one queue, so that the other processes of the run have work meanwhile and no two of them wait at once.
"""

import gc
from pathlib import Path

import pytest

WORLDS = {"members_api": "seeded", "reads": "seeded", "matrix": "built"}  # {folder: fixture of a module, of seconds}
ROOT = Path(__file__).resolve().parents[1]
WAITING = frozenset({"cms/jobs/test_survives_kills.py", "infra/test_make_run.py"})


@pytest.hookimpl(tryfirst=True)  # xdist reads the groups in a hook that is tryfirst itself
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("xdist_group"):
            continue
        name = item.path.relative_to(ROOT).as_posix() if item.path.is_relative_to(ROOT) else ""
        if name in WAITING:
            item.add_marker(pytest.mark.xdist_group("waiting"))
        elif WORLDS.get(name.partition("/")[0]) in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group(name))


def pytest_collection_finish() -> None:
    """What was imported stays until the end: the collector need not walk through it, a tenth of the time of a run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
