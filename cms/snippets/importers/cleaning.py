"""From cells as printed to values: spaces, bullets, themes, periods and review dates. Rules only, no guesses."""

import datetime
import re
from dataclasses import dataclass
from typing import Literal

from cms.core.tabular.dates import printed_date

BULLETS = re.compile("[●•▪◦‣∙·]")
COUNT = re.compile(r"\s*\(\s*\d+\s*\)\s*$")
THEME_WORDS = re.compile(r"\s+(information sharing (protocols?|agreements?)|isps?|isas?)\s*$", re.IGNORECASE)
PERIOD = re.compile(r"^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?$")
UNITS = ("year", "month", "week", "day")
UNDER_REVIEW = "under review"
NO_DATE = ("", "-", "n/a", "none", "not set", "no date")

Precision = Literal["day", "month", "year", "none"]


def one_line(text: str) -> str:
    """Runs of spaces and line ends become one space."""
    return " ".join(text.replace("\u00a0", " ").split())


def prose(text: str) -> str:
    """The same, with each bullet on a line of its own."""
    parts = [one_line(part) for part in BULLETS.split(text)]
    return "\n".join(part for part in parts if part)


def listed(text: str) -> list[str]:
    """Names in one cell, apart at semicolons, line ends and bullets. Commas and "and" may belong to a name."""
    return [one_line(part) for part in re.split(r"[;\n]|" + BULLETS.pattern, text) if part.strip()]


def theme_name(text: str) -> str:
    """The theme without the count and the words that headings carry: "Growing Essex Economy (3)"."""
    name = COUNT.sub("", one_line(text))
    return THEME_WORDS.sub("", name) or name


def period_words(text: str) -> str:
    """An ISO 8601 period in words, "P11M" as "11 months"; other text as it is."""
    found = PERIOD.match(one_line(text))
    if not found or not any(found.groups()):
        return one_line(text)
    amounts = [(int(n), unit) for n, unit in zip(found.groups(), UNITS, strict=True) if n]
    return ", ".join(f"{n} {unit}{'' if n == 1 else 's'}" for n, unit in amounts)


@dataclass(frozen=True, slots=True)
class ReviewCell:
    """`due` is the day it is due: the last of a month or year. `question` is what an editor has to settle."""

    due: datetime.date | None = None
    precision: Precision = "none"
    under_review: bool = False
    question: str = ""
    error: str = ""


def review_cell(text: str) -> ReviewCell:
    """What a review cell says: a day, a month ("Feb-2018"), a year, "Under Review", nothing, or a question."""
    printed = one_line(text)
    folded = printed.casefold()
    if folded in NO_DATE:
        return ReviewCell()
    if folded == UNDER_REVIEW:
        return ReviewCell(under_review=True)
    if len(folded) >= 3 and UNDER_REVIEW.startswith(folded):
        question = (
            f"The review date reads “{printed}”: “Under Review” cut off? Check the register and correct the cell."
        )
        return ReviewCell(question=question)
    try:
        date = printed_date(printed)
    except ValueError:
        return ReviewCell(error=f"The review date “{printed}” is not a date, a month, a year or “Under Review”.")
    return ReviewCell(due=date.last_day, precision=date.precision)
