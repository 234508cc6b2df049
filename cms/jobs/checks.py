"""A job whose function cannot be imported fails in the worker, where nobody looks: `manage.py check` finds it first."""

from typing import Any

from django.conf import settings
from django.core import checks

from cms.jobs.recurring import table
from cms.jobs.services import check_path

_paths: set[str] = set()


def watch_paths(*paths: str) -> None:
    """Have `manage.py check` import these functions, which an app enqueues by name."""
    _paths.update(paths)


def importable_jobs(**_: Any) -> list[checks.CheckMessage]:
    paths = _paths | {entry.path for entry in table()}
    faults = {path: check_path(path) for path in sorted(paths)}
    return [
        checks.Error(f"The job {path} cannot be run: {fault}.", id="jobs.E001")
        for path, fault in faults.items()
        if fault
    ]


def known_clusters(**_: Any) -> list[checks.CheckMessage]:
    unknown = set(settings.JOBS_CLUSTERS) - {"default", *settings.Q_CLUSTER["ALT_CLUSTERS"]}
    if unknown or "default" not in settings.JOBS_CLUSTERS:
        return [checks.Error("JOBS_CLUSTERS names default, and slow where it is run.", id="jobs.E002")]
    return []


def connect() -> None:
    checks.register(importable_jobs)
    checks.register(known_clusters)
