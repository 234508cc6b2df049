"""Who may read, write and moderate what members ask each other (the table: docs/permissions.md)."""

from typing import Any

from django.db.models import Q

from cms.core import policy
from cms.core.requester import Requester
from cms.forum.models import (
    Attachment,
    Draft,
    Expertise,
    Follow,
    ModerationAction,
    PersonCard,
    Post,
    PostText,
    Report,
    Space,
    SpaceMember,
    Thanks,
    Thread,
    TopicInterest,
)

COMMUNITY = "read:community"
PEOPLE = "read:people"  # the scope of data about people, which no token is ever given (cms.members.tokens)
OWN = "read:own"  # given to no token: what a person began, follows or reported is theirs
MODERATOR = "moderator"
Kind = Space.Kind


def is_moderator(requester: Requester, _: Any = None) -> bool:
    """The core team and the moderators, in person."""
    return requester.user_id is not None and (requester.is_editor or MODERATOR in requester.site_roles)


def readable_spaces(requester: Requester, prefix: str = "") -> Q:
    """Whose threads the requester reads: open ones, and those they are in. Nobody reads a confidential space from
    outside, the core team neither."""
    return Q(**{f"{prefix}kind": Kind.OPEN}) | Q(**{f"{prefix}pk__in": requester.spaces})


def visible_spaces(rows: Any, requester: Requester) -> Any:
    """Listed for members, but a confidential one only for those who are in it."""
    if not requester.is_member:
        return rows.none()
    return rows.filter(~Q(kind=Kind.CONFIDENTIAL) | Q(pk__in=requester.spaces))


def visible_space_members(rows: Any, requester: Requester) -> Any:
    """Who is in a space is seen by those in it; who asked to come in, by its owners and themselves."""
    if requester.user_id is None or not requester.is_member:
        return rows.none()
    own = Q(user=requester.user_id)
    inside = Q(space__in=requester.spaces, joined_at__isnull=False, ended_at=None)
    asked = Q(space__in=requester.owned_spaces, ended_at=None)
    seen = own | inside | asked
    if requester.is_editor:  # who looks after every space but the confidential ones
        seen |= ~Q(space__kind=Kind.CONFIDENTIAL)
    return rows.filter(seen)


def visible_threads(rows: Any, requester: Requester) -> Any:
    if not requester.is_member:
        return rows.none()
    return _with_target(_of_thread(rows, requester, ""), requester, "")


def _with_target(rows: Any, requester: Requester, prefix: str) -> Any:
    """What was put together with another thread is read by who reads that one: one that is hidden hides it too. Posts
    need no such rule: they are in the other thread."""
    into = f"{prefix}merged_into__"
    target = readable_spaces(requester, f"{into}space__")
    if not is_moderator(requester):
        target &= Q(**{f"{into}hidden_at": None}) | _owned(requester, f"{into}space__")
    return rows.filter(Q(**{f"{prefix}merged_into": None}) | target)


def _of_thread(rows: Any, requester: Requester, prefix: str) -> Any:
    if not requester.is_member:
        return rows.none()
    rows = rows.filter(readable_spaces(requester, f"{prefix}space__"))
    if is_moderator(requester):
        return rows
    return rows.filter(Q(**{f"{prefix}hidden_at": None}) | _owned(requester, f"{prefix}space__"))


def _owned(requester: Requester, prefix: str) -> Q:
    """Owners moderate their space."""
    return Q(**{f"{prefix}pk__in": requester.owned_spaces})


def visible_posts(rows: Any, requester: Requester) -> Any:
    """A post that was deleted or hidden is still a row, without its words (cms.forum.selectors.words_of)."""
    return _of_thread(rows, requester, "thread__")


def visible_parts(rows: Any, requester: Requester) -> Any:
    """Files, earlier words: not of a post that its author deleted or a moderator hid."""
    rows = _of_thread(rows, requester, "post__thread__").filter(post__deleted_at=None)
    if is_moderator(requester):
        return rows
    return rows.filter(Q(post__hidden_at=None) | _owned(requester, "post__thread__space__"))


def visible_thanks(rows: Any, requester: Requester) -> Any:
    return _of_thread(rows, requester, "post__thread__")


def own_rows(rows: Any, requester: Requester) -> Any:
    if requester.user_id is None or not requester.is_member:
        return rows.none()
    return rows.filter(user=requester.user_id)


def visible_reports(rows: Any, requester: Requester) -> Any:
    """Moderators, in the spaces that they read, and owners in theirs; who reported sees their own. Nobody sees, and so
    nobody settles, what was reported of a post of theirs."""
    if requester.user_id is None or not requester.is_member:
        return rows.none()
    rows = rows.filter(readable_spaces(requester, "post__thread__space__")).exclude(post__author=requester.user_id)
    if is_moderator(requester):
        return rows
    return rows.filter(Q(reporter=requester.user_id) | _owned(requester, "post__thread__space__"))


def visible_moderation(rows: Any, requester: Requester) -> Any:
    """What was done and why, for whoever reads the thread."""
    return _with_target(_of_thread(rows, requester, "thread__"), requester, "thread__")


def visible_expertise(rows: Any, requester: Requester) -> Any:
    """What people chose to show, and one's own."""
    if not requester.is_member:
        return rows.none()
    own = Q(user=requester.user_id) if requester.user_id is not None else Q(pk__in=[])
    return rows.filter(Q(is_listed=True) | own)


def can_write(requester: Requester, space: Any) -> bool:
    """`space` is the Space. Those who read it, in person, until it ends."""
    if requester.user_id is None or requester.token_id is not None or not requester.is_member or space.is_archived:
        return False
    return space.kind == Kind.OPEN or space.pk in requester.spaces


def can_make_space(requester: Requester, _: Any = None) -> bool:
    return requester.user_id is not None and requester.is_editor


def can_keep_space(requester: Requester, space: Any) -> bool:
    """Let people in, put them out, name owners, end it: its owners; the core team too, but for a confidential one."""
    if requester.user_id is None or requester.token_id is not None:
        return False
    return space.pk in requester.owned_spaces or (requester.is_editor and space.kind != Kind.CONFIDENTIAL)


def can_moderate(requester: Requester, space: Any) -> bool:
    """Moderators where they read, and the owners of the space."""
    if requester.user_id is None or requester.token_id is not None:
        return False
    if space.pk in requester.owned_spaces:
        return True
    return is_moderator(requester) and (space.kind == Kind.OPEN or space.pk in requester.spaces)


def register() -> None:
    """Called once, when the app is ready."""
    policy.register_rows(Space, visible_spaces, scope=COMMUNITY)
    policy.register_rows(SpaceMember, visible_space_members, scope=OWN)
    policy.register_rows(Thread, visible_threads, scope=COMMUNITY)
    policy.register_rows(Post, visible_posts, scope=COMMUNITY)
    policy.register_rows(PostText, visible_parts, scope=COMMUNITY)
    policy.register_rows(Attachment, visible_parts, scope=COMMUNITY)
    policy.register_rows(Thanks, visible_thanks, scope=COMMUNITY)
    policy.register_rows(Follow, own_rows, scope=OWN)
    policy.register_rows(Draft, own_rows, scope=OWN)
    policy.register_rows(Report, visible_reports, scope=OWN)
    policy.register_rows(ModerationAction, visible_moderation, scope=COMMUNITY)
    policy.register_rows(Expertise, visible_expertise, scope=PEOPLE)
    policy.register_rows(TopicInterest, own_rows, scope=OWN)
    policy.register_rows(PersonCard, own_rows, scope=OWN)
    policy.register_action("forum.write", can_write)
    policy.register_action("forum.make_space", can_make_space)
    policy.register_action("forum.keep_space", can_keep_space)
    policy.register_action("forum.moderate", can_moderate)
