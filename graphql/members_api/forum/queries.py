"""Root fields of what members ask each other. Visitors find nothing here, and tools find no names."""

from typing import Any

import graphene
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from cms.core import clock
from cms.core.policy import visible
from cms.core.requester import Requester
from cms.forum.models import Draft, Follow, Post, Report, Space, Thread
from cms.forum.permissions import COMMUNITY, OWN
from members_api.access import Access
from members_api.forum.facts import is_open_question
from members_api.forum.types import (
    PostDraftType,
    PostReportType,
    PostType,
    SpaceKind,
    SpaceType,
    ThreadKind,
    ThreadType,
)
from members_api.guards import PUBLIC, Exposed
from members_api.lists import list_field

LARGEST = 2**31 - 1
ThreadsOf = graphene.Enum(
    "ThreadsOf",
    [("STARTED", "started"), ("FOLLOWED", "followed"), ("JOINED", "joined")],
    description="Yours: begun by you, followed by you, or with a reply of yours.",
)


def number_of(number: int) -> int:
    """A number that a database holds; 0, which nothing has, for anything else."""
    return number if 0 < number <= LARGEST else 0


def spaces(access: Access, kind: Any = None, mine: bool | None = None, archived: bool | None = None) -> QuerySet[Space]:
    rows = Space.objects.all()
    if kind is not None:
        rows = rows.filter(kind=kind.value)
    if mine is not None:
        rows = rows.filter(pk__in=access.requester.spaces) if mine else rows.exclude(pk__in=access.requester.spaces)
    if archived is not None:
        ended = Q(archived_at__isnull=False) | Q(ends_on__isnull=False, ends_on__lt=clock.today())
        rows = rows.filter(ended if archived else ~ended)
    return rows


def threads(
    access: Access,
    space: str | None = None,
    kind: Any = None,
    topic: str | None = None,
    open: bool | None = None,  # noqa: A002 - the argument's name
    answered: bool | None = None,
    of: Any = None,
) -> QuerySet[Thread]:
    rows = Thread.objects.filter(merged_into=None)
    if space is not None:
        rows = rows.filter(space__in=access.narrow(Space.objects.filter(slug=space)))
    if kind is not None:
        rows = rows.filter(kind=kind.value)
    if topic is not None:
        rows = rows.filter(topics__slug=topic)
    if open is not None:
        rows = rows.filter(is_open_question() if open else ~is_open_question())
    if answered is not None:
        rows = rows.filter(answered_at__isnull=not answered)
    return rows if of is None else _yours(rows, access.requester, of.value)


def _yours(rows: QuerySet[Thread], by: Requester, of: str) -> QuerySet[Thread]:
    if by.user_id is None:
        return rows.none()
    if of == "started":
        return rows.filter(author=by.user_id)
    own: Any = Follow.objects.filter(user=by.user_id, ended_at=None)
    if of == "joined":
        own = Post.objects.filter(author=by.user_id, deleted_at=None, number__gt=1)
    return rows.filter(Exists(own.filter(thread=OuterRef("pk"))))


def posts(access: Access, thread: int, replies: bool | None = None) -> QuerySet[Post]:
    rows = Post.objects.filter(thread__in=access.narrow(Thread.objects.filter(number=number_of(thread))))
    return rows.filter(number__gt=1).exclude(thread__answer=F("pk")) if replies else rows


def one_space(_: None, info: Any, slug: str) -> QuerySet[Space]:
    return Space.objects.filter(slug=slug)


def one_thread(_: None, info: Any, number: int) -> QuerySet[Thread]:
    return Thread.objects.filter(number=number_of(number))


def one_post(_: None, info: Any, thread: int, number: int) -> QuerySet[Post]:
    rows = visible(Thread.objects.filter(number=number_of(thread)), info.context.requester)
    return Post.objects.filter(thread__in=rows, number=number_of(number))


def reports(access: Access, open: bool | None = None) -> QuerySet[Report]:  # noqa: A002 - the argument's name
    rows = Report.objects.all()
    return rows if open is None else rows.filter(settled_at__isnull=open)


def draft(_: None, info: Any, place: str) -> QuerySet[Draft]:
    return Draft.objects.filter(place=place[:40])


def drafts(access: Access) -> QuerySet[Draft]:
    return Draft.objects.all()


class ForumQuery(graphene.ObjectType):
    spaces = list_field(
        SpaceType,
        {"NAME": ("name",), "NEWEST": ("-created_at",)},
        spaces,
        audience=PUBLIC,
        scope=COMMUNITY,
        personal=True,
        description="Rooms of which you may know. Visitors find none.",
        kind=graphene.Argument(SpaceKind),
        mine=graphene.Boolean(description="True: those that you are in. False: the others."),
        archived=graphene.Boolean(description="True: those that have ended. False: the others."),
    )
    space = Exposed(
        SpaceType, slug=graphene.String(required=True), resolver=one_space, audience=PUBLIC, scope=COMMUNITY,
        personal=True,
    )  # fmt: skip
    threads = list_field(
        ThreadType,
        {"ACTIVITY": ("-last_post_at",), "NEWEST": ("-created_at",), "OLDEST": ("created_at",)},
        threads,
        audience=PUBLIC,
        scope=COMMUNITY,
        personal=True,
        space=graphene.String(description="Slug of a space."),
        kind=graphene.Argument(ThreadKind),
        topic=graphene.String(description="Slug of a topic."),
        open=graphene.Boolean(description="True: waiting for an answer, and it can be given. False: the others."),
        answered=graphene.Boolean(description="Whether a reply was marked as the answer."),
        of=graphene.Argument(ThreadsOf),
    )
    thread = Exposed(
        ThreadType, number=graphene.Int(required=True), resolver=one_thread, audience=PUBLIC, scope=COMMUNITY,
        personal=True, description="One that was put together with another says so in `mergedInto`.",
    )  # fmt: skip
    posts = list_field(
        PostType,
        {"OLDEST": ("number",), "NEWEST": ("-number",)},
        posts,
        audience=PUBLIC,
        scope=COMMUNITY,
        personal=True,
        thread=graphene.Int(required=True, description="The thread's number."),
        replies=graphene.Boolean(description="True: neither what it begins with nor what was marked as the answer."),
    )
    post = Exposed(
        PostType, thread=graphene.Int(required=True), number=graphene.Int(required=True), resolver=one_post,
        audience=PUBLIC, scope=COMMUNITY, personal=True,
    )  # fmt: skip
    post_reports = list_field(
        PostReportType,
        {"NEWEST": ("-at",), "OLDEST": ("at",)},
        reports,
        audience=PUBLIC,
        scope=OWN,
        personal=True,
        description="What was reported: to moderators all that they read, to others what they reported themselves.",
        open=graphene.Boolean(description="True: not settled yet."),
    )
    post_draft = Exposed(
        PostDraftType, place=graphene.String(required=True), resolver=draft, audience=PUBLIC, scope=OWN, personal=True,
        kept=False, description="What you began to write: “new”, or “thread:” and the number.",
    )  # fmt: skip
    post_drafts = list_field(
        PostDraftType, {"NEWEST": ("-saved_at",)}, drafts, audience=PUBLIC, scope=OWN, personal=True,
        kept=False,  # they are saved while somebody types; a new content version each time would empty every cache
    )  # fmt: skip
