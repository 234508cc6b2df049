"""The people of one's organisation, and offers that wait for an answer."""

from typing import Any

import graphene

from cms.members.selectors.our_people import OfferHere, OurPeople, offers_to, our_people
from cms.members.tokens import PEOPLE
from members_api.guards import PUBLIC, Exposed
from members_api.our_people.types import OfferHereType, OurPeopleType


def ours(_: None, info: Any, partner: str = "") -> OurPeople | None:
    return our_people(info.context.requester, partner or "")


def offers(_: None, info: Any) -> list[OfferHere]:
    by = info.context.requester
    return list(offers_to(by)) if by.user_id is not None and by.token_id is None else []


class OurPeopleQuery(graphene.ObjectType):
    our_people = Exposed(
        OurPeopleType,
        description="Null for who manages no organisation's people, or not this one's.",
        resolver=ours,
        audience=PUBLIC,
        scope=PEOPLE,
        personal=True,  # whose partner one acts for is a person's choice
        kept=False,  # an invitation changes as its mail goes out
        partner=graphene.String(description="A slug; the organisation that you act for, unless given."),
    )
    role_offers = Exposed(
        graphene.List(OfferHereType),
        required=True,
        description="Of all organisations whose people you manage; the oldest first.",
        resolver=offers,
        audience=PUBLIC,
        scope=PEOPLE,
        personal=True,
    )
