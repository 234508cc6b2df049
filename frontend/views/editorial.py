"""Guidance, news, changes ahead and stories: a list and a page of each, and the calendar of changes ahead."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from .. import downloads, statuses, words
from ..api import api, call
from ..client.enums import GuidanceAuthority, GuidanceSupportLevel, HorizonLevel, HorizonStage
from ..glossary import Glossary
from ..pages import page
from ..query import choice, optional, page_number, text
from .errors import absent

STAGES = ("proposed", "consultation", "passed", "in_force")


async def guidance_list(request: Request) -> Response:
    data = await api(request).guidance_list(
        page=page_number(request, 20),
        topic=optional(request, "topic"),
        authority=choice(GuidanceAuthority, text(request, "authority")),
        support_level=choice(GuidanceSupportLevel, text(request, "kind")),
        text=optional(request, "t"),
        **call(request),
    )
    query = {name: text(request, name) for name in ("t", "topic", "authority", "kind")}
    return page(request, "editorial/guidance_list.html", data=data, found=data.guidance_items, query=query)


async def guidance_page(request: Request) -> Response:
    data = await api(request).guidance_page(path=request.url.path, **call(request))
    if data.guidance_item is None:
        return await absent(request)
    return page(
        request, "editorial/guidance_page.html", data=data, item=data.guidance_item, glossary=Glossary(data.glossary)
    )


async def news_list(request: Request) -> Response:
    data = await api(request).news_list(
        page=page_number(request, 20), topic=optional(request, "topic"), **call(request)
    )
    query = {"topic": text(request, "topic")}
    return page(request, "editorial/news_list.html", data=data, found=data.news_items, query=query)


async def news_page(request: Request) -> Response:
    data = await api(request).news_page(path=request.url.path, **call(request))
    if data.news_item is None:
        return await absent(request)
    return page(request, "editorial/news_page.html", data=data, item=data.news_item)


def key_day(key_date: str) -> date | None:
    """The day of a key date; None when only a month, a year or nothing is known."""
    try:
        return date.fromisoformat(key_date) if len(key_date) == 10 else None
    except ValueError:
        return None


async def horizon_list(request: Request) -> Response:
    data = await api(request).horizon_list(
        page=page_number(request, 50),
        stage=choice(HorizonStage, text(request, "stage")),
        effect=choice(HorizonLevel, text(request, "effect")),
        topic=optional(request, "topic"),
        **call(request),
    )
    query = {name: text(request, name) for name in ("stage", "effect", "topic", "past")}
    return page(
        request,
        "editorial/horizon_list.html",
        data=data,
        found=data.horizon_items,
        query=query,
        changes=sort_changes(data.horizon_items.items, words.today()),
        stages=STAGES,
    )


class Changes(NamedTuple):
    """Changes by what a reader has to do about them."""

    started: list[Any]  # in force within the last twelve months, newest first
    ahead: list[Any]  # their key date is to come, soonest first
    waiting: list[Any]  # not in force, and no date to come is known
    past: list[Any]


def sort_changes(items: list[Any], now: date) -> Changes:
    """Key dates may be a day, a month or a year: each is compared at its own precision."""
    changes = Changes([], [], [], [])
    for item in items:
        key = item.key_date
        if statuses.key_of(item.stage) == "in_force":
            recent = key and key[:7] >= f"{now.year - 1}-{now.month:02}"[: len(key)]
            (changes.started if recent else changes.past).append(item)
        else:
            to_come = key and key >= now.isoformat()[: len(key)]
            (changes.ahead if to_come else changes.waiting).append(item)
    changes.ahead.sort(key=lambda item: item.key_date)
    for some in (changes.started, changes.waiting, changes.past):
        some.sort(key=lambda item: item.key_date, reverse=True)
    return changes


async def horizon_page(request: Request) -> Response:
    data = await api(request).horizon_page(path=request.url.path, **call(request))
    if data.horizon_item is None:
        return await absent(request)
    return page(request, "editorial/horizon_page.html", data=data, item=data.horizon_item, stages=STAGES)


async def horizon_calendar(request: Request) -> Response:
    data = await api(request).horizon_list(page=1, **call(request))
    settings = request.app.state.settings
    host = urlsplit(settings.frontend_origin).hostname or "localhost"
    entries = [
        (
            f"{item.path.strip('/').replace('/', '-')}@{host}",
            item.title,
            day,
            None,
            "",
            settings.frontend_origin + item.path,
        )
        for item in data.horizon_items.items
        if (day := key_day(item.key_date))
    ]
    return downloads.as_calendar(request, "changes-ahead", downloads.calendar(entries, words.today()))


async def story_list(request: Request) -> Response:
    data = await api(request).story_list(
        page=page_number(request, 20), topic=optional(request, "topic"), **call(request)
    )
    query = {"topic": text(request, "topic")}
    return page(request, "editorial/story_list.html", data=data, found=data.success_stories, query=query)


async def story_page(request: Request) -> Response:
    data = await api(request).story_page(path=request.url.path, **call(request))
    if data.success_story is None:
        return await absent(request)
    return page(request, "editorial/story_page.html", data=data, item=data.success_story)


ROUTES = [
    Route("/guidance", guidance_list),
    Route("/guidance/{slug}", guidance_page),
    Route("/news", news_list),
    Route("/news/{slug}", news_page),
    Route("/horizon", horizon_list),
    Route("/horizon.ics", horizon_calendar),
    Route("/horizon/{slug}", horizon_page),
    Route("/stories", story_list),
    Route("/stories/{slug}", story_page),
]
