"""May your name stand at guidance that came of what you wrote? Yes or no, by a button."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from .. import query
from ..api import api, call
from ..client.input_types import AnswerCreditInput
from ..forms import Form, posted
from ..pages import page
from .community_forms import attempt, back
from .errors import absent, not_found
from .sending import kept

SAID = {"yes": "Thank you. Your name stands at the page.", "no": "Your name does not stand at the page."}


async def credit(request: Request) -> Response:
    key, form, status = str(request.path_params["id"]), Form.blank(), 200
    if request.method == "POST":
        form = await posted(request)
        agree = bool(form.get("yes"))
        wanted = AnswerCreditInput(id=key, agree=agree)
        status = (
            422
            if form.notice
            else await attempt(form, lambda: api(request).answer_credit(input=wanted, **call(request)), {}, "yes")
        )
        if not status:
            return back(f"/community/credits/{key}", "yes" if agree else "no")
        if status == 401:
            return await kept(request, form)
    data = await api(request).credit_request(id=key, **call(request))
    if data.credit_request is None:
        return await absent(request) if request.method == "GET" else await not_found(request)
    done = SAID.get(query.text(request, "done"), "")
    return page(
        request, "community/credit.html", data=data, asked=data.credit_request, form=form, done=done, status=status
    )


ROUTES = [Route("/community/credits/{id:int}", credit, methods=["GET", "POST"])]
