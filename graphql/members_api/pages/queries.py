"""Editorial pages: one of each kind by its path, and lists with the filters that readers use."""

import datetime
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import graphene
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import NullIf
from grapple.registry import registry
from wagtail.models import Site

from cms.core import clock, content_version
from cms.core.errors import NotFound
from cms.pages.models import EditorialPage, EventPage, GuidancePage, HorizonPage, NewsPage, StoryPage
from cms.pages.preview import GONE, preview_for
from members_api.access import Access
from members_api.enums import GuidanceAuthority, GuidanceSupportLevel, HorizonLevel, HorizonStage
from members_api.guards import PUBLIC, Exposed
from members_api.lists import list_field
from members_api.pages import types  # noqa: F401 - fills grapple's registry
from members_api.types import PageInterface

CONTENT = "read:content"
NEWEST = ("-first_published_at",)
DATED_FIRST = NullIf(F("key_date"), Value("")).asc(nulls_last=True)


@lru_cache(maxsize=2)
def _kept_root(version: str) -> str:
    return _read_root()


def _read_root() -> str:
    pages = Site.objects.order_by("-is_default_site", "pk").values_list("root_page__url_path", flat=True)
    return str(pages[0])


def root_path(version: str) -> str:
    """Where the site's tree begins, read once for each content version."""
    return _read_root() if version == content_version.NONE else _kept_root(version)


def at_path(model: type[EditorialPage]) -> Callable[..., QuerySet[Any]]:
    def resolve(_: None, info: Any, path: str) -> QuerySet[Any]:
        root = root_path(info.context.access.version)
        inside = path.strip("/")
        rows: QuerySet[Any] = model.objects.filter(url_path=f"{root.rstrip('/')}/{inside}/" if inside else root)
        return rows

    return resolve


def page_field(model: type[EditorialPage]) -> Exposed:
    return Exposed(
        registry.pages[model],
        path=graphene.String(required=True, description="As in `path`; a slash at the end is allowed."),
        resolver=at_path(model),
        audience=PUBLIC,
        scope=CONTENT,
    )


def preview(_: None, info: Any, token: str) -> Any:
    """The same refusal for a bad token, a page that is gone and a person who may not edit it."""
    if info.context.account is None:
        raise NotFound(GONE)
    draft = preview_for(token, info.context.account)
    return info.context.loader.admit_draft(draft, [node.selection_set for node in info.field_nodes])


def filed(model: type[EditorialPage], topic: str | None, sector: str | None, text: str | None) -> QuerySet[Any]:
    """Pages of one kind under a topic (slug), for a sector (code; pages without sectors are for all), with a text."""
    rows: QuerySet[Any] = model.objects.all()
    if topic:
        rows = rows.filter(topics__slug=topic)
    if sector:
        rows = rows.filter(Q(sectors__code=sector) | Q(sectors=None))
    for word in (text or "").split()[:8]:
        rows = rows.filter(Q(title__icontains=word) | Q(summary__icontains=word))
    return rows


def guidance(
    access: Access,
    topic: str | None = None,
    sector: str | None = None,
    authority: Any = None,
    support_level: Any = None,
    include_superseded: bool = False,
    text: str | None = None,
) -> QuerySet[Any]:
    rows = filed(GuidancePage, topic, sector, text)
    if authority is not None:
        rows = rows.filter(authority=authority)
    if support_level is not None:
        rows = rows.filter(support_level=support_level)
    return rows if include_superseded else rows.filter(superseded_by=None)


def news(
    access: Access, topic: str | None = None, sector: str | None = None, featured: bool | None = None
) -> QuerySet[Any]:
    rows = filed(NewsPage, topic, sector, None)
    return rows if featured is None else rows.filter(featured=featured)


def horizon(
    access: Access,
    topic: str | None = None,
    sector: str | None = None,
    stage: Any = None,
    effect: Any = None,
    year: int | None = None,
    ahead: bool | None = None,
) -> QuerySet[Any]:
    """`ahead`: key date not past (or none given and not in force yet). A month or a year is past after its last day."""
    rows = filed(HorizonPage, topic, sector, None)
    if stage is not None:
        rows = rows.filter(stage=stage)
    if effect is not None:
        rows = rows.filter(effect=effect)
    if year is not None:
        rows = rows.filter(key_date__startswith=f"{year:04}")
    if ahead is not None:
        today = clock.today().isoformat()
        # A partial date compares as text with as much of today as it gives: "2026-06" is ahead until June has passed.
        coming = Q(key_date__gte=today) | Q(key_date__in=[today[:7], today[:4]])
        to_come = coming | (Q(key_date="") & ~Q(stage=HorizonPage.Stage.IN_FORCE))
        rows = rows.filter(to_come) if ahead else rows.exclude(to_come)
    return rows


def stories(
    access: Access, topic: str | None = None, sector: str | None = None, partner: str | None = None
) -> QuerySet[Any]:
    rows = filed(StoryPage, topic, sector, None)
    if partner is not None:
        partners = StoryPage._meta.get_field("partners").related_model._default_manager.filter(slug=partner)
        rows = rows.filter(partners__in=access.narrow(partners))
    return rows


def events(access: Access, topic: str | None = None, upcoming: bool | None = None) -> QuerySet[Any]:
    rows = filed(EventPage, topic, None, None)
    if upcoming is None:
        return rows
    # By day, not by minute: cached answers follow the date.
    today = datetime.datetime.combine(clock.today(), datetime.time(), clock.LONDON)
    return rows.filter(ends_at__gte=today) if upcoming else rows.filter(ends_at__lt=today)


def page_list(model: type[EditorialPage], orders: dict[str, tuple[Any, ...]], rows: Any, **filters: Any) -> Exposed:
    topic = graphene.String(description="A topic's slug.")
    return list_field(registry.pages[model], orders, rows, audience=PUBLIC, scope=CONTENT, topic=topic, **filters)


def sector_code() -> graphene.String:
    return graphene.String(description="A sector's code. Pages filed under no sector are for all of them.")


class PagesQuery(graphene.ObjectType):
    preview_page = Exposed(
        PageInterface,
        token=graphene.String(required=True),
        resolver=preview,
        audience=PUBLIC,
        scope=CONTENT,
        personal=True,
        kept=False,
        description="What an editor is looking at before it is published; for that editor alone, for an hour.",
    )
    guidance_item = page_field(GuidancePage)
    guidance_items = page_list(
        GuidancePage,
        {"TITLE": ("title",), "NEWEST": NEWEST},
        guidance,
        sector=sector_code(),
        authority=GuidanceAuthority(),
        support_level=GuidanceSupportLevel(),
        include_superseded=graphene.Boolean(default_value=False),
        text=graphene.String(description="Words that title or summary hold."),
    )
    news_item = page_field(NewsPage)
    news_items = page_list(
        NewsPage,
        {"NEWEST": ("-published_on",), "TITLE": ("title",)},
        news,
        sector=sector_code(),
        featured=graphene.Boolean(),
    )
    horizon_item = page_field(HorizonPage)
    horizon_items = page_list(
        HorizonPage,
        {"KEY_DATE": (DATED_FIRST, "title"), "NEWEST": NEWEST, "TITLE": ("title",)},
        horizon,
        sector=sector_code(),
        stage=HorizonStage(),
        effect=HorizonLevel(),
        year=graphene.Int(description="Of the key date."),
        ahead=graphene.Boolean(description="True: still to come. False: past."),
    )
    success_story = page_field(StoryPage)
    success_stories = page_list(
        StoryPage,
        {"NEWEST": NEWEST, "TITLE": ("title",)},
        stories,
        sector=sector_code(),
        partner=graphene.String(description="A partner's slug."),
    )
    event = page_field(EventPage)
    events = page_list(
        EventPage,
        {"STARTS": ("starts_at",), "NEWEST": ("-starts_at",)},
        events,
        upcoming=graphene.Boolean(description="True: today or later. False: over before today."),
    )
