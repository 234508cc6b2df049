"""A clock that is wrong:   python -m tests.drills.clock [isps=40] [sqlite|postgres]

The job cluster's clock jumps five minutes forward while it plans and sends, then ten minutes back, then is right again.
The same reminders must leave as with a right clock, each once. Prints one JSON object; exit 0 when it holds.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.drills.cluster import ROOT, SETTINGS, Cluster, Database
from tests.drills.reminders import LONGEST_S, Drill

STEPS = ("+5m", "-5m", "+0")
EACH_S = 15.0


def library() -> str:
    script = ROOT / "infra/services/faketime/start"
    done = subprocess.run([str(script)], capture_output=True, text=True, check=True)
    return dict(line.split("=", 1) for line in done.stdout.splitlines())["LIBFAKETIME"]


class ClockDrill(Drill):
    """The cluster reads its offset from a file at every call; only the wall clock is wrong, as on a real machine."""

    def cluster(self) -> Cluster:
        (self.work / "clock").write_text("+0")
        clock = {
            "LD_PRELOAD": library(),
            "FAKETIME_TIMESTAMP_FILE": str(self.work / "clock"),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }
        return Cluster(self.work / "log", clock)

    def under_fire(self, cluster: Cluster, begun: float) -> None:
        from cms.notifications.models import Delivery

        self.steps: list[dict[str, object]] = []
        steps, next_tick, changed = list(STEPS), begun, 0.0
        while time.time() - begun < LONGEST_S:
            time.sleep(0.2)
            with self.database_may_be_away():
                if not steps and self.is_done():
                    return
                next_tick = self.tick(next_tick)
                sent = Delivery.objects.filter(state="sent").count()
                enough = sent > self.people * len(self.steps) // 4 or time.time() - changed > EACH_S
                if steps and sent and enough:
                    (self.work / "clock").write_text(steps[0])
                    self.steps.append({"clock": steps.pop(0), "sent_before": sent})
                    changed = time.time()


def main() -> int:
    given = [*sys.argv[1:], *("40", "sqlite")[len(sys.argv) - 1 :]]
    with (
        tempfile.TemporaryDirectory(prefix="drill-") as folder,
        Database(Path(folder), postgres=given[1] == "postgres") as database,
    ):
        work = Path(folder)
        os.environ |= SETTINGS | {"DATABASE_URL": database.url, "DATA_DIR": folder, "DRILL_SINK": str(work / "sent")}
        drill = ClockDrill(int(given[0]), 0, 1, database, work)
        result = drill.run() | {"steps": drill.steps}
        if not drill.holds(result):
            print((work / "log").read_text(errors="replace")[-3000:], file=sys.stderr)
    print(json.dumps(result))
    return 0 if drill.holds(result) else 1


if __name__ == "__main__":
    sys.exit(main())
