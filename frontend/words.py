"""Filters and words of the templates: dates as people write them, telephone links, phrases. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from markupsafe import Markup

LONDON = ZoneInfo("Europe/London")


def today() -> date:
    return datetime.now(LONDON).date()


def local(moment: datetime) -> datetime:
    """A moment as clocks in the county show it; a time without a zone already is."""
    return moment.astimezone(LONDON) if moment.tzinfo else moment


def moment(value: datetime | str | None) -> datetime | None:
    """A moment from what the API gives for one: a datetime, or its ISO text."""
    if isinstance(value, str):
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            return None
    return value


def long_date(day: date | str | None) -> str:
    """22 November 2026; a datetime by its day here; "2026-06" and "2026" as June 2026 and 2026; nothing for None."""
    if not day:
        return ""
    if isinstance(day, str):
        return partial_date(day)
    if isinstance(day, datetime):
        day = local(day).date()
    return f"{day.day} {day:%B %Y}"


def partial_date(text: str) -> str:
    """A date kept as text at the precision its source gave. Other text comes back as it is."""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}.*", text):
        return long_date(date.fromisoformat(text[:10]))
    if re.fullmatch(r"\d{4}-\d{2}", text):
        return f"{date.fromisoformat(text + '-01'):%B %Y}"
    return text


def short_date(day: date) -> str:
    return f"{day.day} {day:%b}"


def weekday(value: datetime | str | None) -> str:
    """Thursday 10 December 2026."""
    at = moment(value)
    return f"{local(at):%A} {long_date(at)}" if at else ""


def clock_time(value: datetime | str | None) -> str:
    """10am, 12:30pm, noon is 12pm."""
    at = moment(value)
    if at is None:
        return ""
    here = local(at)
    hour = here.hour % 12 or 12
    minutes = f":{here.minute:02}" if here.minute else ""
    return f"{hour}{minutes}{'am' if here.hour < 12 else 'pm'}"


def machine_date(day: date | str) -> str:
    if isinstance(day, str):
        return day[:10]
    if isinstance(day, datetime):
        day = local(day).date()
    return day.isoformat()


def days_phrase(day: date, now: date | None = None) -> str:
    """How far a day is, only while that is easier than the date: "in 12 days", "31 days late", "today"."""
    left = (day - (now or today())).days
    if left == 0:
        return "today"
    if left < 0:
        return f"{-left} {'day' if left == -1 else 'days'} late"
    return f"in {left} {'day' if left == 1 else 'days'}"


def soon(day: date, now: date | None = None) -> bool:
    return day <= (now or today()) + timedelta(days=90)


def tel(number: str | None) -> Markup:
    """A telephone number that can be pressed; text without a number stays text."""
    text = (number or "").strip()
    digits = re.sub(r"[^\d+]", "", text)
    if not re.fullmatch(r"\+?\d{3,15}", digits) or re.search(r"[A-Za-z]", text):
        return Markup.escape(text)
    return Markup('<a class="app-tel app-go" href="tel:{}">{}</a>').format(digits, text)


PHONE = re.compile(r"(?<![\d#])(?:\+44\s?|0)\d(?:[\s-]?\d){8,10}(?!\d)")


def phones(text: str | None) -> Markup:
    """Running text with the UK telephone numbers in it made into links."""
    out, last = Markup(""), 0
    source = text or ""
    for found in PHONE.finditer(source):
        number = found.group()
        out += Markup.escape(source[last : found.start()])
        out += Markup('<a class="app-tel" href="tel:{}">{}</a>').format(re.sub(r"[^\d+]", "", number), number)
        last = found.end()
    return out + Markup.escape(source[last:])


REFERENCE = re.compile(r"\b(?P<isp>ISP-\d{4,7})\b|(?P<url>https?://[^\s<>\"']{4,500}[^\s<>\"'.,;:!?)])")


def said(text: str | None) -> Markup:
    """What somebody wrote, as paragraphs: agreements by their references and addresses become links, no markup is let
    through."""
    parts = [part.strip("\n") for part in re.split(r"\n\s*\n", (text or "").replace("\r\n", "\n")) if part.strip()]
    return Markup("").join(Markup("<p>{}</p>").format(_linked(part)) for part in parts)


def _linked(text: str) -> Markup:
    out, last = Markup(""), 0
    for found in REFERENCE.finditer(text):
        out += Markup.escape(text[last : found.start()])
        if found["isp"]:
            out += Markup('<a href="/isps/{0}">{0}</a>').format(found["isp"])
        else:
            out += Markup('<a href="{0}" rel="nofollow noopener">{0}</a>').format(found["url"])
        last = found.end()
    out += Markup.escape(text[last:])
    return Markup("<br>").join(out.split("\n"))


def lines(text: str | None) -> list[str]:
    """The items of a text with one item a line; bullets that people typed are taken off."""
    return [item for raw in (text or "").splitlines() if (item := raw.strip().lstrip("-•*").strip())]


def count(number: int, one: str, many: str = "") -> str:
    """1 review is / 4 reviews are: the noun follows the number."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def rich(html: str | None, cms: Callable[[str], str], mark: Callable[[str], str] | None = None) -> Markup:
    """Rich text that the API has already sanitised. The only place where HTML is trusted.

    Files live on the CMS's side: where that is another origin, their addresses get it.
    """
    text = re.sub(r'href="(/documents/[^"]*)"', lambda found: f'href="{cms(found[1])}"', html or "")
    if mark:
        text = mark(text)
    return Markup(text)  # noqa: S704


def with_query(path: str, params: dict[str, Any]) -> str:
    """`path` with the parameters that have a value; lists repeat their name."""
    pairs = [
        (key, str(item))
        for key, value in params.items()
        for item in (value if isinstance(value, list | tuple) else [value])
        if item not in (None, "", False)
    ]
    return f"{path}?{urlencode(pairs)}" if pairs else path


def slug(text: str) -> str:
    """An anchor for a heading or a term: lower case, hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "part"


def file_size(count_of_bytes: int | None) -> str:
    if not count_of_bytes:
        return ""
    if count_of_bytes < 1_000_000:
        return f"{max(1, round(count_of_bytes / 1000))} KB"
    return f"{count_of_bytes / 1_000_000:.1f} MB"


def sentence(text: str) -> str:
    """First letter upper case, the rest as it is."""
    return text[:1].upper() + text[1:]


def merge(base: dict[str, Any], extra: dict[str, Any]) -> dict[str, Any]:
    return {**base, **extra}


def page_numbers(pages: int, page: int) -> list[int | None]:
    """The numbers a pager shows: first, last, two each side of the current one; None where some are left out."""
    shown = sorted({1, pages, *range(max(1, page - 2), min(pages, page + 2) + 1)})
    out: list[int | None] = []
    for before, number in zip([0, *shown], shown, strict=False):
        if number - before > 1:
            out.append(None)
        out.append(number)
    return out


def topics_of(topics: list[Any]) -> list[tuple[str, str]]:
    """Options of a filter from things with a slug and a name."""
    return [(topic.slug, topic.name) for topic in topics]
