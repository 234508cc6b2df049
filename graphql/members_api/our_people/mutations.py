"""Inviting people into one's organisation, giving and ending roles, ending memberships, and offers of roles."""

from typing import Any

import graphene

from cms.core import policy
from cms.core.errors import BadInput, NotFound
from cms.core.requester import Requester
from cms.members.models import RoleOffer, User
from cms.members.selectors.body_checks import AT_ONCE
from cms.members.selectors.our_people import (
    answers_of,
    managed_invitation,
    managed_membership,
    managed_partner,
    managed_role,
    person_of,
)
from cms.members.services import (
    Terms,
    answer_role_offers,
    change_role,
    end_membership,
    end_role,
    give_role,
    invite,
    offer_role,
    resend_invitation,
    revoke_invitation,
    withdraw_role_offer,
)
from cms.members.services.body_checks import confirm_bodies, confirm_body
from cms.members.services.offers import partners_named
from cms.members.services.shown import change_shown
from cms.snippets.models import Partner
from members_api.keys import key_of
from members_api.mutations import ServiceMutation
from members_api.our_people.contacts import ContactsMutation
from members_api.site.types import PartnerRoleKind

WRITE = "write:people"  # given to no token


class PeopleMutation(ServiceMutation):
    class Meta:
        abstract = True

    scope = WRITE


class InvitePersonInput(graphene.InputObjectType):
    partner = graphene.String(required=True, description="The slug of an organisation whose people you manage.")
    email = graphene.String(required=True)
    name = graphene.String()
    job_title = graphene.String()
    role = PartnerRoleKind(description="None for a plain member.")


class InvitePerson(PeopleMutation):
    class Arguments:
        input = InvitePersonInput(required=True)

    id = graphene.ID(required=True)

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        row = invite(
            by=by,
            partner_id=managed_partner(by, data["partner"]).pk,
            email=data["email"],
            name=data.get("name") or "",
            job_title=data.get("job_title") or "",
            role=data["role"].value if data.get("role") else "",
        )
        return {"id": str(row.pk)}


class InvitationInput(graphene.InputObjectType):
    id = graphene.ID(required=True)


class ResendInvitation(PeopleMutation):
    class Arguments:
        input = InvitationInput(required=True)

    id = graphene.ID(required=True)

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        return {"id": str(resend_invitation(by=by, invitation=managed_invitation(by, key_of(data["id"]))).pk)}


class WithdrawInvitation(PeopleMutation):
    class Arguments:
        input = InvitationInput(required=True)

    id = graphene.ID(required=True)

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        revoke_invitation(by=by, invitation=managed_invitation(by, key_of(data["id"])))
        return {"id": data["id"]}


class GiveRoleInput(graphene.InputObjectType):
    partner = graphene.String(required=True, description="The slug of an organisation whose people you manage.")
    user_id = graphene.ID(required=True, description="One of its people.")
    role = PartnerRoleKind(required=True)
    starts_on = graphene.Date(description="Today, unless given.")
    ends_on = graphene.Date(description="The last day. None: until it is ended.")
    deputy_id = graphene.ID(description="One of its people, who holds the role too.")
    service_area = graphene.String(description="Of an operational lead, such as Housing; at most 80 characters.")
    is_public = graphene.Boolean(description="The public directory may name who holds it, where they agree.")


def person_or_none(by: Requester, partner_id: int, key: str | None) -> User | None:
    """Raises BadInput where somebody else's key was sent."""
    if not key:
        return None
    try:
        return person_of(partner_id, key_of(key))
    except NotFound as error:
        words = "Choose somebody who belongs to the organisation."
        raise BadInput("Some answers need another look.", fields={"deputyId": [words]}) from error


class GiveRole(PeopleMutation):
    class Arguments:
        input = GiveRoleInput(required=True)

    id = graphene.ID(required=True)

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        partner = managed_partner(by, data["partner"])
        row = give_role(
            by=by,
            user=person_of(partner.pk, key_of(data["user_id"])),
            partner_id=partner.pk,
            role=data["role"].value,
            starts_on=data.get("starts_on"),
            ends_on=data.get("ends_on"),
            deputy=person_or_none(by, partner.pk, data.get("deputy_id")),
            service_area=area_of(data),
            is_public=bool(data.get("is_public")),
        )
        return {"id": str(row.pk)}


def area_of(data: dict[str, Any]) -> str:
    words = " ".join((data.get("service_area") or "").split())
    if len(words) > 80:
        raise BadInput("Make this shorter.", fields={"serviceArea": ["80 characters at most."]})
    return words


class ChangeRoleInput(graphene.InputObjectType):
    """All of them are written as they are sent."""

    id = graphene.ID(required=True)
    ends_on = graphene.Date(description="The last day. None: until it is ended.")
    deputy_id = graphene.ID(description="None: nobody stands in.")
    service_area = graphene.String(required=True)
    is_public = graphene.Boolean(required=True)


class ChangeRole(PeopleMutation):
    class Arguments:
        input = ChangeRoleInput(required=True)

    id = graphene.ID(required=True)

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        row = managed_role(by, key_of(data["id"]))
        deputy = person_or_none(by, row.partner_id, data.get("deputy_id"))
        terms = Terms(
            deputy_id=deputy.pk if deputy is not None else None,
            ends_on=data.get("ends_on"),
            service_area=area_of(data),
            is_public=data["is_public"],
        )
        return {"id": str(change_role(by=by, role=row, terms=terms).pk)}


class EndInput(graphene.InputObjectType):
    id = graphene.ID(required=True)
    last_day = graphene.Date(description="It runs up to and including this day. None: it ends at once.")


class EndRole(PeopleMutation):
    class Arguments:
        input = EndInput(required=True)

    id = graphene.ID(required=True)

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        end_role(by=by, role=managed_role(by, key_of(data["id"])), last_day=data.get("last_day"))
        return {"id": data["id"]}


class EndMembership(PeopleMutation):
    class Arguments:
        input = EndInput(required=True)

    id = graphene.ID(required=True)

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        row = managed_membership(by, key_of(data["id"]))
        end_membership(by=by, membership=row, last_day=data.get("last_day"))
        return {"id": data["id"]}


class OfferRoleInput(graphene.InputObjectType):
    submission_id = graphene.String(required=True, description="1 to 64 characters; the same one is kept once.")
    role = PartnerRoleKind(required=True)
    partners = graphene.List(
        graphene.NonNull(graphene.String), required=True, description="Slugs or names, at most 200"
    )
    service_area = graphene.String()
    note = graphene.String(description="What they should know; at most 300 characters.")
    ends_on = graphene.Date()


class OfferRole(PeopleMutation):
    class Arguments:
        input = OfferRoleInput(required=True)

    id = graphene.ID(required=True)

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        user = User.objects.filter(pk=by.user_id or 0).first()
        if user is None:
            raise NotFound("There is no such person.")
        row = offer_role(
            by=by,
            user=user,
            role=data["role"].value,
            partner_ids=partners_named(by, data["partners"]),
            submission_id=data["submission_id"],
            service_area=area_of(data),
            note=data.get("note") or "",
            ends_on=data.get("ends_on"),
        )
        return {"id": str(row.pk)}


class AnswerRoleOffersInput(graphene.InputObjectType):
    ids = graphene.List(graphene.NonNull(graphene.ID), required=True, description="Of RoleOffers, all or none.")
    accepted = graphene.Boolean(required=True)


class AnswerRoleOffers(PeopleMutation):
    class Arguments:
        input = AnswerRoleOffersInput(required=True)

    count = graphene.Int(required=True)

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        rows = answers_of(by, [key_of(one) for one in data["ids"][:500]])
        return {"count": answer_role_offers(by=by, answers=rows, accepted=data["accepted"])}


class WithdrawRoleOfferInput(graphene.InputObjectType):
    id = graphene.ID(required=True)


class WithdrawRoleOffer(PeopleMutation):
    class Arguments:
        input = WithdrawRoleOfferInput(required=True)

    id = graphene.ID(required=True)

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        row = policy.visible(RoleOffer.objects.filter(pk=key_of(data["id"])), by).first()
        if row is None or not policy.may(by, "role.offer", (row.user_id, row.role)):
            raise NotFound("There is no such offer.")
        withdraw_role_offer(by=by, offer=row)
        return {"id": data["id"]}


class ConfirmBodyInput(graphene.InputObjectType):
    partner = graphene.String(required=True, description="A slug.")
    fingerprint = graphene.String(required=True, description="As BodyCheck gave it.")
    wrong = graphene.List(graphene.NonNull(graphene.String), description="Kinds of parts that are not right.")


class ConfirmBody(PeopleMutation):
    class Arguments:
        input = ConfirmBodyInput(required=True)

    partner = graphene.String(required=True)

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        row = policy.visible(Partner.objects.filter(slug=data["partner"]), by).first()
        if row is None:
            raise NotFound("There is no such organisation.")
        confirm_body(by=by, partner=row, fingerprint=data["fingerprint"], wrong=data.get("wrong") or [])
        return {"partner": row.slug}


class SeenBodyInput(graphene.InputObjectType):
    partner = graphene.String(required=True, description="A slug.")
    fingerprint = graphene.String(required=True, description="As BodyCheck gave it.")


class ConfirmBodiesInput(graphene.InputObjectType):
    bodies = graphene.List(graphene.NonNull(SeenBodyInput), required=True, description="At most 20, all or none.")


class ConfirmBodies(PeopleMutation):
    class Arguments:
        input = ConfirmBodiesInput(required=True)

    count = graphene.Int(required=True)

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        asked = {one["partner"]: one["fingerprint"] for one in data["bodies"]}
        if not 1 <= len(asked) <= AT_ONCE:
            raise BadInput("Choose organisations.", fields={"bodies": [f"Choose 1 to {AT_ONCE} organisations."]})
        rows = list(policy.visible(Partner.objects.filter(slug__in=asked), by).select_related("sector"))
        if len(rows) != len(asked):
            raise NotFound("There is no such organisation.")
        return {"count": confirm_bodies(by=by, seen=[(row, asked[row.slug]) for row in rows])}


class ChangeShownInput(graphene.InputObjectType):
    """What is not given stays as it is."""

    email = graphene.Boolean()
    phone = graphene.Boolean()
    in_public = graphene.Boolean()


class ChangeShown(PeopleMutation):
    class Arguments:
        input = ChangeShownInput(required=True)

    in_public = graphene.Boolean(required=True)

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        row = change_shown(by=by, email=data.get("email"), phone=data.get("phone"), in_public=data.get("in_public"))
        return {"in_public": row.in_public}


class OurPeopleMutation(ContactsMutation):
    invite_person = InvitePerson.exposed("They get an e-mail with a link that works once, for 21 days.")
    resend_invitation = ResendInvitation.exposed("A new link for another 21 days; the old one ends.")
    withdraw_invitation = WithdrawInvitation.exposed("Its link stops working at once.")
    give_role = GiveRole.exposed("Nobody gives a role above their own.")
    change_role = ChangeRole.exposed()
    end_role = EndRole.exposed("One's own may always be given up.")
    end_membership = EndMembership.exposed("With their roles there. What they look after goes to the lead.")
    offer_role = OfferRole.exposed("Each organisation answers once; nothing changes before it does.")
    answer_role_offers = AnswerRoleOffers.exposed("Yes makes the person a member with the role.")
    withdraw_role_offer = WithdrawRoleOffer.exposed("Roles that were given stay.")
    confirm_body = ConfirmBody.exposed("Of who leads the organisation or its information governance.")
    confirm_bodies = ConfirmBodies.exposed("That all of it is right, of several organisations at once.")
    change_shown = ChangeShown.exposed("One's own alone. It holds at once.")
