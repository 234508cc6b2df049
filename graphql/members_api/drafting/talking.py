"""Comments on a draft, and asking another partner for its view."""

from typing import Any

import graphene

from cms.core.requester import Requester
from cms.drafting.services import comments, peers
from members_api.drafting.base import WRITE, plain
from members_api.drafting.types import PeerReviewView
from members_api.keys import key_of
from members_api.mutations import ServiceMutation


class AddDraftCommentInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    submission_id = graphene.String(required=True, description="1 to 64 characters; the same one is kept once.")
    step = graphene.String(required=True)
    text = graphene.String(required=True)
    quote = graphene.String(description="The words it is about.")
    thread = graphene.ID(description="The comment that this one answers.")


class AddDraftComment(ServiceMutation):
    class Arguments:
        input = AddDraftCommentInput(required=True)

    id = graphene.ID(required=True)
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        thread = data.get("thread")
        given = plain(data, "thread") | ({"thread": key_of(thread)} if thread else {})
        return {"id": comments.add_comment(by=by, **given).pk}


class ResolveDraftCommentInput(graphene.InputObjectType):
    id = graphene.ID(required=True, description="Of the first comment of a thread.")
    resolved = graphene.Boolean(required=True, description="False opens it again.")


class ResolveDraftComment(ServiceMutation):
    class Arguments:
        input = ResolveDraftCommentInput(required=True)

    id = graphene.ID(required=True)
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        found = comments.resolve_comment(by=by, comment_id=key_of(data["id"]), resolved=data["resolved"])
        return {"id": found.pk}


class AskPeerReviewInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    partner = graphene.String(required=True, description="Slug of the partner that is asked.")
    email = graphene.String(description="Of one of its people; its IG lead, unless given.")
    answer_by = graphene.Date(required=True)
    message = graphene.String()


class AskPeerReview(ServiceMutation):
    class Arguments:
        input = AskPeerReviewInput(required=True)

    id = graphene.ID(required=True)
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        return {"id": peers.ask_for_view(by=by, **plain(data)).pk}


class GivePeerViewInput(graphene.InputObjectType):
    id = graphene.ID(required=True)
    view = PeerReviewView(required=True)
    note = graphene.String()


class GivePeerView(ServiceMutation):
    class Arguments:
        input = GivePeerViewInput(required=True)

    id = graphene.ID(required=True)
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        given = plain(data, "id")
        return {"id": peers.give_view(by=by, review_id=key_of(data["id"]), **given).pk}


class StopPeerReviewInput(graphene.InputObjectType):
    id = graphene.ID(required=True)


class StopPeerReview(ServiceMutation):
    class Arguments:
        input = StopPeerReviewInput(required=True)

    id = graphene.ID(required=True)
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        return {"id": peers.stop_asking(by=by, review_id=key_of(data["id"])).pk}
