"""Which lines of an answer its writer wrote: without what they quoted, and without what they always sign with.

Line by line, in time that grows with the length alone: the libraries for this search with patterns that a mail can make
run for minutes, and take a list that begins with "- " for a signature. Three things part the words from the rest:
- a wall: the block From/Sent/To/Subject, "Original Message", a row of underscores; all below it is quoted;
- ">" before a line; an answer may stand above, below or between;
- the end of the answer: "-- ", "Sent from my …", a closing and a name, a disclaimer that a server adds.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from cms.notifications.answering import WRITE_ABOVE
from cms.postbox.words import BANNER, CLOSING, DISCLAIMER, FROM, LABEL, ORIGINAL, POLITE, SENT, SENT_FROM, WROTE

DELIMITER = re.compile(r"^(--|__) ?$|^— ?$")
RULE = re.compile(r"^[_=*-]{20,}$")
TIMED = re.compile(r"\d{1,2}[:.h]\d{2}|@")  # an introduction says when to the minute, or an address
ENDS = (":", ">", "]", "-", "：")
CONTACT = re.compile(
    r"(\+?\d[\d ()-]{7,}\d)|www\.|https?://|@|^(tel|t|m|mob|mobile|phone|fax|e-?mail|e|w)\s?[:.]", re.I
)
INVISIBLE = re.compile(
    r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"
)
MARKS = re.compile(r"[ \t]*>(?: ?>)*")
LINES = 5000  # what comes after them is not read
LONGEST_LINE = 4000  # characters: beyond this no pattern is tried
SIGNED = 14  # lines that a signature may have
CONTEXT = 6  # lines of a question that stay before an answer written below it


@dataclass(slots=True)
class Line:
    words: str
    depth: int = 0

    @property
    def is_empty(self) -> bool:
        return not self.words.strip()


def written_in(text: str, *, name: str = "", ours: Iterable[str] = ()) -> str:
    """What the sender wrote. `name` is the sender's, as signatures say it; `ours` are addresses that stand in the line
    by which a mail program introduces our mail, in whatever language."""
    text = INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\xa0", " "))
    lines = [_line(one) for one in text.split("\n", LINES)[:LINES]]
    lines = [line for line in lines if line.depth or not BANNER.match(line.words[:LONGEST_LINE])]
    addresses = frozenset(one.lower() for one in ours)
    lines = lines[: _wall(lines, addresses)]
    runs = _runs(_without_introductions(lines, addresses))
    runs = [(depth, _unsigned(run, name) if not depth else run) for depth, run in runs]
    return _tidy(_joined([(depth, run) for depth, run in runs if any(not line.is_empty for line in run)]))


def _line(text: str) -> Line:
    """Depth and words: "> > x" and ">>x" are both two deep."""
    marks = MARKS.match(text)
    if marks is None:
        return Line(text.rstrip())
    return Line(text[marks.end() :].removeprefix(" ").rstrip(), marks[0].count(">"))


# -- walls -------------------------------------------------------------------------------------------------
def _bare(line: Line) -> str:
    """Without the stars and bars by which HTML is turned into text."""
    return line.words.strip(" *\t|")[:LONGEST_LINE]


def _wall(lines: list[Line], ours: frozenset[str]) -> int:
    """The number of the first line of which all below is quoted without a mark; the number of lines where none is."""
    for number, line in enumerate(lines):
        words = _bare(line)
        if line.depth or not words:
            continue
        if ORIGINAL.match(words) or WRITE_ABOVE in words or _is_block(lines, number):
            return number
        if RULE.match(words) and _is_block(lines, _next(lines, number)):
            return number
        end = _introduction(lines, number, ours)
        if end >= 0 and not _is_quoted_next(lines, end):
            return number
    return len(lines)


def _is_block(lines: list[Line], number: int) -> bool:
    """Whether the headers of a mail begin here: one of them, with From among the first, and two others close by, or
    From with its date. "From: March, To: June" is what people write in answers."""
    if number >= len(lines) or not LABEL.match(_bare(lines[number])):
        return False
    near = [words for line in lines[number : number + 12] if not line.depth and (words := _bare(line))][:6]
    labels = {found[1].strip().lower() for words in near if (found := LABEL.match(words))}
    has_from = any(FROM.match(words) for words in near)
    return has_from and (len(labels) >= 3 or any(SENT.match(words) for words in near[1:3]))


def _next(lines: list[Line], number: int) -> int:
    """The next line that is not empty."""
    number += 1
    while number < len(lines) and lines[number].is_empty:
        number += 1
    return number


def _introduction(lines: list[Line], number: int, ours: frozenset[str]) -> int:
    """The number of the last line of "On 23 November 2026 at 10:12, … wrote:", which may be broken over three lines;
    -1 where none begins here."""
    joined = ""
    for end in range(number, min(number + 3, len(lines))):
        if lines[end].is_empty or lines[end].depth != lines[number].depth:
            return -1
        joined = f"{joined} {lines[end].words.strip()}".strip()[:LONGEST_LINE]
        if TIMED.search(joined) and joined.endswith(ENDS):
            named = any(address in joined.lower() for address in ours) and any(sign.isdigit() for sign in joined)
            if named or (joined.endswith(":") and WROTE.search(joined)):
                return end
    return -1


def _is_quoted_next(lines: list[Line], end: int) -> bool:
    following = _next(lines, end)
    return following < len(lines) and lines[following].depth > 0


def _without_introductions(lines: list[Line], ours: frozenset[str]) -> list[Line]:
    """Without "… wrote:" before what is quoted with marks."""
    found, number = [], 0
    while number < len(lines):
        end = _introduction(lines, number, ours) if not lines[number].depth else -1
        if end >= 0 and _is_quoted_next(lines, end):
            number = end + 1
            continue
        found.append(lines[number])
        number += 1
    return found


# -- what is quoted, and what is between ---------------------------------------------------------------------
def _runs(lines: list[Line]) -> list[tuple[int, list[Line]]]:
    """(1, lines that are quoted) and (0, lines that are not), in order. An empty line within a quote belongs to it."""
    runs: list[tuple[int, list[Line]]] = []
    for line in lines:
        depth = 1 if line.depth else 0
        if runs and (runs[-1][0] == depth or (line.is_empty and not line.depth)):
            runs[-1][1].append(line)
        else:
            runs.append((depth, [line]))
    return runs


def _joined(runs: list[tuple[int, list[Line]]]) -> list[str]:
    """The answer. Where it is written into the quoted mail, what stands right above each part of it stays, marked; an
    answer that is above all of it or below all of it needs none."""
    answers = [number for number, (depth, _) in enumerate(runs) if not depth]
    between = [number for number in answers if number and number < len(runs) - 1]
    below = [number for number in answers if number]
    inline = bool(between) or len(below) > 1
    found: list[str] = []
    for number in answers:
        if inline and number:
            found += ["", *_context(runs[number - 1][1])]
        found += ["", *(line.words for line in runs[number][1])]
    return found


def _context(quoted: list[Line]) -> list[str]:
    """The last paragraph of what was quoted."""
    words = [line.words.strip() for line in quoted]
    while words and not words[-1]:
        words.pop()
    start = max((number for number, one in enumerate(words) if not one), default=-1) + 1
    return [f"> {one}" for one in words[start:][-CONTEXT:]]


# -- the end of an answer ------------------------------------------------------------------------------------
def _unsigned(lines: list[Line], name: str) -> list[Line]:
    """Without signature, closing and disclaimer. What may be an answer stays: better a name too many."""
    names = {part.casefold() for part in re.findall(r"[^\W\d_]{2,}", name)}
    for number, line in enumerate(lines):
        words = line.words.strip()[:LONGEST_LINE]
        if DELIMITER.match(line.words) or SENT_FROM.match(words.strip("*_ ")) or DISCLAIMER.match(words):
            return lines[:number]
        polite = bool(POLITE.match(words))
        if polite or CLOSING.match(words) or (names and number and _is_name(words, names)):
            after = (one.words.strip()[:LONGEST_LINE] for one in islice(lines, number + 1, None) if not one.is_empty)
            rest = list(islice(after, SIGNED + 1))
            closes = polite or CLOSING.match(words)
            if closes and _is_signature(rest, names, polite=polite):
                return lines[:number]
            if not closes and 0 < len(rest) < SIGNED and any(CONTACT.search(one) for one in rest):
                return lines[:number]
    return lines


def _is_signature(rest: list[str], names: set[str], *, polite: bool) -> bool:
    """What comes after a closing: nothing, or a name and what is below it."""
    if not rest:
        return polite
    if len(rest) > SIGNED and not _is_name(rest[0], names):
        return False
    return _is_name(rest[0], names) or (len(rest[0]) <= 40 and not rest[0].endswith((".", "?", ":")) and len(rest) == 1)


def _is_name(words: str, names: set[str]) -> bool:
    """A short line that is made of the sender's name, perhaps with a title or letters after it."""
    said = re.findall(r"[^\W\d_]{2,}", words.casefold())
    return bool(names) and 0 < len(said) <= 6 and bool(names & set(said)) and not words.endswith((".", "?"))


def _tidy(lines: list[str]) -> str:
    """Without empty lines at the ends, two in a row, and rules below which nothing stands."""
    while lines and (not lines[-1].strip() or RULE.match(lines[-1].strip())):
        lines.pop()
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in lines)).strip()
