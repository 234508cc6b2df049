"""Asking for the public briefing, open to everybody; and suggesting what goes into the next one."""

from typing import Any

import graphene

from cms.briefings import subscriptions
from cms.briefings.services import suggest_item
from cms.core.requester import Requester
from members_api.guards import MEMBER, PUBLIC
from members_api.mutations import ServiceMutation

WRITE = "write:briefings"  # given to no token


class SubscribeToBriefingInput(graphene.InputObjectType):
    email = graphene.String(required=True)


class SubscribeToBriefing(ServiceMutation):
    class Arguments:
        input = SubscribeToBriefingInput(required=True)

    sent = graphene.Boolean(required=True, description="Always true: the rest is in the mail to that address.")
    scope = WRITE
    audience = PUBLIC

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        subscriptions.ask(by=by, email=data["email"])
        return {"sent": True}


class SuggestBriefingItemInput(graphene.InputObjectType):
    submission_id = graphene.String(required=True, description="1 to 64 characters; the same one is kept once.")
    title = graphene.String(required=True)
    why = graphene.String(required=True, description="Why others should hear of it.")
    link = graphene.String(description="A path of the members' frontend, or an https address.")


class SuggestBriefingItem(ServiceMutation):
    class Arguments:
        input = SuggestBriefingItemInput(required=True)

    id = graphene.ID(required=True)
    scope = WRITE
    audience = MEMBER

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        found = suggest_item(by=by, **{key: value for key, value in data.items() if value is not None})
        return {"id": found.pk}


class BriefingsMutation(graphene.ObjectType):
    subscribe_to_briefing = SubscribeToBriefing.exposed(
        "Sends a mail with a link to confirm. The answer is the same for every address; counted by network address."
    )
    suggest_briefing_item = SuggestBriefingItem.exposed("Of members; the core team decides.")
