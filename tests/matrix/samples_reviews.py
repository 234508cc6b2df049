"""Mutations of reviews, of what an organisation notes of its part, of flows, copies, files and plans."""

import datetime
from typing import Any

from cms.core import clock
from cms.reorganisation.models import Change, ChangeBody, Reorganisation
from cms.reviews.checklist import BY_KEY
from cms.reviews.models import ReviewAnswers, ReviewTrigger
from cms.snippets.models import DataFlow
from tests.matrix.samples import AT_HOME, KEEPERS, LEADS, MEMBERS, PARTIES, sample
from tests.matrix.world import World

ISP = "review.record"


@sample("recordReview", KEEPERS, ISP, sees=PARTIES)
def _(w: World) -> dict[str, Any]:
    return {
        "reference": w.isp.reference,
        "submissionId": "one",
        "expectedRevision": w.isp.lock_version,
        "outcome": "UNCHANGED",
    }


@sample("saveReviewAnswers", KEEPERS, ISP, sees=PARTIES)
def _(w: World) -> dict[str, Any]:
    return {
        "reference": w.isp.reference,
        "submissionId": "one",
        "step": "used",
        "values": [{"name": "value", "value": "yes"}],
    }


def answers(w: World) -> None:
    """Each who may review has answered every page."""
    pages = {**{key: {"value": "yes", "why": ""} for key in BY_KEY}, "next": {"on": ""}}
    for name in sorted(KEEPERS):
        ReviewAnswers.objects.create(
            isp=w.isp, user=w.people[name], submission_id=name, revision=w.isp.lock_version, answers=pages
        )


@sample("discardReviewAnswers", KEEPERS, ISP, sees=PARTIES)
def _(w: World) -> dict[str, Any]:
    answers(w)
    return {"reference": w.isp.reference}


@sample("finishReview", KEEPERS, ISP, sees=PARTIES)
def _(w: World) -> dict[str, Any]:
    answers(w)
    return {"reference": w.isp.reference, "submissionId": "one", "expectedRevision": w.isp.lock_version}


@sample("openReviewTrigger", {*AT_HOME, "party", "editor"}, "trigger.report")
def _(w: World) -> dict[str, Any]:
    return {"reference": w.isp.reference, "submissionId": "one", "kind": "COMPLAINT", "what": "A letter came"}


@sample("decideReviewTrigger", KEEPERS, ISP, sees={"party"})
def _(w: World) -> dict[str, Any]:
    row = ReviewTrigger.objects.create(
        isp=w.isp, kind=ReviewTrigger.Kind.COMPLAINT, cause="said:x", what="A letter came", said_by=w.people["party"]
    )
    return {"id": str(row.pk), "takeUp": True}


@sample(
    "recordPageReview",
    {"owner", "editor"},
    "page.review",
    but={"owner": "this page's own owner, whom the words beside the action name"},
    sees=MEMBERS,
)
def _(w: World) -> dict[str, Any]:
    return {"path": "/guidance/plain", "submissionId": "one", "outcome": "UNCHANGED"}


@sample("recordArrivals", KEEPERS | {"token_all"}, "flow.record", sees=PARTIES)
def _(w: World) -> dict[str, Any]:
    flow = DataFlow.objects.create(version=w.version(w.isp), sender=w.trust, recipient=w.home, items="Names")
    arrivals = [{"flow": str(flow.pk), "arrivedOn": clock.today().isoformat()}]
    return {"reference": w.isp.reference, "arrivals": arrivals}


@sample(
    "changeOurPart",
    LEADS,
    "part.change",
    but={"editor": "it is of the organisation that one acts for, and the core team acts for none"},
    sees=PARTIES | MEMBERS | {"token_all"},
)
def _(w: World) -> dict[str, Any]:
    return {"reference": w.isp.reference, "serviceArea": "Housing"}


@sample("takeCopy", KEEPERS, "isp.release", sees=PARTIES)
def _(w: World) -> dict[str, Any]:
    return {"reference": w.isp.reference, "on": clock.today().isoformat()}


@sample("chooseIspOwner", {*KEEPERS, "partner_lead"}, "isp.choose_owner", sees=PARTIES)
def _(w: World) -> dict[str, Any]:
    return {"reference": w.isp.reference, "owner": w.key("colleague"), "expectedRevision": w.isp.lock_version}


@sample("startUpload", {*LEADS, "editor"}, "intake.bring_in")
def _(w: World) -> dict[str, Any]:
    return {"purpose": "intake.files", "target": str(w.papers.pk)}


@sample("proposeSuccession", {*LEADS, "editor"}, "reorganisation.propose", named=("number",))
def _(w: World) -> dict[str, Any]:
    plan = Reorganisation.objects.create(
        title="A plan", takes_effect_on=datetime.date(2099, 4, 1), shared_at=clock.now()
    )
    ends = Change.objects.create(reorganisation=plan, kind=Change.Kind.END)
    ChangeBody.objects.create(change=ends, side="from", partner=w.home)
    return {"submissionId": "one", "number": plan.pk, "partner": "home", "text": "To the trust, please"}
