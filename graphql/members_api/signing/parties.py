"""Paper, joining and leaving."""

from typing import Any

import graphene

from cms.core.errors import NotFound
from cms.core.policy import visible
from cms.core.requester import Requester
from cms.signing import services
from cms.signing.models import Signature
from cms.snippets.models import IspVersion
from members_api.keys import key_of
from members_api.signing.answers import SUBMISSION, SigningMutation, State, isp_of_party, partner_of, version_of
from members_api.snippets.isps import IspType
from members_api.snippets.versions import IspPartyRole, SignatureDecision


class PaperRowInput(graphene.InputObjectType):
    party_id = graphene.ID(required=True)
    signatory_name = graphene.String(required=True)
    signatory_job_title = graphene.String(required=True)
    signed_on = graphene.Date()
    decision = SignatureDecision(required=True)
    reason = graphene.String()


class RecordPaperInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    number = graphene.Int(required=True, description="Of the version.")
    rows = graphene.List(graphene.NonNull(PaperRowInput), required=True)


class RecordPaper(SigningMutation):
    class Arguments:
        input = RecordPaperInput(required=True)

    count = graphene.Int(required=True)

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        versions = visible(IspVersion.objects.all(), by).filter(isp__reference=data["reference"], number=data["number"])
        key = versions.values_list("pk", flat=True).first()
        if key is None:
            raise NotFound("There is no such version.")
        rows = [
            services.PaperRow(
                key_of(row["party_id"]),
                row["signatory_name"],
                row["signatory_job_title"],
                row.get("signed_on"),
                row["decision"].value,
                row.get("reason") or "",
            )
            for row in data["rows"]
        ]
        return {"count": len(services.record_on_paper(by=by, version_id=key, rows=rows))}


class CorrectSignatureInput(graphene.InputObjectType):
    signature_id = graphene.ID(required=True)
    why = graphene.String(required=True, description="What was wrong. The old record stays, void, with it.")
    signatory_name = graphene.String(required=True)
    signatory_job_title = graphene.String(required=True)
    signed_on = graphene.Date(required=True)
    decision = SignatureDecision(required=True)
    reason = graphene.String()


class CorrectSignature(SigningMutation):
    class Arguments:
        input = CorrectSignatureInput(required=True)

    signature_id = graphene.ID(required=True)

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        made: Signature = services.correct_signature(
            by=by,
            signature_id=key_of(data["signature_id"]),
            why=data["why"],
            signatory_name=data["signatory_name"],
            signatory_job_title=data["signatory_job_title"],
            signed_on=data["signed_on"],
            decision=data["decision"].value,
            reason=data.get("reason") or "",
        )
        return {"signature_id": made.pk}


class AskToJoinInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    partner = graphene.String(required=True, description="Its slug.")
    reason = graphene.String(required=True)
    submission_id = graphene.String(**SUBMISSION)


class AskToJoin(SigningMutation):
    class Arguments:
        input = AskToJoinInput(required=True)

    isp = graphene.Field(IspType)

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        version = version_of(by, data["reference"], State.IN_FORCE)
        services.ask_to_join(
            by=by,
            version_id=version.pk,
            partner_id=partner_of(by, data["partner"]),
            reason=data["reason"],
            submission_id=data["submission_id"],
        )
        return {"isp": version.isp}


class InviteToJoinInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    partner = graphene.String(required=True, description="Its slug.")
    like_party_id = graphene.ID(required=True, description="The party whose law fits this body too.")
    role = IspPartyRole(required=True)
    submission_id = graphene.String(**SUBMISSION)


class InviteToJoin(SigningMutation):
    class Arguments:
        input = InviteToJoinInput(required=True)

    isp = graphene.Field(IspType)

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        version = version_of(by, data["reference"], State.IN_FORCE)
        services.invite_to_join(
            by=by,
            version_id=version.pk,
            partner_id=partner_of(by, data["partner"]),
            like_party_id=key_of(data["like_party_id"]),
            role=data["role"].value,
            submission_id=data["submission_id"],
        )
        return {"isp": version.isp}


class RefuseToJoinInput(graphene.InputObjectType):
    id = graphene.ID(required=True)
    because = graphene.String(required=True)


class RefuseToJoin(SigningMutation):
    class Arguments:
        input = RefuseToJoinInput(required=True)

    id = graphene.ID(required=True)

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        services.refuse_to_join(by=by, accession_id=key_of(data["id"]), because=data["because"])
        return {"id": data["id"]}


class LeaveAgreementInput(graphene.InputObjectType):
    party_id = graphene.ID(required=True)
    leaves_on = graphene.Date(required=True, description="The first day without it.")
    reason = graphene.String(required=True, description="The other partners read it.")


class LeaveAgreement(SigningMutation):
    class Arguments:
        input = LeaveAgreementInput(required=True)

    isp = graphene.Field(IspType)

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        made = services.leave(
            by=by, party_id=key_of(data["party_id"]), leaves_on=data["leaves_on"], reason=data["reason"]
        )
        return {"isp": isp_of_party(made.party)}
