"""One process of a real installation:   infra/start cms | frontend | jobs | slow

Nothing starts unless `manage.py check --deploy --fail-level WARNING` finds nothing and the tables are those of this
version; the frontend, which has no database, checks its own settings. Exit 1 with the reasons on stderr. Otherwise this
process becomes the one that was asked for. HOST (127.0.0.1), CMS_PORT, FRONTEND_PORT and CMS_WORKERS (2) say where.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import django
from django.core.management import CommandError, call_command
from django.db import Error

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from commands import commands  # noqa: E402 - the path above finds it

from frontend.settings import Settings, SettingsError  # noqa: E402

LOCAL = "FRONTEND_ORIGIN names this machine: a real installation has a name that people type."
TABLES = "The database does not answer, or has other tables than this version: run manage.py migrate first."


def cms_is_ready() -> str:
    """Why the CMS, or its jobs, must not start; empty when they may. What the checks find is printed as it is."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")
    django.setup()
    try:
        call_command("check", deploy=True, fail_level="WARNING")
    except CommandError as error:
        return str(error)
    try:  # also because the look for demonstration data finds none in a database that is away
        call_command("migrate", check_unapplied=True, verbosity=0)
    except (SystemExit, Error):
        return TABLES
    return ""


def frontend_is_ready() -> str:
    """Why the members' site must not start; empty when it may."""
    try:
        found = Settings.from_env()
    except SettingsError as error:
        return str(error)
    return LOCAL if found.is_local else ""


READY: dict[str, Callable[[], str]] = {
    "cms": cms_is_ready,
    "frontend": frontend_is_ready,
    "jobs": cms_is_ready,
    "slow": cms_is_ready,
}


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or arguments[0] not in READY:
        print(f"usage: infra/start {' | '.join(READY)}", file=sys.stderr)
        return 1
    (name,) = arguments
    os.chdir(ROOT)
    if reason := READY[name]():
        print(f"{reason}\nThe {name} process was not started.", file=sys.stderr)
        return 1
    if name == "slow":
        os.environ["Q_CLUSTER_NAME"] = "slow"
    ports = [int(os.environ.get(*setting)) for setting in (("CMS_PORT", "8000"), ("FRONTEND_PORT", "8080"))]
    host, workers = os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("CMS_WORKERS", "2"))
    command = commands(host, *ports, workers=workers)[name]
    sys.stdout.flush()
    return os.execv(command[0], command)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
