"""The front page. Which body a member sees is chosen by the API from roles and tasks, never by a setting."""

from __future__ import annotations

from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..api import api, call
from ..client.enums import HomeKind
from ..pages import page
from ..words import LONDON

BODIES = {
    HomeKind.SIGNED_OUT: "home/signed_out.html",
    HomeKind.TASKS: "home/tasks.html",
    HomeKind.SERVICE: "home/service.html",
    HomeKind.SMALL_BODY: "home/small.html",
}


def greeting(hour: int) -> str:
    return "Good morning" if hour < 12 else "Good afternoon" if hour < 18 else "Good evening"


async def home(request: Request) -> Response:
    data = await api(request).home(**call(request))
    template = BODIES[data.home.kind] if data.viewer.is_signed_in else BODIES[HomeKind.SIGNED_OUT]
    return page(request, template, data=data, home=data.home, hello=greeting(datetime.now(LONDON).hour))


ROUTES = [Route("/", home)]
