"""No change of the index lost under SIGKILL:

    python -m tests.drills.search_kill [changes=2000] [kills=20] [engine=fts5|elasticsearch] [seed=1]

Kills the process that sends changes, at random moments, while changes arrive, and compares the index with the database
at the end. Prints one JSON object; exit 0 when nothing is lost, stale or left over.
"""

import json
import random
import sys
import time

from tests.drills import search_world


def drill(changes: int, kills: int, seed: int, engine: str) -> dict[str, object]:
    with search_world.world(engine) as work:
        from django.core.management import call_command
        from django.db import connection
        from django.utils import timezone

        from search.models import SearchOutbox
        from search.rebuild import rebuild

        call_command("migrate", verbosity=0)
        search_world.make(0, 300)
        rebuild()
        chosen = random.Random(seed)
        moments = sorted(chosen.sample(range(1, changes), kills))  # after which change each kill comes, at the earliest
        begun, killed, idle = time.monotonic(), 0, 0
        worker, started = search_world.process("worker", work / "log"), timezone.now()
        try:
            for number in range(changes):
                search_world.change(chosen, number)
                while moments and number >= moments[0]:
                    idle += not search_world.works(started)
                    time.sleep(chosen.uniform(0.0, 0.03))  # so that it dies at any line of a batch
                    worker.kill()
                    worker.wait()
                    killed += 1
                    moments.pop(0)
                    worker, started = search_world.process("worker", work / "log"), timezone.now()
            whole = search_world.drained(300)
        finally:
            worker.kill()
            worker.wait()
        result: dict[str, object] = {
            "engine": engine,
            "database": connection.vendor,
            "changes": changes,
            "killed": killed,
            "killed_while_idle": idle,
            "drained": whole,
            "given_up": SearchOutbox.objects.filter(state=SearchOutbox.State.DEAD).count(),
            **search_world.wrong(),
            "seconds": round(time.monotonic() - begun),
        }
        return result


def main() -> int:
    given = [*sys.argv[1:], *["2000", "20", "fts5", "1"][len(sys.argv) - 1 :]]
    result = drill(int(given[0]), int(given[1]), int(given[3]), given[2])
    print(json.dumps(result))
    return 0 if result["drained"] and not any(result[name] for name in ("lost", "stale", "ghosts", "given_up")) else 1


if __name__ == "__main__":
    sys.exit(main())
