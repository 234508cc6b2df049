"""Everything that must be true before the first request, in one process: tables, static files, schedules, data.

    python infra/run/prepare.py STEP...     steps: database static data schedules

Each step says when it begins and ends. Exit 1 when a step fails, with its reason on stderr.
"""

import io
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import django
from django.core.management import CommandError, call_command

ROOT = Path(__file__).resolve().parents[2]
STEPS: dict[str, tuple[str, Callable[[], object]]] = {
    "database": ("database tables", lambda: call_command("migrate", interactive=False, verbosity=0)),
    "static": (
        "styles and scripts of the admin",
        lambda: call_command("collectstatic", interactive=False, verbosity=0),
    ),
    "schedules": ("schedule of jobs", lambda: call_command("ensure_schedules", stdout=io.StringIO())),
    "data": ("real organisations, agreements and guidance", lambda: call_command("load_demo")),
}


def main(steps: list[str]) -> int:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")
    django.setup()
    for step in steps:
        label, work = STEPS[step]
        print(f"  {label} …", flush=True)
        begun = time.monotonic()
        try:
            work()
        except CommandError as error:
            print(f"{label}: {error}", file=sys.stderr)
            return 1
        print(f"    done in {time.monotonic() - begun:.1f} s", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
