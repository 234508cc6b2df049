"""What is noted of searches, and what people ask for when they find nothing."""

import datetime
import logging

from django.core.signing import BadSignature, TimestampSigner
from django.db import DatabaseError, IntegrityError, transaction

from cms.audit.services import record
from cms.core import clock
from cms.core.errors import BadInput, Forbidden, NotFound, RateLimited
from cms.core.policy import may, visible
from cms.core.requester import Requester
from cms.discovery.phrases import normal
from cms.discovery.results import SearchPage
from cms.notifications.services import cancel_deliveries
from cms.searchlog.models import Click, ContentTask, LoggedSearch, Wish
from cms.searchlog.permissions import WISH
from cms.searchlog.personal import looks_personal
from cms.searchlog.writing import briefly

logger = logging.getLogger(__name__)
PHRASE = 120  # characters of a phrase that are kept
SHOWN = 20  # results whose place is remembered
OPENED_WITHIN = datetime.timedelta(hours=2)
TEXT, NOTE = 200, 1000
MAIL = "wish"  # source of the messages
MOST_A_DAY = 20  # wishes of one person
PERSONAL = "This looks as if it were about one person. Leave out names, dates of birth, addresses and numbers."


def phrase_of(text: str) -> str:
    return normal(text)[:PHRASE].strip()


def source_of(wish: Wish) -> str:
    """The beginning of the source keys of all messages about it, with the colon that parts wish 1 from wish 12."""
    return f"{MAIL}:{wish.pk}:"


def _signer() -> TimestampSigner:
    return TimestampSigner(salt="searchlog.opened")


def note_search(*, by: Requester, found: SearchPage, filters: list[str]) -> str:
    """Note the first page of a search by a person or a visitor. Answers a mark by which `note_opened` knows it.

    Empty, and nothing is written, for later pages, tools, an answer by titles alone, and a text that looks as if it
    were about one person. Never raises and never waits for the database: a page matters more than its count.
    """
    if by.token_id is not None or by.is_system or found.page != 1 or found.degraded:
        return ""
    phrase = phrase_of(found.text)
    if not phrase or looks_personal(found.text):
        return ""
    try:
        with briefly():
            row = LoggedSearch.objects.create(
                phrase=phrase,
                organisation_id=by.acting_for,
                total=found.total,
                relaxed=found.relaxed,
                filters=",".join(sorted(filters))[:120],
                shown=[hit.key for hit in found.hits[:SHOWN]],
            )
    except DatabaseError as error:  # the outer edge of counting: the page is answered all the same
        logger.warning("a search was not counted: %s", error)
        return ""
    return _signer().sign(str(row.pk))


def note_opened(*, by: Requester, mark: str, position: int) -> bool:
    """A result of a noted search was opened; `position` counts from 1. Whether it was counted: once, within two hours.

    The mark is signed, so nobody can count for a search that was not theirs to see. Who opened it is not noted.
    """
    if by.token_id is not None:
        return False
    try:
        key = int(_signer().unsign(mark, max_age=OPENED_WITHIN))
    except (BadSignature, ValueError):
        return False
    try:
        with briefly():
            shown = LoggedSearch.objects.filter(pk=key).values_list("shown", flat=True).first() or []
            if not 1 <= position <= len(shown):
                return False
            _, first = Click.objects.get_or_create(
                search_id=key, key=shown[position - 1], defaults={"position": position}
            )
    except DatabaseError as error:  # the same edge
        logger.warning("an opened result was not counted: %s", error)
        return False
    return first


def make_wish(*, by: Requester, submission_id: str, text: str, note: str = "", tell_me: bool = False) -> Wish:
    """Say what one looked for and did not find. Sent twice with one `submission_id`, it is one.

    The person is kept only where they ask to be told. Raises Forbidden where the form is closed to the public,
    BadInput with `fields` (also for a text that looks as if it were about one person), RateLimited after 20 in a day.
    """
    if not may(by, WISH):
        raise Forbidden("Sign in to say what you looked for.")
    if not submission_id or len(submission_id) > 64:
        raise BadInput("Send a submissionId of 1 to 64 characters.")
    text, note = " ".join(text.split()), note.strip()
    _check(by, text, note, tell_me)
    try:
        return _write(by, submission_id, text, note, tell_me)
    except IntegrityError:  # the same form, sent twice at once: the other one won
        won: Wish = Wish.objects.get(submission_id=submission_id)
        return won


def _check(by: Requester, text: str, note: str, tell_me: bool) -> None:
    fields: dict[str, list[str]] = {}
    if not phrase_of(text):
        fields["text"] = ["Say what you looked for."]
    for name, value, most in (("text", text, TEXT), ("note", note, NOTE)):
        if len(value) > most:
            fields[name] = [f"Make this shorter: {most:,} characters at most."]
        elif looks_personal(value):
            fields[name] = [PERSONAL]
    if tell_me and by.user_id is None:
        fields["tellMe"] = ["Sign in to be told, or ask us a question with your e-mail address."]
    if fields:
        raise BadInput("Some answers need another look.", fields=fields)


@transaction.atomic
def _write(by: Requester, submission_id: str, text: str, note: str, tell_me: bool) -> Wish:
    known: Wish | None = Wish.objects.filter(submission_id=submission_id).first()
    if known is not None:
        if known.text != text:
            raise BadInput("This submissionId was used before.")
        return known
    if by.user_id is not None:
        since = clock.now() - datetime.timedelta(days=1)
        if Wish.objects.filter(person=by.user_id, asked_at__gte=since).count() >= MOST_A_DAY:
            raise RateLimited("You sent many of these today. Write again tomorrow.", retryAfter=3600)
    phrase = phrase_of(text)
    wish: Wish = Wish.objects.create(
        text=text,
        phrase=phrase,
        note=note,
        organisation_id=by.acting_for,
        person_id=by.user_id if tell_me else None,
        submission_id=submission_id,
        task=ContentTask.objects.filter(phrase=phrase, answered_at=None, declined_at=None).first(),
    )
    if wish.person_id is not None:  # else nothing is on record: the request and its network would say who it was
        record(by, "wish.made", wish, label=f"wish {wish.pk}")
    return wish


@transaction.atomic
def withdraw_wish(*, by: Requester, wish_id: int) -> None:
    """The person takes it back, and it is gone. Raises NotFound for what is not theirs."""
    wish = visible(Wish.objects.select_for_update(), by).filter(pk=wish_id, person=by.user_id).first()
    if wish is None or by.user_id is None:
        raise NotFound("There is no such request.")
    cancel_deliveries(by=by, source_prefix=source_of(wish), reason="The person took it back.")
    record(by, "wish.withdrawn", wish, label=f"wish {wish.pk}")
    wish.delete()
