"""Mutations of signing, joining and leaving an agreement, and of notices of small changes."""

from typing import Any

from cms.core import clock
from cms.core.requester import SYSTEM
from cms.signing import services
from cms.signing.amendments import services as amendments
from cms.signing.models import Accession, AmendmentNotice, Delegation, Objection, Opening
from cms.snippets.models import IspParty
from cms.snippets.services import content_hash
from tests.matrix.samples import KEEPERS, MEMBERS, PARTIES, SIGNERS, sample
from tests.matrix.world import DAY, World

# Whoever signs for a party or governs its information waits for the others with it.
CHASERS = KEEPERS | SIGNERS
RECORDERS = KEEPERS | SIGNERS


def ours(w: World) -> IspParty:
    return w.party(w.out, w.home)


def opened(w: World) -> dict[str, Any]:
    """Both who sign for home were shown the text."""
    party, seen = ours(w), w.version(w.out).content_hash
    for name in SIGNERS:
        Opening.objects.create(party=party, user=w.people[name], content_hash=seen, opened_at=clock.now())
    return {"partyId": str(party.pk), "contentHash": seen}


@sample("sendOutVersion", KEEPERS, "version.send_out")
def _(w: World) -> dict[str, Any]:
    return {"reference": w.draft.reference, "contentHash": content_hash(w.version(w.draft))}


@sample("withdrawVersion", KEEPERS, "version.withdraw", sees=PARTIES)
def _(w: World) -> dict[str, Any]:
    return {"reference": w.out.reference, "reason": "A word was wrong"}


@sample("openToSign", SIGNERS, "party.sign", sees=PARTIES)
def _(w: World) -> dict[str, Any]:
    return {"partyId": str(ours(w).pk), "contentHash": w.version(w.out).content_hash}


@sample("signVersion", SIGNERS, "party.sign", sees=PARTIES)
def _(w: World) -> dict[str, Any]:
    return {**opened(w), "decision": "SIGNED", "confirmed": True, "submissionId": "one"}


@sample("signSeveral", SIGNERS, "party.sign", sees=PARTIES)
def _(w: World) -> dict[str, Any]:
    return {"items": [opened(w)], "confirmed": True, "submissionId": "one"}


@sample("noteAdvice", SIGNERS, "party.advise", sees=PARTIES)
def _(w: World) -> dict[str, Any]:
    return {"partyId": str(ours(w).pk), "text": "The assessment is sound."}


@sample("handOnSigning", SIGNERS, "party.hand_on", sees=PARTIES)
def _(w: World) -> dict[str, Any]:
    ends = (clock.today() + 3 * DAY).isoformat()
    return {"partyId": str(ours(w).pk), "to": w.key("siro"), "reason": "On leave", "endsOn": ends}


@sample("takeBackSigning", SIGNERS, "party.hand_on", sees=PARTIES)
def _(w: World) -> dict[str, Any]:
    today = clock.today()
    row = Delegation.objects.create(
        party=ours(w), given_by=w.people["approver"], to=w.people["siro"], reason="On leave", starts_on=today,
        ends_on=today + DAY,
    )  # fmt: skip
    return {"id": str(row.pk)}


@sample("chaseParty", CHASERS, "party.chase", sees=PARTIES)
def _(w: World) -> dict[str, Any]:
    return {"partyId": str(w.party(w.out, w.trust).pk)}


@sample("sayStuck", CHASERS, "party.chase", sees=PARTIES)
def _(w: World) -> dict[str, Any]:
    party, on = w.party(w.out, w.trust), (clock.today() + 7 * DAY).isoformat()
    return {"partyId": str(party.pk), "kind": "STUCK", "text": "Nobody answers", "targetOn": on, "submissionId": "one"}


def paper(w: World) -> dict[str, Any]:
    return {
        "signatoryName": "Joy Example",
        "signatoryJobTitle": "Chief executive",
        "signedOn": clock.today().isoformat(),
        "decision": "SIGNED",
    }


@sample("recordPaper", RECORDERS, "signature.record", sees=PARTIES)
def _(w: World) -> dict[str, Any]:
    return {"reference": w.out.reference, "number": 1, "rows": [{"partyId": str(ours(w).pk), **paper(w)}]}


@sample("correctSignature", RECORDERS, "signature.correct", sees=PARTIES)
def _(w: World) -> dict[str, Any]:
    made = services.record_signature(
        by=SYSTEM, party_id=ours(w).pk, signatory_name="Jo Exampel", signatory_job_title="", signed_on=clock.today()
    )
    return {"signatureId": str(made.pk), "why": "A wrong name", **paper(w)}


@sample("askToJoin", {*SIGNERS, "ig_lead"}, "party.join", sees=MEMBERS)
def _(w: World) -> dict[str, Any]:
    return {
        "reference": w.foreign.reference,
        "partner": "home",
        "reason": "We visit the same people",
        "submissionId": "one",
    }


@sample("inviteToJoin", KEEPERS, "party.invite", sees=PARTIES)
def _(w: World) -> dict[str, Any]:
    return {
        "reference": w.isp.reference,
        "partner": "other",
        "likePartyId": str(w.party(w.isp, w.trust).pk),
        "role": "BOTH",
        "submissionId": "one",
    }


@sample("refuseToJoin", KEEPERS, "party.invite", sees=PARTIES | {"elsewhere"})
def _(w: World) -> dict[str, Any]:
    row = Accession.objects.create(
        version=w.version(w.isp), partner=w.other, reason="We too", asked_by=w.people["elsewhere"],
        asked_at=clock.now(), submission_id="asked",
    )  # fmt: skip
    return {"id": str(row.pk), "because": "Not now"}


@sample("leaveAgreement", {*SIGNERS, "editor"}, "party.leave", sees=PARTIES)
def _(w: World) -> dict[str, Any]:
    party, on = w.party(w.theirs, w.home), (clock.today() + 30 * DAY).isoformat()
    return {"partyId": str(party.pk), "leavesOn": on, "reason": "The service closes"}


# -- notices of small changes
def notice(w: World) -> AmendmentNotice:
    return amendments.send_amendment(
        by=w.by("editor"), version_id=w.version(w.isp).pk, changes={"retention": "One year."}, reason="Less is kept"
    )


def objection(w: World) -> Objection:
    row: Objection = Objection.objects.create(
        notice=notice(w), party=w.party(w.isp, w.home), reason="Two", made_by=w.people["approver"]
    )
    return row


@sample("objectToAmendment", SIGNERS, "amendment.object", sees=PARTIES)
def _(w: World) -> dict[str, Any]:
    number = notice(w).number
    return {"reference": w.isp.reference, "number": number, "partner": "home", "reason": "We need two years"}


@sample("takeBackObjection", SIGNERS, "amendment.object", sees=PARTIES)
def _(w: World) -> dict[str, Any]:
    return {"id": str(objection(w).pk)}


@sample("answerObjection", KEEPERS, "amendment.send", sees=PARTIES)
def _(w: World) -> dict[str, Any]:
    return {"id": str(objection(w).pk), "answer": "We talked"}


@sample("withdrawAmendment", KEEPERS, "amendment.send", sees=PARTIES)
def _(w: World) -> dict[str, Any]:
    return {"reference": w.isp.reference, "number": notice(w).number, "reason": "We were wrong"}
