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
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from infra.run.tables import keep_tables, kept, key, lay_tables  # noqa: E402 - the path above finds it


def make_tables() -> None:
    """By the migrations. What they make of an empty SQLite file is kept, and the next empty one is a copy of it."""
    file = Path(connection.settings_dict["NAME"])
    is_new, wanted = connection.vendor == "sqlite" and not file.exists(), key()
    if is_new:
        lay_tables(file)
    call_command("migrate", interactive=False, verbosity=0)
    if is_new and kept() is None and key() == wanted:  # nobody wrote a migration meanwhile
        connection.ensure_connection()
        keep_tables(connection.connection)


STEPS: dict[str, tuple[str, Callable[[], object]]] = {
    "database": ("database tables", make_tables),
    "static": (
        "styles and scripts of the admin",
        lambda: call_command("collectstatic", interactive=False, verbosity=0),
    ),
    "schedules": ("schedule of jobs", lambda: call_command("ensure_schedules", stdout=io.StringIO())),
    "data": ("real organisations, agreements and guidance", lambda: call_command("load_demo")),
}


def main(steps: list[str]) -> int:
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
