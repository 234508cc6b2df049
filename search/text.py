"""Queries as words, synonyms as phrases, marks as segments: pure functions shared by engines that lack an analyser."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from search.ports import STOP, Entry, Segment, Segments, Synonym

OPEN, CLOSE = "\x02", "\x03"  # marks inside an engine's answer; stripped from every text that goes in
WORD = re.compile(r"[^\W_]+")
MARK_ABOVE = "\u0307"  # what a Turkish capital I leaves behind in lower case
# Engines disagree about what these do to a word, so no engine sees them: controls and wide spaces are spaces, what has
# no width is nothing.
UNWANTED = dict.fromkeys((*range(32), 0x7F, 0x85, 0xA0, 0x1680, 0x2007, 0x202F), " ") | dict.fromkeys(
    (0, ord(OPEN), ord(CLOSE), 0xAD, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF), None
)
for kept in "\t\n\r":
    del UNWANTED[ord(kept)]
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
    + ("tell",)
)  # how people ask, which says nothing of what they ask about
QUERY_WORDS = 60  # more words than this are not a question
CORRECTED, LONG = 5, 6  # letters: shorter words are too near to others; from LONG on two slips are still one word
LONGEST = 50
WIDENABLE = 8  # ideas: a longer question finds enough by its other words
KEY_BYTES = 512  # the longest key that every engine takes
SORT_LETTERS = 200
SURROGATES = range(0xD800, 0xE000)
TEXT_LIMIT = 100_000  # characters of a field that are indexed

# How people write the places of a law, and the word that stands in its title.
PLACES = {"s": "section", "ss": "section", "sec": "section", "sch": "schedule", "art": "article", "reg": "regulation"}
PLACES |= {word: word for word in ("section", "schedule", "article", "regulation")}
PLACE = re.compile(rf"({'|'.join(sorted(PLACES, key=len, reverse=True))})(\d+[a-z]{{0,2}})")
NUMBER = re.compile(r"\d+[a-z]{0,2}")

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


def no_synonyms() -> tuple[Synonym, ...]:
    return ()


def lower(word: str) -> str:
    return word.lower().replace(MARK_ABOVE, "")


def words(text: str) -> Phrase:
    return tuple(lower(word) for word in WORD.findall(clean(text)))


def clean(text: str, limit: int | None = None) -> str:
    """Text that every engine cuts into the same words: composed letters, no control marks, no lone surrogates; cut at
    `limit` characters."""
    kept = unicodedata.normalize("NFC", text[:limit].translate(UNWANTED))
    return kept.encode("utf-8", "replace").decode("utf-8")


def edits_of(word: str) -> int:
    """How many slips a word may have and still be meant."""
    return 0 if len(word) < CORRECTED else 1 if len(word) < LONG else 2


def bare(text: str) -> str:
    """Without case and accents."""
    parts = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def sort_key(title: str) -> str:
    """A title as lists are ordered: without case, accents and what stands before the first word."""
    return " ".join(WORD.findall(bare(clean(title, SORT_LETTERS))))


def fault_of(entry: Entry) -> str:
    """Why no engine can take this entry, or an empty string."""
    if not entry.key or not entry.title.strip():
        return "an entry needs a key and a title"
    if len(entry.key.encode("utf-8", "replace")) > KEY_BYTES:
        return "the key is too long"
    names = (
        entry.key,
        entry.url,
        entry.kind,
        *entry.topic,
        *entry.sector,
        *entry.partner,
        *entry.status,
        *entry.audience,
    )
    if any(ord(letter) in SURROGATES for name in names for letter in name):
        return "a key, address or name holds what is no text"
    if entry.version < 0 or not 0 <= entry.popularity <= 1:
        return "a version is 0 or more, popularity is 0 to 1"
    return ""


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
    text = clean(text)
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
            word = lower(found[at].group())
            possessive = word == "s" and found[at].start() > 0 and text[found[at].start() - 1] in "'\u2019"
            place = () if possessive else _place(word, lower(found[at + 1].group()) if at + 1 < len(found) else "")
            if place:
                units.append(Unit(place))
                length = 1 if PLACE.fullmatch(word) else 2
            elif word not in STOP and not possessive:
                units.append(Unit(((word,),)))
        at += length
    asked = [unit for unit in units if len(unit.phrases) != 1 or unit.phrases[0][0] not in QUESTION]
    return asked or units


def _place(word: str, following: str) -> tuple[Phrase, ...]:
    """The phrases by which a place of a law is found: "s17", "s. 17" and "section 17" all find section 17."""
    joined = PLACE.fullmatch(word)
    if joined:
        return ((word,), (PLACES[joined[1]], joined[2]))
    if word in PLACES and NUMBER.fullmatch(following):
        return tuple(dict.fromkeys(((PLACES[word], following), (word, following))))
    return ()


def _synonym_unit(
    text: str, found: list[re.Match[str]], at: int, length: int, table: SynonymTable, shouting: bool
) -> Unit | None:
    phrase = tuple(lower(match.group()) for match in found[at : at + length])
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


def single_of(unit: Unit) -> str:
    """The word of a unit that is one plain word, else an empty string."""
    return unit.phrases[0][0] if len(unit.phrases) == 1 and len(unit.phrases[0]) == 1 and not unit.cased else ""


def pairs_of(units: Sequence[Unit], limit: int) -> list[tuple[str, str]]:
    """Neighbouring plain words of the query, which count for more where they stand close together."""
    single = [word for unit in units if (word := single_of(unit))]
    return [pair for pair in zip(single, single[1:], strict=False) if pair[0] != pair[1]][:limit]


def doubtful_words(units: Sequence[Unit], limit: int = WIDENABLE) -> list[str]:
    """The plain words of a query of at most `limit` ideas that are of a length to be taken for misspelt."""
    if len(units) > limit:
        return []
    single = [word for unit in units if (word := single_of(unit))]
    return [
        word
        for word in dict.fromkeys(single)
        if edits_of(word) > 0 and len(word) <= LONGEST and word not in STOP | QUESTION
    ]


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
