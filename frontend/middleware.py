"""What surrounds every request: its id, the one address of the site, security headers."""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection, Mapping
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

WELL_FORMED = re.compile(r"[A-Za-z0-9-]{8,64}")


class RequestId:
    """One id a request: taken from the proxy when well formed, sent on to the API, quoted on error pages."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            given = Headers(scope=scope).get("x-request-id", "")
            scope.setdefault("state", {})["request_id"] = (
                given if WELL_FORMED.fullmatch(given) else secrets.token_hex(8)
            )
        await self.app(scope, receive, send)


class OneAddress:
    """Sends readers of 127.0.0.1 to localhost, because the session cookie belongs to that name."""

    def __init__(self, app: ASGIApp, origin: str) -> None:
        self.app = app
        self.origin = origin
        self.active = urlsplit(origin).hostname == "localhost"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.active and scope["type"] == "http" and scope["method"] in ("GET", "HEAD"):
            host = Headers(scope=scope).get("host", "")
            path = scope["path"]
            if host.split(":")[0] == "127.0.0.1" and path != "/health" and not path.startswith("//"):
                query = scope["query_string"].decode("latin-1")
                target = self.origin + scope.get("raw_path", path.encode()).decode("latin-1") + (query and f"?{query}")
                await RedirectResponse(target, 307)(scope, receive, send)
                return
        await self.app(scope, receive, send)


class KnownHost:
    """Answers under the site's own name alone. A forged Host would stand in links, redirects and caches."""

    def __init__(self, app: ASGIApp, hosts: Collection[str]) -> None:
        self.app = app
        self.hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] != "/health":
            named = Headers(scope=scope).getlist("host")
            if len(named) != 1 or named[0].lower() not in self.hosts:
                await PlainTextResponse("There is no site of this name here.", 421)(scope, receive, send)
                return
        await self.app(scope, receive, send)


class SecurityHeaders:
    def __init__(self, app: ASGIApp, headers: Mapping[str, str]) -> None:
        self.app = app
        self.headers = headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    answer.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)
