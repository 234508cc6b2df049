"""The index built anew while changes arrive, in constant memory:

    python -m tests.drills.search_rebuild [entries=50000] [changes a second=20] [engine=fts5|elasticsearch] [seed=1]

A process builds the index anew while others change things, send the changes and search. Prints one JSON object; exit 0
when nothing is lost, stale or left over, and no reader met an error or an empty index.
"""

import json
import random
import sys
import threading
import time
from pathlib import Path

from tests.drills import search_world


class Reader(threading.Thread):
    """Searches all the while; notes errors and empty answers."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.done, self.asked, self.errors, self.empty = threading.Event(), 0, 0, 0

    def run(self) -> None:
        from search.ports import Query, Unavailable
        from search.service import get_engine

        while not self.done.wait(0.1):
            try:
                total = get_engine().search(Query("group", frozenset({"members"}), marks=False)).total
            except Unavailable:
                self.errors += 1
            else:
                self.empty += total == 0
            self.asked += 1


def kill_one(work: Path, before: str) -> bool:
    """Kill a rebuild in the middle; whether the index of before went on serving."""
    from search.models import SearchRun
    from search.service import get_engine

    building = search_world.process("rebuild", work / "killed")
    runs = SearchRun.objects.filter(kind=SearchRun.Kind.REBUILD, state=SearchRun.State.RUNNING)
    while building.poll() is None and not any(run.progress for run in runs.all()):
        time.sleep(0.01)
    building.kill()
    building.wait()
    return runs.exists() and get_engine().live() == before


def drill(entries: int, rate: float, seed: int, engine: str) -> dict[str, object]:
    with search_world.world(engine, DRILL_BATCH="200") as work:
        from django.core.management import call_command
        from django.db import connection

        from search.models import SearchGeneration
        from search.rebuild import rebuild

        call_command("migrate", verbosity=0)
        search_world.make(0, max(10, entries // 100))
        before = rebuild().generation  # a small one to read and to write to; the large one is what is measured
        search_world.make(entries, entries - max(10, entries // 100))
        killed = kill_one(work, before)
        chosen, changes, reader = random.Random(seed), 0, Reader()
        worker = search_world.process("worker", work / "log")
        reader.start()
        begun = time.monotonic()
        building = search_world.process("rebuild", work / "rebuilt")
        try:
            while building.poll() is None:
                search_world.change(chosen, changes)
                changes += 1
                time.sleep(max(0.0, begun + changes / rate - time.monotonic()))
            lasted = time.monotonic() - begun
            whole = search_world.drained(120)
        finally:
            reader.done.set()
            reader.join()
            building.kill()
            worker.kill()
            worker.wait()
        if building.returncode:
            sys.exit(f"The rebuild failed:\n{(work / 'rebuilt').read_text()[-3000:]}")
        told = json.loads((work / "rebuilt").read_text().splitlines()[-1])
        live = SearchGeneration.objects.get(state=SearchGeneration.State.LIVE)
        return {
            "engine": engine,
            "database": connection.vendor,
            "entries": told["entries"],
            "peak_mb": told["peak_mb"],
            "rebuild_s": told["seconds"],
            "changes": changes,
            "changes_a_second": round(changes / lasted, 1),
            "one_killed_before": killed,
            "generations_left": SearchGeneration.objects.count(),
            "swapped": live.name == told["generation"] != before,
            "drained": whole,
            **search_world.wrong(),
            "searches": reader.asked,
            "search_errors": reader.errors,
            "empty_answers": reader.empty,
        }


def main() -> int:
    given = [*sys.argv[1:], *["50000", "20", "fts5", "1"][len(sys.argv) - 1 :]]
    result = drill(int(given[0]), float(given[1]), int(given[3]), given[2])
    print(json.dumps(result))
    bad = ("lost", "stale", "ghosts", "search_errors", "empty_answers")
    good = ("drained", "swapped", "one_killed_before")
    return 0 if all(result[name] for name in good) and not any(result[name] for name in bad) else 1


if __name__ == "__main__":
    sys.exit(main())
