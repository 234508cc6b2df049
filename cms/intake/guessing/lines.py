"""The words of a file as lines that know their page, and what a guess is made of."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

# Bullets and numbers, and what a reader of pictures makes of bullets.
NUMBERING = re.compile(
    r"^\s*(?:[-–—•▪●◦*·»«¢©®°+~>“]+\s*|[eo]\s+(?=[A-Z])|\(?(?:\d{1,2}(?:\.\d{1,2})*|[ivx]{1,4}|[a-z])[.)]\s+|\d{1,2}(?:\.\d{1,2})+\s+)"
)


LONGEST = 4000  # characters of a line that patterns are tried on: some go back over what they have read


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    page: int
    number: int

    @property
    def bare(self) -> str:
        """Without a bullet or a number before it."""
        return NUMBERING.sub("", self.text).strip()


@dataclass(frozen=True, slots=True)
class Found:
    """One guess: `value` empty where a person has to choose among `candidates` (slugs)."""

    field: str
    value: str
    printed: str
    source: str
    page: int
    note: str = ""
    candidates: tuple[str, ...] = ()


def lines_of(pages: Sequence[str]) -> list[Line]:
    """Lines in order; pages count from 1, lines from 1 on each page."""
    return [
        Line(" ".join(text[:LONGEST].split()), page, number)
        for page, words in enumerate(pages, start=1)
        for number, text in enumerate(words.splitlines(), start=1)
        if text[:LONGEST].strip()
    ]


def around(line: Line) -> str:
    """As people are told: "page 2: “This agreement is made between …”"."""
    text = line.text if len(line.text) <= 200 else line.text[:199] + "…"
    return f"page {line.page}: “{text}”"
