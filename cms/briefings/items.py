"""The items of an edition as somebody reads them: what each is about, in a word, and where it leads."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from wagtail.models import Page

from cms.briefings.models import Edition, EditionItem
from cms.briefings.permissions import readable_items
from cms.core.requester import Requester
from cms.forum.models import Thread
from cms.pages.models import GuidancePage, HorizonPage
from cms.pages.search import KINDS
from cms.pages.selectors import members_path

ABOUT_THREADS = {
    Thread.Kind.QUESTION: "Good question",
    Thread.Kind.ISSUE: "Issue",
    Thread.Kind.SUCCESS: "It worked",
    Thread.Kind.HELP_WANTED: "Help wanted",
}
WORDS_A_MINUTE = 200


@dataclass(frozen=True, slots=True)
class Shown:
    """One item in the words of the editor. `path` is one of this site, or an https address, or empty."""

    kicker: str
    title: str
    path: str
    text: str
    to_do: str


@dataclass(frozen=True, slots=True)
class About:
    kicker: str
    path: str


def about(items: Iterable[EditionItem]) -> dict[int, About]:
    """{key of the item: what it is about}, in two queries and one for each type of page among them."""
    rows = list(items)
    pages = {page.pk: page for page in Page.objects.filter(pk__in=_keys(rows, "page_id")).specific(defer=False)}
    threads = Thread.objects.in_bulk(_keys(rows, "thread_id"))
    return {item.pk: _about(item, pages, threads) for item in rows}


def _keys(rows: Sequence[EditionItem], name: str) -> set[int]:
    return {getattr(row, name) for row in rows} - {None}


def _about(item: EditionItem, pages: Mapping[int, Page], threads: Mapping[int, Thread]) -> About:
    page, thread = pages.get(item.page_id or 0), threads.get(item.thread_id or 0)
    if page is not None:
        return About(item.kicker or kicker_of(page), members_path(page))
    if thread is not None:
        return About(item.kicker or ABOUT_THREADS[Thread.Kind(thread.kind)], thread.path)
    return About(item.kicker, item.link)


def kicker_of(page: Page) -> str:
    """ "Guidance · local", "Consultation", "Event": what a page is, before its title."""
    if isinstance(page, HorizonPage):
        return str(page.get_stage_display())
    label = KINDS[type(page)][1] if type(page) in KINDS else ""
    if isinstance(page, GuidancePage):
        return f"{label} · {page.authority}"
    return {"Success stories": "Success story", "Events": "Event"}.get(label, label)


def items_for(edition: Edition, by: Requester) -> list[Shown]:
    """What the requester may read of the edition today, in its order. For one that has not gone out, too."""
    rows = list(readable_items(EditionItem.objects.filter(edition=edition.pk), by).order_by("sort_order", "pk"))
    found = about(rows)
    return [Shown(found[row.pk].kicker, row.title, found[row.pk].path, row.text, row.to_do) for row in rows]


def not_for(edition: Edition, by: Requester) -> list[EditionItem]:
    """The items that the requester may not read: what an editor must hear of before it goes."""
    rows = EditionItem.objects.filter(edition=edition.pk)
    return list(rows.exclude(pk__in=readable_items(rows, by).values("pk")).order_by("sort_order", "pk"))


def minutes_to_read(note: str, items: Iterable[EditionItem]) -> int:
    texts = [note, *(f"{item.title} {item.text} {item.to_do}" for item in items)]
    return max(1, -(-sum(len(text.split()) for text in texts) // WORDS_A_MINUTE))
