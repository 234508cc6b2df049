"""Saying what one looked for, taking it back, and counting what was opened."""

from typing import Any

import graphene

from cms.core.errors import NotFound
from cms.core.requester import Requester
from cms.searchlog.services import make_wish, note_opened, withdraw_wish
from members_api.guards import MEMBER, PUBLIC
from members_api.mutations import ServiceMutation

WRITE = "write:wishes"  # given to no token


class MakeWishInput(graphene.InputObjectType):
    """What you looked for. Do not name or describe people: such a text is refused."""

    submission_id = graphene.String(required=True, description="1 to 64 characters; the same one is kept once.")
    text = graphene.String(required=True, description="What you looked for, at most 200 characters.")
    note = graphene.String(description="What it would help you to do, at most 1,000 characters.")
    tell_me = graphene.Boolean(description="Keep who I am, and tell me once when there is something.")


class MakeWish(ServiceMutation):
    class Arguments:
        input = MakeWishInput(required=True)

    will_be_told = graphene.Boolean(required=True)
    scope = WRITE
    audience = PUBLIC

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        given = {key: value for key, value in data.items() if value is not None}
        return {"will_be_told": make_wish(by=by, **given).person_id is not None}


class WithdrawWishInput(graphene.InputObjectType):
    id = graphene.ID(required=True)


class WithdrawWish(ServiceMutation):
    class Arguments:
        input = WithdrawWishInput(required=True)

    done = graphene.Boolean(required=True)
    scope = WRITE
    audience = MEMBER

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        key = str(data["id"])
        if not (key.isascii() and key.isdigit() and len(key) <= 18):
            raise NotFound("There is no such request.")
        withdraw_wish(by=by, wish_id=int(key))
        return {"done": True}


class NoteOpenedInput(graphene.InputObjectType):
    mark = graphene.String(required=True, description="SearchResults.openedMark.")
    position = graphene.Int(required=True, description="Of the opened item among `items`, from 1.")


class NoteOpened(ServiceMutation):
    class Arguments:
        input = NoteOpenedInput(required=True)

    counted = graphene.Boolean(required=True, description="Each thing once a search, within two hours.")
    scope = WRITE
    audience = PUBLIC
    light = True

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        return {"counted": note_opened(by=by, mark=data["mark"], position=data["position"])}


class SearchlogMutation(graphene.ObjectType):
    make_wish = MakeWish.exposed("Say what you looked for and did not find. Open to everybody, counted by address.")
    withdraw_wish = WithdrawWish.exposed("Take back what you asked to be told about: it is deleted.")
    note_opened = NoteOpened.exposed("A result of a search was opened. Nothing is noted of who did it.")
