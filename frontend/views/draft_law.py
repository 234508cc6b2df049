"""The law of a draft, party by party: one question a page, and each answer decides which one is next."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from .. import query
from ..api import api, call, code
from ..client import GraphQLClientGraphQLMultiError
from ..client.enums import BasisDirection, ConfidentialityRoute, LegalRegime
from ..client.input_types import DraftPartyInput, RemoveDraftBasisInput, SaveDraftBasisInput
from ..forms import Form, posted
from ..pages import page
from .draft_saving import attempt, press
from .drafts import said
from .errors import absent
from .sending import kept

NEW = "new"
QUESTIONS = {
    "purpose": "For what does {} share?",
    "regime": "Under which part of the law does {} do this?",
    "article6": "What is the lawful basis of {}?",
    "override": "Why may {} rely on this basis?",
    "article9": "What allows {} to use special category information?",
    "article10": "What allows {} to use information about offences?",
    "schedule1": "Which Schedule 1 condition does {} meet?",
    "policy": "Where is the policy document of {}?",
    "part3": "What is the law enforcement basis of {}?",
    "gateways": "Which laws permit or require {} to share?",
    "confidentiality": "How does {} meet the duty of confidentiality?",
    "rationale": "Why does this hold for {}?",
}
KINDS = {"article6": "ARTICLE_6", "article9": "ARTICLE_9", "schedule1": "SCHEDULE_1", "part3": "LAW_ENFORCEMENT"}
CONDITION_OF = {"article6": "article_6", "article9": "article_9", "schedule1": "schedule_1", "part3": "part_3"}
FIELD_OF = {
    "policy": "policy_document_url",
    "override": "override_reason",
    "article10": "article_10_authority",
    "purpose": "purpose",
    "rationale": "rationale",
}
CHECKBOX = "gateway-"
MOST_FIELDS = 200


async def law(request: Request) -> Response:
    """Which party's law is done, and which is not."""
    data = await api(request).draft_law_page(reference=request.path_params["reference"], **call(request))
    if data.draft is None:
        return await absent(request)
    if not data.draft.can_write:
        raise HTTPException(404)
    return page(request, "drafting/law.html", data=data, draft=data.draft)


async def party(request: Request) -> Response:
    data = await api(request).draft_law_page(reference=request.path_params["reference"], **call(request))
    if data.draft is None:
        return await absent(request)
    one = party_of(data.draft, request.path_params["partner"])
    return page(
        request, "drafting/party.html", data=data, draft=data.draft, party=one, form=Form.blank(), said=said(request)
    )


def party_of(draft: Any, slug: str) -> Any:
    """The law of one party. Raises the 404 of every address."""
    found = next((one for one in draft.law if one.partner and one.partner.slug == slug), None)
    if found is None or not draft.can_write:
        raise HTTPException(404)
    return found


async def question(request: Request) -> Response:
    """GET: the question. POST: keep the answer and ask the next one that applies."""
    reference, partner, row, asked = (request.path_params[name] for name in ("reference", "partner", "row", "question"))
    if asked not in QUESTIONS or (row == NEW and asked != "purpose"):
        raise HTTPException(404)
    form, status = Form.blank(), 200
    if request.method == "POST":
        form = await posted(request, MOST_FIELDS)
        answer = 422 if form.notice else await save(request, form)
        if isinstance(answer, Response):
            return answer
        status = answer
    try:
        data = await api(request).draft_law_page(reference=reference, **call(request))
    except GraphQLClientGraphQLMultiError as error:
        if request.method == "POST" and code(error) == "UNAUTHENTICATED":
            return await kept(request, form)
        raise
    if data.draft is None:
        return await kept(request, form) if status == 401 else await absent(request)
    one = party_of(data.draft, partner)
    held = next((held for held in one.bases if held.basis and held.basis.id == row), None)
    if held is None and row != NEW:
        raise HTTPException(404)
    basis = held.basis if held else None
    if request.method == "GET" and basis is not None:
        fill(form, basis, asked)
    if not form.get("revision"):
        form.values["revision"] = one.revision
    return page(
        request,
        "drafting/question.html",
        data=data,
        draft=data.draft,
        party=one,
        basis=basis,
        form=form,
        status=status,
        asked=asked,
        heading=QUESTIONS[asked].format(one.partner.name),
        back_to=previous(reference, partner, row, asked, list(held.questions) if held else []),
        options=[c for c in data.legal_conditions if c.kind.value == KINDS.get(asked)],
        gateways=gateways_of(data),
    )


def previous(reference: str, partner: str, row: str, asked: str, questions: list[str]) -> str:
    start = f"/drafts/{reference}/law/{partner}"
    if asked not in questions or questions.index(asked) == 0:
        return start
    return f"{start}/{row}/{questions[questions.index(asked) - 1]}"


def gateways_of(data: Any) -> tuple[list[Any], list[Any]]:
    """(those that agreements of the same kind rely on, all others that hold)."""
    near = [help_ for help_ in data.draft.gateway_helps if help_.gateway]
    slugs = {help_.gateway.slug for help_ in near}
    rest = [one for one in data.legal_gateways.items if one.slug not in slugs and one.state.value != "ENDED"]
    return near, rest


def fill(form: Form, basis: Any, asked: str) -> None:
    """What is answered already, in the form's own fields."""
    if asked in KINDS:
        found = getattr(basis, CONDITION_OF[asked])
        form.values["code"] = found.code if found else ""
    elif asked in FIELD_OF:
        form.values["text"] = getattr(basis, FIELD_OF[asked]) or ""
    elif asked == "gateways":
        form.values |= {CHECKBOX + one.slug: "1" for one in basis.gateways}
    elif asked == "regime":
        form.values["code"] = basis.regime.value
    elif asked == "confidentiality":
        form.values["code"] = basis.confidentiality.value
        form.values["optout"] = {True: "yes", False: "no"}.get(basis.data_opt_out_applies, "")
    if asked == "purpose":
        form.values["direction"] = basis.direction.value


async def save(request: Request, form: Form) -> Response | int:
    """A redirect to the next question, or the status with which the form comes back."""
    reference, partner, row, asked = (request.path_params[name] for name in ("reference", "partner", "row", "question"))
    answers = answers_of(form, asked)
    if form.errors:
        return 422
    given = {"reference": reference, "expectedRevision": form.get("revision"), "partner": partner}
    wanted = SaveDraftBasisInput(**given, id=None if row == NEW else row, **answers)
    saved: list[Any] = []
    client, more = api(request), call(request)

    async def send() -> None:
        saved.append((await client.save_draft_basis(input=wanted, **more)).save_draft_basis)

    text = dict.fromkeys(("purpose", "article10Authority", "overrideReason", "policyDocumentUrl", "rationale"), "text")
    status = await attempt(form, send, text, "text" if asked in FIELD_OF else "code")
    if status or not saved or saved[0] is None:
        return status or 503
    start = f"/drafts/{reference}/law/{partner}"
    order = list(saved[0].questions)
    later = order[order.index(asked) + 1 :] if asked in order else []
    if form.get("list") or not later:
        return RedirectResponse(f"{start}?done=saved", 303)
    return RedirectResponse(f"{start}/{saved[0].id}/{later[0]}", 303)


def answers_of(form: Form, asked: str) -> dict[str, Any]:
    """What this page's fields say, as the API names it."""
    if asked in KINDS:
        return {asked: form.get("code")}
    if asked == "gateways":
        return {"gateways": [name.removeprefix(CHECKBOX) for name in form.values if name.startswith(CHECKBOX)]}
    if asked == "regime":
        regime = query.choice(LegalRegime, form.get("code"))
        if regime is None:
            form.errors["code"] = "Choose one"
        return {"regime": regime}
    if asked == "confidentiality":
        route = query.choice(ConfidentialityRoute, form.get("code") or "none")
        applies = {"yes": True, "no": False}.get(form.get("optout"))
        return {"confidentiality": route, "dataOptOutApplies": applies}
    if asked == "purpose":
        direction = query.choice(BasisDirection, form.get("direction"))
        if direction is None:
            form.errors["direction"] = "Choose whether it gives, receives, or both"
        if not form.get("text"):
            form.errors["text"] = "Say for what: one purpose"
        return {"purpose": form.get("text"), "direction": direction}
    api_names = {"policy": "policyDocumentUrl", "override": "overrideReason", "article10": "article10Authority"}
    return {api_names.get(asked, asked): form.get("text")}


async def remove(request: Request) -> Response:
    reference, partner = request.path_params["reference"], request.path_params["partner"]
    form = await posted(request)
    wanted = RemoveDraftBasisInput(
        reference=reference, expectedRevision=form.get("revision"), partner=partner, id=request.path_params["row"]
    )
    client, more = api(request), call(request)
    if not form.wrong and await press(lambda: client.remove_draft_basis(input=wanted, **more)):
        return RedirectResponse(f"/drafts/{reference}/law/{partner}?done=removed", 303)
    return RedirectResponse(f"/drafts/{reference}/law/{partner}", 303)  # stale: look at it again


async def check(request: Request) -> Response:
    """One's name beside the law of this party."""
    reference, partner = request.path_params["reference"], request.path_params["partner"]
    form = await posted(request)
    wanted = DraftPartyInput(reference=reference, expectedRevision=form.get("revision"), partner=partner)
    client, more = api(request), call(request)
    if not form.wrong and await press(lambda: client.check_draft_bases(input=wanted, **more)):
        return RedirectResponse(f"/drafts/{reference}/law/{partner}?done=checked", 303)
    return RedirectResponse(f"/drafts/{reference}/law/{partner}", 303)


ROUTES = [
    Route("/drafts/{reference}/law", law),
    Route("/drafts/{reference}/law/{partner}", party),
    Route("/drafts/{reference}/law/{partner}/check", check, methods=["POST"]),
    Route("/drafts/{reference}/law/{partner}/{row}/remove", remove, methods=["POST"]),
    Route("/drafts/{reference}/law/{partner}/{row}/{question}", question, methods=["GET", "POST"]),
]
