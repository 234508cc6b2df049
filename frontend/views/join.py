"""Asking to join: one short form, open to everybody, and the page behind the link in our mail."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ..api import api, call, code
from ..client import GraphQLClientGraphQLMultiError
from ..client.input_types import ApplyToJoinInput, ConfirmApplicationInput
from ..forms import TOO_FAST, Form, posted
from ..pages import page
from .errors import dress
from .open_forms import name_what_is_wrong, note_refusal, taken

MISSING = {
    "organisation": "Say which organisation wants to join",
    "hopes": "Say what you hope that sharing makes better",
    "name": "Give your name",
    "email": "Give your e-mail address, like name@organisation.org.uk",
}
LONGEST = {
    **{"organisation": 200, "charity": 20, "name": 160, "job": 120, "phone": 40, "hopes": 2000, "worries": 2000},
    "email": 254,
}
NAMES = {
    **{name: name for name in ("organisation", "sector", "name", "email", "phone", "hopes", "worries")},
    "charityNumber": "charity",
    "jobTitle": "job",
}


def check(form: Form) -> None:
    """Name what is missing before the API is asked."""
    name_what_is_wrong(form, MISSING, LONGEST)


async def join(request: Request) -> Response:
    status, form = 200, Form.blank()
    if request.method == "POST":
        form, answer, status = await taken(request, check, send)
        if answer is not None:
            return answer
    data = await api(request).join_page(**call(request))
    if request.method == "GET" and data.viewer.is_signed_in:
        form.values |= {"name": data.viewer.name or "", "email": data.viewer.email or ""}
    return page(request, "join/join.html", data=data, form=form, sectors=data.sectors, status=status)


async def send(request: Request, form: Form) -> Response | None:
    """On to the next page when it was kept; otherwise `form` says why not."""
    given = ApplyToJoinInput(
        submissionId=form.get("submission"),
        organisation=form.get("organisation"),
        sector=form.get("sector") or None,
        charityNumber=form.get("charity"),
        name=form.get("name"),
        jobTitle=form.get("job"),
        email=form.get("email"),
        phone=form.get("phone"),
        hopes=form.get("hopes"),
        worries=form.get("worries"),
        hasIgLead=bool(form.get("ig")),
        onePerson=bool(form.get("alone")),
        wantsSponsor=bool(form.get("sponsor")),
    )
    try:
        await api(request).apply_to_join(input=given, **call(request))
    except GraphQLClientGraphQLMultiError as error:
        note_refusal(form, error, NAMES, "organisation")
        return None
    return RedirectResponse("/join/sent", 303)


async def sent(request: Request) -> Response:
    """The same page for everybody: it says nothing about who is here already."""
    return page(request, "join/sent.html", data=await dress(request))


async def keyed(request: Request) -> Response:
    """The application, by the key in our mail. Opening it changes nothing; its button confirms the address."""
    key, form, status = request.path_params["key"], Form.blank(), 200
    if request.method == "POST":
        form = await posted(request)
        status = 422 if form.notice else await confirm(request, form, key)
        if not status:
            return RedirectResponse(f"/join/key/{key}", 303)
    data = await api(request).keyed_application(key=key, **call(request))
    if data.application is None:
        return page(request, "join/no_key.html", data=data, status=404)
    return page(request, "join/keyed.html", data=data, form=form, found=data.application, key=key, status=status)


async def confirm(request: Request, form: Form, key: str) -> int:
    """0 when it was done, else the status with which the page comes back."""
    try:
        await api(request).confirm_application(input=ConfirmApplicationInput(key=key), **call(request))
    except GraphQLClientGraphQLMultiError as error:
        match code(error):
            case "NOT_FOUND":  # the page then says that the link does not work any more
                return 404
            case "RATE_LIMITED":
                form.notice = TOO_FAST
                return 429
        raise
    return 0


ROUTES = [
    Route("/join", join, methods=["GET", "POST"]),
    Route("/join/sent", sent),
    Route("/join/key/{key}", keyed, methods=["GET", "POST"]),
]
