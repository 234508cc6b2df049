"""Search's work in the background: sending changes to the index, and building it anew every night."""

import logging
from collections.abc import Iterable

from cms.core import content_version
from cms.jobs import services as jobs
from search import outbox
from search.ports import Unavailable
from search.rebuild import Stopped, rebuild
from search.runs import Busy, Lost
from search.worker import run_until_done

logger = logging.getLogger(__name__)
SECONDS = 40  # less than a task of the default cluster may take
NIGHT = 0  # the hour from which dates have moved on: what was due yesterday is late today


def ask_for_a_run() -> None:
    """A change was recorded: send it soon after it commits, without waiting for the next minute."""
    jobs.enqueue("cms.discovery.tasks.send_search_changes", key="search", scanned=True)


def note_drift(keys: Iterable[str]) -> None:
    """The index showed what the rules do not: have it mended by a job. A reader who wrote the outbox row itself would
    wait for whoever is changing that object."""
    for key in sorted(set(keys)):
        jobs.enqueue("cms.discovery.tasks.mend", key, scanned=True)


def mend(key: str) -> None:
    outbox.record(key, "drift")


def send_search_changes() -> None:
    """Send what waits in the outbox. Run every minute and after changes; twice at once is harmless."""
    report = run_until_done(SECONDS)
    if report.unavailable:
        logger.warning("search index not reachable: %s", report.unavailable)
    if report.dead:
        logger.error("search gave up on %d changes; see manage.py search_status", report.dead)
    if report.written or report.removed or report.rebuilt:
        content_version.bump()  # answers that were cached meanwhile hold yesterday's index


def rebuild_at_night() -> None:
    """Once a day, early: states that follow from dates move on, and whatever drifted is set right."""
    if not jobs.once_a_day("search_rebuild", NIGHT):
        return
    try:
        rebuild(asked_by="the night")
    except (Unavailable, Stopped, Busy, Lost) as error:
        logger.warning("search index was not rebuilt: %s", error)
        return
    content_version.bump()
