"""Making spaces, who is in them, and ending them with their purpose."""

from collections.abc import Callable, Iterable
from typing import Any

import graphene
from django.db.models import Q

from cms.core.errors import BadInput
from cms.core.policy import visible
from cms.core.requester import Requester
from cms.forum import services
from cms.forum.models import SpaceMember
from cms.members.models import User
from members_api.forum.types import SpaceKind, SpacePersonType, SpaceType
from members_api.keys import key_of
from members_api.mutations import ServiceMutation

WRITE = "write:forum"  # given to no token
Act = graphene.Enum(
    "SpacePersonAct",
    [(name, name.lower()) for name in ("LET_IN", "TURN_DOWN", "PUT_OUT", "MAKE_OWNER", "MAKE_MEMBER")],
    description="What an owner does about somebody.",
)
PLAIN: dict[str, Callable[..., SpaceMember]] = {
    "let_in": services.let_in,
    "make_owner": services.make_owner,
    "make_member": services.make_member,
}
WITH_REASON: dict[str, Callable[..., SpaceMember]] = {"turn_down": services.turn_down, "put_out": services.put_out}
MOST_PEOPLE = 20


def people_of(by: Requester, addresses: Iterable[str], field: str) -> list[int]:
    """Keys of the people with these e-mail addresses. Raises BadInput with `fields` for one that nobody here has."""
    wanted = list(dict.fromkeys(address.strip().lower() for address in addresses if address.strip()))[:MOST_PEOPLE]
    match = Q(pk__in=[])
    for address in wanted:
        match |= Q(email__iexact=address)
    known = {user.email.lower(): user.pk for user in visible(User.objects.filter(match, is_active=True), by)}
    missing = [address for address in wanted if address not in known]
    if missing:
        message = f"Nobody here has the address {missing[0]}."
        raise BadInput(message, fields={field: [message]})
    return [known[address] for address in wanted]


class OfSpaceInput(graphene.InputObjectType):
    space = graphene.String(required=True, description="Its slug.")


class JoinSpace(ServiceMutation):
    class Arguments:
        input = OfSpaceInput(required=True)

    space = graphene.Field(SpaceType)
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        return {"space": services.join_space(by=by, space=data["space"]).space}


class AskToEnterInput(graphene.InputObjectType):
    space = graphene.String(required=True)
    why = graphene.String(description="Its owners read it.")


class AskToEnterSpace(ServiceMutation):
    class Arguments:
        input = AskToEnterInput(required=True)

    space = graphene.Field(SpaceType)
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        return {"space": services.ask_to_join(by=by, space=data["space"], why=data.get("why") or "").space}


class LeaveSpace(ServiceMutation):
    class Arguments:
        input = OfSpaceInput(required=True)

    slug = graphene.String(required=True)
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        services.leave_space(by=by, space=data["space"])
        return {"slug": data["space"]}


class SpacePersonInput(graphene.InputObjectType):
    id = graphene.ID(required=True, description="Of the SpacePerson.")
    act = Act(required=True)
    reason = graphene.String(description="Needed to turn somebody down or put them out; they are told.")


class ChangeSpacePerson(ServiceMutation):
    class Arguments:
        input = SpacePersonInput(required=True)

    person = graphene.Field(SpacePersonType)
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        act, key = data["act"].value, key_of(data["id"])
        if act in PLAIN:
            return {"person": PLAIN[act](by=by, membership=key)}
        return {"person": WITH_REASON[act](by=by, membership=key, reason=data.get("reason") or "")}


class AddToSpaceInput(graphene.InputObjectType):
    space = graphene.String(required=True)
    email = graphene.String(required=True, description="Of somebody who has an account here. They are told.")
    as_owner = graphene.Boolean()


class AddToSpace(ServiceMutation):
    class Arguments:
        input = AddToSpaceInput(required=True)

    person = graphene.Field(SpacePersonType)
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        keys = people_of(by, [data["email"]], "email")
        if not keys:
            raise BadInput("Give an address.", fields={"email": ["Give an e-mail address."]})
        role = SpaceMember.Role.OWNER if data.get("as_owner") else SpaceMember.Role.MEMBER
        return {"person": services.add_person(by=by, space=data["space"], user=keys[0], role=role)}


class MakeSpaceInput(graphene.InputObjectType):
    name = graphene.String(required=True)
    purpose = graphene.String(required=True)
    kind = SpaceKind(required=True)
    owners = graphene.List(
        graphene.NonNull(graphene.String), description="E-mail addresses. Private: one at least. Confidential: two."
    )
    is_chatham_house = graphene.Boolean()
    ends_on = graphene.Date(description="Its last day.")


class MakeSpace(ServiceMutation):
    class Arguments:
        input = MakeSpaceInput(required=True)

    space = graphene.Field(SpaceType, description="Null where you are not in what you made.")
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        space = services.make_space(
            by=by,
            name=data["name"],
            purpose=data["purpose"],
            kind=data["kind"].value,
            owners=people_of(by, data.get("owners") or (), "owners"),
            is_chatham_house=bool(data.get("is_chatham_house")),
            ends_on=data.get("ends_on"),
        )
        return {"space": space}


class ChangeSpaceInput(graphene.InputObjectType):
    space = graphene.String(required=True)
    name = graphene.String()
    purpose = graphene.String()
    is_chatham_house = graphene.Boolean()
    ends_on = graphene.Date()
    no_end = graphene.Boolean(description="It has no last day.")


class ChangeSpace(ServiceMutation):
    class Arguments:
        input = ChangeSpaceInput(required=True)

    space = graphene.Field(SpaceType)
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        return {"space": services.change_space(by=by, **{**data, "no_end": bool(data.get("no_end"))})}


class EndSpaceInput(graphene.InputObjectType):
    space = graphene.String(required=True)
    because = graphene.String(description="Why it ends; everybody who reads it sees this.")
    reopen = graphene.Boolean(description="True: it goes on after all.")


class EndSpace(ServiceMutation):
    class Arguments:
        input = EndSpaceInput(required=True)

    space = graphene.Field(SpaceType)
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        if data.get("reopen"):
            return {"space": services.reopen_space(by=by, space=data["space"])}
        return {"space": services.archive_space(by=by, space=data["space"], because=data.get("because") or "")}


class ParkTopicInput(graphene.InputObjectType):
    space = graphene.String(required=True)
    topic = graphene.String(required=True, description="Slug: what is about it moves to the new space.")
    name = graphene.String(required=True)
    purpose = graphene.String(required=True)
    reason = graphene.String(required=True, description="Those who began the threads are told.")


class ParkTopic(ServiceMutation):
    class Arguments:
        input = ParkTopicInput(required=True)

    space = graphene.Field(SpaceType)
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        return {"space": services.park_topic(by=by, **data)}


class SpacesMutation:
    join_space = JoinSpace.exposed("A joinable one.")
    ask_to_enter_space = AskToEnterSpace.exposed("A private one: an owner lets people in.")
    leave_space = LeaveSpace.exposed("Or take back that you asked.")
    change_space_person = ChangeSpacePerson.exposed("By its owners; the core team too, but for a confidential one.")
    add_to_space = AddToSpace.exposed("By its owners.")
    make_space = MakeSpace.exposed("By the core team.")
    change_space = ChangeSpace.exposed("By its owners. What is not given stays; who may read it never changes.")
    end_space = EndSpace.exposed("By its owners: it is read from then on, and nobody writes.")
    park_topic = ParkTopic.exposed("By its owners and moderators: a topic that crowds out others gets its own space.")
