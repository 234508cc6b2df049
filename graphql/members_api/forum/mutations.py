"""Asking, replying, and what people do with posts. Each is of a person alone: no token writes here."""

from typing import Any

import graphene

from cms.core.errors import BadInput, NotFound
from cms.core.requester import Requester
from cms.forum import services
from cms.forum.models import Draft, Post
from members_api.forum.moderation import ModerationMutation
from members_api.forum.spaces import SpacesMutation
from members_api.forum.types import PostDraftType, PostType, ThreadKind, ThreadType
from members_api.keys import key_of
from members_api.mutations import ServiceMutation

WRITE = "write:forum"  # given to no token
CHECKED = "You were warned of personal data, looked again, and found none (`personalData` of the error)."
SUBMISSION = "1 to 64 characters; the same one is kept once."
MOST_VALUES, LONGEST_NAME = 30, 40


class PostThreadInput(graphene.InputObjectType):
    submission_id = graphene.String(required=True, description=SUBMISSION)
    title = graphene.String(required=True)
    body = graphene.String(required=True, description="Plain text.")
    space = graphene.String(description="Slug. The open one for everything, unless given.")
    kind = ThreadKind(required=True)
    topics = graphene.List(graphene.NonNull(graphene.String), description="Slugs, five at most.")
    is_anonymous = graphene.Boolean(description="Peers see no name; the core team does.")
    follow = graphene.Boolean(description="Hear of replies. Yes, unless given.")
    checked = graphene.Boolean(description=CHECKED)


class PostThread(ServiceMutation):
    class Arguments:
        input = PostThreadInput(required=True)

    thread = graphene.Field(ThreadType)
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        given = {key: value for key, value in data.items() if value is not None}
        return {"thread": services.post_thread(by=by, **{**given, "kind": data["kind"].value})}


class ReplyInput(graphene.InputObjectType):
    submission_id = graphene.String(required=True, description=SUBMISSION)
    thread = graphene.Int(required=True, description="Its number.")
    body = graphene.String(required=True)
    is_anonymous = graphene.Boolean(description="As your last post in this thread, unless given.")
    follow = graphene.Boolean(description="Hear of more replies. As before, unless given.")
    checked = graphene.Boolean(description=CHECKED)


class Reply(ServiceMutation):
    class Arguments:
        input = ReplyInput(required=True)

    post = graphene.Field(PostType)
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        post = services.reply(
            by=by,
            submission_id=data["submission_id"],
            number=data["thread"],
            body=data["body"],
            is_anonymous=data.get("is_anonymous"),
            follow=data.get("follow"),
            checked=bool(data.get("checked")),
        )
        return {"post": post}


class EditPostInput(graphene.InputObjectType):
    post = graphene.ID(required=True)
    body = graphene.String(required=True)
    title = graphene.String(description="Of the thread, with its opening post.")
    topics = graphene.List(graphene.NonNull(graphene.String), description="Slugs, with its opening post.")
    checked = graphene.Boolean(description=CHECKED)
    forget_before = graphene.Boolean(description="What it said before cannot be read any more: it said too much.")


class EditPost(ServiceMutation):
    class Arguments:
        input = EditPostInput(required=True)

    post = graphene.Field(PostType)
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        post = services.edit_post(
            by=by,
            post=key_of(data["post"]),
            body=data["body"],
            title=data.get("title"),
            topics=data.get("topics"),
            checked=bool(data.get("checked")),
            forget_before=bool(data.get("forget_before")),
        )
        return {"post": post}


class OfPostInput(graphene.InputObjectType):
    post = graphene.ID(required=True)


class DeletePost(ServiceMutation):
    class Arguments:
        input = OfPostInput(required=True)

    post = graphene.Field(PostType)
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        return {"post": services.delete_post(by=by, post=key_of(data["post"]))}


class ThankInput(graphene.InputObjectType):
    post = graphene.ID(required=True)
    thanks = graphene.Boolean(required=True, description="False takes it back.")


class ThankForPost(ServiceMutation):
    class Arguments:
        input = ThankInput(required=True)

    post = graphene.Field(PostType)
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        act = services.thank if data["thanks"] else services.take_back_thanks
        return {"post": act(by=by, post=key_of(data["post"]))}


class MarkAnswerInput(graphene.InputObjectType):
    thread = graphene.Int(required=True)
    post = graphene.ID(description="The reply that answers it; none: it is not answered after all.")


class MarkAnswer(ServiceMutation):
    class Arguments:
        input = MarkAnswerInput(required=True)

    thread = graphene.Field(ThreadType)
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        if not data.get("post"):
            return {"thread": services.take_back_answer(by=by, number=data["thread"])}
        key = key_of(data["post"])
        if not Post.objects.filter(pk=key, thread__number=data["thread"]).exists():
            raise NotFound("There is no such post.")
        return {"thread": services.accept_answer(by=by, post=key)}


class FollowInput(graphene.InputObjectType):
    thread = graphene.Int(required=True)
    follow = graphene.Boolean(required=True)


class FollowThread(ServiceMutation):
    class Arguments:
        input = FollowInput(required=True)

    thread = graphene.Field(ThreadType)
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        act = services.follow_thread if data["follow"] else services.unfollow_thread
        return {"thread": act(by=by, number=data["thread"])}


class RemovePostFileInput(graphene.InputObjectType):
    id = graphene.ID(required=True, description="Of the PostFile.")


class RemovePostFile(ServiceMutation):
    class Arguments:
        input = RemovePostFileInput(required=True)

    id = graphene.ID(required=True)
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        services.remove_file(by=by, attachment=key_of(data["id"]))
        return {"id": data["id"]}


class PostDraftValueInput(graphene.InputObjectType):
    name = graphene.String(required=True)
    value = graphene.String(required=True)


class SavePostDraftInput(graphene.InputObjectType):
    """What somebody has begun to write. It is theirs alone, and nobody is told."""

    place = graphene.String(required=True, description="“new”, or “thread:” and the number.")
    values = graphene.List(graphene.NonNull(PostDraftValueInput), required=True)


class SavePostDraft(ServiceMutation):
    class Arguments:
        input = SavePostDraftInput(required=True)

    draft = graphene.Field(PostDraftType)
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        values = {one["name"]: one["value"] for one in data["values"]}
        if len(values) > MOST_VALUES or any(len(name) > LONGEST_NAME for name in values):
            raise BadInput("This is no draft of a post.")
        draft: Draft = services.save_draft(by=by, place=data["place"], values=values)
        return {"draft": draft}


class DropPostDraftInput(graphene.InputObjectType):
    place = graphene.String(required=True)


class DropPostDraft(ServiceMutation):
    class Arguments:
        input = DropPostDraftInput(required=True)

    place = graphene.String(required=True)
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        services.drop_draft(by=by, place=data["place"])
        return {"place": data["place"]}


class ForumMutation(SpacesMutation, ModerationMutation, graphene.ObjectType):
    post_thread = PostThread.exposed("Ask, tell of an issue or a success, or call for help.")
    reply_to_thread = Reply.exposed("Whoever follows the thread is told.")
    edit_post = EditPost.exposed("Your own; what stood before is kept.")
    delete_post = DeletePost.exposed("Your own: the words go for good, that there was one stays.")
    thank_for_post = ThankForPost.exposed()
    mark_answer = MarkAnswer.exposed("By who asked, and by moderators.")
    follow_thread = FollowThread.exposed()
    remove_post_file = RemovePostFile.exposed("Of your own post.")
    save_post_draft = SavePostDraft.exposed("In place of what was kept there.")
    drop_post_draft = DropPostDraft.exposed()
