"""Once a year: is what we know of your organisation still right? One page. And what others see of oneself."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..api import api, call
from ..client.input_types import ChangeShownInput, ConfirmBodiesInput, ConfirmBodyInput, SeenBodyInput
from ..forms import Form, posted
from ..pages import page
from ..query import text
from .account import to_sign_in
from .community_forms import attempt, back
from .errors import not_found
from .sending import kept

CHECK, CHECKS, SHOWN = "/organisation/check", "/organisation/checks", "/community/me/shown"
PRINT, RIGHT = "print-", "right-"
LINES = 300  # two fields for each body
WRONG = "wrong-"
SAID = {
    "right": "Thank you. We ask again in a year.",
    "wrong": "Thank you. The core team hears what is not right and gets in touch.",
    "several": "Thank you. We ask those again in a year.",
    "shown": "Saved. Others see it so from now on.",
}


async def check(request: Request) -> Response:
    """GET: the page. POST: that it is right, or what is not."""
    form, status = None, 200
    slug = text(request, "of")
    if request.method == "POST":
        form = await posted(request)
        slug, status = form.get("of"), 422
        if not form.wrong:
            wrong = sorted(name.removeprefix(WRONG) for name in form.values if name.startswith(WRONG))
            given = ConfirmBodyInput(partner=slug, fingerprint=form.get("fingerprint"), wrong=wrong)
            status = await attempt(form, lambda: api(request).confirm_body(input=given, **call(request)), {}, "wrong")
            if not status:
                return back(f"{CHECK}?of={slug}&done={'wrong' if wrong else 'right'}")
            if status == 409:
                form.notice = "This changed since you opened the page, so nothing was saved. Look at it once more."
    data = await api(request).body_check_page(partner=slug or None, **call(request))
    if not data.viewer.is_signed_in:
        return await kept(request, form) if form is not None else to_sign_in(request)
    if data.body_check is None:
        return await not_found(request)
    done = SAID.get(text(request, "done"), "")
    form = form or Form.blank()
    return page(request, "our_people/check.html", data=data, check=data.body_check, form=form, done=done, status=status)


async def checks(request: Request) -> Response:
    """GET: all bodies that were asked. POST: that those which are ticked are right."""
    form, status = None, 200
    if request.method == "POST":
        form = await posted(request, limit=LINES)
        status = 422
        ticked = [name.removeprefix(RIGHT) for name, value in form.values.items() if name.startswith(RIGHT) and value]
        if not ticked:
            form.errors["bodies"] = "Tick at least one organisation"
        if not form.wrong:
            seen = [SeenBodyInput(partner=slug, fingerprint=form.get(f"{PRINT}{slug}")) for slug in ticked]
            given = ConfirmBodiesInput(bodies=seen)
            send = api(request).confirm_bodies
            status = await attempt(form, lambda: send(input=given, **call(request)), {}, "bodies")
            if not status:
                return back(CHECKS, "several")
            if status == 409:
                form.notice = "One of them changed since you opened the page, so nothing was saved. Look once more."
    data = await api(request).body_checks(**call(request))
    if not data.viewer.is_signed_in:
        return await kept(request, form) if form is not None else to_sign_in(request)
    done = SAID.get(text(request, "done"), "")
    form = form or Form.blank()
    return page(
        request, "our_people/checks.html", data=data, checks=data.body_checks, form=form, done=done, status=status
    )


async def shown(request: Request) -> Response:
    """GET: what others see of one. POST: other choices."""
    form, status = None, 200
    if request.method == "POST":
        form = await posted(request)
        status = 422
        if not form.wrong:
            given = ChangeShownInput(
                email=bool(form.get("email")), phone=bool(form.get("phone")), inPublic=bool(form.get("public"))
            )
            status = await attempt(form, lambda: api(request).change_shown(input=given, **call(request)), {}, "email")
            if not status:
                return back(SHOWN, "shown")
    data = await api(request).my_shown(**call(request))
    if not data.viewer.is_signed_in or data.my_shown is None:
        return await kept(request, form) if form is not None else to_sign_in(request)
    mine = data.my_shown
    marks = {"email": mine.email, "phone": mine.phone, "public": mine.in_public}
    form = form or Form.blank(**{name: "1" if on else "" for name, on in marks.items()})
    done = SAID.get(text(request, "done"), "")
    return page(request, "our_people/shown.html", data=data, form=form, done=done, status=status)


ROUTES = [
    Route(CHECK, check, methods=["GET", "POST"]),
    Route(CHECKS, checks, methods=["GET", "POST"]),
    Route(SHOWN, shown, methods=["GET", "POST"]),
]
