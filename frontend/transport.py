"""aiohttp behind the generated client's HttpClient protocol. The only code that talks to the API."""

from __future__ import annotations

import json as jsonlib
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from starlette.requests import Request

from .settings import Settings

EXPORT = re.compile(r"/[A-Za-z0-9/._-]{1,120}\.(?:csv|xlsx|pdf|docx|ics)")
TIMEOUT = aiohttp.ClientTimeout(total=5, connect=1)
# A text of one's own belongs into no address: addresses are logged, and have an end.
BY_POST = frozenset({"Explore"})


class ApiUnavailable(Exception):
    """The API did not answer, not in time, or not with an answer."""


class NotModified(Exception):
    """The API says that the reader's copy is still right."""


@dataclass(slots=True)
class Exchange:
    """What one request of a reader and the API say to each other beside the data."""

    if_none_match: str = ""
    etag: str = ""
    calls: int = 0
    partial: bool = False


@dataclass(slots=True)
class Reply:
    status_code: int
    body: bytes
    exchange: Exchange = field(default_factory=Exchange)

    def json(self, **kwargs: Any) -> Any:
        return jsonlib.loads(self.body, **kwargs)


def session() -> aiohttp.ClientSession:
    """DummyCookieJar: with any other, one member's cookies would be kept for the next."""
    return aiohttp.ClientSession(timeout=TIMEOUT, cookie_jar=aiohttp.DummyCookieJar())


def load_manifest(path: Path) -> dict[str, str]:
    """Operation name to persisted id. Empty when there is none yet: every call then fails as unavailable."""
    try:
        loaded = jsonlib.loads(path.read_text())
    except (OSError, ValueError):
        return {}
    return {str(name): str(key) for name, key in loaded.items()}


class Transport:
    """Sends ids, not text: the API runs only operations that were committed with it."""

    def __init__(self, http: aiohttp.ClientSession, manifest: Mapping[str, str]) -> None:
        self.http = http
        self.manifest = manifest

    async def post(
        self, url: Any, json: Any = None, data: Any = None, files: Any = None, headers: Any = None, **kwargs: Any
    ) -> Reply:
        """Called by the generated client, whose JSON body is {query, operationName, variables}."""
        if unknown := kwargs.keys() - {"exchange", "content"}:  # the client hands on what its operation does not name
            raise TypeError(f"no such argument of the operation: {', '.join(sorted(unknown))}")
        exchange: Exchange = kwargs.get("exchange") or Exchange()
        call = json if json is not None else jsonlib.loads(kwargs["content"])
        try:
            key = self.manifest[call["operationName"]]
        except KeyError as error:
            raise ApiUnavailable(f"no persisted operation {error}") from error
        variables = {k: v for k, v in call["variables"].items() if v is not None}
        mutation = call["query"].lstrip().startswith("mutation") or call["operationName"] in BY_POST
        exchange.calls += 1
        # The generated client names a content type, which a GET without a body must not carry.
        sent = {k: v for k, v in headers.items() if k.lower() != "content-type"}
        if exchange.if_none_match and exchange.calls == 1 and not mutation:
            sent["If-None-Match"] = exchange.if_none_match
        try:
            if mutation:
                request = self.http.post(url, json={"id": key, "variables": variables}, headers=sent)
            else:
                query = {"id": key, "variables": jsonlib.dumps(variables, separators=(",", ":"), sort_keys=True)}
                request = self.http.get(url, params=query, headers=sent, allow_redirects=False)
            async with request as response:
                status, body = response.status, await response.read()
                exchange.etag = response.headers.get("ETag", "")
        except (aiohttp.ClientError, TimeoutError) as error:
            raise ApiUnavailable(type(error).__name__) from error
        if status == 304:
            raise NotModified
        return _answer(status, body, exchange)

    async def aclose(self) -> None:
        await self.http.close()


def _answer(status: int, body: bytes, exchange: Exchange) -> Reply:
    """Any JSON body with data or errors is an answer, whatever its status: the codes in it decide."""
    try:
        parsed = jsonlib.loads(body)
    except ValueError as error:
        raise ApiUnavailable(f"HTTP {status}, not JSON") from error
    if not isinstance(parsed, dict) or not ("data" in parsed or "errors" in parsed):
        raise ApiUnavailable(f"HTTP {status}, neither data nor errors")
    return Reply(200, body, exchange)


def forwarded(request: Request, settings: Settings) -> dict[str, str]:
    """Headers that carry the member's session to the API, and nothing else the browser sent.

    A fresh pair of equal CSRF cookie and header, with our own Origin, satisfies Django's CsrfViewMiddleware
    without exempting its view: the frontend has already checked the browser's request, and no browser can set
    these headers across sites. The public Host and scheme keep HTTPS redirects and host checks out of the way.
    """
    pair = secrets.token_hex(16)
    cookies = f"{settings.csrf_cookie}={pair}"
    if value := request.cookies.get(settings.session_cookie):
        cookies = f"{settings.session_cookie}={value}; {cookies}"
    public = urlsplit(settings.cms_origin)
    headers = {
        "Cookie": cookies,
        "X-CSRFToken": pair,
        "Origin": settings.frontend_origin,
        "X-Request-ID": request.state.request_id,
        "Host": public.netloc,
        "X-Forwarded-Proto": public.scheme,
    }
    if EXPORT.fullmatch(request.url.path):
        headers["X-Export"] = request.url.path  # that a file was taken away is on record there
    if request.client:
        headers["X-Forwarded-For"] = request.client.host  # the API counts public requests by address
    return headers
