"""What an editor is writing, as members will read it. The API gives it to that editor alone, for an hour."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..api import api, call
from ..glossary import Glossary
from ..pages import page
from ..query import text
from ..security import policy
from .editorial import STAGES

TEMPLATES = {
    "GuidancePage": "editorial/guidance_page.html",
    "NewsPage": "editorial/news_page.html",
    "HorizonPage": "editorial/horizon_page.html",
    "StoryPage": "editorial/story_page.html",
    "EventPage": "editorial/event_page.html",
}


async def preview(request: Request) -> Response:
    data = await api(request).preview(token=text(request, "token", 500), **call(request))
    template = TEMPLATES.get(data.preview_page.typename__) if data.preview_page else None
    if template is None:
        raise HTTPException(404)
    response = page(
        request,
        template,
        data=data,
        item=data.preview_page,
        glossary=Glossary(data.glossary),
        stages=STAGES,
        preview=True,
    )
    settings = request.app.state.settings
    # The editing screen shows it in a frame: the one page that may be framed, and by the CMS alone.
    response.headers["Content-Security-Policy"] = policy(settings, framed_by=f"'self' {settings.cms_origin}")
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


ROUTES = [Route("/preview", preview)]
