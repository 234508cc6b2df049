"""The people of one's organisation, and offers that wait for an answer."""

from typing import Any

import graphene

from cms.members.selectors.body_checks import CheckPage, check_page, check_pages
from cms.members.selectors.directory import Directory, directory
from cms.members.selectors.offers_made import OfferMade, offers_made
from cms.members.selectors.our_people import OfferHere, OurPeople, offers_to, our_people
from cms.members.selectors.shown import shown_of
from cms.members.tokens import PEOPLE
from members_api.guards import PUBLIC, Exposed
from members_api.our_people.contacts import ContactsQuery
from members_api.our_people.types import (
    BodyCheckType,
    DirectoryType,
    MyShownType,
    OfferHereType,
    OfferMadeType,
    OurPeopleType,
)
from members_api.site.types import PartnerRoleKind


def ours(_: None, info: Any, partner: str = "") -> OurPeople | None:
    return our_people(info.context.requester, partner or "")


def offers(_: None, info: Any) -> list[OfferHere]:
    by = info.context.requester
    return list(offers_to(by)) if by.user_id is not None and by.token_id is None else []


def made(_: None, info: Any) -> list[OfferMade]:
    return list(offers_made(info.context.requester))


def checks(_: None, info: Any) -> list[CheckPage]:
    by = info.context.requester
    return check_pages(by) if by.user_id is not None and by.token_id is None else []


def check(_: None, info: Any, partner: str = "") -> CheckPage | None:
    by = info.context.requester
    return check_page(by, partner or "") if by.user_id is not None and by.token_id is None else None


def shown(_: None, info: Any) -> MyShownType | None:
    by = info.context.requester
    if by.user_id is None or by.token_id is not None:
        return None
    row = shown_of([by.user_id])[by.user_id]
    return MyShownType(email=row.email, phone=row.phone, in_public=row.in_public)


def entries(
    _: None, info: Any, text: str = "", role: Any = None, sector: str = "", page: int = 1, page_size: int = 20
) -> Directory:
    return directory(
        info.context.requester,
        text=text or "",
        role=role.value if role else "",
        sector=sector or "",
        page=1 if page is None else page,
        page_size=20 if page_size is None else page_size,
    )


class OurPeopleQuery(ContactsQuery):
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
    role_offers_made = Exposed(
        graphene.List(OfferMadeType),
        required=True,
        description="Your own, that you have not taken back.",
        resolver=made,
        audience=PUBLIC,
        scope=PEOPLE,
        personal=True,
    )
    body_checks = Exposed(
        graphene.List(BodyCheckType),
        required=True,
        description="Of all organisations that you speak for and that were asked, 20 at most; the first due first.",
        resolver=checks,
        audience=PUBLIC,
        scope=PEOPLE,
        personal=True,
    )
    body_check = Exposed(
        BodyCheckType,
        description="Null for who does not speak for the organisation.",
        resolver=check,
        audience=PUBLIC,
        scope=PEOPLE,
        personal=True,
        partner=graphene.String(description="A slug; the organisation that you act for, unless given."),
    )
    my_shown = Exposed(
        MyShownType,
        description="Null for visitors and tools.",
        resolver=shown,
        audience=PUBLIC,
        scope=PEOPLE,
        personal=True,
    )
    directory = Exposed(
        DirectoryType,
        required=True,
        description="Who does what at which member. The public sees those of whom both they and their body say so.",
        resolver=entries,
        audience=PUBLIC,
        scope=PEOPLE,
        text=graphene.String(description="Words of names, jobs and organisations."),
        role=graphene.Argument(PartnerRoleKind),
        sector=graphene.String(description="A sector's code."),
        page=graphene.Int(default_value=1),
        page_size=graphene.Int(default_value=20),
    )
