"""The directory of partners: list, profile, CSV."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from .. import downloads, statuses
from ..api import api, call
from ..client.enums import PartnerMembership
from ..pages import page
from ..query import choice, optional, page_number, text
from .errors import absent

SIZE = 50
FILTERS = ("t", "sector", "membership")
COLUMNS = ("Name", "Sector", "Kind", "Area", "Legal controller", "Membership", "Website")


async def directory(request: Request) -> Response:
    data = await api(request).partner_list(
        page=page_number(request, SIZE),
        page_size=SIZE,
        text=optional(request, "t"),
        sector=optional(request, "sector"),
        membership=choice(PartnerMembership, text(request, "membership")),
        **call(request),
    )
    query = {name: text(request, name) for name in FILTERS}
    return page(request, "partners/directory.html", data=data, found=data.partners, query=query, size=SIZE)


async def directory_csv(request: Request) -> Response:
    rows: list[list[downloads.Cell]] = []
    number = 1
    while True:
        data = await api(request).partner_list(
            page=number,
            page_size=100,
            text=optional(request, "t"),
            sector=optional(request, "sector"),
            membership=choice(PartnerMembership, text(request, "membership")),
            **call(request),
        )
        rows += [
            [
                one.name,
                one.sector.label if one.sector else "",
                one.organisation_type,
                one.area,
                one.legal_controller,
                statuses.status(one.membership)[1],
                one.website,
            ]
            for one in data.partners.items
        ]
        if number * 100 >= min(data.partners.total_count, 10_000):
            return downloads.as_csv(request, "partners", COLUMNS, rows)
        number += 1


async def profile(request: Request) -> Response:
    data = await api(request).partner_page(slug=request.path_params["slug"], **call(request))
    if data.partner is None:
        return await absent(request)
    if data.partner.slug != request.path_params["slug"]:  # two rows of one body were put together: the address moved
        return RedirectResponse(f"/partners/{data.partner.slug}", 301)
    stories = data.success_stories.items if data.success_stories else []
    return page(request, "partners/profile.html", data=data, partner=data.partner, stories=stories)


ROUTES = [Route("/partners", directory), Route("/partners.csv", directory_csv), Route("/partners/{slug}", profile)]
