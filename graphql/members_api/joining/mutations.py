"""Asking to join, open to everybody; signing the charter; sponsors."""

from typing import Any

import graphene

from cms.core.errors import NotFound
from cms.core.requester import Requester
from cms.joining.services import (
    accept_sponsor,
    apply_to_join,
    confirm_application,
    end_sponsor,
    name_sponsor,
    record_charter_paper,
    sign_charter,
    withdraw_charter_signature,
)
from cms.snippets.models import Partner
from members_api.guards import PUBLIC
from members_api.joining.queries import LONGEST_KEY
from members_api.joining.types import CharterSignatureType, SponsorType
from members_api.keys import key_of
from members_api.mutations import ServiceMutation

APPLY, WRITE = "write:community", "write:people"  # the second is given to no token


def partner_key(by: Requester, slug: str) -> int:
    """The key of a body that the requester sees."""
    found = Partner.objects.visible_to(by).filter(slug=slug, duplicate_of=None).values_list("pk", flat=True).first()
    if found is None:
        raise NotFound("There is no such organisation.")
    return int(found)


class ApplyToJoinInput(graphene.InputObjectType):
    submission_id = graphene.String(required=True, description="1 to 64 characters; the same one is kept once.")
    organisation = graphene.String(required=True)
    sector = graphene.String(description="The code of one of the sectors.")
    charity_number = graphene.String()
    name = graphene.String(required=True, description="Of the person who asks.")
    job_title = graphene.String()
    email = graphene.String(required=True, description="A link goes there, whose button makes the application count.")
    phone = graphene.String()
    hopes = graphene.String(required=True, description="What they hope that sharing makes better.")
    worries = graphene.String(description="What they hope that we help with.")
    has_ig_lead = graphene.Boolean()
    one_person = graphene.Boolean(description="One person does it all there.")
    wants_sponsor = graphene.Boolean()


class ApplyToJoin(ServiceMutation):
    class Arguments:
        input = ApplyToJoinInput(required=True)

    accepted = graphene.Boolean(required=True, description="Always true: what comes next comes by mail.")
    scope = APPLY
    audience = PUBLIC

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        given = {name: value for name, value in data.items() if value is not None}
        apply_to_join(by=by, **given)
        return {"accepted": True}


class ConfirmApplicationInput(graphene.InputObjectType):
    key = graphene.String(required=True, description="From the address in the mail.")


class ConfirmApplication(ServiceMutation):
    class Arguments:
        input = ConfirmApplicationInput(required=True)

    number = graphene.Int(required=True)
    scope = APPLY
    audience = PUBLIC

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        key = data["key"]
        return {"number": confirm_application(key=key if len(key) <= LONGEST_KEY else "").number}


class SignCharterInput(graphene.InputObjectType):
    partner = graphene.String(required=True, description="The slug of the body.")
    number = graphene.Int(required=True, description="Of the version that you have read: the present one.")
    confirmed = graphene.Boolean(required=True, description="You have read it, and may commit the body.")


class SignCharter(ServiceMutation):
    class Arguments:
        input = SignCharterInput(required=True)

    signature = graphene.Field(CharterSignatureType)
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        key = partner_key(by, data["partner"])
        made = sign_charter(by=by, partner_id=key, number=data["number"], confirmed=data["confirmed"])
        return {"signature": made}


class RecordCharterPaperInput(graphene.InputObjectType):
    partner = graphene.String(required=True, description="The slug of the body.")
    number = graphene.Int(required=True)
    signatory_name = graphene.String(required=True)
    signatory_job_title = graphene.String()
    signed_on = graphene.Date(required=True)


class RecordCharterPaper(ServiceMutation):
    class Arguments:
        input = RecordCharterPaperInput(required=True)

    signature = graphene.Field(CharterSignatureType)
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        made = record_charter_paper(
            by=by,
            partner_id=partner_key(by, data["partner"]),
            number=data["number"],
            signatory_name=data["signatory_name"],
            signatory_job_title=data.get("signatory_job_title") or "",
            signed_on=data["signed_on"],
        )
        return {"signature": made}


class WithdrawCharterSignatureInput(graphene.InputObjectType):
    id = graphene.ID(required=True)
    why = graphene.String(required=True)


class WithdrawCharterSignature(ServiceMutation):
    class Arguments:
        input = WithdrawCharterSignatureInput(required=True)

    signature = graphene.Field(CharterSignatureType)
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        return {"signature": withdraw_charter_signature(by=by, signature_id=key_of(data["id"]), why=data["why"])}


class NameSponsorInput(graphene.InputObjectType):
    partner = graphene.String(required=True, description="The slug of the body that asks.")
    sponsor = graphene.String(required=True, description="The slug of the member that is asked.")


class NameSponsor(ServiceMutation):
    class Arguments:
        input = NameSponsorInput(required=True)

    sponsor = graphene.Field(SponsorType)
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        key, other = partner_key(by, data["partner"]), partner_key(by, data["sponsor"])
        return {"sponsor": name_sponsor(by=by, partner_id=key, sponsor_id=other)}


class AcceptSponsorInput(graphene.InputObjectType):
    id = graphene.ID(required=True)


class AcceptSponsor(ServiceMutation):
    class Arguments:
        input = AcceptSponsorInput(required=True)

    sponsor = graphene.Field(SponsorType)
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        return {"sponsor": accept_sponsor(by=by, sponsor_id=key_of(data["id"]))}


class EndSponsorInput(graphene.InputObjectType):
    id = graphene.ID(required=True)
    why = graphene.String()


class EndSponsor(ServiceMutation):
    class Arguments:
        input = EndSponsorInput(required=True)

    id = graphene.ID(required=True)
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        end_sponsor(by=by, sponsor_id=key_of(data["id"]), why=data.get("why") or "")
        return {"id": data["id"]}


class JoiningMutation(graphene.ObjectType):
    apply_to_join = ApplyToJoin.exposed("The answer is the same for everybody; what comes next comes by mail.")
    confirm_application = ConfirmApplication.exposed("The address is the sender's: the core team gets the application.")
    sign_charter = SignCharter.exposed("In person, by who may commit the body.")
    record_charter_paper = RecordCharterPaper.exposed("What was signed on paper.")
    withdraw_charter_signature = WithdrawCharterSignature.exposed("It counts no more; row and reason stay.")
    name_sponsor = NameSponsor.exposed("Ask a member to stand beside your body.")
    accept_sponsor = AcceptSponsor.exposed("By a lead of the body that was asked.")
    end_sponsor = EndSponsor.exposed("Or say no. By either side.")
