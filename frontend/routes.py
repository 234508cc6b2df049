"""Every address of the frontend, in one place."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Route

from . import api as door
from .assets import Assets
from .client.exceptions import GraphQLClientError
from .transport import ApiUnavailable
from .views import (
    about,
    account,
    amendments,
    ask,
    body_check,
    briefings,
    cases,
    charter,
    community,
    community_ask,
    community_moderation,
    community_post,
    community_spaces,
    community_thread,
    consultations,
    copies,
    credits,
    data_feeds,
    deliveries,
    developers,
    directory,
    draft_law,
    draft_steps,
    draft_talk,
    drafts,
    editorial,
    events,
    formats,
    home,
    intake,
    isp_parts,
    isps,
    join,
    notices,
    organisation,
    our_contacts,
    our_people,
    partners,
    people,
    preview,
    record,
    reference,
    reorganisations,
    reviews,
    saved_searches,
    search,
    signing,
    signing_board,
    signing_paper,
    snapshots,
    sponsor,
    template,
    tokens,
    triggers,
    wishes,
)


async def health(request: Request) -> JSONResponse:
    """200 when the API answers the operation that every page needs, 503 otherwise."""
    try:
        await door.api(request).chrome(**door.call(request))
    except (GraphQLClientError, ApiUnavailable, ValueError):
        return JSONResponse({"status": "error", "api": "away"}, 503, {"Cache-Control": "no-store"})
    return JSONResponse({"status": "ok", "api": "ok"}, headers={"Cache-Control": "no-store"})


AREAS = (
    intake,
    amendments,
    triggers,
    home,
    search,
    wishes,
    editorial,
    events,
    formats,
    reviews,
    drafts,
    draft_talk,
    draft_law,
    draft_steps,
    template,
    isp_parts,
    copies,
    signing,
    signing_board,
    signing_paper,
    isps,
    organisation,
    our_contacts,
    our_people,
    body_check,
    directory,
    partners,
    people,
    consultations,
    reorganisations,
    reference,
    snapshots,
    account,
    notices,
    saved_searches,
    tokens,
    data_feeds,
    deliveries,
    briefings,
    ask,
    community,
    community_ask,
    community_moderation,
    community_post,
    community_spaces,
    community_thread,
    cases,
    join,
    charter,
    sponsor,
    credits,
    preview,
    record,
    developers,
    about,
)


def all_routes(assets: Assets) -> list[BaseRoute]:
    pages: list[BaseRoute] = [route for area in AREAS for route in area.ROUTES]
    return [Route("/health", health), Route("/static/{name}", assets.serve), *pages]
