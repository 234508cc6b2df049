"""Objecting to a notice, taking that back, answering, and withdrawing the notice. A person's word: no tool may."""

from typing import Any

import graphene

from cms.core.requester import Requester
from cms.signing.amendments import services
from members_api.amendments.types import AmendmentNoticeType
from members_api.keys import key_of
from members_api.mutations import ServiceMutation

WRITE = "write:reviews"


class ObjectToAmendmentInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    number = graphene.Int(required=True)
    partner = graphene.String(required=True, description="The slug of the party that objects. It objects once.")
    reason = graphene.String(required=True)


class ObjectToAmendment(ServiceMutation):
    class Arguments:
        input = ObjectToAmendmentInput(required=True)

    amendment = graphene.Field(AmendmentNoticeType)
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        return {"amendment": services.object_to_amendment(by=by, **data).notice}


class TakeBackObjectionInput(graphene.InputObjectType):
    id = graphene.ID(required=True)


class TakeBackObjection(ServiceMutation):
    class Arguments:
        input = TakeBackObjectionInput(required=True)

    amendment = graphene.Field(AmendmentNoticeType)
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        return {"amendment": services.take_back_objection(by=by, objection_id=key_of(data["id"])).notice}


class AnswerObjectionInput(graphene.InputObjectType):
    id = graphene.ID(required=True)
    answer = graphene.String(required=True)


class AnswerObjection(ServiceMutation):
    class Arguments:
        input = AnswerObjectionInput(required=True)

    amendment = graphene.Field(AmendmentNoticeType)
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        found = services.answer_objection(by=by, objection_id=key_of(data["id"]), answer=data["answer"])
        return {"amendment": found.notice}


class WithdrawAmendmentInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    number = graphene.Int(required=True)
    reason = graphene.String(required=True)


class WithdrawAmendment(ServiceMutation):
    class Arguments:
        input = WithdrawAmendmentInput(required=True)

    amendment = graphene.Field(AmendmentNoticeType)
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        return {"amendment": services.withdraw_amendment(by=by, **data)}


class AmendmentsMutation(graphene.ObjectType):
    object_to_amendment = ObjectToAmendment.exposed("By who signs for a party, or looks after the agreement there.")
    take_back_objection = TakeBackObjection.exposed("By whoever may object for the same party.")
    answer_objection = AnswerObjection.exposed("By owner, deputy or IG lead of the lead partner, and the core team.")
    withdraw_amendment = WithdrawAmendment.exposed("By the same, before it counts. A notice is sent by finishReview.")
