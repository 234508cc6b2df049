"""The common template, what to ask others, and when a flow last arrived."""

from __future__ import annotations

from datetime import date
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from .. import words
from ..api import api, call, code, field_errors
from ..client import GraphQLClientGraphQLMultiError
from ..client.input_types import ArrivalInput, RecordArrivalsInput
from ..documents import as_word
from ..documents.template import template_document
from ..forms import SIGNED_OUT, Form, posted
from ..pages import page
from .errors import absent

START_DRAFT = "/drafts/new"


async def edition(request: Request) -> Response:
    number = request.path_params.get("number")
    data = await api(request).template_page(number=number, **call(request))
    if data.template_edition is None and number is not None:
        return await absent(request)
    return page(
        request,
        "template/edition.html",
        data=data,
        edition=data.template_edition,
        editions=data.template_editions.items,
        packs=data.question_packs.items,
        start_draft=START_DRAFT,
    )


async def edition_as_word(request: Request) -> Response:
    """The edition as a Word file. Nobody needs to sign in for it."""
    number = request.path_params["number"]
    data = await api(request).template_page(number=number, **call(request))
    if data.template_edition is None:
        return await absent(request)
    document = template_document(data.template_edition, data.site.name, words.today())
    return await as_word(request, f"agreement-template-edition-{number}", document)


async def questions(request: Request) -> Response:
    data = await api(request).question_pack_page(slug=request.path_params["slug"], **call(request))
    if data.question_pack is None:
        return await absent(request)
    return page(request, "template/questions.html", data=data, pack=data.question_pack)


async def arrivals(request: Request) -> Response:
    """GET: the days that are known. POST: keep those that were filled in; all of them or none."""
    reference = request.path_params["reference"]
    form = await posted(request, limit=250) if request.method == "POST" else Form.blank()
    data = await api(request).flow_form(reference=reference, **call(request))
    if data.isp is None or data.isp.version is None:
        return await absent(request)
    flows = [flow for flow in data.isp.version.flows if flow.you_may_record]
    if not flows:
        raise HTTPException(404)
    if request.method == "POST" and not form.wrong:
        saved = await _save(request, form, reference, flows)
        if saved is not None:
            return saved
    status = 422 if form.wrong else 200
    return page(request, "template/arrivals.html", data=data, isp=data.isp, flows=flows, form=form, status=status)


async def _save(request: Request, form: Form, reference: str, flows: list[Any]) -> Response | None:
    """The answer of a form that was saved; None where it is shown again."""
    given: list[ArrivalInput] = []
    for flow in flows:
        text = form.get(f"flow{flow.id}")
        if not text:
            continue
        try:
            given.append(ArrivalInput(flow=flow.id, arrivedOn=date.fromisoformat(text)))
        except ValueError:
            form.errors[f"flow{flow.id}"] = "Enter a real date, like 2026-11-22"
    if not given and not form.errors:
        form.errors[f"flow{flows[0].id}"] = "Enter at least one day"
    if form.errors:
        return None
    try:
        await api(request).record_arrivals(
            input=RecordArrivalsInput(reference=reference, arrivals=given), **call(request)
        )
    except GraphQLClientGraphQLMultiError as error:
        match code(error):
            case "UNAUTHENTICATED":
                form.notice = SIGNED_OUT
                return None
            case "BAD_USER_INPUT":
                form.errors |= field_errors(error) or {f"flow{flows[0].id}": "These days could not be saved"}
                return None
        raise
    return RedirectResponse(f"/isps/{reference}#flows", 303)


ROUTES = [
    Route("/templates", edition),
    Route("/templates/questions/{slug}", questions),
    Route("/templates/{number:int}", edition),
    Route("/templates/{number:int}.docx", edition_as_word),
    Route("/isps/{reference}/arrivals", arrivals, methods=["GET", "POST"]),
]
