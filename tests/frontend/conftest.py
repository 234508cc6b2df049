"""Both sides over real HTTP: the frontend, and a stand-in API with typed samples and a memory."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from frontend.app import create_app
from frontend.settings import Settings
from tests.frontend import samples

SECRET = b"test secret"


@dataclass
class StandIn:
    """What the API says next, and what it was asked. One for the whole module; `reset` between tests."""

    mode: str = samples.SHORT
    signed_in: bool = True
    etag: str = ""
    delay: float = 0
    # Of a body at another address, the page would send the reader there.
    changes: dict[str, dict[str, Any]] = field(default_factory=lambda: {"PartnerPage": {"partner": {"slug": "x"}}})
    errors: dict[str, dict[str, Any]] = field(default_factory=dict)
    partial: dict[str, dict[str, Any]] = field(default_factory=dict)
    seen: list[dict[str, Any]] = field(default_factory=list)

    def reset(self) -> None:
        self.__init__()  # type: ignore[misc]

    def called(self, operation: str) -> list[dict[str, Any]]:
        return [one for one in self.seen if one["operation"] == operation]

    async def endpoint(self, request: Request) -> Response:
        if request.method == "GET":
            operation, variables = request.query_params["id"], json.loads(request.query_params["variables"])
        else:
            body = await request.json()
            operation, variables = body["id"], body["variables"]
        self.seen.append(
            {"operation": operation, "variables": variables, "method": request.method, "headers": dict(request.headers)}
        )
        if self.delay:
            time.sleep(self.delay)
        if operation in self.errors:
            error = {"message": "words of the API", "path": [], "extensions": self.errors[operation]}
            return JSONResponse({"errors": [error]}, self.errors[operation].get("http", 200))
        if self.etag and request.headers.get("if-none-match") == f'"{self.etag}"':
            return Response(status_code=304)
        data = samples.answer(operation, self.mode)
        if "viewer" in data and not (self.signed_in and "sessionid=" in request.headers.get("cookie", "")):
            data["viewer"] |= {"isSignedIn": False, "isMember": False, "isEditor": False}
        merge(data, self.changes.get(operation, {}))
        answer: dict[str, Any] = {"data": data}
        if operation in self.partial:
            answer["errors"] = [{"message": "x", "path": ["x"], "extensions": {"code": "INTERNAL"}}]
            merge(data, self.partial[operation])
        return JSONResponse(answer, headers={"ETag": f'"{self.etag}"'} if self.etag else {})


def merge(base: dict[str, Any], extra: dict[str, Any]) -> None:
    for key, value in extra.items():
        if isinstance(value, dict) and isinstance(base.get(key), dict):
            merge(base[key], value)
        else:
            base[key] = value


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


class Served:
    """An ASGI application in a thread of this process."""

    def __init__(self, app: Any, port: int) -> None:
        self.server = uvicorn.Server(uvicorn.Config(app, "127.0.0.1", port, log_level="critical", lifespan="on"))
        self.thread = threading.Thread(target=self.server.run, daemon=True)
        self.thread.start()
        for _ in range(200):
            if self.server.started:
                return
            time.sleep(0.05)
        raise RuntimeError("the application did not start")

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join(10)


def without_cookies(response: httpx.Response) -> None:
    """In whichever test: the cookies page says that these pages set none."""
    assert "set-cookie" not in response.headers, response.url


@dataclass
class Site:
    origin: str
    api: StandIn
    settings: Settings

    def browser(self, session: str | None = "good", **headers: str) -> httpx.Client:
        """A reader's browser; `session` None is signed out."""
        sent = {"Origin": self.origin, "Sec-Fetch-Site": "same-origin"} | headers
        cookies = {"sessionid": session, "theme": "not to be forwarded"} if session else {}
        hooks: dict[str, list[Any]] = {"response": [without_cookies]}
        return httpx.Client(base_url=self.origin, cookies=cookies, headers=sent, timeout=20, event_hooks=hooks)


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    stand_in = StandIn()
    api_port, port = free_port(), free_port()
    manifest: Path = tmp_path_factory.mktemp("frontend") / "manifest.json"
    manifest.write_text(json.dumps({name: name for name in samples.operations()}))
    settings = Settings(
        graphql_url=f"http://127.0.0.1:{api_port}/graphql/",
        frontend_origin=f"http://localhost:{port}",
        cms_origin="http://localhost:18000",
        secret=SECRET,
        manifest=manifest,
    )
    api = Served(Starlette(routes=[Route("/graphql/", stand_in.endpoint, methods=["GET", "POST"])]), api_port)
    web = Served(create_app(settings), port)
    yield Site(settings.frontend_origin, stand_in, settings)
    web.stop()
    api.stop()


@pytest.fixture
def site(running: Site) -> Site:
    running.api.reset()
    return running
