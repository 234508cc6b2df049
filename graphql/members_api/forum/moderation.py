"""Reporting a post, and what moderators and the owners of a space do: each with a reason, and the author is told."""

from collections.abc import Callable
from typing import Any

import graphene

from cms.core.errors import BadInput
from cms.core.requester import Requester
from cms.forum import services
from cms.forum.models import Thread
from members_api.forum.types import PostReportType, PostType, ThreadType
from members_api.keys import key_of
from members_api.mutations import ServiceMutation

WRITE = "write:forum"  # given to no token
Act = graphene.Enum(
    "ThreadAct",
    [(name, name.lower()) for name in ("HIDE", "SHOW", "LOCK", "UNLOCK", "MOVE", "MERGE")],
    description="What is done with a thread.",
)
PLAIN: dict[str, Callable[..., Thread]] = {
    "hide": services.hide_thread,
    "show": services.show_thread,
    "lock": services.lock_thread,
    "unlock": services.unlock_thread,
}


class ReportPostInput(graphene.InputObjectType):
    post = graphene.ID(required=True)
    reason = graphene.String(required=True)


class ReportPost(ServiceMutation):
    class Arguments:
        input = ReportPostInput(required=True)

    report = graphene.Field(PostReportType)
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        return {"report": services.report_post(by=by, post=key_of(data["post"]), reason=data["reason"])}


class SettleReportInput(graphene.InputObjectType):
    id = graphene.ID(required=True)
    outcome = graphene.String(required=True, description="Who reported it is told.")


class SettleReport(ServiceMutation):
    class Arguments:
        input = SettleReportInput(required=True)

    report = graphene.Field(PostReportType)
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        return {"report": services.settle_report(by=by, report=key_of(data["id"]), outcome=data["outcome"])}


class ModeratePostInput(graphene.InputObjectType):
    post = graphene.ID(required=True)
    hide = graphene.Boolean(required=True, description="False: it can be read again.")
    reason = graphene.String(required=True, description="The author is told.")


class ModeratePost(ServiceMutation):
    class Arguments:
        input = ModeratePostInput(required=True)

    post = graphene.Field(PostType)
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        act = services.hide_post if data["hide"] else services.show_post
        return {"post": act(by=by, post=key_of(data["post"]), reason=data["reason"])}


class ModerateThreadInput(graphene.InputObjectType):
    thread = graphene.Int(required=True)
    act = Act(required=True)
    reason = graphene.String(required=True, description="The author is told.")
    space = graphene.String(description="Slug of the space to move it to.")
    into = graphene.Int(description="Number of the thread that it is put together with.")


class ModerateThread(ServiceMutation):
    class Arguments:
        input = ModerateThreadInput(required=True)

    thread = graphene.Field(ThreadType)
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        act, given = data["act"].value, {"by": by, "number": data["thread"], "reason": data["reason"]}
        if act == "move":
            if not data.get("space"):
                raise BadInput("Choose a space.", fields={"space": ["Choose a space."]})
            return {"thread": services.move_thread(**given, space=data["space"])}
        if act == "merge":
            if not data.get("into"):
                raise BadInput("Say with which.", fields={"into": ["Give the number of the other one."]})
            return {"thread": services.merge_threads(**given, into=data["into"])}
        return {"thread": PLAIN[act](**given)}


class ModerationMutation:
    report_post = ReportPost.exposed("Only moderators see who reported.")
    settle_report = SettleReport.exposed("By moderators.")
    moderate_post = ModeratePost.exposed("By moderators and the owners of the space.")
    moderate_thread = ModerateThread.exposed("By moderators and the owners of the space.")
