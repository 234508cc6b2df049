"""What people do with posts: say which one answers, thank, follow; and what they have begun to write."""

import json
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from cms.audit.services import record
from cms.core import clock, content_version
from cms.core.errors import BadInput, Conflict, Forbidden
from cms.core.policy import may
from cms.core.requester import Requester
from cms.forum import telling
from cms.forum.models import Draft, Follow, Post, Thanks, Thread
from cms.forum.services.checks import find_post, find_thread, person_of, writable

DRAFT_BYTES, DRAFTS = 64 << 10, 40


@transaction.atomic
def accept_answer(*, by: Requester, post: int) -> Thread:
    """The asker, or a moderator, says that this post (key) answers the thread; its writer is told. Another one may be
    chosen later. Raises NotFound, Forbidden, Conflict."""
    found = find_post(by, post)
    thread = _to_answer(by, found.thread)
    if found.number == 1:
        raise Conflict("A question does not answer itself. Choose one of the replies.")
    if found.hidden_at is not None:
        raise Conflict("This post is hidden.")
    if thread.answer_id == found.pk:
        return thread
    before, thread.answer, thread.answered_at = thread.answer_id, found, clock.now()
    thread.save(update_fields=["answer", "answered_at"])
    record(by, "thread.answered", thread, label=thread.path, before=before, after=found.pk)
    telling.tell_of_answer(by, thread, found)
    return thread


@transaction.atomic
def take_back_answer(*, by: Requester, number: int) -> Thread:
    """It is not answered after all. Raises NotFound, Forbidden, Conflict."""
    thread = _to_answer(by, find_thread(by, number))
    if thread.answered_at is not None:
        before, thread.answer, thread.answered_at = thread.answer_id, None, None
        thread.save(update_fields=["answer", "answered_at"])
        record(by, "thread.answer_taken_back", thread, label=thread.path, before=before)
    return thread


@transaction.atomic
def thank(*, by: Requester, post: int) -> Post:
    """“This helped me”, once; not for one's own post. Raises NotFound, Forbidden."""
    user, found = person_of(by), find_post(by, post)
    if found.author_id == user:
        raise Forbidden("This is your own post.")
    _, new = Thanks.objects.get_or_create(post=found, user_id=user)
    if new:
        record(by, "post.thanked", found, label=found.thread.path)
        telling.tell_of_thanks(by, found)
    return found


@transaction.atomic
def take_back_thanks(*, by: Requester, post: int) -> Post:
    """Raises NotFound."""
    user, found = person_of(by), find_post(by, post)
    for row in Thanks.objects.filter(post=found, user=user):
        row.delete()
        record(by, "post.thanks_taken_back", found, label=found.thread.path)
    return found


@transaction.atomic
def follow_thread(*, by: Requester, number: int) -> Thread:
    """Be told of replies. Raises NotFound."""
    user, thread = person_of(by), find_thread(by, number)
    row, new = Follow.objects.get_or_create(thread=thread, user_id=user)
    if new or row.ended_at is not None:
        row.since, row.ended_at = clock.now(), None
        row.save()
        record(by, "thread.followed", thread, label=thread.path)
    return thread


@transaction.atomic
def unfollow_thread(*, by: Requester, number: int) -> Thread:
    """Be told no more; what waits to be sent does not go. Raises NotFound."""
    user, thread = person_of(by), find_thread(by, number)
    if Follow.objects.filter(thread=thread, user=user, ended_at=None).update(ended_at=clock.now()):
        content_version.bump()
        record(by, "thread.unfollowed", thread, label=thread.path)
    return thread


@transaction.atomic
def save_draft(*, by: Requester, place: str, values: Mapping[str, Any]) -> Draft:
    """Keep what somebody has begun to write, in place of what they had there: "new", or "thread:<number>". The oldest
    goes when there are more than 40. Raises Unauthenticated, NotFound for the thread, BadInput."""
    user = person_of(by)
    kind, _, number = place.partition(":")
    if kind == "thread" and number.isascii() and number.isdigit() and len(number) < 10:
        find_thread(by, int(number))
    elif place != "new":
        raise BadInput("A draft is for something new, or for a reply.")
    if len(json.dumps(values)) > DRAFT_BYTES:
        raise BadInput("This is too long to be kept.", fields={"body": ["Make this shorter."]})
    kept = {"values": dict(values), "saved_at": clock.now()}
    draft, new = Draft.objects.update_or_create(user_id=user, place=place, defaults=kept)
    if new:
        old = Draft.objects.filter(user=user).order_by("-saved_at", "-pk").values_list("pk", flat=True)[DRAFTS:]
        Draft.objects.filter(pk__in=list(old)).delete()
        record(by, "draft.kept", draft, label=kind)
    return draft


@transaction.atomic
def drop_draft(*, by: Requester, place: str) -> bool:
    """Throw away what was begun; says whether there was something."""
    draft = Draft.objects.filter(user=person_of(by), place=place).first()
    if draft is None:
        return False
    record(by, "draft.dropped", draft, label=place.partition(":")[0])
    draft.delete()
    return True


def _to_answer(by: Requester, thread: Thread) -> Thread:
    if person_of(by) != thread.author_id and not may(by, "forum.moderate", thread.space):
        raise Forbidden("Who asked says what answered it.")
    writable(by, thread.space)
    locked: Thread = Thread.objects.select_for_update().select_related(None).get(pk=thread.pk)
    return locked
