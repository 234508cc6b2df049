"""Reading the forum: what a post shows to whom, lists of threads, and the people of a space."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from cms.core.policy import may, visible
from cms.core.requester import Requester
from cms.forum.models import Draft, Follow, Post, Report, Space, SpaceMember, Thread

DELETED = "Its author deleted this."
HIDDEN = "A moderator hid this."


@dataclass(frozen=True, slots=True)
class Writer:
    """Who wrote a post, as far as this reader may know. `user` is None where the name is kept from them; `partner` is
    the body they wrote for. `is_you`: the reader themselves. `is_anonymous`: without a name to peers, which those who
    know are told too."""

    name: str
    user: Any
    partner: Any
    is_you: bool
    is_anonymous: bool


def knows_writers(requester: Requester, space: Space) -> bool:
    """The core team and moderators, in person, know who wrote without a name."""
    return requester.token_id is None and (requester.is_editor or "moderator" in requester.site_roles)


def writer_of(post: Post, requester: Requester) -> Writer:
    """`post` with author, partner and thread.space loaded, where many are asked. No tool learns a name."""
    own = requester.user_id is not None and post.author_id == requester.user_id
    known = own or not post.is_anonymous or knows_writers(requester, post.thread.space)
    if post.author is None:
        return Writer("Somebody who has left", None, post.partner if known else None, False, post.is_anonymous)
    if not known or requester.token_id is not None:
        partner = None if post.is_anonymous else post.partner
        return Writer("A member", None, partner, False, post.is_anonymous)
    return Writer(str(post.author), post.author, post.partner, own, post.is_anonymous)


def words_of(post: Post, requester: Requester) -> str:
    """What a reader of the thread reads of the post: a moderator what was hidden too. Never what was deleted, but by a
    moderator while a report of it is open (`erase` then empties it)."""
    if post.deleted_at is not None:
        return post.body if post.body and may(requester, "forum.moderate", post.thread.space) else ""
    if post.hidden_at is not None and not may(requester, "forum.moderate", post.thread.space):
        return ""
    return post.body


def trace_of(post: Post) -> str:
    """What stands in the place of words that are gone; empty for a post that is whole."""
    return DELETED if post.deleted_at is not None else HIDDEN if post.hidden_at is not None else ""


def may_be_named(post: Post) -> bool:
    """Whether somebody may be credited outside of the space without being asked: they posted by name in an open space,
    not under the Chatham House rule, and have not taken it back."""
    space = post.thread.space
    gone = post.deleted_at is not None or post.hidden_at is not None or post.author is None
    return space.kind == Space.Kind.OPEN and not space.is_chatham_house and not post.is_anonymous and not gone


def spaces(requester: Requester) -> Any:
    """Every space that the requester may know of, with `threads_count`; those that ended come last."""
    rows = visible(Space.objects.all(), requester)
    count = Count("threads", filter=Q(threads__hidden_at=None, threads__merged_into=None))
    return rows.annotate(threads_count=count).order_by(F("archived_at").desc(nulls_first=True), "name")


def threads(
    requester: Requester,
    *,
    space: str = "",
    kind: str = "",
    topic: str = "",
    state: str = "",
    mine: bool = False,
    followed: bool = False,
) -> Any:
    """Threads that the requester reads, what was written in last first, each with `replies`: posts after the first
    that still have words. `state` is "waiting" (it asks, and has no answer) or "answered". Space and topic: slugs."""
    rows = visible(Thread.objects.filter(merged_into=None), requester)
    rows = rows.filter(space__slug=space) if space else rows
    rows = rows.filter(kind=kind) if kind else rows
    rows = rows.filter(topics__slug=topic) if topic else rows
    if state == "answered":
        rows = rows.exclude(answered_at=None)
    elif state == "waiting":
        rows = rows.filter(answered_at=None, locked_at=None).exclude(kind=Thread.Kind.SUCCESS)
    if mine:
        rows = rows.filter(author=requester.user_id) if requester.user_id is not None else rows.none()
    if followed:
        own = Follow.objects.filter(user=requester.user_id, ended_at=None).values("thread")
        rows = rows.filter(pk__in=own) if requester.user_id is not None else rows.none()
    return with_replies(rows).order_by("-last_post_at", "-pk")


def with_replies(rows: Any) -> Any:
    said = Post.objects.filter(thread=OuterRef("pk"), number__gt=1, deleted_at=None, hidden_at=None).order_by()
    count = said.values("thread").annotate(n=Count("pk")).values("n")
    return rows.annotate(replies=Coalesce(Subquery(count), 0))


def posts_of(thread: Thread, requester: Requester) -> Any:
    """The posts of a thread by number, traces of what is gone among them, with `thanks_count`."""
    rows = visible(Post.objects.filter(thread=thread), requester).select_related("author", "partner", "thread__space")
    return rows.annotate(thanks_count=Count("thanks")).order_by("number")


def thread_at(requester: Requester, number: int) -> Thread | None:
    """The thread of this number, also one that was put together with another (`merged_into`: go there)."""
    found: Thread | None = visible(Thread.objects.select_related("space"), requester).filter(number=number).first()
    return found


def follows(requester: Requester, thread: Thread) -> bool:
    if requester.user_id is None:
        return False
    return bool(Follow.objects.filter(thread=thread, user=requester.user_id, ended_at=None).exists())


def thanked(requester: Requester, posts: Iterable[int]) -> set[int]:
    """Those of these posts (keys) that the requester thanked for."""
    if requester.user_id is None:
        return set()
    rows = Post.objects.filter(pk__in=list(posts), thanks__user=requester.user_id)
    return set(rows.values_list("pk", flat=True))


def drafts_of(requester: Requester) -> Any:
    return visible(Draft.objects.all(), requester)


def people_in(requester: Requester, space: Space) -> Any:
    """Who is in a space, owners first, for those who may see that."""
    rows = visible(SpaceMember.objects.current().filter(space=space), requester).select_related("user")
    return rows.order_by("-role", "user__last_name", "user__first_name", "pk")


def asking_for(requester: Requester, space: Space) -> Any:
    """Who waits to be let in, for its owners."""
    rows = visible(SpaceMember.objects.filter(space=space, joined_at=None, ended_at=None), requester)
    return rows.select_related("user").order_by("asked_at", "pk")


def asking_by_space(requester: Requester) -> dict[int, int]:
    """{space: how many wait to be let in}, where the requester looks after them. One query."""
    rows = visible(SpaceMember.objects.filter(joined_at=None, ended_at=None), requester)
    rows = rows.exclude(user=requester.user_id).order_by()
    return dict(rows.values("space").annotate(n=Count("pk")).values_list("space", "n"))


def open_reports(requester: Requester) -> Any:
    """Reports that wait, the oldest first, where the requester may settle them."""
    rows = visible(Report.objects.filter(settled_at=None), requester)
    if "moderator" not in requester.site_roles and not requester.is_editor:
        rows = rows.filter(post__thread__space__in=requester.owned_spaces)
    return rows.select_related("post__thread__space", "post__author", "reporter").order_by("at", "pk")
