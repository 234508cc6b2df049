"""Saved queries of one's organisation: which there are, choosing rows and columns, the address, and who reads it."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ..api import api, call
from ..client.input_types import ChangeSavedQueryInput, EndSavedQueryInput, MakeSavedQueryInput, QueryFilterInput
from ..forms import SIGNED_OUT, Form, posted
from ..pages import page
from ..query import text
from .account import to_sign_in
from .community_forms import attempt
from .errors import absent
from .sending import kept

LIST = "/organisation/data"
COLUMN, FILTER, OWN = "col-", "filter-", "own"
FIELDS = 120
NAMES = {"name": "name", "columns": "columns", "text": "text", "filters": "filters", "list": "columns"}
SAID = {
    "made": "Saved. Below are its address and how a spreadsheet reads it.",
    "changed": "Changed. The address stays the same, and whoever reads it gets everything anew.",
    "ended": "The saved query is ended. Its address answers nobody any more.",
}


async def queries(request: Request) -> Response:
    data = await api(request).saved_query_list(**call(request))
    if not data.viewer.is_signed_in:
        return to_sign_in(request)
    done = SAID.get(text(request, "done"), "")
    return page(request, "tools/data.html", data=data, ours=data.our_tools, done=done)


async def new(request: Request) -> Response:
    """Step 1: which list, without a form. Step 2 (`?list=`): its columns and filters, or one's own GraphQL."""
    data = await api(request).saved_query_form(**call(request))
    if not data.viewer.is_signed_in:
        return to_sign_in(request)
    if data.our_tools is None:
        return page(request, "tools/data.html", data=data, ours=None, done="")
    chosen = text(request, "list")
    listed = next((one for one in data.our_tools.lists if one.name == chosen), None)
    if listed is None and chosen != OWN:
        return page(request, "tools/data_choose.html", data=data, lists=data.our_tools.lists)
    on = {f"{COLUMN}{column.value}": "1" for column in listed.columns[:6]} if listed else {}
    form, status = Form.blank(name=listed.label if listed else "", **on), 200
    return page(request, "tools/data_form.html", data=data, listed=listed, form=form, change=None, status=status)


async def make(request: Request) -> Response:
    """POST: save it. GET, as after signing in again: the choice of lists."""
    if request.method != "POST":
        return RedirectResponse(f"{LIST}/new", 303)
    form = await posted(request, limit=FIELDS)
    words, status = asked(form), 422

    async def send() -> None:
        wanted = MakeSavedQueryInput(submissionId=form.get("submission"), **words)
        answer = await api(request).make_saved_query(input=wanted, **call(request))
        if answer.make_saved_query is not None and answer.make_saved_query.saved_query is not None:
            form.values["made"] = answer.make_saved_query.saved_query.id

    if not form.wrong:
        status = await attempt(form, send, NAMES, "name")
    if not status:
        return RedirectResponse(f"{LIST}/{form.get('made')}?done=made", 303)
    if form.notice == SIGNED_OUT:
        return await kept(request, form)
    data = await api(request).saved_query_form(**call(request))
    listed = chosen_list(data, form.get("list"))
    return page(request, "tools/data_form.html", data=data, listed=listed, form=form, change=None, status=status)


def asked(form: Form) -> dict[str, Any]:
    """What is sent, with what is missing named on the form."""
    if not form.get("name"):
        form.errors["name"] = "Give it a name"
    words: dict[str, Any] = {"name": form.get("name")}
    if form.get("list") == OWN:
        if not form.get("text"):
            form.errors["text"] = "Write a query"
        return words | {"text": form.get("text")}
    columns = [name.removeprefix(COLUMN) for name in form.values if name.startswith(COLUMN)]
    if not columns:
        form.errors["columns"] = "Choose at least one column"
    filters = [
        QueryFilterInput(name=name.removeprefix(FILTER), value=value.strip())
        for name, value in form.values.items()
        if name.startswith(FILTER) and value.strip()
    ]
    return words | {"list": form.get("list"), "columns": columns, "filters": filters}


def chosen_list(data: Any, name: str) -> Any:
    return next((one for one in data.our_tools.lists if one.name == name), None) if data.our_tools else None


async def one(request: Request) -> Response:
    data = await api(request).saved_query_page(id=str(request.path_params["id"]), **call(request))
    if data.saved_query is None:
        return await absent(request)
    address = request.app.state.settings.cms_origin + data.saved_query.path
    done = SAID.get(text(request, "done"), "")
    return page(request, "tools/data_one.html", data=data, query=data.saved_query, address=address, done=done)


async def change(request: Request) -> Response:
    """GET: what it asks. POST: other words and columns, at the same address."""
    pk, form, status = str(request.path_params["id"]), None, 200
    if request.method == "POST":
        form = await posted(request, limit=FIELDS)
        words, status = asked(form), 422

        async def send() -> None:
            await api(request).change_saved_query(input=ChangeSavedQueryInput(id=pk, **words), **call(request))

        if not form.wrong:
            status = await attempt(form, send, NAMES, "name")
        if not status:
            return RedirectResponse(f"{LIST}/{pk}?done=changed", 303)
        if form.notice == SIGNED_OUT:
            return await kept(request, form)
    data = await api(request).saved_query_change_form(id=pk, **call(request))
    query = data.saved_query
    if query is None:
        return await absent(request)
    if form is None:
        form = Form.blank(name=query.name, text=query.text, list=query.list_name or OWN)
        form.values |= {f"{COLUMN}{column}": "1" for column in query.columns}
        form.values |= {f"{FILTER}{each.name}": each.value for each in query.filters}
    listed = chosen_list(data, query.list_name)
    return page(request, "tools/data_form.html", data=data, listed=listed, form=form, change=query, status=status)


async def end(request: Request) -> Response:
    """GET asks; POST ends it. Pressed twice it is ended once."""
    pk, form, status = str(request.path_params["id"]), Form.blank(), 200
    if request.method == "POST":
        form = await posted(request)
        wanted, status = EndSavedQueryInput(id=pk), 422
        if not form.wrong:
            status = await attempt(form, lambda: api(request).end_saved_query(input=wanted, **call(request)), {}, "")
        if not status:
            return RedirectResponse(f"{LIST}?done=ended", 303)
        if form.notice == SIGNED_OUT:
            return await kept(request, form)
    data = await api(request).saved_query_change_form(id=pk, **call(request))
    if data.saved_query is None:
        return RedirectResponse(f"{LIST}?done=ended", 303) if request.method == "POST" else await absent(request)
    return page(request, "tools/data_end.html", data=data, query=data.saved_query, form=form, status=status)


ROUTES = [
    Route(LIST, queries),
    Route(f"{LIST}/new", new),
    Route(f"{LIST}/make", make, methods=["GET", "POST"]),
    Route(f"{LIST}/{{id:int}}", one),
    Route(f"{LIST}/{{id:int}}/change", change, methods=["GET", "POST"]),
    Route(f"{LIST}/{{id:int}}/end", end, methods=["GET", "POST"]),
]
