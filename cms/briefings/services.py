"""What the core team does with an edition, and what members suggest. Sending itself: cms.briefings.sending."""

import datetime
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from wagtail.models import Page

from cms.audit.services import record
from cms.briefings import items
from cms.briefings.audience import addressees, least_reader
from cms.briefings.letter import TEST
from cms.briefings.models import Correction, Edition, EditionItem, Suggestion, link_within_reason
from cms.briefings.sending import BRIEFING, PUBLIC
from cms.briefings.tasks import ADVANCE, CORRECT
from cms.core import clock, counters
from cms.core.errors import BadInput, Conflict, Forbidden, NotFound, RateLimited, Unauthenticated
from cms.core.policy import may, visible
from cms.core.requester import Requester
from cms.forum.models import Space, Thread
from cms.jobs.services import enqueue
from cms.members.models import User
from cms.members.selectors import recipient
from cms.notifications.services import cancel_deliveries, notify

AHEAD = datetime.timedelta(days=366)
CORRECTION, TITLE, WHY, LINK = 2000, 160, 1000, 300  # characters
MOST_SUGGESTIONS_A_DAY = 10
MOST_ITEMS = 40
TAKEN_BACK = "It had a time and does not go by itself any more: look at it once more, and say again when it goes."


def may_edit(by: Requester) -> None:
    if not may(by, "briefing.edit"):
        raise Forbidden("The core team makes briefings.")


def find_edition(by: Requester, pk: int) -> Edition:
    """Raises Forbidden, NotFound."""
    may_edit(by)
    found: Edition | None = Edition.objects.select_for_update().filter(pk=pk).first()
    if found is None:
        raise NotFound("There is no such briefing.")
    return found


@transaction.atomic
def start_edition(*, by: Requester, title: str) -> Edition:
    """A draft with this title; its address is made of it. Raises Forbidden, BadInput with `fields`."""
    may_edit(by)
    title = " ".join(title.split())
    if not title or len(title) > TITLE:
        raise BadInput("Give it a title.", fields={"title": [f"Give it a title of at most {TITLE} characters."]})
    edition = Edition(title=title, signed_by_id=by.user_id)
    edition.clean()
    edition.save()
    record(by, "briefing.started", edition)
    return edition


@transaction.atomic
def add_items(
    *, by: Requester, pk: int, pages: Iterable[int] = (), threads: Iterable[int] = (), suggestions: Iterable[int] = ()
) -> int:
    """Put pages, threads and suggestions (keys) at the end of a draft, in their own words for a beginning; what it has
    already stays once. Threads of open spaces alone. One that had a time is a draft again. Returns how many came in.
    Raises Forbidden, NotFound, Conflict."""
    edition = _open(find_edition(by, pk))
    has = list(edition.items.all())
    rows: list[EditionItem] = []
    wanted = visible(Page.objects.all(), by).filter(pk__in=set(pages) - {row.page_id for row in has})
    for page in wanted.specific():
        text = str(getattr(page, "so_what", "") or getattr(page, "summary", ""))
        to_do = str(getattr(page, "action_needed", ""))
        rows.append(EditionItem(page=page, title=page.title[:200], text=text[:1200], to_do=_first_line(to_do)))
    open_ones = visible(Thread.objects.all(), by).filter(space__kind=Space.Kind.OPEN, hidden_at=None, merged_into=None)
    for thread in open_ones.filter(pk__in=set(threads) - {row.thread_id for row in has}):
        rows.append(EditionItem(thread=thread, title=thread.title[:200]))
    for one in Suggestion.objects.filter(pk__in=list(suggestions), settled_at=None):
        rows.append(EditionItem(link=one.link, title=one.title, text=one.why[:1200]))
        one.settled_at = clock.now()
        one.save(update_fields=["settled_at"])
    if len(has) + len(rows) > MOST_ITEMS:
        raise Conflict(f"A briefing of more than {MOST_ITEMS} items is read by nobody. Take some out first.")
    last = max((row.sort_order or 0 for row in has), default=0)
    for place, row in enumerate(rows, last + 1):
        row.edition, row.sort_order = edition, place
        row.save()
    if rows:
        record(by, "briefing.items_added", edition, after=[row.title for row in rows])
        unschedule_edition(by=by, pk=pk)
    return len(rows)


def _first_line(text: str) -> str:
    line = text.strip().split("\n")[0]
    return f"To do: {line}" if line and len(line) <= 180 else ""


@transaction.atomic
def settle_suggestion(*, by: Requester, pk: int) -> None:
    """Set it aside. Raises Forbidden."""
    may_edit(by)
    for row in Suggestion.objects.filter(pk=pk, settled_at=None):
        row.settled_at = clock.now()
        row.save(update_fields=["settled_at"])
        record(by, "briefing.suggestion_set_aside", row, label=str(row.pk))


def _open(edition: Edition) -> Edition:
    """A draft, or one that has not begun to go. Raises Conflict."""
    if edition.begun_at is not None:
        raise Conflict("It went out: what is wrong in it is said in a correction.")
    return edition


def problems(edition: Edition) -> list[str]:
    """What keeps the edition from going, in the words of the editors' screen."""
    found = []
    if not edition.items.exists() and not edition.note.strip():
        found.append("It has neither an item nor a note.")
    if edition.readers != Edition.Readers.RECIPIENTS:
        who = "the public" if edition.readers == Edition.Readers.PUBLIC else "every member"
        for item in items.not_for(edition, least_reader(edition)):
            found.append(f"“{item.title}” is about something that not all of {who} may read. Take it out.")
    if not any(not one.left_out_because for one in addressees(edition)):
        found.append("Nobody would get it: look at who it is for.")
    return found


@transaction.atomic
def schedule_edition(*, by: Requester, pk: int, send_at: datetime.datetime | None = None) -> Edition:
    """Fix when it goes: at a moment within a year, or now. Raises Forbidden, NotFound, Conflict once it goes, BadInput
    with what keeps it from going."""
    edition = _open(find_edition(by, pk))
    if edition.stopped_at is not None:
        raise Conflict("It was stopped.")
    now = clock.now()
    moment = send_at or now
    if send_at is not None and not now - datetime.timedelta(minutes=5) <= send_at <= now + AHEAD:
        message = "Choose a moment from now on, within a year."
        raise BadInput(message, fields={"send_at": [message]})
    if found := problems(edition):
        raise BadInput(" ".join(found), fields={"send_at": found})
    edition.send_at, edition.scheduled_by_id = moment, by.user_id
    edition.save(update_fields=["send_at", "scheduled_by"])
    record(by, "briefing.scheduled", edition, after={"send_at": moment.isoformat()})
    if moment <= now:
        enqueue(ADVANCE, edition.pk, scanned=True)
    return edition


@transaction.atomic
def unschedule_edition(*, by: Requester, pk: int) -> Edition:
    """A draft again. Raises Forbidden, NotFound, Conflict once it goes."""
    edition = _open(find_edition(by, pk))
    if edition.send_at is not None:
        edition.send_at = None
        edition.save(update_fields=["send_at"])
        record(by, "briefing.unscheduled", edition)
    return edition


@transaction.atomic
def discard_edition(*, by: Requester, pk: int) -> None:
    """A draft is thrown away. What went out is never deleted. Raises Forbidden, NotFound, Conflict once it goes."""
    edition = _open(find_edition(by, pk))
    record(by, "briefing.discarded", edition)
    edition.delete()


@transaction.atomic
def stop_edition(*, by: Requester, pk: int) -> int:
    """What has not gone does not go; what went stays in the archive. Returns how many e-mails were stopped. Raises
    Forbidden, NotFound, Conflict before it goes."""
    edition = find_edition(by, pk)
    if edition.begun_at is None:
        raise Conflict("It does not go yet. Take back its time instead.")
    if edition.stopped_at is None:
        edition.stopped_at = clock.now()
        edition.save(update_fields=["stopped_at"])
        record(by, "briefing.stopped", edition)
    why = "The briefing was stopped."
    members = cancel_deliveries(by=by, source_prefix=f"{BRIEFING}:{pk}", reason=why)
    return members + cancel_deliveries(by=by, source_prefix=f"{PUBLIC}:{pk}:", reason=why)


@transaction.atomic
def send_test(*, by: Requester, pk: int) -> str:
    """The mail as it will arrive, to oneself alone. Returns the address. Raises Forbidden, NotFound."""
    edition = find_edition(by, pk)
    person = User.objects.get(pk=by.user_id or 0)
    notify(
        by=by,
        source_key=f"{TEST}:{pk}:{counters.next_value('briefing_test')}",
        recipients=[recipient(person)],
        title=f"Test: {edition.title}",
        body="A test of a briefing.",
        path=edition.path,
        site=False,
    )
    record(by, "briefing.tested", edition)
    return person.email


def correct_edition(*, by: Requester, pk: int, submission_id: str, text: str) -> Correction:
    """Say what was wrong and what is right: above the edition on the site, and by mail to whoever got it. Sent twice
    with one `submission_id`, it is one. Raises Forbidden, NotFound, Conflict before it went, BadInput with `fields`."""
    may_edit(by)
    text = text.strip()
    if not text or len(text) > CORRECTION:
        message = f"Say what was wrong, in at most {CORRECTION:,} characters."
        raise BadInput(message, fields={"text": [message]})
    if not submission_id or len(submission_id) > 64:
        raise BadInput("Send a submissionId of 1 to 64 characters.")
    try:
        return _correct(by, pk, submission_id, text)
    except IntegrityError:  # the same form, sent twice at once
        known: Correction = Correction.objects.get(submission_id=submission_id, edition=pk)
        return known


@transaction.atomic
def _correct(by: Requester, pk: int, submission_id: str, text: str) -> Correction:
    edition = find_edition(by, pk)
    if edition.begun_at is None:
        raise Conflict("It did not go yet: change the briefing itself.")
    known: Correction | None = Correction.objects.filter(submission_id=submission_id, edition=pk).first()
    if known is not None:
        return known
    row: Correction = Correction.objects.create(
        edition=edition, text=text, made_by_id=by.user_id, submission_id=submission_id
    )
    record(by, "briefing.corrected", edition, after=text)
    enqueue(CORRECT, row.pk, scanned=True)
    return row


def suggest_item(*, by: Requester, submission_id: str, title: str, why: str, link: str = "") -> Suggestion:
    """Something that others should know. The core team sees it where it makes the next edition. Raises
    Unauthenticated, BadInput with `fields`, RateLimited after ten in a day."""
    if by.user_id is None or not may(by, "briefing.suggest"):
        raise Unauthenticated("Sign in to suggest something.")
    title, why, link = " ".join(title.split()), why.strip(), link.strip()
    fields: dict[str, list[str]] = {}
    if not title or len(title) > TITLE:
        fields["title"] = [f"Say what it is, in at most {TITLE} characters."]
    if not why or len(why) > WHY:
        fields["why"] = [f"Say why others should hear of it, in at most {WHY:,} characters."]
    if link:
        try:
            link_within_reason(link)
        except ValidationError as error:
            fields["link"] = list(error.messages)
    if len(link) > LINK:
        fields["link"] = [f"Make the address shorter: {LINK} characters at most."]
    if fields:
        raise BadInput("Some answers need another look.", fields=fields)
    if not submission_id or len(submission_id) > 64:
        raise BadInput("Send a submissionId of 1 to 64 characters.")
    given = {"title": title, "why": why, "link": link}
    with transaction.atomic():
        own = Suggestion.objects.filter(by=by.user_id)
        known = own.filter(submission_id=submission_id).first()
        if known is not None:
            return known
        if own.filter(at__gte=clock.now() - datetime.timedelta(days=1)).count() >= MOST_SUGGESTIONS_A_DAY:
            raise RateLimited("You suggested many things today. Write again tomorrow.", retryAfter=3600)
        row, new = Suggestion.objects.get_or_create(by_id=by.user_id, submission_id=submission_id, defaults=given)
        if new:
            record(by, "briefing.suggested", row, label=str(row.pk))
    return row
