"""Personal data of people whom services are for: what a post may hold by mistake, found before it is kept.

It warns and never decides: a number may be no patient's, and a list of names may be of staff. Whoever writes looks once
more and says so (`checked`). What is looked for: NHS numbers (with a right check digit), and a name near a
date of birth.
"""

import re
from dataclasses import dataclass

from cms.core import clock
from cms.core.errors import BadInput
from cms.core.nhs_number import nhs_numbers_in

MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
IN_FIGURES = r"\d{1,2}[./\- ]\d{1,2}[./\- ](?:\d{4}|\d{2})"
IN_WORDS = rf"\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {MONTH},? (?:19|20)\d\d"
DAY = rf"(?:{IN_FIGURES}|{IN_WORDS})"
DATE = re.compile(rf"(?<![\d/.\-]){DAY}(?![\d/])", re.IGNORECASE)
BIRTH = re.compile(r"\b(?:d\.?\s?o\.?\s?b\b\.?|born(?: on)?\b|date of birth\b|birth ?date\b|birthday\b)", re.IGNORECASE)
# Two words in capitals, or a title and one: "Grace Ndlovu", "Mrs Cole", "COLE, Anna".
WORD = r"[A-ZÀ-ÖØ-Þ][\w’'\-]+"
NAME = re.compile(rf"\b(?:(?:Mr|Mrs|Ms|Miss|Mx|Dr)\.? {WORD}|{WORD},? {WORD})")
NEAR = 60  # characters between a name and a date of birth
YEARS = 2  # a date that follows a name at once, "Anna Cole 12/03/1985", is a birth where it is so old
NHS_WORDS = "This looks like an NHS number: {}."
BIRTH_WORDS = "This looks like a date of birth: {}."
NAME_WORDS = "This looks like a person with a date of birth: {}."
ASK = (
    "Your words may say who somebody is. Take out names, dates of birth and numbers of the people whom you help, "
    "or say that you have looked and that none are in it."
)


@dataclass(frozen=True, slots=True)
class Finding:
    """`kind` is nhs_number, birth or name_and_birth; `excerpt` the writer's own words."""

    kind: str
    excerpt: str

    @property
    def words(self) -> str:
        patterns = {"nhs_number": NHS_WORDS, "birth": BIRTH_WORDS, "name_and_birth": NAME_WORDS}
        return patterns[self.kind].format(self.excerpt)


class PersonalDataFound(BadInput):
    """`personalData` holds the findings in words. The same call with `checked=True` goes through."""


def find(text: str) -> list[Finding]:
    """What in the text looks like personal data, in the order in which it stands there; each once."""
    found = [(match.start(), Finding("nhs_number", match[0])) for match in nhs_numbers_in(text)]
    names = list(NAME.finditer(text))
    for date in DATE.finditer(text):
        said = text[max(0, date.start() - 30) : date.start()] + "\0" + text[date.end() : date.end() + 20]
        follows = [name for name in names if _is_gap(text[name.end() : date.start()]) and name.end() <= date.start()]
        if not BIRTH.search(said) and not (follows and _is_old(date[0])):
            continue
        near = [name for name in names if name.start() <= date.end() + NEAR and name.end() >= date.start() - NEAR]
        near = [name for name in near if not DATE.search(name[0]) and not BIRTH.fullmatch(name[0])]
        if near:
            found.append((near[0].start(), Finding("name_and_birth", f"{near[0][0]}, {date[0]}")))
        else:
            found.append((date.start(), Finding("birth", date[0])))
    return list(dict.fromkeys(finding for _, finding in sorted(found, key=lambda pair: pair[0])))


def _is_gap(between: str) -> bool:
    return not between.strip(" ,;:(\t") and len(between) < 6


def _is_old(date: str) -> bool:
    year = re.search(r"(?:(?:19|20)\d\d|\d\d)$", date)
    return year is not None and (len(year[0]) == 2 or int(year[0]) <= clock.today().year - YEARS)


def warn(checked: bool, **texts: str) -> None:
    """Raise PersonalDataFound, with `fields`, where one of these texts (by field) holds such data and the writer has
    not said that they looked."""
    if checked:
        return
    found = {field: find(text) for field, text in texts.items()}
    words = {field: [finding.words for finding in findings] for field, findings in found.items() if findings}
    if words:
        listed = [line for lines in words.values() for line in lines]
        raise PersonalDataFound(ASK, fields=words, personalData=listed)
