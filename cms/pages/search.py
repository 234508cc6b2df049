"""What search finds of the editorial pages, and who may find it."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Prefetch
from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_unpublished, post_page_move

from cms.core import clock, policy
from cms.core.partial_dates import PartialDate, in_words
from cms.core.requester import Requester
from cms.pages.models import (
    Audience,
    EditorialPage,
    EventPage,
    GuidancePage,
    HorizonPage,
    NewsPage,
    StoryPage,
    StoryQuote,
)
from cms.pages.search_files import Attachments, documents_of
from cms.storage.audience import narrowed
from cms.storage.uses import note_uses, register_backfill
from search import outbox, registry
from search.ports import Entry
from search.registry import Card, Source

USUAL, STALE = 0.5, 0.0  # popularity: what nobody has kept right sinks
KINDS: dict[type[EditorialPage], tuple[str, str, str]] = {  # kind, label, first part of the address
    GuidancePage: ("guidance", "Guidance", "guidance"),
    NewsPage: ("news", "News", "news"),
    HorizonPage: ("horizon", "Changes ahead", "horizon"),
    StoryPage: ("story", "Success stories", "stories"),
    EventPage: ("event", "Events", "events"),
}
EVENT_STATUSES = {"upcoming": "Upcoming", "past": "Past"}
GUIDANCE_STATUSES = {"current": "Current", "replaced": "Replaced"}


def audiences(pages: Iterable[EditorialPage]) -> dict[int, frozenset[str]]:
    """Who may find each page, by its key: its audience, narrowed by every view restriction on it or above it."""
    restrictions = [
        (found.page.path, found.restriction_type, frozenset(group.pk for group in found.groups.all()))
        for found in PageViewRestriction.objects.select_related("page").prefetch_related("groups")
    ]
    tokens = {}
    for page in pages:
        closed = [(type_, groups) for path, type_, groups in restrictions if page.path.startswith(path)]
        whole = {"public"} if page.audience == Audience.PUBLIC else {"members"}
        tokens[page.pk] = narrowed(frozenset(whole), closed)
    return tokens


def published_on(page: EditorialPage) -> datetime.date | None:
    """The date that a reader would give the page: of the news, the change, the event or the edition."""
    partial = ""
    if isinstance(page, NewsPage):
        return page.published_on
    if isinstance(page, EventPage):
        return page.starts_at.astimezone(clock.LONDON).date()
    if isinstance(page, HorizonPage):
        partial = page.key_date
    elif isinstance(page, GuidancePage):
        partial = page.edition_on
    if partial:
        return PartialDate.parse(partial).last_day
    if page.provenance.startswith("Imported from "):  # the day of an import says nothing of the page
        return None
    first = page.first_published_at
    return first.astimezone(clock.LONDON).date() if first else None


def status_of(page: EditorialPage) -> tuple[str, str]:
    """The value and the word of the page's status, worked out from dates and fields; empty for most."""
    if isinstance(page, EventPage):
        value = "past" if page.ends_at < clock.now() else "upcoming"
        return value, EVENT_STATUSES[value]
    if isinstance(page, HorizonPage):
        return page.stage, page.get_stage_display()
    if isinstance(page, GuidancePage):
        value = "replaced" if page.superseded_by_id else "current"
        return value, GUIDANCE_STATUSES[value] if value == "replaced" else ""
    return "", ""


def _is_stale(page: EditorialPage) -> bool:
    replaced = isinstance(page, GuidancePage) and page.superseded_by_id is not None
    over = isinstance(page, EventPage) and page.ends_at < clock.now()
    return page.is_review_due or replaced or over


def url_of(page: EditorialPage) -> str:
    return f"/{KINDS[type(page)][2]}/{page.slug}"


def _particulars(page: EditorialPage) -> str:
    """The fields of one type, as text. Names of other pages and ISPs stay out: those have readers of their own."""
    if isinstance(page, HorizonPage):
        return "\n".join((page.so_what, page.action_needed, page.key_date_means))
    if isinstance(page, StoryPage):
        quotes = [f"{quote.text} {quote.person} {quote.role}" for quote in page.quotes.all()]
        parts = (page.problem, page.approach, page.impact, page.learning, page.advice, page.partners_text, *quotes)
        return "\n".join(parts)
    if isinstance(page, EventPage):
        return page.place
    return ""


def _once(page: EditorialPage, *parts: Any) -> Iterator[str]:
    """Each part of the text once, and not again what the summary says."""
    return (part for part in dict.fromkeys(str(part) for part in parts) if part.strip() and part != page.summary)


def _origin(page: EditorialPage) -> list[str]:
    """Who says it, in which edition or stage, and of when: looked for, and not shown as text."""
    if isinstance(page, GuidancePage):
        return [page.issuer, page.edition]
    if isinstance(page, HorizonPage):  # with the year, by which people ask what comes
        day = str(PartialDate.parse(page.key_date)) if page.key_date else ""
        return [page.source, page.stage_detail, day]
    return []


def _partners(page: EditorialPage) -> tuple[str, ...]:
    if isinstance(page, StoryPage):
        return tuple(partner.slug for partner in page.partners.all())
    if isinstance(page, EventPage) and page.host_partner:
        return (page.host_partner.slug,)
    return ()


def to_entry(page: EditorialPage, audience: frozenset[str], attachment: str = "", variant: str = "") -> Entry:
    """The page as search holds it. Its text, the files' too, is what everybody who may find it may also read."""
    day = published_on(page)
    text = page.body.stream_block.get_searchable_content(page.body)
    status, _ = status_of(page)
    headings = [block.value["text"] for block in page.body if block.block_type == "heading"]
    return Entry(
        key=registry.key_of(KINDS[type(page)][0], page.pk) + variant,
        version=0,
        kind=KINDS[type(page)][0],
        url=url_of(page),
        title=page.title,
        audience=audience,
        headings="\n".join(part for part in [*headings, *_origin(page)] if part),
        summary=page.summary,
        body="\n".join(_once(page, *_particulars(page).split("\n"), *text)),
        attachment=attachment,
        topic=tuple(topic.slug for topic in page.topics.all()),
        sector=tuple(sector.code for sector in page.sectors.all()),
        partner=_partners(page),
        status=(status,) if status else (),
        published=datetime.datetime.combine(day, datetime.time(12), clock.LONDON) if day else None,
        popularity=STALE if _is_stale(page) else USUAL,
    )


def card(page: EditorialPage) -> Card:
    owner = ""
    if isinstance(page, GuidancePage):
        owner = page.issuer
    elif isinstance(page, HorizonPage):
        owner = page.source
    elif isinstance(page, EventPage):
        owner = page.host_partner.name if page.host_partner else ""
    status, word = status_of(page)
    words = date_words(page)
    return Card(page.title, url_of(page), page.summary, published_on(page), owner, status, word, date_words=words)


def date_words(page: EditorialPage) -> str:
    """What the page's date says to a reader, as exactly as it is known; the day of an import says nothing."""
    if isinstance(page, EventPage):
        return f"On {in_words(published_on(page))}"
    if isinstance(page, HorizonPage):
        return f"Key date: {PartialDate.parse(page.key_date)}" if page.key_date else ""
    if isinstance(page, GuidancePage) and page.edition_on:
        return f"Edition of {PartialDate.parse(page.edition_on)}"
    day = published_on(page)
    return f"Published {in_words(day)}" if day else ""


def _source(model: type[EditorialPage]) -> Source:
    kind, label, _ = KINDS[model]
    also = {StoryPage: ("partners", "quotes"), EventPage: ("host_partner",)}.get(model, ())

    def live_pks() -> Iterable[int]:
        pks: Iterable[int] = model.objects.live().values_list("pk", flat=True)
        return pks

    def entries(pks: Sequence[int]) -> Iterator[Entry]:
        pages = list(model.objects.live().filter(pk__in=pks).prefetch_related("topics", "sectors", *also))
        found, files = audiences(pages), Attachments(pages)
        for page in pages:
            audience = found[page.pk]
            attachment = files.for_audience(page, audience)
            if files.has_members_files(page, audience):
                yield to_entry(page, frozenset({"visitors"}), attachment, "/public")
                audience = frozenset({"members"})
                attachment = files.for_audience(page, audience)
            yield to_entry(page, audience, attachment)

    def rows(requester: Requester) -> Any:
        pages: Any = model.objects.defer("body")
        if model is EventPage:
            field = EventPage._meta.get_field("host_partner")
            partners = policy.visible(field.related_model._default_manager.all(), requester)
            pages = pages.prefetch_related(Prefetch("host_partner", partners))
        return pages

    statuses: dict[str, str] = {}
    if model is EventPage:
        statuses = EVENT_STATUSES
    elif model is GuidancePage:
        statuses = GUIDANCE_STATUSES
    elif model is HorizonPage:
        statuses = {str(value): str(word) for value, word in HorizonPage.Stage.choices}
    variants = ("", "/public")  # the second where a public page has files that only members may open
    return Source(kind, label, model, live_pks, entries, rows, card, statuses=statuses, variants=variants)


# -- changes -------------------------------------------------------------------------------------------
def _page_changed(sender: type[Any], instance: Any, **_: Any) -> None:
    found = KINDS.get(type(instance))
    if found:
        outbox.record(registry.key_of(found[0], instance.pk))


def _page_saved(sender: type[Any], instance: Any, raw: bool = False, **_: Any) -> None:
    if not raw:
        note_uses(registry.key_of(KINDS[type(instance)][0], instance.pk), documents_of(instance))
    _page_changed(sender, instance)


def _page_gone(sender: type[Any], instance: Any, **_: Any) -> None:
    note_uses(registry.key_of(KINDS[type(instance)][0], instance.pk), ())
    _page_changed(sender, instance)


def _filed(sender: type[Any], instance: Any, action: str = "", **_: Any) -> None:
    """Topics, sectors or partners of a page, changed outside its own form."""
    if action.startswith("post_"):
        _page_changed(type(instance), instance)


def _quote_changed(sender: type[Any], instance: Any, **_: Any) -> None:
    outbox.record(registry.key_of(KINDS[StoryPage][0], instance.page_id))


def _partner_renamed(sender: type[Any], instance: Any, created: bool = False, **_: Any) -> None:
    """Its address is a value of the facet."""
    if not created:
        events = EventPage.objects.filter(host_partner=instance.pk).order_by().values_list("pk", flat=True)
        stories = StoryPage.objects.filter(partners=instance.pk).order_by().values_list("pk", flat=True)
        outbox.record_many(
            [*(registry.key_of("event", pk) for pk in events), *(registry.key_of("story", pk) for pk in stories)]
        )


def note_all_uses() -> None:
    """For pages that were saved before the uses of documents were kept."""
    for model, (kind, _, _) in KINDS.items():
        for page in model.objects.iterator():
            note_uses(registry.key_of(kind, page.pk), documents_of(page))


def _below(path: str) -> list[str]:
    return [
        registry.key_of(kind, pk)
        for model, (kind, _, _) in KINDS.items()
        for pk in model.objects.filter(path__startswith=path).values_list("pk", flat=True)
    ]


def _restriction_changed(sender: type[Any], instance: Any, action: str = "", **_: Any) -> None:
    if action.startswith("pre_"):
        return
    restrictions = PageViewRestriction.objects.filter(groups=instance) if isinstance(instance, Group) else [instance]
    for restriction in restrictions:
        path = Page.objects.filter(pk=restriction.page_id).values_list("path", flat=True).first()
        if path:  # a restriction that goes with its page leaves nothing to do
            outbox.record_many(_below(path))


def _moved(sender: type[Any], instance: Page, **_: Any) -> None:
    outbox.record_many(_below(Page.objects.values_list("path", flat=True).get(pk=instance.pk)))


def connect() -> None:
    """Register the kinds and listen for changes. Called once, when the app is ready."""
    for model in KINDS:
        registry.register(_source(model))
        post_save.connect(_page_saved, sender=model, dispatch_uid=f"search_{model.__name__}_saved")
        post_delete.connect(_page_gone, sender=model, dispatch_uid=f"search_{model.__name__}_gone")
        for name in ("topics", "sectors", "partners"):
            field = next((found for found in model._meta.many_to_many if found.name == name), None)
            if field is not None:
                through: Any = field.remote_field.through
                m2m_changed.connect(_filed, sender=through, dispatch_uid=f"search_{model.__name__}_{name}")
    register_backfill(note_all_uses)
    handlers: tuple[tuple[Any, Callable[..., None], Any], ...] = (
        (page_published, _page_changed, None),
        (page_unpublished, _page_changed, None),
        (post_page_move, _moved, None),
        (post_save, _restriction_changed, PageViewRestriction),
        (post_delete, _restriction_changed, PageViewRestriction),
        (m2m_changed, _restriction_changed, PageViewRestriction.groups.through),
        (post_save, _quote_changed, StoryQuote),
        (post_delete, _quote_changed, StoryQuote),
        (post_save, _partner_renamed, EventPage._meta.get_field("host_partner").related_model),
    )
    for number, (signal, handler, sender) in enumerate(handlers):
        signal.connect(handler, sender=sender, dispatch_uid=f"search_pages_{number}")
