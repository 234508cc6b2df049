"""A copy of one agreement, or of all that one looks after, as on a day: for a request under freedom of information."""

from __future__ import annotations

from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from .. import downloads, words
from ..api import api, call, code, field_errors
from ..client import GraphQLClientGraphQLMultiError
from ..client.input_types import TakeCopyInput
from ..documents import as_word
from ..documents.released import COLUMNS, released, rows_of
from ..forms import SIGNED_OUT, Form, posted
from ..pages import page
from .errors import absent
from .isp_parts import day_of

FORMATS = ("word", "excel")


def answers(form: Form) -> date | None:
    """The day asked for; what is wrong goes into the form."""
    day, wrong = day_of(form.get("on"))
    if day is None:
        form.errors["on"] = wrong or "Enter the day that the request is about"
    if form.get("format") not in FORMATS:
        form.errors["format"] = "Choose Word or Excel"
    return day


async def taken(request: Request, form: Form, day: date, **whose: str) -> Response | None:
    """The file, or None where the API found something wrong: it is in the form then."""
    asked = TakeCopyInput(
        on=day,
        withSignatories=form.get("signatories") == "yes",
        withSecurity=form.get("security") == "yes",
        reference=whose.get("reference"),
        partner=whose.get("partner"),
    )
    try:
        package = (await api(request).take_copy(input=asked, **call(request))).take_copy
    except GraphQLClientGraphQLMultiError as error:
        match code(error):
            case "BAD_USER_INPUT":
                form.errors = {name if name == "on" else "format": said for name, said in field_errors(error).items()}
            case "UNAUTHENTICATED":
                form.notice = SIGNED_OUT
            case _:
                raise
        request.state.exchange = None
        return None
    assert package is not None  # noqa: S101 - the schema says so where there was no error
    name = f"copy-{day.isoformat()}"
    if form.get("format") == "excel":
        return downloads.as_xlsx(request, name, COLUMNS, rows_of(package))
    return await as_word(request, name, released(package, site=request.app.state.site.name))


async def of_one(request: Request) -> Response:
    return await of(request, request.path_params["reference"].upper())


async def of_ours(request: Request) -> Response:
    return await of(request, "")


async def of(request: Request, reference: str) -> Response:
    """The form, and the file that it asks for."""
    form = await posted(request) if request.method == "POST" else None
    data: Any
    if reference:
        data = await api(request).copy_form(reference=reference, **call(request))
        named = f"{data.isp.reference} {data.isp.title}" if data.isp and data.isp.can_review else ""
        whose = {"reference": reference}
    else:
        data = await api(request).copy_ours_form(**call(request))
        partner = data.our_isps.partner if data.our_isps else None
        named = partner.name if partner else ""
        whose = {"partner": partner.slug if partner else ""}
    if not named and not (form and form.wrong):
        return await absent(request)
    if form is not None and not form.wrong:
        day = answers(form)
        if day is not None and not form.errors and (file := await taken(request, form, day, **whose)) is not None:
            return file
    if form is None:
        form = Form.blank(on=words.today().isoformat(), format="word")
    status = 401 if form.notice == SIGNED_OUT else 422 if form.wrong else 200
    return page(request, "isps/copy.html", data=data, form=form, reference=reference, named=named, status=status)


ROUTES = [
    Route("/isps/{reference}/release", of_one, methods=["GET", "POST"]),
    Route("/organisation/release", of_ours, methods=["GET", "POST"]),
]
