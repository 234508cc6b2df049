"""The law of one party of a draft, a question at a time."""

from typing import Any

import graphene

from cms.core.requester import Requester
from cms.drafting.law import COLUMN, data_of, involves_care, questions
from cms.drafting.services import law
from cms.snippets.models import IspVersion, LegalBasis
from members_api.drafting.base import DraftMutation, after, plain
from members_api.snippets.versions import BasisDirection, Confidentiality, LegalRegime


class SaveDraftBasisInput(graphene.InputObjectType):
    """One or more answers about one legal basis. What is left out stays as it is; an empty code means none."""

    reference = graphene.String(required=True)
    expected_revision = graphene.String(required=True, description="The revision of the party's law.")
    partner = graphene.String(required=True, description="Slug of a party.")
    id = graphene.ID(description="Of the basis; unless given, a new one is begun.")
    purpose = graphene.String()
    direction = BasisDirection()
    regime = LegalRegime()
    article6 = graphene.String(description="Code of a condition, as `legalConditions` lists them.")
    article9 = graphene.String()
    schedule1 = graphene.String()
    part3 = graphene.String()
    article10_authority = graphene.String()
    policy_document_url = graphene.String()
    gateways = graphene.List(graphene.NonNull(graphene.String), description="Slugs.")
    confidentiality = Confidentiality()
    data_opt_out_applies = graphene.Boolean()
    rationale = graphene.String()
    override_reason = graphene.String(
        description="Why a public authority relies on 6(1)(f) or (ea) outside its own tasks; kept with your name."
    )


class SaveDraftBasis(DraftMutation):
    class Arguments:
        input = SaveDraftBasisInput(required=True)

    id = graphene.ID(required=True)
    questions = graphene.List(graphene.String, description="What is asked of it now, in order.")

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        basis = law.save_basis(by=by, **plain(data))
        version = basis.party.version
        return {**after(version, "law", basis.party.partner_id), "id": basis.pk, "questions": asked(basis, version)}


def asked(basis: LegalBasis, version: IspVersion) -> list[str]:
    special, criminal = data_of(version)
    sectors = set(version.parties.values_list("partner__sector__code", flat=True))
    fresh = LegalBasis.objects.select_related("party__partner__sector", *COLUMN).get(pk=basis.pk)
    care = involves_care(sectors, special)
    return questions(fresh, fresh.party.partner.sector.code, special=special, criminal=criminal, care=care)


class DraftPartyInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    expected_revision = graphene.String(required=True, description="The revision of the party's law.")
    partner = graphene.String(required=True, description="Slug of a party.")


class CheckDraftBases(DraftMutation):
    class Arguments:
        input = DraftPartyInput(required=True)

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        version = law.check_bases(by=by, **plain(data))
        return after(version, "law", version.parties.get(partner__slug=data["partner"]).partner_id)


class RemoveDraftBasisInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    expected_revision = graphene.String(required=True, description="The revision of the party's law.")
    partner = graphene.String(required=True, description="Slug of a party.")
    id = graphene.ID(required=True)


class RemoveDraftBasis(DraftMutation):
    class Arguments:
        input = RemoveDraftBasisInput(required=True)

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        version = law.remove_basis(by=by, **plain(data))
        return after(version, "law", version.parties.get(partner__slug=data["partner"]).partner_id)
