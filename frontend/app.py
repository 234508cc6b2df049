"""The members' frontend: settings, routes, error mapping, lifespan; nothing else."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from . import routes
from .api import Client
from .assets import Assets
from .client.exceptions import GraphQLClientGraphQLMultiError, GraphQLClientHttpError, GraphQLClientInvalidResponseError
from .middleware import KnownHost, OneAddress, RequestId, SecurityHeaders
from .pages import HERE, PlainSite, build_id
from .security import headers
from .settings import Settings
from .transport import ApiUnavailable, NotModified, Transport, load_manifest, session
from .views import errors


def create_app(settings: Settings | None = None) -> Starlette:
    """The ASGI application. Raises SettingsError when a setting is missing."""
    settings = settings or Settings.from_env()
    assets = Assets(HERE / "static")

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with session() as http:
            app.state.api = Client(settings.graphql_url, http_client=Transport(http, load_manifest(settings.manifest)))
            yield

    app = Starlette(
        lifespan=lifespan,
        middleware=[
            Middleware(RequestId),
            Middleware(SecurityHeaders, headers=headers(settings)),
            Middleware(KnownHost, hosts=settings.hosts),
            Middleware(OneAddress, origin=settings.frontend_origin),
            Middleware(GZipMiddleware, minimum_size=500, compresslevel=6),
        ],
        routes=routes.all_routes(assets),
        exception_handlers={
            GraphQLClientGraphQLMultiError: errors.refused,
            GraphQLClientHttpError: errors.down,
            GraphQLClientInvalidResponseError: errors.down,
            ApiUnavailable: errors.down,
            NotModified: errors.unchanged,
            HTTPException: errors.http_error,
            Exception: errors.down,
        },
    )
    app.state.settings = settings
    app.state.assets = assets
    app.state.build = build_id(assets.digest)
    app.state.site = PlainSite()
    return app
