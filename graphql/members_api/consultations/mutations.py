"""Saying something about a draft, and taking it back."""

from typing import Any

import graphene

from cms.consultations.services import comment, withdraw_comment
from cms.core.requester import Requester
from members_api.consultations.types import CommentStance, ConsultationCommentType
from members_api.keys import key_of
from members_api.mutations import ServiceMutation

WRITE = "write:consultations"  # given to no token


class CommentOnConsultationInput(graphene.InputObjectType):
    submission_id = graphene.String(required=True, description="1 to 64 characters; the same one is kept once.")
    slug = graphene.String(required=True)
    paragraph = graphene.Int(description="The paragraph's number; null for the whole.")
    stance = CommentStance(required=True)
    body = graphene.String(required=True)
    checked = graphene.Boolean(description="You looked for personal data after a warning.")


class CommentOnConsultation(ServiceMutation):
    class Arguments:
        input = CommentOnConsultationInput(required=True)

    comment = graphene.Field(ConsultationCommentType)
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        said = comment(
            by=by,
            slug=data["slug"],
            paragraph=data.get("paragraph"),
            stance=data["stance"].value,
            body=data["body"],
            submission_id=data["submission_id"],
            checked=bool(data.get("checked")),
        )
        return {"comment": said}


class WithdrawConsultationCommentInput(graphene.InputObjectType):
    id = graphene.ID(required=True)


class WithdrawConsultationComment(ServiceMutation):
    class Arguments:
        input = WithdrawConsultationCommentInput(required=True)

    comment = graphene.Field(ConsultationCommentType)
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        return {"comment": withdraw_comment(by=by, pk=key_of(data["id"]))}


class ConsultationsMutation(graphene.ObjectType):
    comment_on_consultation = CommentOnConsultation.exposed("Members see it with your name and organisation.")
    withdraw_consultation_comment = WithdrawConsultationComment.exposed("One's own, while comments are open.")
