"""What follows from other rows about spaces, threads and posts: each for many owners in a fixed number of queries."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from cms.core.policy import may, visible
from cms.core.requester import Requester
from cms.forum.models import Follow, ModerationAction, Post, PostText, Report, Space, SpaceMember, Thanks, Thread
from cms.forum.permissions import is_moderator
from cms.members.models import Membership, User
from cms.snippets.models import Partner

NO_NAME, LEFT, UNSEEN = "Without a name", "A former member", "A member"


@dataclass(frozen=True, slots=True)
class Writer:
    """Who wrote a post, as far as the reader may know."""

    name: str
    job_title: str
    organisation: str
    is_anonymous: bool
    is_you: bool


@dataclass(frozen=True, slots=True)
class PostFacts:
    thanks: int
    you_thanked: bool
    was_edited: bool
    is_answer: bool
    hidden_because: str
    reads_words: bool
    may_change: bool
    may_thank: bool
    may_report: bool
    may_moderate: bool


@dataclass(frozen=True, slots=True)
class ThreadFacts:
    replies: int
    you_follow: bool
    no_name: bool
    may_write: bool
    may_mark: bool
    may_moderate: bool


@dataclass(frozen=True, slots=True)
class SpaceFacts:
    standing: str
    people: int | None
    threads: int | None
    may_write: bool
    may_keep: bool
    may_moderate: bool


def sees_people(requester: Requester) -> bool:
    return requester.is_member and requester.user_id is not None and requester.token_id is None


def names_of(requester: Requester, keys: set[int]) -> dict[int, Any]:
    """Accounts that the reader may know of, by key; none for tools."""
    if not sees_people(requester) or not keys:
        return {}
    rows = visible(User.objects.filter(pk__in=keys), requester)
    return {user.pk: user for user in rows}


def writers_of(requester: Requester, posts: list[Any]) -> dict[int, Writer]:
    """An anonymous writer is known to themselves, the core team and moderators. A tool never learns who anybody is,
    and in a Chatham House space not even for whom."""
    known = {post.pk: not post.is_anonymous or _knows(requester, post) for post in posts}
    users = names_of(requester, {post.author_id for post in posts if known[post.pk]} - {None})
    quiet: set[int] = set()
    if not sees_people(requester):
        threads = Thread.objects.filter(pk__in={post.thread_id for post in posts}, space__is_chatham_house=True)
        quiet = set(threads.values_list("pk", flat=True))
    shown = {post.partner_id for post in posts if known[post.pk] and post.thread_id not in quiet} - {None}
    partners = dict(visible(Partner.objects.filter(pk__in=shown), requester).values_list("pk", "name"))
    found = {}
    for post in posts:
        user = users.get(post.author_id) if known[post.pk] else None
        name = NO_NAME if not known[post.pk] else str(user) if user else LEFT if sees_people(requester) else UNSEEN
        found[post.pk] = Writer(
            name=name,
            job_title=user.job_title if user else "",
            organisation=partners.get(post.partner_id, "") if known[post.pk] and post.thread_id not in quiet else "",
            is_anonymous=post.is_anonymous,
            is_you=requester.user_id is not None and post.author_id == requester.user_id,
        )
    return found


def _knows(requester: Requester, post: Any) -> bool:
    """As cms.forum.selectors.writer_of, for many posts at once."""
    return sees_people(requester) and (is_moderator(requester) or post.author_id == requester.user_id)


def _count(rows: QuerySet[Any], column: str) -> Coalesce:
    counted = rows.order_by().values(column).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def post_facts(requester: Requester, posts: list[Any]) -> dict[int, PostFacts]:
    rows = Post.objects.filter(pk__in=[post.pk for post in posts]).select_related("thread__space").defer("body")
    thanks = Thanks.objects.filter(post=OuterRef("pk"))
    rows = rows.annotate(
        n_thanks=_count(thanks, "post"),
        thanked=Exists(thanks.filter(user=requester.user_id)),
        edited=Exists(PostText.objects.filter(post=OuterRef("pk"))),
        reported=Exists(Report.objects.filter(post=OuterRef("pk"), reporter=requester.user_id, settled_at=None)),
    )
    hidden = [post.pk for post in posts if post.hidden_at]
    reasons: dict[int, str] = {}
    if hidden:
        done = ModerationAction.objects.filter(post__in=hidden, kind=ModerationAction.Kind.HIDE).order_by("at", "pk")
        reasons = dict(done.values_list("post_id", "reason"))
    found = {}
    for row in rows:
        thread = row.thread
        moderates = may(requester, "forum.moderate", thread.space)
        stands = row.deleted_at is None and row.hidden_at is None
        person = sees_people(requester)
        own = person and row.author_id == requester.user_id
        writes = person and may(requester, "forum.write", thread.space)
        found[row.pk] = PostFacts(
            thanks=row.n_thanks,
            you_thanked=row.thanked,
            was_edited=row.edited,
            is_answer=thread.answer_id == row.pk,
            hidden_because=reasons.get(row.pk, ""),
            reads_words=moderates or stands,
            may_change=own and stands and writes,
            may_thank=writes and stands and not own,
            may_report=person and stands and not own and not row.reported,
            may_moderate=moderates,
        )
    return found


def places_of(requester: Requester, posts: list[Any]) -> dict[int, int]:
    """How many replies stand before each, where the opening post and the answer stand apart."""
    before = Post.objects.filter(thread=OuterRef("thread"), number__gt=1, number__lt=OuterRef("number"))
    before = before.exclude(thread__answer=F("pk"))
    rows = Post.objects.filter(pk__in=[post.pk for post in posts]).annotate(n_before=_count(before, "thread"))
    return dict(rows.values_list("pk", "n_before"))


def thread_facts(requester: Requester, threads: list[Any]) -> dict[int, ThreadFacts]:
    replies = Post.objects.filter(thread=OuterRef("pk"), number__gt=1, deleted_at=None, hidden_at=None)
    follows = Follow.objects.filter(thread=OuterRef("pk"), user=requester.user_id, ended_at=None)
    rows = Thread.objects.filter(pk__in=[thread.pk for thread in threads]).select_related("space")
    own_last = Post.objects.filter(thread=OuterRef("pk"), author=requester.user_id).order_by("-number")
    rows = rows.annotate(
        n_replies=_count(replies, "thread"),
        followed=Exists(follows),
        no_name=Subquery(own_last.values("is_anonymous")[:1]),
    )
    found = {}
    for row in rows:
        open_ = row.locked_at is None and row.hidden_at is None and row.merged_into_id is None
        writes = sees_people(requester) and may(requester, "forum.write", row.space)
        moderates = may(requester, "forum.moderate", row.space)
        own = row.author_id is not None and row.author_id == requester.user_id
        found[row.pk] = ThreadFacts(
            replies=row.n_replies,
            you_follow=row.followed,
            no_name=bool(row.no_name) and requester.user_id is not None,
            may_write=writes and open_,
            may_mark=writes and (own or moderates) and row.kind != Thread.Kind.SUCCESS,
            may_moderate=moderates,
        )
    return found


def space_facts(requester: Requester, spaces: list[Any]) -> dict[int, SpaceFacts]:
    """Counts are told to those who may read what is counted."""
    inside = SpaceMember.objects.current().filter(space=OuterRef("pk"))
    threads = visible(Thread.objects.filter(space=OuterRef("pk"), merged_into=None), requester)
    rows = Space.objects.filter(pk__in=[space.pk for space in spaces])
    own: dict[int, Any] = {}
    if requester.user_id is not None:
        asked = SpaceMember.objects.filter(space__in=rows, user=requester.user_id, ended_at=None)
        own = {row.space_id: row for row in asked}
    found = {}
    for row in rows.annotate(n_people=_count(inside, "space"), n_threads=_count(threads, "space")):
        reads = row.kind == Space.Kind.OPEN or row.pk in requester.spaces
        found[row.pk] = SpaceFacts(
            standing=_standing(own.get(row.pk)),
            people=row.n_people if reads and sees_people(requester) else None,
            threads=row.n_threads if reads else None,
            may_write=sees_people(requester) and may(requester, "forum.write", row),
            may_keep=may(requester, "forum.keep_space", row),
            may_moderate=may(requester, "forum.moderate", row),
        )
    return found


def _standing(row: Any) -> str:
    if row is None:
        return "out"
    if row.joined_at is None:
        return "asked"
    return "owner" if row.role == SpaceMember.Role.OWNER else "member"


@dataclass(frozen=True, slots=True)
class Who:
    name: str
    organisation: str


def who_they_are(requester: Requester, rows: list[Any]) -> dict[int, Who]:
    """Names and organisations of people in a space, of rows with a `user_id`."""
    users = names_of(requester, {row.user_id for row in rows})
    belong = Membership.objects.current().filter(user__in=users).select_related("partner").order_by("partner__name")
    places: dict[int, list[str]] = {}
    for membership in belong if users else ():
        places.setdefault(membership.user_id, []).append(membership.partner.name)
    return {
        row.pk: Who(str(users[row.user_id]), ", ".join(places.get(row.user_id, [])))
        if row.user_id in users
        else Who(LEFT, "")
        for row in rows
    }


@dataclass(frozen=True, slots=True)
class Asked:
    """When and why somebody asked to come into a space."""

    asked_at: datetime.datetime
    why: str


def asked_of(requester: Requester, rows: list[Any]) -> dict[int, Asked]:
    """Of oneself, and for those who look after the space: it was said to them."""
    spaces = Space.objects.in_bulk({row.space_id for row in rows})
    kept = {pk for pk, space in spaces.items() if may(requester, "forum.keep_space", space)}
    own = requester.user_id
    told = [row for row in rows if row.space_id in kept or (own is not None and row.user_id == own)]
    return {row.pk: Asked(row.asked_at, row.why) for row in told}


def reporters_of(requester: Requester, reports: list[Any]) -> dict[int, str]:
    """Only moderators learn who reported; who did knows it anyway."""
    told = [row for row in reports if is_moderator(requester) or row.reporter_id == requester.user_id]
    users = names_of(requester, {row.reporter_id for row in told} - {None})
    return {row.pk: str(users[row.reporter_id]) for row in told if row.reporter_id in users}


def is_open_question() -> Q:
    """Questions, issues and calls for help without an accepted answer, to which one may still reply."""
    return ~Q(kind=Thread.Kind.SUCCESS) & Q(answered_at=None, locked_at=None, hidden_at=None)
