"""What a reader sees when something went wrong. The API's own words are never printed."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from .. import api as door
from ..client import GraphQLClientGraphQLMultiError
from ..client.exceptions import GraphQLClientError
from ..pages import here, not_modified, page, session_of
from ..security import headers, safe_path, sign_in_url
from ..transport import ApiUnavailable, Exchange


async def dress(request: Request) -> Any:
    """The site's words and the viewer's bar, or None when the API cannot give them."""
    request.state.exchange = Exchange()
    try:
        return await door.api(request).chrome(**door.call(request))
    except (GraphQLClientError, ApiUnavailable, ValueError):
        return None


async def not_found(request: Request) -> Response:
    """Signed out, any address may need a sign-in: hidden and absent look the same to everyone."""
    return page(request, "errors/404.html", data=await dress(request), status=404)


def came_from(request: Request) -> str:
    """The path of the page whose form was sent; home where the browser does not say."""
    origin = request.app.state.settings.frontend_origin
    sent = request.headers.get("referer", "")
    return safe_path(sent.removeprefix(origin)) if sent.startswith(f"{origin}/") else "/"


async def refused(request: Request, error: Exception) -> Response:
    if not isinstance(error, GraphQLClientGraphQLMultiError):
        return await down(request, error)
    match door.code(error):
        case "UNAUTHENTICATED":
            at = here(request) if request.method in ("GET", "HEAD") else came_from(request)
            return RedirectResponse(sign_in_url(request.app.state.settings, at), 303)
        case "NOT_FOUND" | "FORBIDDEN":
            return await not_found(request)
        case "BAD_USER_INPUT" if request.method in ("GET", "HEAD"):
            return await not_found(request)
        case "BAD_USER_INPUT" | "CONFLICT" as said:  # of a form that no page of ours shows like this
            return await http_error(request, HTTPException(409 if said == "CONFLICT" else 400))
        case "RATE_LIMITED":
            wait = door.retry_after(error)
            response: Response = page(request, "errors/429.html", status=429, wait=wait)
            response.headers["Retry-After"] = str(wait)
            return response
    return await down(request, error)


async def down(request: Request, error: Exception) -> Response:
    door.report(
        "the API is away" if isinstance(error, ApiUnavailable) else "an error",
        cause=f"{type(error).__name__}: {error}",
        path=request.url.path,
        request_id=request.state.request_id,
    )
    response = page(request, "errors/503.html", status=503, request_id=request.state.request_id)
    response.headers["Retry-After"] = "30"
    response.headers.update(
        headers(request.app.state.settings)
    )  # unknown exceptions are answered outside the middleware
    return response


async def http_error(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        return await down(request, error)
    if error.status_code == 404:
        return await not_found(request)
    template = {403: "errors/403.html", 429: "errors/429.html"}.get(error.status_code, "errors/other.html")
    response = page(request, template, data=await dress(request), status=error.status_code, wait=60)
    response.headers.update(error.headers or {})
    return response


async def unchanged(request: Request, error: Exception) -> Response:
    return not_modified(request)


async def absent(request: Request) -> Response:
    """What a view returns when its main object is null: to sign-in when signed out, else the 404 of every address."""
    if not session_of(request):
        return RedirectResponse(sign_in_url(request.app.state.settings, here(request)), 303)
    return await not_found(request)
