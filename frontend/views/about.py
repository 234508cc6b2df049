"""Short pages about the site. Their text is ours; names and contacts are the community's own."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..api import api, call
from ..pages import page


async def about(request: Request) -> Response:
    data = await api(request).chrome(**call(request))
    settings = request.app.state.settings
    return page(
        request,
        f"about/{request.url.path.strip('/')}.html",
        data=data,
        session_name=settings.session_cookie,
        csrf_name=settings.csrf_cookie,
    )


async def privacy(request: Request) -> Response:
    """The periods of keeping come from the settings that the job enforces."""
    data = await api(request).privacy_page(**call(request))
    return page(request, "about/privacy.html", data=data, periods=data.periods_of_keeping)


ROUTES = [
    Route("/privacy", privacy),
    *(Route(path, about) for path in ("/about", "/help", "/accessibility", "/cookies")),
]
