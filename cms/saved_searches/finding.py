"""New finds: what begins to match a saved search becomes one alert, whichever way it was noticed.

"New" is what did not match when the search was saved and does now, for its owner as they are today: written or changed
since, or opened to them since. A thing is told once for each search; later changes of it say nothing.
"""

import hashlib
import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import QuerySet

from cms.core import clock, content_version
from cms.core.requester import SYSTEM, Requester
from cms.discovery.matching import left_out, matching, rights_of
from cms.jobs.services import enqueue
from cms.members.selectors import recipient, requester_of
from cms.notifications.services import notify
from cms.saved_searches.models import MatchRun, SavedSearch, SavedSearchAlert

logger = logging.getLogger(__name__)
PIECE = 100  # saved searches compared between two commits
SITE = "saved-search"  # source of the notices on the site
FOLLOWS_DATES = "status"  # the facet whose values change by themselves, as days go by
Frequency = SavedSearch.Frequency
State = SavedSearchAlert.State


def active_searches() -> QuerySet[SavedSearch]:
    return SavedSearch.objects.filter(paused_at=None, owner__is_active=True)


class Owners:
    """The rights of this moment, asked once a person for one piece of work, and never kept longer."""

    def __init__(self) -> None:
        self._known: dict[int, Requester] = {}

    def of(self, search: SavedSearch) -> Requester:
        if search.owner_id not in self._known:
            self._known[search.owner_id] = requester_of(search.owner)
        return self._known[search.owner_id]


# -- after changes ---------------------------------------------------------------------------------------
def note_changes(keys: Sequence[str]) -> None:
    """The index now holds these things as they are: write down that saved searches are to be compared with them. The
    worker says so before it ends the delivery; if it dies in between, it says so again."""
    if active_searches().exists():
        run = MatchRun.objects.create(keys=sorted(set(keys)))
        enqueue("cms.saved_searches.tasks.match", run.pk, scanned=True)


def match(run_pk: int, until: datetime) -> bool:
    """Compare saved searches with the changes of a run, piece by piece. False when time was over before the end.

    Killed anywhere it goes on with the piece it was at; two at once do each piece once. Raises Unavailable.
    """
    while True:
        run = MatchRun.objects.filter(pk=run_pk).first()
        if run is None:
            return True
        if clock.now() > until:
            return False
        piece = list(active_searches().filter(pk__gt=run.reached).select_related("owner").order_by("pk")[:PIECE])
        if not piece:
            run.delete()
            return True
        found = _matches(piece, run.keys)
        with transaction.atomic():
            mine = MatchRun.objects.filter(pk=run_pk, reached=run.reached).update(reached=piece[-1].pk)
            if mine:
                tell(found)


def _matches(searches: Iterable[SavedSearch], keys: Sequence[str]) -> dict[SavedSearch, set[str]]:
    owners = Owners()
    found: dict[SavedSearch, set[str]] = {}
    for search in searches:
        by = owners.of(search)
        if by.is_member:
            hits = matching(search.text, search.filters, by=by, keys=keys).keys
            if hits:
                found[search] = hits
    return found


def tell(found: Mapping[SavedSearch, set[str]]) -> int:
    """Write an alert for what is not known yet, and one notice a search and day. Answers how many are new."""
    new = _unknown(found)
    if not new:
        return 0
    rows = [
        SavedSearchAlert(
            saved_search=search, key=key, state=State.SITE if search.frequency == Frequency.NEVER else State.PENDING
        )
        for search, keys in new.items()
        for key in sorted(keys)
    ]
    SavedSearchAlert.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
    for search in new:
        notify(
            by=SYSTEM,
            source_key=f"{SITE}:{search.pk}:{clock.today()}",
            recipients=[recipient(search.owner)],
            title=f"New for your saved search “{search.name}”",
            body="",
            path=f"/saved-searches/{search.pk}",
            email=False,
        )
    content_version.bump()
    if any(search.frequency == Frequency.AT_ONCE for search in new):
        enqueue("cms.saved_searches.tasks.send", key="saved_searches.send", scanned=True)
    return len(rows)


def _unknown(found: Mapping[SavedSearch, set[str]]) -> dict[SavedSearch, set[str]]:
    keys = {key for hits in found.values() for key in hits}
    told = SavedSearchAlert.objects.filter(saved_search__in=[search.pk for search in found])
    if len(keys) <= PIECE:
        told = told.filter(key__in=keys)
    known = set(told.values_list("saved_search", "key"))
    rest = {search: {key for key in hits if (search.pk, key) not in known} for search, hits in found.items()}
    shown = {search: hits - left_out(search.text) for search, hits in rest.items() if hits}
    return {search: hits for search, hits in shown.items() if hits}


# -- the whole index -------------------------------------------------------------------------------------
def take_baseline(pk: int) -> None:
    """What matches now is known and is not told. Raises Unavailable: then the search has no baseline yet."""
    search = active_searches().filter(pk=pk).select_related("owner").first()
    if search is not None:
        _check(search, requester_of(search.owner), clock.now())


def recheck(searches: QuerySet[SavedSearch], before: datetime, until: datetime) -> bool:
    """Compare those of these searches that were not since `before` with the whole index, where changes cannot tell:
    their owner may find other things than then, or the search asks for a state that follows from dates.

    Every other search is only marked as done: a rebuilt index, or new synonyms, are no news. False when time was over.
    Raises Unavailable.
    """
    while clock.now() <= until:
        due = searches.filter(checked_at=None) | searches.filter(checked_at__lt=before)
        piece = list(due.select_related("owner").order_by("pk")[:PIECE])
        if not piece:
            return True
        owners = Owners()
        for search in piece:
            _check(search, owners.of(search), clock.now())
            if clock.now() > until:
                break
    return False


def _check(search: SavedSearch, by: Requester, now: datetime) -> None:
    rights = hashlib.sha256(rights_of(by).encode()).hexdigest() if by.is_member else ""
    first = search.checked_at is None
    reason = first or rights != search.rights or FOLLOWS_DATES in search.filters
    found: set[str] = set()
    if reason and by.is_member:
        matches = matching(search.text, search.filters, by=by)
        found = matches.keys
        if not matches.whole and not first:  # what of it is new cannot be told from what was always there
            logger.warning("saved search %d finds more than can be compared", search.pk)
            found = set()
    with transaction.atomic():
        mine = SavedSearch.objects.filter(pk=search.pk, checked_at=search.checked_at, paused_at=None)
        if not mine.update(checked_at=now, rights=rights):
            return  # another run was faster, or the owner has deleted or paused it
        if first:
            rows = [SavedSearchAlert(saved_search=search, key=key, state=State.KNOWN) for key in sorted(found)]
            SavedSearchAlert.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
        else:
            tell({search: found})


def recheck_person(user_id: int) -> None:
    """Somebody's rights changed: have their searches compared soon, and not only in the morning."""
    if active_searches().filter(owner=user_id).exists():
        enqueue("cms.saved_searches.tasks.recheck_person", user_id, key=f"saved_searches.{user_id}", scanned=True)


def remove_for_inactive(user_id: int | None = None) -> int:
    """An account that was closed keeps no searches. Answers how many went."""
    people = get_user_model()._default_manager.filter(is_active=False)
    if user_id is not None:
        people = people.filter(pk=user_id)
    count, _ = SavedSearch.objects.filter(owner__in=people).delete()
    return count
