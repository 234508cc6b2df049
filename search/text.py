"""Queries as words, synonyms as phrases, marks as segments: pure functions shared by engines that lack an analyser."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from search.ports import STOP, Segment, Segments, Synonym

OPEN, CLOSE = "\x02", "\x03"  # marks inside an engine's answer; stripped from every text that goes in
WORD = re.compile(r"\w+")
UNWANTED = str.maketrans("", "", "\x00" + OPEN + CLOSE)
QUESTION = frozenset(
    (
        "who",
        "what",
        "when",
        "where",
        "which",
        "how",
        "why",
        "can",
        "could",
        "do",
        "does",
        "did",
        "should",
        "may",
        "must",
    )
    + ("i", "we", "you", "me", "us", "my", "our", "your", "am", "any", "about", "want", "please", "would", "like")
)  # how people ask, which says nothing of what they ask about
QUERY_WORDS = 60  # more words than this are not a question

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """One idea of the query: any of the phrases will do, or a word in exactly this spelling."""

    phrases: tuple[Phrase, ...]
    cased: str = ""


@dataclass(frozen=True, slots=True)
class SynonymTable:
    terms: dict[Phrase, tuple[Synonym, ...]]
    longest: int


def words(text: str) -> Phrase:
    return tuple(WORD.findall(text.lower()))


def clean(text: str, limit: int) -> str:
    """Text that an engine can hold: no control marks, no lone surrogates, cut at `limit` characters."""
    return text[:limit].translate(UNWANTED).encode("utf-8", "replace").decode("utf-8")


@lru_cache(maxsize=8)
def table_of(synonyms: tuple[Synonym, ...]) -> SynonymTable:
    terms: dict[Phrase, tuple[Synonym, ...]] = {}
    for synonym in synonyms:
        phrase = words(synonym.term)
        if phrase:
            terms[phrase] = (*terms.get(phrase, ()), synonym)
    return SynonymTable(terms, max((len(phrase) for phrase in terms), default=1))


def units_of(text: str, synonyms: tuple[Synonym, ...] = ()) -> list[Unit]:
    """The query as units, the longest synonym first.

    Stop words and a possessive s fall away outside synonyms; so do words of asking while something else is left.
    """
    table = table_of(synonyms)
    found = list(WORD.finditer(text))[:QUERY_WORDS]
    shouting = len(found) > 1 and text.upper() == text  # capitals everywhere say nothing
    units: list[Unit] = []
    at = 0
    while at < len(found):
        for length in range(min(table.longest, len(found) - at), 0, -1):
            unit = _synonym_unit(text, found, at, length, table, shouting)
            if unit:
                units.append(unit)
                break
        else:
            length = 1
            word = found[at].group().lower()
            possessive = word == "s" and found[at].start() > 0 and text[found[at].start() - 1] in "'\u2019"
            if word not in STOP and not possessive:
                units.append(Unit(((word,),)))
        at += length
    asked = [unit for unit in units if len(unit.phrases) != 1 or unit.phrases[0][0] not in QUESTION]
    return asked or units


def _synonym_unit(
    text: str, found: list[re.Match[str]], at: int, length: int, table: SynonymTable, shouting: bool
) -> Unit | None:
    phrase = tuple(match.group().lower() for match in found[at : at + length])
    typed = text[found[at].start() : found[at + length - 1].end()]
    whole = length == len(found)
    phrases: dict[Phrase, None] = {}
    cased = ""
    for synonym in table.terms.get(phrase, ()):
        if not synonym.case_sensitive:
            phrases[phrase] = None
        elif typed == synonym.term and _means_it(typed, at, whole, shouting):
            if length == 1 and typed != typed.lower():
                cased = typed
            else:
                phrases[phrase] = None
        else:
            continue
        phrases.update((words(other), None) for other in synonym.finds if words(other))
    return Unit(tuple(phrases), cased) if phrases or cased else None


def _means_it(typed: str, at: int, whole: bool, shouting: bool) -> bool:
    """Whether the letter case was a choice: "SET", or "Prevent" inside a sentence, but not the first word's capital."""
    if whole:
        return True
    if shouting or typed == typed.lower():
        return False
    return typed == typed.upper() or at > 0


def cased_words(text: str) -> str:
    """Each word with a capital, spelt so that an engine which folds case still tells SET from set."""
    return " ".join(sorted({cased_token(word) for word in WORD.findall(text) if word != word.lower()}))


def cased_token(word: str) -> str:
    return "cs" + word.encode("utf-8").hex()


def segments_of(marked: str, cased: Sequence[str] = ()) -> Segments:
    """Split a marked text into (text, match) pieces; a mark on another spelling of a cased word is dropped."""
    folded = {word.lower(): word for word in cased}
    pieces: list[Segment] = []
    for index, part in enumerate(re.split(f"[{OPEN}{CLOSE}]", marked)):
        matched = index % 2 == 1 and folded.get(part.lower(), part) == part
        if part and pieces and pieces[-1][1] == matched:
            pieces[-1] = (pieces[-1][0] + part, matched)
        elif part:
            pieces.append((part, matched))
    return pieces
