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
    rf"\b(\d{{1,2}})\s{{0,9}}(?:st|nd|rd|th|er|ain|af|eg|ydd|fed|il)?\s{{1,9}}(?:day\s+of\s+|of\s+|o\s+)?({MONTH})\.?,?\s+(\d{{4}})\b",
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
    "ends_on": r"end(?:s|ing|ed)?\b|end date|expir|until|terminat|ceases?|daw(?:'n|n)? i ben|dod i ben|gorffen|"
    r"prend fin|"
    r"expire|jusqu|date de fin|échéance",
    "starts_on": r"start|commenc|effective|in force|takes effect|begin|dechrau|weithredol|mewn grym|prend effet|"
    r"entre en vigueur|entrée en vigueur|à compter|date de début",
    "signed_on": r"sign(?:ed|ature|s)?\b|dated|date of agreement|made on|executed|llofnod|dyddiedig|dyddiad y cytundeb|"
    r"signé|signature|fait le|fait à|conclu le",
}
# A date in a sentence with one of these is about something else.
OTHER = re.compile(
    r"\bact\b|regulation|directive|deddf|\bloi\b|règlement|\bversion|revision \d|\bdraft|printed|"
    r"published|amended|\bborn\b|"
    r"birth|guidance|code of practice|\bissued?\b|downloaded|meeting of",
    re.IGNORECASE,
)
WORDS = re.compile("|".join(f"(?P<{name}>{words})" for name, words in MEANINGS.items()), re.IGNORECASE)
SIGNERS = re.compile(
    r"^(?:signatures?\b|signed\b|signatories|llofnodion|on behalf of\b|(?:organisation|partner|party|"
    r"name)\b.*\b(?:sign|date))",
    re.IGNORECASE,
)
SIGNERS_LINES = 40
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
    """What the words before a date say it is: of its sentence, else of the line above where the date stands alone, else
    of a list of signers that it belongs to."""
    before = lines[n].text[:start]
    if OTHER.search(sentence := _sentence(before)):
        return ""
    if found := list(WORDS.finditer(sentence)):
        return str(found[-1].lastgroup)
    if PLAIN_DATE.match(before) and n:
        above = lines[n - 1].text
        found = list(WORDS.finditer(_sentence(above)))
        if found and not OTHER.search(above) and not any(True for _ in dates_in(above)):
            return str(found[-1].lastgroup)
    return "signed_on" if _among_signers(lines, n) else ""


def _sentence(text: str) -> str:
    return re.split(r"[.;]\s", text)[-1]


def _among_signers(lines: Sequence[Line], n: int) -> bool:
    """Below a heading of signatures, with nothing but short lines between: names, jobs and days."""
    for line in reversed(lines[max(0, n - SIGNERS_LINES) : n]):
        if SIGNERS.match(line.bare) and len(line.text.split()) <= 10:
            return True
        if len(line.text.split()) > 12 or line.text.endswith(":"):
            return False
    return False


def _one(field: str, found: list[Found]) -> Found:
    """The last signature completes an agreement; of the others the first statement counts."""
    chosen = max(found, key=lambda one: one.value) if field == "signed_on" else found[0]
    others = sorted({one.printed for one in found if one.value != chosen.value})
    if not others:
        return chosen
    note = f"The file also says {', '.join(others[:3])}."
    return Found(chosen.field, chosen.value, chosen.printed, chosen.source, chosen.page, note)
