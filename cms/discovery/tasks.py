"""Search's work in the background: sending changes to the index, comparing it every night, building it anew."""

import datetime
import logging
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import QuerySet

from cms.core import clock, content_version
from cms.core.requester import SYSTEM
from cms.jobs import services as jobs
from cms.members.selectors import core_team, recipient
from cms.notifications.services import notify
from search import outbox, runs, targets
from search.models import SearchRun
from search.ports import Unavailable
from search.rebuild import Stopped, rebuild
from search.reconcile import FAULTS, reconcile
from search.runs import Busy, Lost
from search.service import get_engine
from search.worker import run_until_done

logger = logging.getLogger(__name__)
SECONDS = 40  # less than a task of the default cluster may take
REST = datetime.timedelta(minutes=15)  # after a rebuild that stopped
UNDONE = (SearchRun.State.FAILED, SearchRun.State.LOST)
NIGHT = "the night"  # who asks for the comparison that counts for an alert
DRIFT = "The search index was wrong two nights running"
WORDS = {
    "missing": "missing",
    "stale": "out of date",
    "audience": "shown to the wrong people",
    "extra": "of things that are gone",
}


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
    report = run_until_done(SECONDS, build=False)
    if report.missing:
        jobs.enqueue("cms.discovery.tasks.build_missing_index", cluster="slow", key="search build", scanned=True)
    if report.unavailable:
        logger.warning("search index not reachable: %s", report.unavailable)
    if report.dead:
        logger.error("search gave up on %d changes; see manage.py search_status", report.dead)
    if report.written or report.removed or report.rebuilt:
        content_version.bump()  # answers that were cached meanwhile hold yesterday's index


def ask_for_a_build(who: str) -> None:
    jobs.enqueue("cms.discovery.tasks.build_index", who, cluster="slow", key="search build", scanned=True)


def build_missing_index() -> None:
    """Build the index where there is none, but not at once after a build that stopped or died: its cause is there."""
    runs.forget_dead()
    last = runs.last(SearchRun.Kind.REBUILD)
    if last and last.ended_at and last.state in UNDONE and clock.now() - last.ended_at < REST:
        return
    try:
        missing = targets.serving(get_engine()) is None
    except Unavailable:
        return
    if missing:
        build_index("the worker, as there was no index")


def build_index(who: str) -> None:
    """Build the index anew; nothing happens while another process does. What came of it is kept as a SearchRun."""
    try:
        rebuild(asked_by=who)
    except Busy:
        return
    except (Unavailable, Stopped, Lost) as error:
        logger.warning("search index was not rebuilt: %s", error)
        return
    content_version.bump()


def ask_for_a_comparison(who: str) -> None:
    jobs.enqueue("cms.discovery.tasks.compare_index", who, cluster="slow", key="search comparison", scanned=True)


def compare_index(who: str) -> None:
    """Compare the index with the database and have it mended; what was found is kept as a SearchRun."""
    try:
        report = reconcile(asked_by=who)
    except Busy:
        return
    except (Unavailable, Lost) as error:
        logger.warning("search index was not compared: %s", error)
        return
    if report.cut:
        ask_for_a_build(f"{who}, as too much differed")
    if report.faults:
        logger.warning("search index differed from the database: %s", report)
    content_version.bump()


def compare_at_night() -> None:
    """Once a day, early: mend what drifted, and move on what follows from dates, as what was upcoming is past today.

    Run every hour: a comparison that could not be made is made an hour later. Raises nothing for an absent engine.
    """
    midnight = datetime.datetime.combine(clock.today(), datetime.time(), clock.LONDON)
    if nightly().filter(started_at__gte=midnight).exists():
        return
    compare_index(NIGHT)
    if nightly().filter(started_at__gte=midnight).exists():
        tell_of_drift(list(nightly()[:2]))


def nightly() -> QuerySet[SearchRun]:
    done = SearchRun.objects.filter(kind=SearchRun.Kind.RECONCILE, state=SearchRun.State.DONE)
    return done.filter(holder__endswith=f"for {NIGHT}")


def tell_of_drift(last_two: Sequence[SearchRun]) -> None:
    """One night's faults may come of a crash, and are mended; two nights' have a cause that somebody must find."""
    faults = [sum(run.counts.get(name, 0) for name in FAULTS) for run in last_two]
    if len(faults) < 2 or not all(faults):
        return
    counts = last_two[0].counts
    found = ", ".join(f"{counts[name]} {word}" for name, word in WORDS.items() if counts.get(name))
    with transaction.atomic():
        notify(
            by=SYSTEM,
            source_key=f"search:drift:{last_two[0].pk}",
            recipients=[recipient(person) for person in core_team()],
            title=DRIFT,
            body=f"Entries {found}.\n\nThey are mended by now. “Search health” in the admin shows what was found each"
            " night. Twice in a row means that some change does not reach the index: tell whoever runs the site.",
        )
