"""What a document is made of. Texts are plain: no writer reads markup in them, whoever wrote them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

# What neither file format can hold: control characters, halves of pairs, the two non-characters.
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Mark:
    """A text that stands out, also without colour: `withheld` is framed, `muted` is grey, `strong` is bold."""

    kind: Literal["withheld", "muted", "strong"]
    text: str


Text = str | Mark


@dataclass(frozen=True, slots=True)
class Heading:
    """Level 1 to 3; a level is never skipped on the way down."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Para:
    """One or more paragraphs: a line end begins the next. `notice` is framed, `lead` is larger."""

    text: Text
    kind: Literal["", "lead", "notice", "small"] = ""


@dataclass(frozen=True, slots=True)
class Bullets:
    items: Sequence[Text]


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and values, as a table whose first column heads its rows."""

    rows: Sequence[tuple[str, Text]]
    caption: str


@dataclass(frozen=True, slots=True)
class Table:
    """`widths` are shares of the line. With `tall` each row leaves room to write by hand."""

    caption: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Text]]
    widths: Sequence[int]
    tall: bool = False


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a page of its own."""


Block = Heading | Para | Bullets | Facts | Table | PageBreak


@dataclass(frozen=True, slots=True)
class Document:
    """`footer` stands on every page, beside its number. `on` is the day that the document speaks of."""

    title: str
    kicker: str
    footer: str
    author: str
    on: date
    blocks: Sequence[Block]


def clean(text: str) -> str:
    """The text without what no file can hold; tabs and all line ends become plain ones."""
    return UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))


def paragraphs(text: str) -> list[str]:
    return [part.strip() for part in clean(text).split("\n") if part.strip()]
