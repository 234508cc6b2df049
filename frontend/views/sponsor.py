"""Who stands beside one's organisation, and beside whom it stands: asked for, accepted, ended."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..api import api, call
from ..client.input_types import AcceptSponsorInput, EndSponsorInput, NameSponsorInput
from ..forms import Form, posted
from ..pages import page
from ..query import optional, text
from .account import to_sign_in
from .signing_forms import kept, press, to

PATH = "/organisation/sponsor"
SAID = {
    "asked": "They are asked. You hear as soon as they answer.",
    "accepted": "Thank you. They see your name on their home page.",
    "ended": "It is ended, and on record.",
}
NOT_NOW = (
    "Nobody was asked. Your organisation has a sponsor or has asked for one, or this member said no in the last month."
)


async def sponsor(request: Request) -> Response:
    form, status = Form.blank(), 200
    if request.method == "POST":
        form = await posted(request)
        status = 422 if form.notice else await act(request, form)
        if not status:
            return to(PATH, "accepted" if form.get("accept") else "ended" if form.get("end") else "asked")
    data = await api(request).sponsor_page(text=optional(request, "t"), **call(request))
    if not data.viewer.is_signed_in:
        return to_sign_in(request) if request.method == "GET" else await kept(request, form)
    acting = data.viewer.acting_for.slug if data.viewer.acting_for else ""
    return page(
        request,
        "organisation/sponsor.html",
        data=data,
        form=form,
        rows=data.our_sponsors,
        acting=acting,
        query=text(request, "t"),
        members=[one for one in data.partners.items if one.slug != acting] if text(request, "t") else [],
        done=SAID.get(text(request, "done"), ""),
        status=status,
    )


async def act(request: Request, form: Form) -> int:
    """0 when it was done, else the status with which the page comes back."""
    if form.get("accept"):
        yes = AcceptSponsorInput(id=form.get("accept"))
        return await press(api(request).accept_sponsor(input=yes, **call(request)), form, {}, "sponsor")
    if form.get("end"):
        no = EndSponsorInput(id=form.get("end"), why=form.get("why"))
        return await press(api(request).end_sponsor(input=no, **call(request)), form, {"why": "why"}, "why")
    if not form.get("sponsor"):
        form.errors["sponsor"] = "Choose an organisation"
        return 422
    given = NameSponsorInput(partner=form.get("partner"), sponsor=form.get("sponsor"))
    status = await press(api(request).name_sponsor(input=given, **call(request)), form, {}, "sponsor")
    if status == 409:
        form.notice = NOT_NOW
    return status


ROUTES = [Route(PATH, sponsor, methods=["GET", "POST"])]
