"""Reports, and what moderators and the owners of a space do about them: each with a reason, and the author is told."""

from django.db import IntegrityError, transaction
from django.db.models import F

from cms.audit.services import record
from cms.core import clock, content_version
from cms.core.errors import BadInput, Conflict, NotFound
from cms.core.policy import may, visible
from cms.core.requester import Requester
from cms.forum import rewording, telling
from cms.forum.models import Draft, Follow, ModerationAction, Post, Report, Space, Thread
from cms.forum.search import record_threads
from cms.forum.services.checks import (
    NO_POST,
    REASON,
    find_post,
    find_space,
    find_thread,
    moderated,
    needed,
    person_of,
    take_number,
    writable,
)
from cms.forum.services.posting import erase

Kind = ModerationAction.Kind
WHY = "Say why. The author is told."
WIDE = (Space.Kind.OPEN, Space.Kind.JOINABLE)
HIDDEN = "One of the two is hidden, and this would show its words. Show it again first."
RULE = "What was said under the Chatham House rule stays in a space that has the rule."
KEPT_IN = "What is said in a private or confidential space stays there. It cannot be moved out."


# -- reports ---------------------------------------------------------------------------------------------
@transaction.atomic
def report_post(*, by: Requester, post: int, reason: str) -> Report:
    """Say what is wrong with a post (key); only moderators see who said it. Reporting twice is once. Raises
    Unauthenticated, NotFound, BadInput with `fields`."""
    user, found = person_of(by), find_post(by, post)
    words = needed(reason, "reason", 1000, "Say what is wrong.")
    try:
        with transaction.atomic():
            report, new = Report.objects.get_or_create(
                post=found, reporter_id=user, settled_at=None, defaults={"reason": words}
            )
    except IntegrityError:  # pressed twice at once
        report, new = Report.objects.get(post=found, reporter=user, settled_at=None), False
    if new:
        record(by, "post.reported", found, label=found.thread.path)
        telling.tell_of_report(by, report)
    return report


@transaction.atomic
def settle_report(*, by: Requester, report: int, outcome: str) -> Report:
    """A moderator says what came of a report (key); its reporter is told. Raises NotFound, Forbidden, BadInput."""
    row = visible(Report.objects.select_related("post__thread__space"), by).filter(pk=report).first()
    if row is None:
        raise NotFound("There is no such report.")
    moderated(by, row.post.thread.space)
    words = needed(outcome, "outcome", REASON, "Say what came of it. Who reported it is told.")
    won = Report.objects.filter(pk=row.pk, settled_at=None)
    if not won.update(settled_at=clock.now(), settled_by=by.user_id, outcome=words):
        raise Conflict("This report was settled already.")
    content_version.bump()
    row.refresh_from_db(fields=["settled_at", "settled_by", "outcome"])
    record(by, "report.settled", row, label=row.post.thread.path, after=words)
    if row.post.deleted_at is not None and not row.post.reports.filter(settled_at=None).exists():
        erase(by, row.post)
    telling.tell_of_outcome(by, row)
    settled: Report = row
    return settled


# -- posts and threads -----------------------------------------------------------------------------------
@transaction.atomic
def hide_post(*, by: Requester, post: int, reason: str) -> Post:
    """Its words are for moderators only; that there was one stays. Hide the thread to hide an opening post's title too.
    Raises NotFound, Forbidden, BadInput."""
    found = _post(by, post)
    if found.hidden_at is None:
        action = _act(by, found.thread, Kind.HIDE, reason, post=found)
        found.hidden_at = clock.now()
        found.save(update_fields=["hidden_at"])
        Thread.objects.filter(pk=found.thread_id, answer=found).update(answer=None, answered_at=None)
        rewording.take_back(by, found, "A moderator hid it.")
        telling.tell_author(by, action, found.author_id)
    return found


@transaction.atomic
def show_post(*, by: Requester, post: int, reason: str) -> Post:
    """It can be read again. Raises NotFound, Forbidden, BadInput."""
    found = _post(by, post)
    if found.hidden_at is not None:
        action = _act(by, found.thread, Kind.SHOW, reason, post=found)
        found.hidden_at = None
        found.save(update_fields=["hidden_at"])
        telling.tell_author(by, action, found.author_id)
    return found


@transaction.atomic
def hide_thread(*, by: Requester, number: int, reason: str) -> Thread:
    """Nobody but moderators sees it or finds it. Raises NotFound, Forbidden, BadInput."""
    thread = _set(by, number, "hidden_at", Kind.HIDE, reason)
    rewording.retitle(by, thread)
    for post in thread.posts.all():
        rewording.take_back(by, post, "A moderator hid it.")
    return thread


@transaction.atomic
def show_thread(*, by: Requester, number: int, reason: str) -> Thread:
    """Raises NotFound, Forbidden, BadInput."""
    thread = _set(by, number, "hidden_at", Kind.SHOW, reason)
    rewording.retitle(by, thread)
    return thread


@transaction.atomic
def lock_thread(*, by: Requester, number: int, reason: str) -> Thread:
    """It can be read, and nobody replies. Raises NotFound, Forbidden, BadInput."""
    return _set(by, number, "locked_at", Kind.LOCK, reason)


@transaction.atomic
def unlock_thread(*, by: Requester, number: int, reason: str) -> Thread:
    """Raises NotFound, Forbidden, BadInput."""
    return _set(by, number, "locked_at", Kind.UNLOCK, reason)


@transaction.atomic
def move_thread(*, by: Requester, number: int, space: str, reason: str) -> Thread:
    """To another space (slug) that is open or joinable, from one that is. Nobody is put into a joinable one, as a new
    person there would show who wrote without a name: who wrote is told and may join. Raises NotFound, Forbidden,
    Conflict, BadInput with `fields`."""
    thread, target = _thread(by, number), find_space(by, space)
    if thread.space.kind not in WIDE or target.kind not in WIDE:
        raise Conflict(KEPT_IN)
    _same_rule(thread.space, target)
    moderated(by, target)
    writable(by, target)
    if thread.space_id == target.pk:
        raise BadInput("It is in this space already.", fields={"space": ["It is in this space already."]})
    action = _act(by, thread, Kind.MOVE, reason, note=f"From “{thread.space.name}” to “{target.name}”")
    thread.space = target
    thread.save(update_fields=["space"])
    path = f"/community/spaces/{target.slug}" if target.kind == Space.Kind.JOINABLE else ""
    telling.tell_author(by, action, thread.author_id, path=path)
    telling.tell_writers(by, action, _writers(thread), target)
    return thread


@transaction.atomic
def merge_threads(*, by: Requester, number: int, into: int, reason: str) -> Thread:
    """Put thread `number` together with thread `into`: its posts come last there, under new numbers, and whoever
    followed it follows that one. Answers that one. Raises NotFound, Forbidden, Conflict, BadInput with `fields`."""
    thread, target = _thread(by, number), _thread(by, into)
    if thread.pk == target.pk:
        raise BadInput("Choose another thread.", fields={"into": ["Choose another thread."]})
    if thread.space_id != target.space_id and not {thread.space.kind, target.space.kind} <= set(WIDE):
        raise Conflict(KEPT_IN)
    _same_rule(thread.space, target.space)
    writable(by, target.space)
    # In one order, so that two moderators who merge the same two the other way round do not wait for each other.
    both = list(Thread.objects.select_for_update().filter(pk__in=[thread.pk, target.pk]).order_by("pk"))
    if any(one.hidden_at is not None for one in both):
        raise Conflict(HIDDEN)
    now = clock.now()
    if not Thread.objects.filter(pk=thread.pk, merged_into=None).update(merged_into=target, locked_at=now):
        raise Conflict("It was put together with another thread already.")
    thread.refresh_from_db(fields=["last_number", "merged_into", "locked_at"])
    first = take_number(target, count=thread.last_number)
    writers = _writers(thread)
    thread.posts.update(thread=target, number=F("number") + first - 1)
    Thread.objects.filter(pk=thread.pk).update(answer=None, answered_at=None)
    here = set(target.followers.values_list("user_id", flat=True))
    followers = thread.followers.filter(ended_at=None).exclude(user__in=here)
    Follow.objects.bulk_create([Follow(thread=target, user_id=row.user_id, since=row.since) for row in followers])
    Thread.objects.filter(merged_into=thread).update(merged_into=target)  # what went into it before goes along
    _take_drafts_along(thread, target)
    rewording.take_along(by, thread, target)
    # Numbers, not titles: who reads the one may not have read the other.
    note = f"Thread {thread.number} with thread {target.number}"
    _act(by, target, Kind.MERGE, reason, note=note)
    action = _act(by, thread, Kind.MERGE, reason, note=note)
    content_version.bump()
    record_threads([thread.pk, target.pk])
    telling.tell_author(by, action, thread.author_id, path=target.path)
    if thread.space_id != target.space_id:
        telling.tell_writers(by, action, writers, target.space)
    target.refresh_from_db()
    return target


def _set(by: Requester, number: int, column: str, kind: str, reason: str) -> Thread:
    thread = _thread(by, number)
    wanted = clock.now() if kind in (Kind.HIDE, Kind.LOCK) else None
    if (getattr(thread, column) is None) != (wanted is None):
        action = _act(by, thread, kind, reason)
        setattr(thread, column, wanted)
        thread.save(update_fields=[column])
        telling.tell_author(by, action, thread.author_id, path="/community" if thread.hidden_at else "")
    return thread


def _act(
    by: Requester, thread: Thread, kind: str, reason: str, *, post: Post | None = None, note: str = ""
) -> ModerationAction:
    words = needed(reason, "reason", REASON, WHY)
    action: ModerationAction = ModerationAction.objects.create(
        thread=thread, post=post, kind=kind, reason=words, note=note[:200], by_id=by.user_id
    )
    record(by, f"thread.moderated.{kind}", post or thread, label=thread.path, after=words)
    return action


def _thread(by: Requester, number: int) -> Thread:
    found = find_thread(by, number)
    moderated(by, found.space)
    return found


def _post(by: Requester, pk: int) -> Post:
    found = find_post(by, pk)
    if not may(by, "forum.moderate", found.thread.space):
        raise NotFound(NO_POST)
    return found


def _same_rule(old: Space, new: Space) -> None:
    """What was said under the Chatham House rule stays under it."""
    if old.is_chatham_house and not new.is_chatham_house:
        raise Conflict(RULE)


def _take_drafts_along(thread: Thread, target: Thread) -> None:
    """Replies that people had begun, but for who had begun one in the other thread too."""
    place = f"thread:{target.number}"
    there = Draft.objects.filter(place=place).values_list("user_id", flat=True)
    Draft.objects.filter(place=f"thread:{thread.number}").exclude(user__in=list(there)).update(place=place)


def _writers(thread: Thread) -> set[int]:
    return set(thread.posts.exclude(author=None).values_list("author_id", flat=True))
