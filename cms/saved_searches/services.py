"""Keeping a search, changing how often it tells, and saying that its finds were seen."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction

from cms.audit.services import record
from cms.core import clock, content_version
from cms.core.errors import BadInput, Conflict, NotFound, Unauthenticated
from cms.core.policy import may, visible
from cms.core.requester import SYSTEM, Requester
from cms.discovery.matching import known_filters
from cms.jobs.services import enqueue
from cms.notifications.services import cancel_deliveries, one_line
from cms.saved_searches.finding import SITE, take_baseline
from cms.saved_searches.models import NAME, SavedSearch, SavedSearchAlert, fingerprint, plain
from search.ports import Unavailable

MOST = 50  # searches of one person
Frequency = SavedSearch.Frequency
State = SavedSearchAlert.State


def save_search(
    *,
    by: Requester,
    submission_id: str,
    text: str,
    filters: Mapping[str, Sequence[str]] | None = None,
    name: str = "",
    frequency: str = Frequency.DAILY,
) -> SavedSearch:
    """Keep a search. What matches now is its baseline: the owner hears of what begins to match from here on.

    `filters` are values by facet, as `discovery.find` takes them; an empty name becomes the words. Sent twice with one
    `submission_id`, it is one. Raises Unauthenticated for who is no member, BadInput with `fields` (also for the 51st),
    Conflict where the person has kept this search already.
    """
    if by.user_id is None or not may(by, "saved_search.keep"):
        raise Unauthenticated("Sign in to keep a search.")
    if not submission_id or len(submission_id) > 64:
        raise BadInput("Send a submissionId of 1 to 64 characters.")
    known = _submitted(by, submission_id)
    if known is not None:
        return known
    words = plain(text)
    values = _given(words, filters or {}, by)
    given = {
        "text": words,
        "filters": values,
        "name": _name(name) or words[:NAME] or "All that is new",
        "frequency": _frequency(frequency),
    }
    try:
        search = _keep(by, by.user_id, submission_id, given)
    except IntegrityError:  # the same form, sent twice at once: the other one won
        known = _submitted(by, submission_id)
        if known is None:
            raise Conflict("You have saved this search already.") from None
        return known
    try:
        take_baseline(search.pk)
    except Unavailable:
        enqueue("cms.saved_searches.tasks.take_baseline", search.pk, scanned=True)
    return search


def _submitted(by: Requester, submission_id: str) -> SavedSearch | None:
    found: SavedSearch | None = SavedSearch.objects.filter(owner=by.user_id, submission_id=submission_id).first()
    return found


@transaction.atomic
def _keep(by: Requester, owner: int, submission_id: str, given: dict[str, Any]) -> SavedSearch:
    own = SavedSearch.objects.filter(owner=owner)
    found = fingerprint(given["text"], given["filters"])
    same = own.filter(fingerprint=found).first()
    if same is not None:
        raise Conflict(f"You have saved this search already, as “{same.name}”.", savedSearch=str(same.pk))
    if own.count() >= MOST:
        message = f"You have {MOST} saved searches. Delete one first."
        raise BadInput(message, fields={"name": [message]})
    search: SavedSearch = SavedSearch.objects.create(
        owner_id=owner, submission_id=submission_id, fingerprint=found, **given
    )
    record(by, "saved_search.made", search, label=f"saved search {search.pk}", after=given)
    return search


def _given(words: str, filters: Mapping[str, Sequence[str]], by: Requester) -> dict[str, list[str]]:
    values = known_filters(filters, by=by)
    if values is None:
        raise BadInput(
            "A filter finds nothing any more.", fields={"filters": ["Take off the filters, or choose others."]}
        )
    if not words and not values:
        raise BadInput("Search for something first.", fields={"text": ["Search for something first."]})
    return values


def _name(text: str) -> str:
    name = one_line(text)
    if len(name) > NAME:
        message = f"Make the name shorter: {NAME} characters at most."
        raise BadInput(message, fields={"name": [message]})
    return name


def _frequency(value: str) -> str:
    if value not in Frequency.values:
        raise BadInput("Choose how often.", fields={"frequency": ["Choose how often."]})
    return value


@transaction.atomic
def change_saved_search(
    *, by: Requester, pk: int, name: str | None = None, frequency: str | None = None, paused: bool | None = None
) -> SavedSearch:
    """Change what is given. A paused search tells nothing; resumed, it begins anew with what matches then.

    Less e-mail holds at once, for what waits to be sent too. Raises NotFound, BadInput with `fields`.
    """
    search = _own(by, pk)
    before = {"frequency": search.frequency, "paused": search.paused_at is not None}
    if name is not None:
        if not _name(name):
            raise BadInput("Give it a name.", fields={"name": ["Give it a name."]})
        search.name = _name(name)
    if frequency is not None:
        search.frequency = _frequency(frequency)
    resumed = paused is False and search.paused_at is not None
    if paused is not None:
        search.paused_at = (search.paused_at or clock.now()) if paused else None
    if resumed:
        search.checked_at = None
        enqueue("cms.saved_searches.tasks.take_baseline", search.pk, scanned=True)
    search.save()
    if search.frequency == Frequency.NEVER or search.paused_at is not None:
        search.alerts.filter(state=State.PENDING).update(state=State.SITE)
    after = {"frequency": search.frequency, "paused": search.paused_at is not None}
    record(by, "saved_search.changed", search, label=f"saved search {search.pk}", before=before, after=after)
    return search


@transaction.atomic
def delete_saved_search(*, by: Requester, pk: int) -> None:
    """The search goes, with all it has told, and what waited to be sent does not go out. Raises NotFound."""
    search = _own(by, pk)
    cancel_deliveries(by=by, source_prefix=f"{SITE}:{search.pk}:", reason="The saved search was deleted.")
    record(by, "saved_search.deleted", search, label=f"saved search {search.pk}")
    search.delete()


@transaction.atomic
def mark_saved_search_seen(*, by: Requester, pk: int, up_to: int | None = None) -> SavedSearch:
    """The owner has looked at the new finds (up to the alert with this key): they are new no more, and are not mailed
    as well. Raises NotFound."""
    search = _own(by, pk)
    rows = search.alerts.filter(seen_at=None).exclude(state=State.KNOWN)
    if up_to is not None:
        rows = rows.filter(pk__lte=up_to)
    rows.filter(state=State.PENDING).update(state=State.SITE)
    if rows.update(seen_at=clock.now()):
        content_version.bump()
    cancel_deliveries(by=by, source_prefix=f"{SITE}:{search.pk}:", reason="Seen on the site.")
    return search


@transaction.atomic
def stop_mails(*, user_id: int) -> int:
    """No more e-mail about this person's saved searches; the site goes on telling. For the link in the mails, which is
    proof enough of who asks. Returns how many searches it stopped."""
    mine = SavedSearch.objects.filter(owner=user_id)
    stopped = mine.exclude(frequency=Frequency.NEVER).update(frequency=Frequency.NEVER)
    SavedSearchAlert.objects.filter(saved_search__owner=user_id, state=State.PENDING).update(state=State.SITE)
    if stopped:
        record(SYSTEM, "saved_search.mails_stopped", label=f"person {user_id}, {stopped} searches")
        content_version.bump()
    return stopped


def _own(by: Requester, pk: int) -> SavedSearch:
    key = visible(SavedSearch.objects.all(), by).filter(pk=pk, owner=by.user_id).values_list("pk", flat=True).first()
    if key is None:
        raise NotFound("There is no such saved search.")
    found: SavedSearch = SavedSearch.objects.select_for_update().get(pk=key)
    return found
