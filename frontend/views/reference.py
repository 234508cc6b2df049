"""Datasets, the laws that let us share, and the glossary."""

from __future__ import annotations

from itertools import groupby

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..api import api, call
from ..pages import page
from ..query import optional, page_number, text
from .errors import absent


async def datasets(request: Request) -> Response:
    data = await api(request).dataset_list(page=page_number(request, 20), text=optional(request, "t"), **call(request))
    return page(
        request, "reference/datasets.html", data=data, found=data.datasets, query={"t": text(request, "t")}, size=20
    )


async def dataset(request: Request) -> Response:
    data = await api(request).dataset_page(slug=request.path_params["slug"], **call(request))
    if data.dataset is None:
        return await absent(request)
    return page(request, "reference/dataset.html", data=data, item=data.dataset)


async def gateways(request: Request) -> Response:
    data = await api(request).gateway_list(page=page_number(request, 50), text=optional(request, "t"), **call(request))
    return page(
        request,
        "reference/gateways.html",
        data=data,
        found=data.legal_gateways,
        query={"t": text(request, "t")},
        size=50,
    )


async def gateway(request: Request) -> Response:
    data = await api(request).gateway_page(slug=request.path_params["slug"], **call(request))
    if data.legal_gateway is None:
        return await absent(request)
    return page(request, "reference/gateway.html", data=data, item=data.legal_gateway)


async def glossary(request: Request) -> Response:
    data = await api(request).glossary(**call(request))
    terms = sorted(data.glossary, key=lambda term: term.term.lower())
    letters = [(letter, list(some)) for letter, some in groupby(terms, key=lambda term: term.term[:1].upper())]
    return page(request, "reference/glossary.html", data=data, letters=letters)


ROUTES = [
    Route("/datasets", datasets),
    Route("/datasets/{slug}", dataset),
    Route("/gateways", gateways),
    Route("/gateways/{slug}", gateway),
    Route("/glossary", glossary),
]
