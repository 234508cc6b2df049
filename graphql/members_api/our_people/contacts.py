"""Whom to write to at one's organisation, for who keeps the list. For people alone: no token has the scope."""

from typing import Any

import graphene

from cms.core.requester import Requester
from cms.members.selectors.contacts import OurContact, OurContacts, kept_contact, kept_partner, our_contacts
from cms.members.services.contacts import ContactWords, confirm_contacts, remove_contact, save_contact
from cms.members.tokens import PEOPLE
from members_api.batch import Blocks
from members_api.guards import PUBLIC, Exposed
from members_api.keys import key_of
from members_api.mutations import ServiceMutation

WRITE = "write:people"  # given to no token


class OurContactType(graphene.ObjectType):
    """Somebody to write to, who need not have an account; often a mailbox that several people read."""

    shows = OurContact
    id = graphene.ID(required=True)
    name = graphene.String(required=True)
    job_title = graphene.String(required=True)
    email = graphene.String(required=True)
    phone = graphene.String(required=True)
    confirmed_on = graphene.Date(description="The last day on which somebody said that it is right.")
    bounced_on = graphene.Date(description="The day on which mail came back.")
    is_due = graphene.Boolean(required=True, description="Nobody has said within a year that it is right.")

    class Meta:
        name = "OurContact"

    def resolve_id(self, info: Any) -> str:
        return str(self.pk)


class OurContactsType(graphene.ObjectType):
    """Whom others write to at an organisation whose contacts you keep."""

    shows = OurContacts
    slug = graphene.String(required=True)
    name = graphene.String(required=True)
    contacts = graphene.List(OurContactType)
    paths = {"contacts": Blocks(lambda ours: list(ours.contacts))}

    class Meta:
        name = "OurContacts"


class SaveContactInput(graphene.InputObjectType):
    partner = graphene.String(required=True, description="The slug of an organisation whose contacts you keep.")
    id = graphene.ID(description="The contact to change; none for a new one.")
    email = graphene.String(required=True)
    name = graphene.String()
    job_title = graphene.String()
    phone = graphene.String()


class SaveContact(ServiceMutation):
    class Arguments:
        input = SaveContactInput(required=True)

    id = graphene.ID(required=True)
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        row = save_contact(
            by=by,
            partner=kept_partner(by, data["partner"]),
            contact=kept_contact(by, key_of(data["id"])) if data.get("id") else None,
            words=ContactWords(
                email=data["email"],
                name=data.get("name") or "",
                job_title=data.get("job_title") or "",
                phone=data.get("phone") or "",
            ),
        )
        return {"id": str(row.pk)}


class RemoveContactInput(graphene.InputObjectType):
    id = graphene.ID(required=True)


class RemoveContact(ServiceMutation):
    class Arguments:
        input = RemoveContactInput(required=True)

    id = graphene.ID(required=True)
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        remove_contact(by=by, contact=kept_contact(by, key_of(data["id"])))
        return {"id": data["id"]}


class ConfirmContactsInput(graphene.InputObjectType):
    partner = graphene.String(required=True, description="The slug of an organisation whose contacts you keep.")
    ids = graphene.List(graphene.NonNull(graphene.ID), required=True, description="All of the organisation.")


class ConfirmContacts(ServiceMutation):
    class Arguments:
        input = ConfirmContactsInput(required=True)

    count = graphene.Int(required=True)
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        keys = [key_of(one) for one in data["ids"][:100]]
        return {"count": confirm_contacts(by=by, partner=kept_partner(by, data["partner"]), keys=keys)}


def ours(_: None, info: Any, partner: str = "") -> OurContacts | None:
    by = info.context.requester
    return our_contacts(by, partner or "") if by.user_id is not None and by.token_id is None else None


class ContactsQuery(graphene.ObjectType):
    our_contacts = Exposed(
        OurContactsType,
        description="Null for who does not keep the contacts of an organisation, or not this one's.",
        resolver=ours,
        audience=PUBLIC,
        scope=PEOPLE,
        personal=True,
        partner=graphene.String(description="A slug; the organisation that you act for, unless given."),
    )


class ContactsMutation(graphene.ObjectType):
    save_contact = SaveContact.exposed("Somebody to write to, added or changed. It counts as right today.")
    remove_contact = RemoveContact.exposed("Not the only one: somebody has to be reachable.")
    confirm_contacts = ConfirmContacts.exposed("That these contacts are right.")
