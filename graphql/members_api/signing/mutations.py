"""Sending out, signing, handing on, chasing, paper, joining and leaving: one service each. No token has the scope."""

from typing import Any

import graphene

from cms.core.requester import Requester
from cms.signing import services
from members_api.keys import key_of
from members_api.signing.answers import SUBMISSION, SigningMutation, State, isp_of_party, version_of
from members_api.signing.parties import (
    AskToJoin,
    CorrectSignature,
    InviteToJoin,
    LeaveAgreement,
    RecordPaper,
    RefuseToJoin,
)
from members_api.signing.types import StuckKind
from members_api.snippets.isps import IspType
from members_api.snippets.versions import SignatureDecision


class SendOutInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    content_hash = graphene.String(required=True, description="Of the draft that you were shown.")
    cut_off_on = graphene.Date(description="The last day of the version in force, for who has not signed this one.")


class SendOutVersion(SigningMutation):
    class Arguments:
        input = SendOutInput(required=True)

    isp = graphene.Field(IspType)

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        version = version_of(by, data["reference"], State.DRAFT, State.PEER_REVIEW)
        services.send_out(
            by=by, version_id=version.pk, cut_off_on=data.get("cut_off_on"), seen_hash=data["content_hash"]
        )
        return {"isp": version.isp}


class WithdrawInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    reason = graphene.String(required=True, description="What must change. The parties read it.")


class WithdrawVersion(SigningMutation):
    class Arguments:
        input = WithdrawInput(required=True)

    isp = graphene.Field(IspType)

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        version = version_of(by, data["reference"], State.OUT_FOR_SIGNATURE)
        services.withdraw(by=by, version_id=version.pk, reason=data["reason"])
        return {"isp": version.isp}


class OpenToSignInput(graphene.InputObjectType):
    party_id = graphene.ID(required=True)
    content_hash = graphene.String(required=True, description="The fingerprint of the text that was shown.")


class OpenToSign(SigningMutation):
    class Arguments:
        input = OpenToSignInput(required=True)

    party_id = graphene.ID(required=True)

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        services.open_to_sign(by=by, party_id=key_of(data["party_id"]), content_hash=data["content_hash"])
        return {"party_id": data["party_id"]}


class SignInput(graphene.InputObjectType):
    party_id = graphene.ID(required=True)
    content_hash = graphene.String(required=True, description="Of the text that you read. Another one is refused.")
    decision = SignatureDecision(required=True)
    reason = graphene.String(description="Your conditions, or why you decline.")
    confirmed = graphene.Boolean(required=True, description="You ticked every box of the sheet.")
    submission_id = graphene.String(**SUBMISSION)


class SignVersion(SigningMutation):
    class Arguments:
        input = SignInput(required=True)

    isp = graphene.Field(IspType)

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        made = services.sign(
            by=by,
            party_id=key_of(data["party_id"]),
            content_hash=data["content_hash"],
            decision=data["decision"].value,
            reason=data.get("reason") or "",
            confirmed=data["confirmed"],
            submission_id=data["submission_id"],
        )
        return {"isp": isp_of_party(made.party)}


class SignSeveralInput(graphene.InputObjectType):
    items = graphene.List(graphene.NonNull(OpenToSignInput), required=True, description="Ticked one by one.")
    confirmed = graphene.Boolean(required=True)
    submission_id = graphene.String(**SUBMISSION)


class SignSeveral(SigningMutation):
    class Arguments:
        input = SignSeveralInput(required=True)

    count = graphene.Int(required=True)

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        items = [(key_of(one["party_id"]), one["content_hash"]) for one in data["items"]]
        made = services.sign_several(
            by=by, items=items, confirmed=data["confirmed"], submission_id=data["submission_id"]
        )
        return {"count": len(made)}


class NoteAdviceInput(graphene.InputObjectType):
    party_id = graphene.ID(required=True)
    text = graphene.String(required=True)
    adviser_name = graphene.String(description="Who advised, where that is not you.")


class NoteAdvice(SigningMutation):
    class Arguments:
        input = NoteAdviceInput(required=True)

    party_id = graphene.ID(required=True)

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        services.note_advice(
            by=by, party_id=key_of(data["party_id"]), text=data["text"], adviser_name=data.get("adviser_name") or ""
        )
        return {"party_id": data["party_id"]}


class HandOnInput(graphene.InputObjectType):
    party_id = graphene.ID(required=True)
    to = graphene.ID(required=True, description="One of the sheet's `people`.")
    reason = graphene.String(required=True)
    ends_on = graphene.Date(required=True, description="The last day.")


class HandOnSigning(SigningMutation):
    class Arguments:
        input = HandOnInput(required=True)

    party_id = graphene.ID(required=True)

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        services.hand_on(
            by=by,
            party_id=key_of(data["party_id"]),
            to_id=key_of(data["to"]),
            reason=data["reason"],
            ends_on=data["ends_on"],
        )
        return {"party_id": data["party_id"]}


class TakeBackInput(graphene.InputObjectType):
    id = graphene.ID(required=True)


class TakeBackSigning(SigningMutation):
    class Arguments:
        input = TakeBackInput(required=True)

    id = graphene.ID(required=True)

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        services.take_back(by=by, delegation_id=key_of(data["id"]))
        return {"id": data["id"]}


class ChasePartyInput(graphene.InputObjectType):
    party_id = graphene.ID(required=True)


class ChaseParty(SigningMutation):
    class Arguments:
        input = ChasePartyInput(required=True)

    sent = graphene.Int(required=True, description="People who were written to now.")
    next_on = graphene.Date(description="Where nobody was: the day from which it is possible again.")

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        done = services.chase(by=by, party_id=key_of(data["party_id"]))
        return {"sent": done.sent, "next_on": done.next_on}


class SayStuckInput(graphene.InputObjectType):
    party_id = graphene.ID(required=True)
    kind = StuckKind(required=True)
    text = graphene.String(required=True)
    target_on = graphene.Date(required=True, description="The day by which you need it.")
    submission_id = graphene.String(**SUBMISSION)


class SayStuck(SigningMutation):
    class Arguments:
        input = SayStuckInput(required=True)

    id = graphene.ID(required=True)

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        made = services.say_stuck(
            by=by,
            party_id=key_of(data["party_id"]),
            kind=data["kind"].value,
            text=data["text"],
            target_on=data["target_on"],
            submission_id=data["submission_id"],
        )
        return {"id": made.pk}


class SigningMutations(graphene.ObjectType):
    send_out_version = SendOutVersion.exposed("Freezes the draft and asks its parties to sign.")
    withdraw_version = WithdrawVersion.exposed("Voids its signatures: the words are to change.")
    open_to_sign = OpenToSign.exposed("Notes that this text was shown to you. Signing asks for it.")
    sign_version = SignVersion.exposed("In person, for a party's legal controller.")
    sign_several = SignSeveral.exposed("For several bodies that you act for, after opening each: all, or none.")
    note_advice = NoteAdvice.exposed("Of the data protection officer, who advises and does not decide.")
    hand_on_signing = HandOnSigning.exposed("To a named person of the same body who may commit it.")
    take_back_signing = TakeBackSigning.exposed()
    chase_party = ChaseParty.exposed("One friendly mail; at most one in three days to a person, whoever asks.")
    say_stuck = SayStuck.exposed("Asks the core team for help by a day.")
    record_paper = RecordPaper.exposed("A whole tick-sheet: all rows are saved, or none.")
    correct_signature = CorrectSignature.exposed("Puts another record in the place of a wrong one on paper.")
    ask_to_join = AskToJoin.exposed("For one of your organisations, into a version in force.")
    invite_to_join = InviteToJoin.exposed("Into a version in force; it signs a part of its own.")
    refuse_to_join = RefuseToJoin.exposed()
    leave_agreement = LeaveAgreement.exposed("Gives notice; from that day nothing flows to or from it.")
