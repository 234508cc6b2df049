"""What happens to bodies on a day: for those concerned to read, and to say where their agreements should go."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ..api import api, call, code, field_errors
from ..client import GraphQLClientGraphQLMultiError
from ..client.input_types import ProposeSuccessionInput
from ..forms import SIGNED_OUT, Form, posted
from ..pages import page
from ..query import page_number, text
from .account import to_sign_in
from .errors import absent, dress

SIZE = 20
LONGEST = 2000
LARGEST = 2**31 - 1


async def plans(request: Request) -> Response:
    data = await api(request).reorganisation_list(page=page_number(request, SIZE), **call(request))
    if not data.viewer.is_signed_in:
        return to_sign_in(request)
    return page(request, "reorganisations/list.html", data=data, found=data.reorganisations, size=SIZE)


async def one(request: Request) -> Response:
    """GET: the plan; ?isp= opens the form for one agreement. POST: keep what was said."""
    form, status = Form.blank(isp=text(request, "isp"), partner=text(request, "partner")), 200
    if request.method == "POST":
        form = await posted(request)
        if not form.notice:
            check(form)
        if not form.wrong and await propose(request, form):
            return RedirectResponse(f"/reorganisations/{request.path_params['number']}?done=1", 303)
        status = 401 if form.notice == SIGNED_OUT else 409 if form.notice else 422
    if status == 401:
        return page(request, "reorganisations/kept.html", data=await dress(request), form=form, status=401)
    number = request.path_params["number"]
    data = await api(request).reorganisation_page(number=number if number <= LARGEST else 0, **call(request))
    found = data.reorganisation
    if found is None:
        return await absent(request)
    return page(
        request,
        "reorganisations/plan.html",
        data=data,
        found=found,
        plan=found,
        form=form,
        chosen=chosen_of(found, form),
        done=text(request, "done") == "1",
        status=status,
    )


def chosen_of(found: Any, form: Form) -> Any:
    """(our part, its row) that the form speaks of; (our only part, None) where it speaks of the plan."""
    parts = [part for part in found.parts if part.partner]
    part = next((one for one in parts if one.partner.slug == form.get("partner")), parts[0] if parts else None)
    rows = part.concerned if part else []
    return part, next((row for row in rows if row.isp and row.isp.reference == form.get("isp")), None)


def check(form: Form) -> None:
    if not form.get("target") and not form.get("text"):
        form.errors["text"] = "Choose a body, or write what you think"
    if len(form.get("text")) > LONGEST:
        form.errors["text"] = "Make this shorter: 2,000 characters at most"


async def propose(request: Request, form: Form) -> bool:
    """Whether it was kept; else the form says why not."""
    given = ProposeSuccessionInput(
        submissionId=form.get("submission"),
        number=request.path_params["number"],
        partner=form.get("partner"),
        isp=form.get("isp") or None,
        target=form.get("target") or None,
        text=form.get("text"),
    )
    try:
        await api(request).propose_succession(input=given, **call(request))
    except GraphQLClientGraphQLMultiError as error:
        match code(error):
            case "UNAUTHENTICATED":
                form.notice = SIGNED_OUT
            case "CONFLICT":
                form.notice = "This plan has been carried out or cancelled meanwhile."
            case "BAD_USER_INPUT":
                form.errors["text"] = next(iter(field_errors(error).values()), "This could not be saved")
            case _:
                raise
        return False
    return True


ROUTES = [Route("/reorganisations", plans), Route("/reorganisations/{number:int}", one, methods=["GET", "POST"])]
