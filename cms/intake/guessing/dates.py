"""Dates in running text, and which of them is meant for what: English, Welsh and French."""

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cms.core.partial_dates import PartialDate
from cms.intake.guessing.lines import Found, Line, around

NAMES = (
    "january february march april may june july august september october november december",
    "jan feb mar apr may jun jul aug sep oct nov dec",
    "ionawr chwefror mawrth ebrill mai mehefin gorffennaf awst medi hydref tachwedd rhagfyr",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
)
MONTHS = {name: n for names in NAMES for n, name in enumerate(names.split(), start=1)} | {"sept": 9}
MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
DAY_MONTH = re.compile(
    rf"\b(\d{{1,2}})\s*(?:st|nd|rd|th|er|ain|af|eg|ydd|fed|il)?\s+(?:day\s+of\s+|of\s+|o\s+)?({MONTH})\.?,?\s+(\d{{4}})\b",
    re.IGNORECASE,
)
MONTH_DAY = re.compile(rf"\b({MONTH})\s+(\d{{1,2}})(?:st|nd|rd|th)?,\s*(\d{{4}})\b", re.IGNORECASE)
NUMBERS = re.compile(r"(?<![\d/.\-])(\d{1,2})\s?([/.\-])\s?(\d{1,2})\s?\2\s?(\d{4})(?![\d/\-])")
ISO = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
MONTH_ONLY = re.compile(rf"\b({MONTH})\s+(\d{{4}})\b", re.IGNORECASE)
EARLIEST, AHEAD = 1990, 15  # years

# What a word before a date says about it; the last such word before the date decides.
MEANINGS = {
    "review_on": r"review|adolyg|révis|revis|réexam",
    "ends_on": r"end(?:s|ing|ed)?\b|end date|expir|until|terminat|ceases?|daw(?:'n|n)? i ben|dod i ben|gorffen|dyddiad gorffen|prend fin|expire|jusqu|date de fin|échéance",
    "starts_on": r"start|commenc|effective|in force|takes effect|begin|dechrau|weithredol|mewn grym|prend effet|entre en vigueur|entrée en vigueur|à compter|date de début",
    "signed_on": r"sign(?:ed|ature|s)?\b|dated|date of agreement|made on|executed|llofnod|dyddiedig|dyddiad y cytundeb|signé|signature|fait le|fait à|conclu le",
    "other": r"act\b|regulation|directive|deddf|\bloi\b|règlement|version|revision|draft|printed|published|amended|born|birth|page\b|guidance|code of practice",
}
WORDS = re.compile("|".join(f"(?P<{name}>{words})" for name, words in MEANINGS.items()), re.IGNORECASE)
PLAIN_DATE = re.compile(r"^\W*(?:date|dyddiad|le)?\W*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Dated:
    date: PartialDate
    start: int
    printed: str


def dates_in(text: str) -> Iterator[Dated]:
    """Every date that stands in the text, day before month; what is no date of the calendar is left out."""
    taken: list[tuple[int, int]] = []
    for pattern, order in (
        (DAY_MONTH, "dmy"),
        (MONTH_DAY, "mdy"),
        (NUMBERS, "d/m/y"),
        (ISO, "ymd"),
        (MONTH_ONLY, "my"),
    ):
        for found in pattern.finditer(text):
            if any(start < found.end() and found.start() < end for start, end in taken):
                continue
            date = _date(found, order)
            if date is not None:
                taken.append(found.span())
                yield Dated(date, found.start(), found[0])


def _date(found: re.Match[str], order: str) -> PartialDate | None:
    try:
        match order:
            case "dmy":
                day, month, year = int(found[1]), MONTHS[found[2].casefold()], int(found[3])
            case "mdy":
                day, month, year = int(found[2]), MONTHS[found[1].casefold()], int(found[3])
            case "d/m/y":
                day, month, year = int(found[1]), int(found[3]), int(found[4])
            case "ymd":
                day, month, year = int(found[3]), int(found[2]), int(found[1])
            case _:
                return PartialDate(int(found[2]), MONTHS[found[1].casefold()])
        datetime.date(year, month, day)
    except (ValueError, KeyError):
        return None
    return PartialDate(year, month, day)


def dates_of(lines: Sequence[Line], today: datetime.date) -> list[Found]:
    """At most one guess for each date of the form. A date about which the words say nothing is no guess at all."""
    said: dict[str, list[Found]] = {}
    for n, line in enumerate(lines):
        for dated in dates_in(line.text):
            field = _meaning(lines, n, dated.start)
            date = dated.date
            if not field or not EARLIEST <= date.year <= today.year + AHEAD:
                continue
            if date.day is None and field != "review_on":
                continue
            if field == "signed_on" and date.first_day > today:
                continue
            said.setdefault(field, []).append(Found(field, date.iso, dated.printed, around(line), line.page))
    return [_one(field, found) for field, found in said.items()]


def _meaning(lines: Sequence[Line], n: int, start: int) -> str:
    """What the words before a date say it is; those of the lines above count where the date stands alone."""
    before = lines[n].text[:start]
    for above in range(0, 4):
        found = list(WORDS.finditer(before))
        if found:
            kind = str(found[-1].lastgroup)
            return "" if kind == "other" else kind
        if not PLAIN_DATE.match(before) or n - above - 1 < 0 or (above and len(before) > 60):
            return ""
        before = lines[n - above - 1].text
        if above and any(True for _ in dates_in(before)):
            return ""
    return ""


def _one(field: str, found: list[Found]) -> Found:
    """The last signature completes an agreement; of the others the first statement counts."""
    chosen = max(found, key=lambda one: one.value) if field == "signed_on" else found[0]
    others = sorted({one.printed for one in found if one.value != chosen.value})
    if not others:
        return chosen
    note = f"The file also says {', '.join(others[:3])}."
    return Found(chosen.field, chosen.value, chosen.printed, chosen.source, chosen.page, note)
