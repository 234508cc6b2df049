"""Content tasks: from what people miss to the page that answers it, and word to those who asked."""

import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from cms.audit.services import record
from cms.core import clock
from cms.core.errors import BadInput, Conflict, Forbidden, NotFound
from cms.core.policy import may, visible
from cms.core.requester import Requester
from cms.discovery.models import MOST_PINS, Pin
from cms.discovery.services import record_decision
from cms.discovery.steering_targets import describe
from cms.members.models import User
from cms.members.selectors import core_team, recipient, requester_of
from cms.notifications.services import notify
from cms.searchlog.models import ContentTask, Wish
from cms.searchlog.permissions import MANAGE
from cms.searchlog.personal import looks_personal
from cms.searchlog.selectors import times_asked
from cms.searchlog.services import phrase_of, source_of

REASON, NOTE = 500, 2000
DECLINED = "declined"
OWN_WISHES = "/search/wishes"


def make_task(
    *, by: Requester, phrase: str, note: str = "", taken_by: int | None = None, due_on: datetime.date | None = None
) -> ContentTask:
    """A task for what people look for; the open one where there is one already. Wishes in the same words join it.

    Raises Forbidden for anyone but the core team, BadInput with `fields`.
    """
    _allow(by)
    phrase = phrase_of(phrase)
    if not phrase or looks_personal(phrase):
        raise BadInput("Say what people look for.", fields={"phrase": ["Say what people look for, without persons."]})
    _check(note, taken_by)
    given = {"note": note.strip(), "taken_by_id": taken_by, "due_on": due_on, "searches": times_asked(phrase)}
    try:
        with transaction.atomic():
            task: ContentTask
            task, made = ContentTask.objects.get_or_create(
                phrase=phrase, answered_at=None, declined_at=None, defaults={**given, "made_by_id": by.user_id}
            )
            Wish.objects.filter(phrase=phrase, task=None).update(task=task)
            if made:
                record(by, "content_task.made", task)
    except IntegrityError:  # made twice at once: the other one won
        won: ContentTask = ContentTask.objects.get(phrase=phrase, answered_at=None, declined_at=None)
        return won
    return task


@transaction.atomic
def add_wish(*, by: Requester, wish_id: int) -> ContentTask:
    """A task from one wish, or the open one in the same words. Raises Forbidden, NotFound."""
    _allow(by)
    wish: Wish | None = visible(Wish.objects.all(), by).filter(pk=wish_id).first()
    if wish is None:
        raise NotFound("There is no such wish.")
    if wish.task is not None:
        return wish.task
    return make_task(by=by, phrase=wish.phrase)  # its note stays with it, and goes with it


@transaction.atomic
def change_task(
    *, by: Requester, task_id: int, note: str, taken_by: int | None, due_on: datetime.date | None
) -> ContentTask:
    """Who takes it, until when, and what to know. Raises Forbidden, NotFound, BadInput with `fields`."""
    task = _locked(by, task_id)
    _check(note, taken_by)
    task.note, task.taken_by_id, task.due_on = note.strip(), taken_by, due_on
    task.save(update_fields=["note", "taken_by", "due_on"])
    record(by, "content_task.changed", task, after={"taken_by": taken_by, "due_on": due_on})
    return task


@transaction.atomic
def answer_task(*, by: Requester, task_id: int, key: str, pin: bool = False) -> int:
    """This thing answers it. Everybody who asked to be told and may open the thing is told, once.

    Who may not open it waits for the next link: the same task may be given another answer. `key` is a key of search,
    such as "guidance:42", of something that the editor may open. `pin`: it stands first for these words from now on,
    unless three others do. Returns how many people were told. Raises Forbidden, NotFound for an absent task or thing.
    """
    task = _locked(by, task_id)
    if key not in describe([key], by):
        raise NotFound("There is no such page.")
    if pin:
        _pin(by, task, key)
    if task.answer != key:
        task.answer, task.answered_at, task.reason, task.declined_at = key, clock.now(), "", None
        task.save(update_fields=["answer", "answered_at", "reason", "declined_at"])
        record(by, "content_task.answered", task, after=key)
    return sum(_tell_of(by, wish, key) for wish in _waiting(task))


@transaction.atomic
def decline_task(*, by: Requester, task_id: int, reason: str) -> int:
    """Nothing will be written, for a reason that those who asked are told. Returns how many people were told.

    Raises Forbidden, NotFound, BadInput with `fields`, Conflict where it is answered already.
    """
    task, reason = _locked(by, task_id), " ".join(reason.split())
    if not reason or len(reason) > REASON:
        raise BadInput("Say why.", fields={"reason": [f"Say why not, in at most {REASON} characters."]})
    if task.answered_at is not None:
        raise Conflict("Something answers this already.")
    task.reason, task.declined_at = reason, clock.now()
    task.save(update_fields=["reason", "declined_at"])
    record(by, "content_task.declined", task, after=reason)
    for wish in (waiting := _waiting(task)):
        _tell(
            by,
            wish,
            title="We will not be writing about what you looked for",
            body=f"You asked to be told about something that you looked for. {reason}",
            path=OWN_WISHES,
            cause=DECLINED,
        )
    return len(waiting)


def _waiting(task: ContentTask) -> list[Wish]:
    return list(
        task.wishes.select_for_update(of=("self",)).select_related("person").filter(told_at=None).exclude(person=None)
    )


def _pin(by: Requester, task: ContentTask, key: str) -> None:
    """In the first free place; nothing where it is chosen or left out for these words already."""
    for position in range(1, MOST_PINS + 1):
        row = Pin(phrases=task.phrase, key=key, position=position, note="Answers a content task.")
        row.changed_by_id = by.user_id
        try:
            row.clean()
        except ValidationError as error:
            if "position" in error.message_dict:
                continue
            return
        row.save()
        record_decision(by=by, row=row)
        return


def _tell_of(by: Requester, wish: Wish, key: str) -> int:
    if wish.person is None:
        return 0
    target = describe([key], requester_of(wish.person)).get(key)  # as they may see it, now
    if target is None:
        return 0
    _tell(
        by,
        wish,
        title=f"What you looked for: {target.title}",
        body="You looked for something on this site, and asked to be told when there is something. Here it is.",
        path=target.url,
        cause=key,
    )
    return 1


def _tell(by: Requester, wish: Wish, *, title: str, body: str, path: str, cause: str) -> None:
    """`cause` is the key of the answer, or DECLINED. Without the person's words: those are gone when the wish is."""
    if wish.person is None:
        return
    notify(
        by=by,
        source_key=f"{source_of(wish)}{cause}",
        recipients=[recipient(wish.person)],
        title=title,
        body=body,
        path=path,
    )
    wish.told_at = clock.now()
    wish.save(update_fields=["told_at"])


def veto(source_key: str, user_id: int | None, address: str) -> str:
    """Asked just before a mail leaves: not where the wish was taken back, or the person may not open the answer any
    more. They wait for the next one, then."""
    _, number, cause = (*source_key.split(":", 2), "")[:3]
    wish: Wish | None = Wish.objects.select_related("person").filter(pk=int(number), person=user_id).first()
    if wish is None or wish.person is None:
        return "The person does not ask for this any more."
    if not wish.person.is_active:
        return "The account is closed."
    if cause == DECLINED or cause in describe([cause], requester_of(wish.person)):
        return ""
    wish.told_at = None
    wish.save(update_fields=["told_at"])
    return "The person may not open the answer any more."


def editors() -> list[User]:
    """Who may take a task on."""
    return sorted(core_team(), key=str)


def _allow(by: Requester) -> None:
    if not may(by, MANAGE):
        raise Forbidden("The core team looks after content tasks.")


def _check(note: str, taken_by: int | None) -> None:
    if len(note) > NOTE:
        raise BadInput("Make the note shorter.", fields={"note": [f"At most {NOTE:,} characters."]})
    if taken_by is not None and taken_by not in {person.pk for person in core_team()}:
        raise BadInput("Choose somebody of the core team.", fields={"taken_by": ["Choose somebody of the core team."]})


def _locked(by: Requester, task_id: int) -> ContentTask:
    _allow(by)
    task: ContentTask | None = visible(ContentTask.objects.select_for_update(), by).filter(pk=task_id).first()
    if task is None:
        raise NotFound("There is no such task.")
    return task
