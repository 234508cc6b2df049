"""Pages for who builds tools: how to begin, the schema, examples, what changed, and the explorer."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from .. import schema_reference as written
from ..api import api, call, code, field_errors
from ..client import GraphQLClientGraphQLMultiError
from ..forms import SIGNED_OUT, TOO_FAST, Form, posted
from ..pages import page
from ..query import text
from .account import to_sign_in
from .errors import dress, not_found

EXPLORER = "/developers/explorer"
BEGIN = "{\n  isps(pageSize: 5) {\n    totalCount\n    items { reference title statusLabel nextReview }\n  }\n}\n"
GONE = "That token is not in force any more, or not one of yours. Choose another. What you typed is still here."
NOTHING = "The explorer could not ask just now. What you typed is still here."


async def show(request: Request, template: str, **context: Any) -> Response:
    data = await api(request).chrome(**call(request))
    cms = request.app.state.settings.cms_origin
    return page(
        request,
        f"developers/{template}.html",
        data=data,
        api_address=f"{cms}/graphql/",
        cms_address=cms,
        reference=written.reference(),
        in_code=written.in_code,
        **context,
    )


async def index(request: Request) -> Response:
    return await show(request, "index")


async def plain(request: Request) -> Response:
    """Pages of words: their name is the last part of the address."""
    return await show(
        request,
        request.url.path.rsplit("/", 1)[1].replace("-", "_"),
        programs=written.programs(),
        queries=written.queries(),
        changes=written.changes(),
    )


async def type_page(request: Request) -> Response:
    name = request.path_params["name"]
    found = written.reference().types.get(name)
    if found is None:
        return await not_found(request)
    return await show(request, "type", type=found, uses=written.reference().uses(name))


async def schema_file(request: Request) -> Response:
    """The contract itself, for tools that make clients."""
    return FileResponse(
        written.SCHEMA,
        media_type="text/plain; charset=utf-8",
        filename="schema.graphql",
        headers={"Cache-Control": "no-cache"},
    )


# -- the explorer ----------------------------------------------------------------------------------------
async def explorer(request: Request) -> Response:
    """GET: a form, or who may have one. POST: the answer below the form; nothing is ever changed by it."""
    form = await posted(request) if request.method == "POST" else Form.blank(query=example(request), token="")
    answer, status = None, 200
    if request.method == "POST":
        answer, status = await asked(request, form)
    if status == 401:
        data = await dress(request)
        return page(request, "developers/explorer.html", data=data, form=form, tokens=[], answer=None, status=401)
    data = await api(request).explorer_page(**call(request))
    if not data.viewer.is_signed_in and request.method == "GET":
        return to_sign_in(request)
    return page(
        request,
        "developers/explorer.html",
        data=data,
        form=form,
        tokens=data.explorer_tokens,
        answer=answer,
        status=status,
    )


def example(request: Request) -> str:
    wanted = text(request, "example")
    return next((query for name, _, query in written.queries() if name == wanted), BEGIN)


async def asked(request: Request, form: Form) -> tuple[Any, int]:
    """(answer, status): without an answer `form` says why."""
    if form.notice:
        return None, 422
    if not form.get("token"):
        form.errors["token"] = "Choose one of your tokens"  # noqa: S105 - words
    if not form.get("query"):
        form.errors["query"] = "Write what you want to ask"
    if form.wrong:
        return None, 422
    try:
        found = await api(request).explore(
            token=form.get("token"),
            query=form.get("query"),
            variables=form.get("variables"),
            operation=form.get("operation"),
            **call(request),
        )
    except GraphQLClientGraphQLMultiError as error:
        match code(error):
            case "UNAUTHENTICATED":
                form.notice = SIGNED_OUT
                return None, 401
            case "NOT_FOUND" | "FORBIDDEN":
                form.notice = GONE
                return None, 409
            case "RATE_LIMITED":
                form.notice = TOO_FAST
                return None, 429
            case "BAD_USER_INPUT":
                told = {name: words for name, words in field_errors(error).items() if name in ("variables", "query")}
                form.errors |= told or {"query": NOTHING}
                return None, 422
        raise
    return found.explore, 200


WORDS = ("quick-start", "excel", "schema", "examples", "changes", "deprecation", "limits")
ROUTES = [
    Route("/developers", index),
    *(Route(f"/developers/{name}", plain) for name in WORDS),
    Route("/developers/schema.graphql", schema_file),
    Route("/developers/schema/{name}", type_page),
    Route(EXPLORER, explorer, methods=["GET", "POST"]),
]
