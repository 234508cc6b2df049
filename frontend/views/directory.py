"""Who does what at which member: for members all of it, for the public those of whom both say so."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..api import api, call
from ..client.enums import PartnerRoleKind
from ..pages import page
from ..query import choice, optional, page_number, text
from .people import ROLES

SIZE = 20


async def directory(request: Request) -> Response:
    query = {"q": text(request, "q"), "role": text(request, "role"), "sector": text(request, "sector")}
    data = await api(request).directory(
        text=optional(request, "q"),
        role=choice(PartnerRoleKind, query["role"]),
        sector=optional(request, "sector"),
        page=page_number(request, SIZE),
        **call(request),
    )
    return page(
        request, "our_people/directory.html", data=data, found=data.directory, query=query, roles=ROLES, size=SIZE
    )


ROUTES = [Route("/directory", directory)]
