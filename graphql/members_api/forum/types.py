"""Spaces, threads and posts as the API shows them. Who wrote what is worked out for each reader (facts.py)."""

from operator import attrgetter
from typing import Any

import graphene
from graphene_django import DjangoObjectType
from wagtail.documents import get_document_model

from cms.core.policy import visible
from cms.core.requester import Requester
from cms.forum.models import Attachment, Draft, ModerationAction, Post, PostText, Report, Space, SpaceMember, Thread
from members_api.batch import Derived, One, Via
from members_api.enums import enum_of
from members_api.files import DocumentType
from members_api.forum import facts
from members_api.snippets.law import TopicType

SpaceKind = enum_of(Space.Kind, "SpaceKind")
ThreadKind = enum_of(Thread.Kind, "ThreadKind")
ModerationKind = enum_of(ModerationAction.Kind, "ModerationKind")
SpaceStanding = graphene.Enum(
    "SpaceStanding",
    [("OUT", "out"), ("ASKED", "asked"), ("MEMBER", "member"), ("OWNER", "owner")],
    description="What somebody is in a space.",
)
SHORT = 240  # characters of an excerpt


def fact(compute: Any, name: str, empty: Any) -> Any:
    """A resolver of one value that `compute` works out for all rows loaded so far."""

    def resolve(self: Any, info: Any) -> Any:
        found = info.context.loader.derived(compute, self)
        return getattr(found, name) if found is not None else empty

    return resolve


class WriterType(graphene.ObjectType):
    """Who wrote a post, as far as you may know. External tools learn neither names nor what people do."""

    shows = facts.Writer
    name = graphene.String(required=True)
    job_title = graphene.String(required=True)
    organisation = graphene.String(required=True, description="The body they wrote for; may be empty.")
    is_anonymous = graphene.Boolean(required=True, description="Peers see no name; the core team does.")
    is_you = graphene.Boolean(required=True)

    class Meta:
        name = "Writer"


class SpaceType(DjangoObjectType):
    """A room with a purpose. A confidential one is there only for those who are in it."""

    kind = graphene.Field(SpaceKind, required=True)
    kind_label = graphene.String(required=True)
    path = graphene.String(required=True)
    is_archived = graphene.Boolean(required=True, description="It can be read, and nothing is added.")
    you_are = graphene.Field(SpaceStanding, required=True)
    people_count = graphene.Int(description="For those who read it.")
    thread_count = graphene.Int(description="For those who read it.")
    may_write = graphene.Boolean(required=True)
    may_keep = graphene.Boolean(required=True, description="Let people in, name owners, end it.")
    may_moderate = graphene.Boolean(required=True)
    parked_from = graphene.Field(lambda: SpaceType, description="The space that this topic crowded out.")
    people = graphene.List(lambda: SpacePersonType, description="Who is in it, and who asked, as far as you may know.")

    class Meta:
        model, name, convert_choices_to_enum = Space, "Space", False
        fields = ("slug", "name", "purpose", "is_chatham_house", "ends_on", "archived_because", "created_at")

    paths = {
        "parked_from": One(Space, attrgetter("parked_from_id")),
        "people": Via(SpaceMember, lambda spaces, by: people_in(spaces, by)),
    }
    resolve_you_are = fact(facts.space_facts, "standing", "out")
    resolve_people_count = fact(facts.space_facts, "people", None)
    resolve_thread_count = fact(facts.space_facts, "threads", None)
    resolve_may_write = fact(facts.space_facts, "may_write", False)
    resolve_may_keep = fact(facts.space_facts, "may_keep", False)
    resolve_may_moderate = fact(facts.space_facts, "may_moderate", False)

    def resolve_kind_label(self, info: Any) -> str:
        return str(self.get_kind_display()).partition(":")[0]

    def resolve_path(self, info: Any) -> str:
        return f"/community/spaces/{self.slug}"

    def resolve_is_archived(self, info: Any) -> bool:
        return bool(self.is_archived)


def people_in(spaces: list[Any], by: Requester) -> list[tuple[int, int]]:
    """Owners first, then the others, then who asked; nobody who left."""
    rows = visible(SpaceMember.objects.filter(space__in=spaces, ended_at=None), by)
    return list(rows.order_by("-role", "joined_at", "pk").values_list("space_id", "pk"))


class SpacePersonType(DjangoObjectType):
    """Somebody in a space, or who asked to come in."""

    name = graphene.String(required=True)
    organisation = graphene.String(required=True)
    standing = graphene.Field(SpaceStanding, required=True)
    is_you = graphene.Boolean(required=True)
    asked_at = graphene.DateTime(description="For themselves and for those who look after the space.")
    why = graphene.String(required=True, description="As said when asking in; empty where `askedAt` is null.")

    class Meta:
        model, name, convert_choices_to_enum = SpaceMember, "SpacePerson", False
        fields = ("id", "joined_at")

    resolve_asked_at = fact(facts.asked_of, "asked_at", None)
    resolve_why = fact(facts.asked_of, "why", "")

    resolve_name = fact(facts.who_they_are, "name", "")
    resolve_organisation = fact(facts.who_they_are, "organisation", "")

    def resolve_standing(self, info: Any) -> str:
        return str(facts._standing(self))

    def resolve_is_you(self, info: Any) -> bool:
        return self.user_id is not None and self.user_id == info.context.requester.user_id


class PostTextType(DjangoObjectType):
    """What a post said before an edit."""

    class Meta:
        model, name, fields = PostText, "PostText", ("id", "body", "until")


class PostType(DjangoObjectType):
    """Something somebody wrote. Of one that was deleted or hidden, only that it was there."""

    body = graphene.String(required=True, description="Plain text, paragraphs parted by empty lines.")
    excerpt = graphene.String(required=True, description=f"Its beginning, {SHORT} characters at most.")
    writer = graphene.Field(WriterType)
    thread = graphene.Field(lambda: ThreadType)
    path = graphene.String(required=True)
    is_deleted = graphene.Boolean(required=True)
    is_hidden = graphene.Boolean(required=True)
    hidden_because = graphene.String(required=True)
    was_edited = graphene.Boolean(required=True)
    is_answer = graphene.Boolean(required=True)
    by_email = graphene.Boolean(required=True)
    thanks_count = graphene.Int(required=True)
    you_thanked = graphene.Boolean(required=True)
    may_change = graphene.Boolean(required=True, description="Edit it, delete it, add a file.")
    may_thank = graphene.Boolean(required=True)
    may_report = graphene.Boolean(required=True)
    may_moderate = graphene.Boolean(required=True)
    earlier = graphene.List(PostTextType, description="What it said before, the latest first.")
    files = graphene.List(lambda: PostFileType)
    replies_before = graphene.Int(required=True, description="In `posts(replies: true)`: its place, from 0.")

    class Meta:
        model, name, fields = Post, "Post", ("id", "number", "created_at", "edited_at")

    paths = {
        "writer": Derived(facts.writers_of),
        "thread": One(Thread, attrgetter("thread_id")),
        "earlier": Via(PostText, lambda posts, by: earlier_of(posts, by)),
        "files": Via(Attachment, lambda posts, by: files_of(posts, by)),
    }
    resolve_hidden_because = fact(facts.post_facts, "hidden_because", "")
    resolve_was_edited = fact(facts.post_facts, "was_edited", False)
    resolve_is_answer = fact(facts.post_facts, "is_answer", False)
    resolve_thanks_count = fact(facts.post_facts, "thanks", 0)
    resolve_you_thanked = fact(facts.post_facts, "you_thanked", False)
    resolve_may_change = fact(facts.post_facts, "may_change", False)
    resolve_may_thank = fact(facts.post_facts, "may_thank", False)
    resolve_may_report = fact(facts.post_facts, "may_report", False)
    resolve_may_moderate = fact(facts.post_facts, "may_moderate", False)

    def resolve_replies_before(self, info: Any) -> int:
        return int(info.context.loader.derived(facts.places_of, self) or 0)

    def resolve_body(self, info: Any) -> str:
        return words_of(self, info)

    def resolve_excerpt(self, info: Any) -> str:
        text = " ".join(words_of(self, info).split())
        return text if len(text) <= SHORT else text[:SHORT].rsplit(" ", 1)[0] + " …"

    def resolve_path(self, info: Any) -> str:
        thread = info.context.loader.get(Thread, self.thread_id)
        return f"{thread.path}/posts/{self.number}" if thread else ""

    def resolve_is_deleted(self, info: Any) -> bool:
        return self.deleted_at is not None

    def resolve_is_hidden(self, info: Any) -> bool:
        return self.hidden_at is not None

    def resolve_by_email(self, info: Any) -> bool:
        return bool(self.via == Post.Via.EMAIL)


def words_of(post: Any, info: Any) -> str:
    """The words, for who may still read them. What its author deleted or a moderator hid is not told."""
    if post.deleted_at is None and post.hidden_at is None:
        return str(post.body)
    found = info.context.loader.derived(facts.post_facts, post)
    return str(post.body) if found is not None and found.reads_words else ""


def earlier_of(posts: list[Any], by: Requester) -> list[tuple[int, int]]:
    rows = visible(PostText.objects.filter(post__in=posts), by)
    return list(rows.order_by("-until", "-pk").values_list("post_id", "pk"))


def files_of(posts: list[Any], by: Requester) -> list[tuple[int, int]]:
    rows = visible(Attachment.objects.filter(post__in=posts), by)
    return list(rows.order_by("pk").values_list("post_id", "pk"))


class PostFileType(DjangoObjectType):
    """A file of a post. Whoever reads the post can open it."""

    document = graphene.Field(DocumentType)

    class Meta:
        model, name, fields = Attachment, "PostFile", ("id",)

    paths = {"document": One(get_document_model(), attrgetter("document_id"))}


class ModerationType(DjangoObjectType):
    """What a moderator did, and why."""

    kind = graphene.Field(ModerationKind, required=True)
    kind_label = graphene.String(required=True)

    class Meta:
        model, name, convert_choices_to_enum = ModerationAction, "Moderation", False
        fields = ("id", "reason", "note", "at")

    def resolve_kind_label(self, info: Any) -> str:
        return str(self.get_kind_display())


class ThreadType(DjangoObjectType):
    """A question, an issue, a success or a call for help, with what was said to it (`posts`)."""

    kind = graphene.Field(ThreadKind, required=True)
    kind_label = graphene.String(required=True)
    path = graphene.String(required=True)
    space = graphene.Field(SpaceType)
    topics = graphene.List(TopicType)
    opening = graphene.Field(PostType, description="What it begins with.")
    answer = graphene.Field(PostType, description="The reply that was marked as the answer.")
    merged_into = graphene.Field(lambda: ThreadType)
    moderation = graphene.List(ModerationType)
    is_answered = graphene.Boolean(required=True)
    is_locked = graphene.Boolean(required=True, description="Closed to replies.")
    is_hidden = graphene.Boolean(required=True)
    reply_count = graphene.Int(required=True)
    you_follow = graphene.Boolean(required=True)
    you_are_anonymous = graphene.Boolean(required=True, description="Your last post in it has no name to peers.")
    may_write = graphene.Boolean(required=True)
    may_mark = graphene.Boolean(required=True, description="Say which reply is the answer.")
    may_moderate = graphene.Boolean(required=True)

    class Meta:
        model, name, convert_choices_to_enum = Thread, "Thread", False
        fields = ("number", "title", "created_at", "last_post_at", "answered_at", "topics")

    paths = {
        "space": One(Space, attrgetter("space_id")),
        "opening": Via(Post, lambda threads, by: openings_of(threads, by)),
        "answer": One(Post, attrgetter("answer_id")),
        "merged_into": One(Thread, attrgetter("merged_into_id")),
        "moderation": Via(ModerationAction, lambda threads, by: moderation_of(threads, by)),
    }
    resolve_reply_count = fact(facts.thread_facts, "replies", 0)
    resolve_you_are_anonymous = fact(facts.thread_facts, "no_name", False)
    resolve_you_follow = fact(facts.thread_facts, "you_follow", False)
    resolve_may_write = fact(facts.thread_facts, "may_write", False)
    resolve_may_mark = fact(facts.thread_facts, "may_mark", False)
    resolve_may_moderate = fact(facts.thread_facts, "may_moderate", False)

    def resolve_kind_label(self, info: Any) -> str:
        return str(self.get_kind_display())

    def resolve_is_answered(self, info: Any) -> bool:
        return self.answered_at is not None

    def resolve_is_locked(self, info: Any) -> bool:
        return self.locked_at is not None

    def resolve_is_hidden(self, info: Any) -> bool:
        return self.hidden_at is not None


def openings_of(threads: list[Any], by: Requester) -> list[tuple[int, int]]:
    rows = visible(Post.objects.filter(thread__in=threads, number=1), by)
    return list(rows.order_by("pk").values_list("thread_id", "pk"))


def moderation_of(threads: list[Any], by: Requester) -> list[tuple[int, int]]:
    rows = visible(ModerationAction.objects.filter(thread__in=threads), by)
    return list(rows.order_by("-at", "-pk").values_list("thread_id", "pk"))


class PostReportType(DjangoObjectType):
    """That somebody said a post is wrong. For moderators, and for who said it."""

    post = graphene.Field(PostType)
    reporter_name = graphene.String(required=True)

    class Meta:
        model, name, fields = Report, "PostReport", ("id", "reason", "at", "settled_at", "outcome")

    paths = {"post": One(Post, attrgetter("post_id"))}

    def resolve_reporter_name(self, info: Any) -> str:
        return info.context.loader.derived(facts.reporters_of, self) or ""


class DraftValueType(graphene.ObjectType):
    name = graphene.String(required=True)
    value = graphene.String(required=True)

    class Meta:
        name = "PostDraftValue"


class PostDraftType(DjangoObjectType):
    """What you have begun to write. Yours alone."""

    values = graphene.List(DraftValueType)
    title = graphene.String(required=True)
    path = graphene.String(required=True, description="Where you go on with it.")

    class Meta:
        model, name, fields = Draft, "PostDraft", ("id", "place", "saved_at")

    def resolve_values(self, info: Any) -> list[DraftValueType]:
        return [DraftValueType(name=name, value=str(value)) for name, value in (self.values or {}).items()]

    def resolve_title(self, info: Any) -> str:
        words = str((self.values or {}).get("title") or (self.values or {}).get("body") or "").strip()
        return " ".join(words.split())[:80]

    def resolve_path(self, info: Any) -> str:
        kind, _, number = self.place.partition(":")
        return f"/community/threads/{number}#reply" if kind == "thread" else "/community/ask"
