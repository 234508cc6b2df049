"""Putting a draft out, commenting on it, and publishing what came of the comments."""

import datetime
import re

from django.db import IntegrityError, transaction

from cms.audit.services import record
from cms.consultations.models import ANSWER, BODY, Consultation, ConsultationComment, ConsultationState, Paragraph
from cms.consultations.telling import as_said, tell_of_response
from cms.core import clock, content_version
from cms.core.errors import BadInput, Conflict, Forbidden, NotFound, Unauthenticated
from cms.core.policy import may, visible
from cms.core.requester import Requester
from cms.forum.personal_data import warn
from cms.members import hiding
from cms.notifications.services import cancel_deliveries

EMPTY_LINE = re.compile(r"\n\s*\n")
LEAST_DAYS = 7  # a window that nobody could keep is no consultation
State = ConsultationState


def paragraphs_of(text: str) -> list[tuple[bool, str]]:
    """(is a heading, words) of a text whose paragraphs are parted by empty lines."""
    parts = [part.strip() for part in EMPTY_LINE.split(text.replace("\r\n", "\n")) if part.strip()]
    return [(part.startswith("# "), part.removeprefix("# ").strip()) for part in parts]


# -- the draft -------------------------------------------------------------------------------------------
@transaction.atomic
def put_out(*, by: Requester, pk: int) -> Consultation:
    """Members see it from now on, and its text stands still. Those concerned are told on its first day for comments.
    Raises Forbidden, NotFound, Conflict when it is out already, BadInput with `fields` for what is missing."""
    found = _locked(by, pk)
    if found.published_at is not None:
        raise Conflict("It was put out already.")
    fields = _missing(found)
    if fields:
        raise BadInput("Something is missing.", fields=fields)
    for number, (is_heading, text) in enumerate(paragraphs_of(found.text), start=1):
        Paragraph.objects.create(consultation=found, number=number, is_heading=is_heading, text=text)
    found.published_at = clock.now()
    found.save(update_fields=["published_at"])
    record(by, "consultation.put_out", found, after=found.text)
    return found


def _missing(found: Consultation) -> dict[str, list[str]]:
    fields = {}
    if not any(not is_heading for is_heading, _ in paragraphs_of(found.text)):
        fields["text"] = ["Write the draft first."]
    if found.opens_on is None or found.opens_on < clock.today():
        fields["opens_on"] = ["Say on which day it opens: today or later."]
    elif found.closes_on is None or (found.closes_on - found.opens_on).days < LEAST_DAYS:
        fields["closes_on"] = [f"Give people at least {LEAST_DAYS} days."]
    if found.kind == Consultation.Kind.GUIDANCE and found.interprets_id is None:
        fields["interprets"] = ["Local guidance names the national guidance that it interprets."]
    return fields


@transaction.atomic
def extend(*, by: Requester, pk: int, closes_on: datetime.date) -> Consultation:
    """Give people longer, also once it has closed. Raises Forbidden, NotFound, Conflict, BadInput with `fields`."""
    found = _locked(by, pk)
    if found.state not in (State.COMING, State.OPEN, State.CLOSED):
        raise Conflict("It takes no comments any more.")
    if found.closes_on is None or closes_on <= found.closes_on or closes_on < clock.today():
        raise BadInput("Choose a later day.", fields={"closes_on": ["Choose a later day than the present last one."]})
    record(by, "consultation.extended", found, before=str(found.closes_on), after=str(closes_on))
    found.closes_on = closes_on
    found.save(update_fields=["closes_on"])
    return found


@transaction.atomic
def withdraw_consultation(*, by: Requester, pk: int, because: str) -> Consultation:
    """It takes no comments any more, and says why. What was said stays. Raises Forbidden, NotFound, Conflict,
    BadInput with `fields`."""
    found, words = _locked(by, pk), " ".join(because.split())
    if found.state not in (State.COMING, State.OPEN, State.CLOSED):
        raise Conflict("There is nothing to withdraw.")
    if not words or len(words) > 400:
        raise BadInput("Say why.", fields={"because": ["Say why, in at most 400 characters."]})
    found.withdrawn_at, found.withdrawn_because = clock.now(), words
    found.save(update_fields=["withdrawn_at", "withdrawn_because"])
    record(by, "consultation.withdrawn", found, after=words)
    cancel_deliveries(by=by, source_prefix=f"consultation:{found.pk}", reason="The consultation was withdrawn.")
    return found


# -- comments --------------------------------------------------------------------------------------------
def comment(
    *,
    by: Requester,
    slug: str,
    paragraph: int | None,
    stance: str,
    body: str,
    submission_id: str,
    checked: bool = False,
) -> ConsultationComment:
    """Say something about a paragraph (its number), or about the whole. Other members see it with the person's name
    and organisation. Sent twice with one `submission_id`, it is one. Raises Unauthenticated, NotFound, Conflict outside
    the window, BadInput with `fields`, PersonalDataFound unless `checked` says that they looked after a warning."""
    if not may(by, "consultation.comment"):
        raise Unauthenticated("Sign in to comment.")
    if not submission_id or len(submission_id) > 64:
        raise BadInput("Send a submissionId of 1 to 64 characters.")
    found = visible(Consultation.objects.all(), by).filter(slug=slug).first()
    if found is None:
        raise NotFound("There is no such consultation.")
    known: ConsultationComment | None = ConsultationComment.objects.filter(
        author=by.user_id, submission_id=submission_id
    ).first()
    if known is not None:
        return known
    if found.state != State.OPEN:
        raise Conflict("It takes no comments now.")
    words = body.strip()
    fields = {}
    if not words or len(words) > BODY:
        fields["body"] = [f"Write your comment, in at most {BODY:,} characters."]
    if stance not in ConsultationComment.Stance.values:
        fields["stance"] = ["Choose what you think of it."]
    about = None if paragraph is None else found.paragraphs.filter(number=paragraph, is_heading=False).first()
    if paragraph is not None and about is None:
        fields["paragraph"] = ["There is no such paragraph."]
    if fields:
        raise BadInput("Some answers need another look.", fields=fields)
    warn(checked, body=words)
    try:
        with transaction.atomic():
            said: ConsultationComment = ConsultationComment.objects.create(
                consultation=found,
                paragraph=about,
                author_id=by.user_id,
                partner_id=by.acting_for,
                stance=stance,
                body=words,
                submission_id=submission_id,
            )
            record(by, "consultation.commented", said, after=[paragraph, stance, words])
    except IntegrityError:  # the same form, sent twice at once: the other one won
        said = ConsultationComment.objects.get(author=by.user_id, submission_id=submission_id)
    return said


@transaction.atomic
def withdraw_comment(*, by: Requester, pk: int) -> ConsultationComment:
    """The author takes a comment back, while comments are open. Raises NotFound, Conflict afterwards."""
    rows = visible(ConsultationComment.objects.all(), by).filter(pk=pk, author=by.user_id, author__isnull=False)
    said: ConsultationComment | None = rows.select_related("consultation").first()
    if said is None:
        raise NotFound("There is no such comment of yours.")
    if said.consultation.state != State.OPEN:
        raise Conflict("Comments are closed: what was said stands.")
    if said.withdrawn_at is None:
        said.withdrawn_at = clock.now()
        said.save(update_fields=["withdrawn_at"])
        record(by, "consultation.comment_withdrawn", said)
    return said


@transaction.atomic
def hide_comment(*, by: Requester, pk: int, because: str) -> ConsultationComment:
    """Readers see that the core team hid one, not its words nor whose it was; its author is told why. It needs no
    outcome. Raises Forbidden, NotFound, BadInput with `fields`."""
    said = _to_moderate(by, pk)
    hiding.hide(by, said, as_said(said), because, field="hide_because")
    return said


@transaction.atomic
def show_comment(*, by: Requester, pk: int) -> ConsultationComment:
    """Hidden by mistake: readers see it again, and its author is told. Raises Forbidden, NotFound."""
    said = _to_moderate(by, pk)
    hiding.show(by, said, as_said(said))
    return said


def _to_moderate(by: Requester, pk: int) -> ConsultationComment:
    if not may(by, "consultation.manage"):
        raise Forbidden("The core team does this.")
    said: ConsultationComment | None = (
        ConsultationComment.objects.select_for_update().filter(pk=pk, withdrawn_at=None).first()
    )
    if said is None:
        raise NotFound("There is no such comment.")
    return said


# -- the response ----------------------------------------------------------------------------------------
@transaction.atomic
def answer_comments(*, by: Requester, pk: int, answers: dict[int, tuple[str, str]]) -> int:
    """{comment: (outcome, words)}: what came of comments. Shown once the response is published. Returns how many
    changed. Raises Forbidden, NotFound, BadInput with `fields`."""
    found = _locked(by, pk)
    rows = {row.pk: row for row in found.comments.filter(pk__in=answers, withdrawn_at=None, hidden_at=None)}
    fields, changed = {}, 0
    for key, (outcome, words) in answers.items():
        if key not in rows or (outcome and outcome not in ConsultationComment.Outcome.values) or len(words) > ANSWER:
            fields[str(key)] = [f"Choose what came of it; the words have at most {ANSWER:,} characters."]
    if fields:
        raise BadInput("Some answers need another look.", fields=fields)
    for key, (outcome, words) in answers.items():
        row = rows[key]
        if (row.outcome, row.answer) != (outcome, words.strip()):
            record(by, "consultation.comment_answered", row, before=[row.outcome, row.answer], after=[outcome, words])
            row.outcome, row.answer = outcome, words.strip()
            row.save(update_fields=["outcome", "answer"])
            changed += 1
    return changed


@transaction.atomic
def publish_response(*, by: Requester, pk: int, text: str) -> Consultation:
    """What came of it, for every member; those who commented are told. Each comment has its outcome first. Published
    again, the words change and nobody is told twice. Raises Forbidden, NotFound, Conflict while it takes comments,
    BadInput with `fields`."""
    found = _locked(by, pk)
    if found.state not in (State.CLOSED, State.ANSWERED):
        raise Conflict("Publish the response once comments have closed.")
    words = text.strip()
    open_ones = found.comments.filter(withdrawn_at=None, hidden_at=None, outcome="").count()
    if not words:
        raise BadInput("Write the response.", fields={"response": ["Write what was said and what you changed."]})
    if open_ones:
        message = f"Say of each comment what came of it: {open_ones} to go."
        raise BadInput(message, fields={"response": [message]})
    record(by, "consultation.response_published", found, before=found.response, after=words)
    found.response, found.responded_at = words, found.responded_at or clock.now()
    found.save(update_fields=["response", "responded_at"])
    content_version.bump()
    tell_of_response(by, found)
    return found


def _locked(by: Requester, pk: int) -> Consultation:
    if not may(by, "consultation.manage"):
        raise Forbidden("The core team does this.")
    found: Consultation | None = Consultation.objects.select_for_update().filter(pk=pk).first()
    if found is None:
        raise NotFound("There is no such consultation.")
    return found
