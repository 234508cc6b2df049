"""Mutations of drafts: writing, the law, comments, asking others for their view."""

from typing import Any

from cms.core import clock
from cms.drafting.models import DraftComment, PeerReview
from cms.drafting.revisions import revision_of
from cms.snippets.models import IspVersion, LegalBasis
from tests.matrix.samples import KEEPERS, MEMBERS, PARTIES, sample
from tests.matrix.world import DAY, World

WRITE = "draft.write"


def step(w: World, of: str, **values: Any) -> dict[str, Any]:
    version = w.version(w.draft)
    return {"reference": w.draft.reference, "expectedRevision": revision_of(version, of), **values}


@sample("startDraft", {"ig_lead", "partner_lead", "approver", "editor"}, "draft.start", sees=MEMBERS)
def _(w: World) -> dict[str, Any]:
    return {"submissionId": "one", "partner": "home", "title": "Another agreement"}


@sample("startNextVersion", KEEPERS, "version.send_out", sees=PARTIES)
def _(w: World) -> dict[str, Any]:
    return {"reference": w.isp.reference}


@sample("saveDraftTitle", KEEPERS, WRITE)
def _(w: World) -> dict[str, Any]:
    return step(w, "title", title="A better title", kind="ISP")


@sample("saveDraftText", KEEPERS, WRITE)
def _(w: World) -> dict[str, Any]:
    return step(w, "purpose", step="purpose", text="To help more people.")


@sample("saveDraftReview", KEEPERS, WRITE)
def _(w: World) -> dict[str, Any]:
    return step(w, "review", cycleMonths=24)


@sample("saveDraftVisibility", KEEPERS, WRITE)
def _(w: World) -> dict[str, Any]:
    return step(w, "visibility", visibility="MEMBERS")


@sample("saveDraftParty", KEEPERS, WRITE)
def _(w: World) -> dict[str, Any]:
    return step(w, "partners", partner="other", role="BOTH")


@sample("saveDraftItem", KEEPERS, WRITE)
def _(w: World) -> dict[str, Any]:
    return step(w, "information", name="Dates", isSpecialCategory=False, isCriminalOffence=False)


@sample("saveDraftFlow", KEEPERS, WRITE)
def _(w: World) -> dict[str, Any]:
    given = {"sender": "home", "recipient": "trust", "items": "Names", "method": "Secure e-mail"}
    return step(w, "flows", **given, frequency="Every Monday")


@sample("saveDraftContact", KEEPERS, WRITE)
def _(w: World) -> dict[str, Any]:
    return step(w, "contacts", role="Duty officer", phone="01632 960118")


@sample("removeDraftRow", KEEPERS, WRITE)
def _(w: World) -> dict[str, Any]:
    return step(w, "information", step="information", id=str(w.version(w.draft).data_items.get().pk))


def law(w: World, **values: Any) -> dict[str, Any]:
    version, trust = w.version(w.draft), w.trust.pk
    revision = revision_of(version, "law", trust)
    return {"reference": w.draft.reference, "expectedRevision": revision, "partner": "trust", **values}


def basis(w: World) -> LegalBasis:
    found: LegalBasis = LegalBasis.objects.get(party__version=w.version(w.draft), party__partner=w.trust)
    return found


@sample("saveDraftBasis", KEEPERS, WRITE)
def _(w: World) -> dict[str, Any]:
    return law(w, purpose="To find people who are missing")


@sample("checkDraftBases", KEEPERS, WRITE)
def _(w: World) -> dict[str, Any]:
    return law(w)


@sample("removeDraftBasis", KEEPERS, WRITE)
def _(w: World) -> dict[str, Any]:
    return law(w, id=str(basis(w).pk))


@sample("addDraftComment", KEEPERS, "draft.comment")
def _(w: World) -> dict[str, Any]:
    return {"reference": w.draft.reference, "submissionId": "one", "step": "purpose", "text": "Why?"}


@sample("resolveDraftComment", KEEPERS, WRITE)
def _(w: World) -> dict[str, Any]:
    row = DraftComment.objects.create(
        version=w.version(w.draft), step="purpose", submission_id="x", text="Why?", by=w.people["siro"]
    )
    return {"id": str(row.pk), "resolved": True}


@sample("askPeerReview", KEEPERS, WRITE)
def _(w: World) -> dict[str, Any]:
    answer_by = (clock.today() + 14 * DAY).isoformat()
    return {
        "reference": w.draft.reference,
        "partner": "other",
        "email": w.people["member"].email,
        "answerBy": answer_by,
    }


def peer(w: World) -> PeerReview:
    """The member is asked, and so reads this one draft."""
    w.draft.reviewers.through._default_manager.create(isp_id=w.draft.pk, user_id=w.people["member"].pk)
    IspVersion.objects.filter(isp=w.draft).update(state=IspVersion.State.PEER_REVIEW)
    row: PeerReview = PeerReview.objects.create(
        version=w.version(w.draft), person=w.people["member"], partner=w.other, answer_by=clock.today() + DAY
    )
    return row


@sample("givePeerView", {"member"}, "draft.give_view", sees=KEEPERS)
def _(w: World) -> dict[str, Any]:
    return {"id": str(peer(w).pk), "view": "FINE"}


@sample("stopPeerReview", KEEPERS, WRITE, sees={"member"})
def _(w: World) -> dict[str, Any]:
    return {"id": str(peer(w).pk)}


@sample("addDraftComment#asked", {*KEEPERS, "member"}, "draft.comment")
def _(w: World) -> dict[str, Any]:
    peer(w)
    return {"reference": w.draft.reference, "submissionId": "one", "step": "purpose", "text": "Why?"}


@sample("saveDraftText#asked", KEEPERS, WRITE, sees={"member"})
def _(w: World) -> dict[str, Any]:
    peer(w)
    return step(w, "purpose", step="purpose", text="What a reader would like.")
