"""Dates as sources give them: a year, a month or a day. The precision is kept; no day is ever filled in."""

import calendar
import datetime
import re
from dataclasses import dataclass
from typing import Literal, Self

from django.core.exceptions import ValidationError

Precision = Literal["day", "month", "year", "none"]
ISO = re.compile(r"^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$")


@dataclass(frozen=True, slots=True)
class PartialDate:
    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """From "2026", "2026-06" or "2026-06-30". Raises ValueError."""
        found = ISO.match(text.strip())
        if found is None:
            raise ValueError(f"{text!r} is not a date of the form 2026, 2026-06 or 2026-06-30")
        month, day = (int(part) if part else None for part in found.groups()[1:])
        datetime.date(year := int(found[1]), month or 1, day or 1)  # a day that exists
        return cls(year, month, day)

    @property
    def precision(self) -> Precision:
        return "day" if self.day else "month" if self.month else "year"

    @property
    def first_day(self) -> datetime.date:
        return datetime.date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> datetime.date:
        """What is due in a month or a year is due on its last day."""
        month = self.month or 12
        return datetime.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def __str__(self) -> str:
        """As people write it: "30 June 2026", "June 2026", "2026"."""
        name = calendar.month_name[self.month] if self.month else ""
        return " ".join(str(part) for part in (self.day, name, self.year) if part)

    @property
    def iso(self) -> str:
        parts = (f"{self.year:04}", f"{self.month:02}" if self.month else "", f"{self.day:02}" if self.day else "")
        return "-".join(part for part in parts if part)


def in_words(day: datetime.date | None) -> str:
    """ "30 June 2026"; nothing for None."""
    return str(PartialDate(day.year, day.month, day.day)) if day else ""


def validate_partial_date(text: str) -> None:
    """A model validator for columns that hold "2026", "2026-06" or "2026-06-30"."""
    try:
        PartialDate.parse(text)
    except ValueError as error:
        raise ValidationError("Write a year, a month or a day: 2026, 2026-06 or 2026-06-30.") from error
