"""Signing up to an event, giving the place up, and saying what stands in the way. For people, not for tools."""

from typing import Any

import graphene

from cms.core.requester import Requester
from cms.events.services import ask_peers, give_up_place, say_barrier, sign_up_for, withdraw_barrier
from members_api.events.types import EventBarrierType, EventPlaceType
from members_api.keys import key_of
from members_api.mutations import ServiceMutation

WRITE = "write:events"  # given to no token


class SignUpToEventInput(graphene.InputObjectType):
    event_id = graphene.ID(required=True)
    submission_id = graphene.String(required=True, description="1 to 64 characters; the same one counts once.")
    needs = graphene.String(description="What you need to take part, such as a hearing loop. The core team reads it.")


class SignUpToEvent(ServiceMutation):
    class Arguments:
        input = SignUpToEventInput(required=True)

    place = graphene.Field(EventPlaceType)
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        place = sign_up_for(
            by=by, event_id=key_of(data["event_id"]), submission_id=data["submission_id"], needs=data.get("needs") or ""
        )
        return {"place": place}


class GiveUpEventPlaceInput(graphene.InputObjectType):
    event_id = graphene.ID(required=True)


class GiveUpEventPlace(ServiceMutation):
    class Arguments:
        input = GiveUpEventPlaceInput(required=True)

    event_id = graphene.ID(required=True)
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        give_up_place(by=by, event_id=key_of(data["event_id"]))
        return {"event_id": data["event_id"]}


class SayEventBarrierInput(graphene.InputObjectType):
    event_id = graphene.ID(required=True)
    submission_id = graphene.String(required=True, description="1 to 64 characters; the same one counts once.")
    title = graphene.String(required=True, description="In one line, of 160 characters at most.")
    detail = graphene.String()
    checked = graphene.Boolean(description="You looked for personal data after a warning.")


class SayEventBarrier(ServiceMutation):
    class Arguments:
        input = SayEventBarrierInput(required=True)

    barrier = graphene.Field(EventBarrierType)
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        barrier = say_barrier(
            by=by,
            event_id=key_of(data["event_id"]),
            submission_id=data["submission_id"],
            title=data["title"],
            detail=data.get("detail") or "",
            checked=bool(data.get("checked")),
        )
        return {"barrier": barrier}


class WithdrawEventBarrierInput(graphene.InputObjectType):
    id = graphene.ID(required=True)


class WithdrawEventBarrier(ServiceMutation):
    class Arguments:
        input = WithdrawEventBarrierInput(required=True)

    id = graphene.ID(required=True)
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        withdraw_barrier(by=by, barrier_id=key_of(data["id"]))
        return {"id": data["id"]}


class AskPeersAboutBarrierInput(graphene.InputObjectType):
    id = graphene.ID(required=True)
    space = graphene.String(description="A slug; the open space, unless given.")
    checked = graphene.Boolean(description="You looked for personal data after a warning.")


class AskPeersAboutBarrier(ServiceMutation):
    class Arguments:
        input = AskPeersAboutBarrierInput(required=True)

    thread_path = graphene.String(required=True, description="In the members' frontend.")
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        thread = ask_peers(
            by=by, barrier_id=key_of(data["id"]), space=data.get("space") or "", checked=bool(data.get("checked"))
        )
        return {"thread_path": thread.path}


class EventsMutation(graphene.ObjectType):
    sign_up_to_event = SignUpToEvent.exposed("Where all places are taken you wait in the queue, and are told.")
    give_up_event_place = GiveUpEventPlace.exposed("The next in the queue gets the place.")
    say_event_barrier = SayEventBarrier.exposed("Of people with a place: what stands in the way.")
    withdraw_event_barrier = WithdrawEventBarrier.exposed("One's own: nobody sees it any more, and its words go.")
    ask_peers_about_barrier = AskPeersAboutBarrier.exposed("It becomes a thread in your name, once.")
