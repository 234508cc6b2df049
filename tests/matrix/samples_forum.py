"""Mutations of the forum: threads and posts, spaces and who is in them, moderation."""

from typing import Any

from cms.forum.models import Attachment, Draft, Report, Space, SpaceMember, Thread
from tests.factories.pages import make_document
from tests.matrix.samples import MEMBERS, sample
from tests.matrix.world import World

AUTHOR = frozenset({"colleague"})
MODERATORS = frozenset({"moderator", "editor"})
OWNERS = frozenset({"colleague", "editor"})  # of a space that is not confidential: its owner, and the core team
ROOM = frozenset({"colleague", "party"})  # in the confidential space, where the core team is not
WRITE, MODERATE, KEEP = "forum.write", "forum.moderate", "forum.keep_space"
OWNER = {"colleague": "an owner of this space, whom the words beside the action name"}


@sample("postThread", MEMBERS, WRITE)
def _(w: World) -> dict[str, Any]:
    return {"submissionId": "one", "title": "Can a school tell housing?", "body": "How?", "kind": "QUESTION"}


@sample("postThread#closed", ROOM)
def _(w: World) -> dict[str, Any]:
    return {"submissionId": "one", "title": "May we?", "body": "How?", "kind": "QUESTION", "space": "closed-room"}


@sample("replyToThread", MEMBERS, WRITE)
def _(w: World) -> dict[str, Any]:
    return {"submissionId": "one", "thread": w.thread.number, "body": "Ask them."}


@sample("replyToThread#closed", ROOM)
def _(w: World) -> dict[str, Any]:
    return {"submissionId": "one", "thread": w.closed_thread.number, "body": "Ask them."}


@sample("editPost", AUTHOR, sees=MEMBERS)
def _(w: World) -> dict[str, Any]:
    return {"post": str(w.post.pk), "body": "Other words."}


@sample("editPost#closed", AUTHOR, sees=ROOM)
def _(w: World) -> dict[str, Any]:
    return {"post": str(w.closed_thread.posts.get().pk), "body": "Other words."}


@sample("deletePost", AUTHOR, sees=MEMBERS)
def _(w: World) -> dict[str, Any]:
    return {"post": str(w.post.pk)}


@sample("thankForPost", MEMBERS - AUTHOR, sees=AUTHOR)
def _(w: World) -> dict[str, Any]:
    return {"post": str(w.post.pk), "thanks": True}


@sample("thankForPost#closed", {"party"}, sees=AUTHOR)
def _(w: World) -> dict[str, Any]:
    return {"post": str(w.closed_thread.posts.get().pk), "thanks": True}


@sample("markAnswer", AUTHOR | MODERATORS, sees=MEMBERS)
def _(w: World) -> dict[str, Any]:
    return {"thread": w.thread.number, "post": str(w.reply.pk)}


@sample("followThread", MEMBERS)
def _(w: World) -> dict[str, Any]:
    return {"thread": w.thread.number, "follow": True}


@sample("followThread#closed", ROOM)
def _(w: World) -> dict[str, Any]:
    return {"thread": w.closed_thread.number, "follow": True}


@sample("removePostFile", AUTHOR, sees=MEMBERS)
def _(w: World) -> dict[str, Any]:
    return {"id": str(Attachment.objects.create(post=w.post, document=make_document("A page")).pk)}


@sample("savePostDraft", MEMBERS)
def _(w: World) -> dict[str, Any]:
    return {"place": "new", "values": [{"name": "title", "value": "May"}]}


@sample("savePostDraft#closed", ROOM)
def _(w: World) -> dict[str, Any]:
    return {"place": f"thread:{w.closed_thread.number}", "values": [{"name": "body", "value": "May"}]}


@sample("dropPostDraft", AUTHOR, silent=MEMBERS - AUTHOR)
def _(w: World) -> dict[str, Any]:
    Draft.objects.create(user=w.people["colleague"], place="new", values={"title": "May"})
    return {"place": "new"}


# -- reports and moderation
@sample("reportPost", MEMBERS)
def _(w: World) -> dict[str, Any]:
    return {"post": str(w.post.pk), "reason": "It names a child"}


@sample("reportPost#closed", ROOM)
def _(w: World) -> dict[str, Any]:
    return {"post": str(w.closed_thread.posts.get().pk), "reason": "It names a child"}


@sample("settleReport", MODERATORS, MODERATE, sees={"party"})
def _(w: World) -> dict[str, Any]:
    row = Report.objects.create(post=w.post, reporter=w.people["party"], reason="It names a child")
    return {"id": str(row.pk), "outcome": "It was changed"}


@sample("moderatePost", MODERATORS, MODERATE)
def _(w: World) -> dict[str, Any]:
    return {"post": str(w.post.pk), "hide": True, "reason": "It names a child"}


@sample("moderatePost#closed", ROOM)
def _(w: World) -> dict[str, Any]:
    return {"post": str(w.closed_thread.posts.get().pk), "hide": True, "reason": "It names a child"}


@sample("moderateThread", MODERATORS, MODERATE, sees=MEMBERS)
def _(w: World) -> dict[str, Any]:
    return {"thread": w.thread.number, "act": "LOCK", "reason": "It is settled"}


@sample("moderateThread#closed", ROOM)
def _(w: World) -> dict[str, Any]:
    return {"thread": w.closed_thread.number, "act": "LOCK", "reason": "It is settled"}


@sample("moderateThread#hidden", MODERATORS, MODERATE)
def _(w: World) -> dict[str, Any]:
    Thread.objects.filter(pk=w.thread.pk).update(hidden_at=w.thread.created_at)
    return {"thread": w.thread.number, "act": "SHOW", "reason": "It is fine"}


# -- spaces
@sample("joinSpace", MEMBERS)
def _(w: World) -> dict[str, Any]:
    return {"space": w.space("to-join", Space.Kind.JOINABLE).slug}


@sample("joinSpace#closed", (), sees=ROOM)
def _(w: World) -> dict[str, Any]:
    return {"space": "closed-room"}


@sample("askToEnterSpace", MEMBERS)
def _(w: World) -> dict[str, Any]:
    return {"space": w.space("private", Space.Kind.PRIVATE, owners=("siro",)).slug, "why": "We do this"}


@sample("leaveSpace", AUTHOR, sees=MEMBERS)
def _(w: World) -> dict[str, Any]:
    return {"space": w.space("to-join", Space.Kind.JOINABLE, members=("colleague",)).slug}


@sample("changeSpacePerson", OWNERS, KEEP, but=OWNER)
def _(w: World) -> dict[str, Any]:
    space = w.space("private", Space.Kind.PRIVATE, owners=("colleague",))
    return {"id": str(SpaceMember.objects.create(space=space, user=w.people["member"]).pk), "act": "LET_IN"}


@sample("changeSpacePerson#closed", ROOM)
def _(w: World) -> dict[str, Any]:
    row = SpaceMember.objects.create(
        space=w.closed_space, user=w.people["siro"], role="member", joined_at=w.thread.created_at
    )
    return {"id": str(row.pk), "act": "PUT_OUT", "reason": "The work is done"}


@sample("addToSpace", OWNERS, KEEP, but=OWNER, sees=MEMBERS)
def _(w: World) -> dict[str, Any]:
    space = w.space("private", Space.Kind.PRIVATE, owners=("colleague",))
    return {"space": space.slug, "email": w.people["siro"].email}


@sample("addToSpace#closed", ROOM)
def _(w: World) -> dict[str, Any]:
    return {"space": "closed-room", "email": w.people["siro"].email}


@sample("makeSpace", {"editor"}, "forum.make_space")
def _(w: World) -> dict[str, Any]:
    return {"name": "Schools", "purpose": "To try things.", "kind": "OPEN"}


@sample("changeSpace", OWNERS, KEEP, but=OWNER, sees=MEMBERS)
def _(w: World) -> dict[str, Any]:
    space = w.space("private", Space.Kind.PRIVATE, owners=("colleague",))
    return {"space": space.slug, "purpose": "To try other things."}


@sample("changeSpace#closed", ROOM)
def _(w: World) -> dict[str, Any]:
    return {"space": "closed-room", "purpose": "To try other things."}


@sample("endSpace", OWNERS, KEEP, but=OWNER, sees=MEMBERS)
def _(w: World) -> dict[str, Any]:
    space = w.space("private", Space.Kind.PRIVATE, owners=("colleague",))
    return {"space": space.slug, "because": "It is done"}


@sample("endSpace#closed", ROOM)
def _(w: World) -> dict[str, Any]:
    return {"space": "closed-room", "because": "It is done"}


def parked(space: str) -> dict[str, Any]:
    return {"space": space, "topic": "safety", "name": "Safety", "purpose": "For that.", "reason": "It is a lot"}


@sample("parkTopic", MODERATORS, MODERATE, sees=MEMBERS)
def _(w: World) -> dict[str, Any]:
    return parked("everybody")


@sample("parkTopic#closed", ROOM)
def _(w: World) -> dict[str, Any]:
    return parked("closed-room")
