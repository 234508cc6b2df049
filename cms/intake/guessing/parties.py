"""Which organisations an agreement names as its parties: by the register's own rules of names, never by likeness.

What is printed where parties stand and resolves by no rule becomes a question with candidates; nobody is invented.
"""

import re
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz, process

from cms.intake.guessing.lines import Found, Line, around
from cms.snippets.importers.names import NameIndex, Resolution, as_written

HEADING = re.compile(
    r"^(?:the\s+)?(?:parties|partners|partner (?:organisations|agencies)|signatories|"
    r"organisations? (?:involved|covered|"
    r"signed up)|parties to (?:this|the) (?:agreement|protocol)|who (?:is|are) (?:covered|involved)|names? of (?:the )?"
    r"parties|partïon|y partïon|partneriaid|sefydliadau(?: partner)?|les parties|parties signataires|signataires|"
    r"organismes participants)\s*:?\s*$",
    re.IGNORECASE,
)
INLINE = re.compile(
    r"^(?:the\s+)?(?:parties|partners|partner organisations|signatories|organisations|partïon|"
    r"partneriaid|signataires|les parties)"
    r"(?:\s+(?:are|to this agreement|yw))?\s*[:|]\s*(.+)$",
    re.IGNORECASE,
)
CLAUSE = re.compile(
    r"\b(?:made |agreed |concluded |gwneir |conclu )?(?:between|rhwng|entre)\s*:?\s+(?=\S)", re.IGNORECASE
)
CLAUSE_ALONE = re.compile(r"\b(?:between|rhwng|entre)\s*:?\s*$", re.IGNORECASE)
CLAUSE_WORDS = re.compile(
    r"\b(agreement|protocol|memorandum|cytundeb|accord|convention|protocole|made|parties|partïon)\b", re.IGNORECASE
)
ENDS = re.compile(
    r"\(\s*[“\"'‘]?(?:together |each |collectively |the |y |les )*(?:parties|partners|partïon|"
    r"partneriaid)\b|\bwhereas\b|"
    r"\bhereinafter\b|\bto (?:share|enable|support|set out)\b|\bfor the (?:purpose|sharing)\b|\bis made\b|"
    r"\bwho (?:agree|have)\b|\bthat (?:wish|agree)|\bin (?:relation|respect)\b|\bdated\b|\bon \d|"
    r"\bi rannu\b|\bpour\b|\bafin de\b|"
    r"\bar \d|\ble \d",
    re.IGNORECASE,
)
LEAD = re.compile(
    r"^(?:the\s+)?(?:lead (?:organisation|partner|agency|authority|party|body)|lead|prif bartner|sefydliad arweiniol|"
    r"organisme (?:chef de file|responsable)|chef de file)\s*(?:is\s+)?[:|–-]?\s+(?P<name>\S.+)$|"
    r"^(?:lead (?:organisation|partner|"
    r"agency|authority|party|body)|prif bartner|sefydliad arweiniol|chef de file)\s*:?$",
    re.IGNORECASE,
)
STOPS = re.compile(
    r"^(?:introduction|background|purpose|aims?|scope|legal|lawful|data\b|information\b|what\b|why\b|"
    r"how\b|review|retention|security|"
    r"signed|signature|dates?\b|dated|start|end\b|commence|this agreement|this protocol|each party|"
    r"it is agreed|between|reference|version|"
    r"theme|cefndir|diben|pwrpas|llofnod|dyddiad|adolyg|objet|finalité|contexte|date|révision|fait|"
    r"lead (?:organisation|partner)|"
    r"page\b|contact|next review|expires?|in witness|title|author|owner)\b",
    re.IGNORECASE,
)
ROLE_NOTE = re.compile(
    r"\s*[(\[–-]\s*(?:the\s+)?(?:lead|arweiniol|chef de file)(?:\s+(?:organisation|partner|authority|"
    r"agency|party|body))?\s*[)\]]?\s*$",
    re.IGNORECASE,
)
QUOTED_NOTE = re.compile(
    r"\s*\(\s*(?:hereinafter\b[^()]*|referred to as\b[^()]*|(?:the |y )?[“\"'‘][^()]*)\)\s*", re.IGNORECASE
)
SHORT_NOTE = re.compile(r"\s*\(([A-Z][A-Za-z0-9&]{1,9})\)\s*$")
SEPARATOR = re.compile(r"\s*(?:;|,|\|)\s*(?:(?:and|ac|et)\s+)?|\s+(?:and|ac|et|&|a)\s+")
ORGANISATION = re.compile(
    r"\b(council|authority|trust|police|constabulary|nhs|hospital|board|service|services|group|"
    r"association|college|university|"
    r"school|academy|charity|housing|homes|ltd|limited|cic|foundation|surgery|practice|partnership|"
    r"department|agency|society|"
    r"company|commissioner|office|centre|cyngor|heddlu|ymddiriedolaeth|prifysgol|bwrdd|gwasanaeth|"
    r"conseil|mairie|agence|"
    r"université|hôpital|préfecture|icb|ccg)\b",
    re.IGNORECASE,
)
MOST_LINES, MOST_CLAUSE = 60, 14
HIGH_LIKENESS = 88.0


class Parties:
    """Collects the parties of one paper: those that resolve, those to be asked about, and the lead."""

    def __init__(self, names: NameIndex) -> None:
        self.names = names
        self.found: dict[str, Found] = {}
        self.asked: dict[str, Found] = {}
        self.lead: Found | None = None

    def read(self, lines: Sequence[Line]) -> list[Found]:
        for n, line in enumerate(lines):
            self._lead(lines, n)
            if inline := INLINE.match(line.bare):
                self._split(_whole(lines, n, inline[1]), line)
            elif HEADING.match(line.bare):
                self._listed(lines[n + 1 : n + 1 + MOST_LINES])
            elif self._opens_clause(lines, n):
                self._clause(lines, n)
        parties = [*self.found.values(), *self.asked.values()]
        return [*parties, *([self.lead] if self.lead else [])]

    # -- where parties stand
    def _opens_clause(self, lines: Sequence[Line], n: int) -> bool:
        text = lines[n].text
        if CLAUSE_ALONE.search(text):
            return lines[n].page <= 3 and bool(CLAUSE_WORDS.search(f"{lines[n - 1].text if n else ''} {text}"))
        found = CLAUSE.search(text)
        if not found or lines[n].page > 3:
            return False
        rest = text[found.end() :]
        before = f"{lines[n - 1].text if n else ''} {text[: found.start()]}"
        return bool(CLAUSE_WORDS.search(before)) and (
            rest[:1].isupper() or rest[:4].casefold() == "the " or rest[:1] == "("
        )

    def _clause(self, lines: Sequence[Line], n: int) -> None:
        opening = CLAUSE_ALONE.search(lines[n].text) or CLAUSE.search(lines[n].text)
        if opening is None:
            return
        words = lines[n].text[opening.end() :]
        for line in lines[n + 1 : n + 1 + MOST_CLAUSE]:
            if words and (words.rstrip().endswith(".") or ENDS.search(words)):
                break
            if HEADING.match(line.bare) or STOPS.match(line.bare) or LEAD.match(line.bare):
                break
            bulleted = line.bare != line.text
            words = f"{words.rstrip(' ,;')}; {line.bare}" if words and bulleted else f"{words} {line.bare}".strip()
        if end := ENDS.search(words):
            words = words[: end.start()]
        self._split(words.rstrip(" .("), lines[n])

    def _listed(self, lines: Sequence[Line]) -> None:
        skip = 0
        for n, line in enumerate(lines):
            if skip:
                skip -= 1
                continue
            text = line.bare
            prose = len(text.split()) > 14 and not SEPARATOR.search(text)
            if STOPS.match(text) or HEADING.match(text) or prose or (text.endswith(".") and len(text.split()) > 8):
                if n == 0 and (SEPARATOR.search(text) or text.endswith(":")):  # "The parties to this agreement are:"
                    continue
                return
            if LEAD.match(text):
                continue
            if self._resolved(_plain(text)) is None and n + 1 < len(lines):
                both = f"{text} {lines[n + 1].text}"
                if lines[n + 1].bare == lines[n + 1].text and self._resolved(_plain(both)) is not None:
                    self._take(both, line, certain=True)
                    skip = 1
                    continue
            bulleted = line.bare != line.text
            self._split(text, line, certain=bulleted)

    def _lead(self, lines: Sequence[Line], n: int) -> None:
        if self.lead is not None:
            return
        line = lines[n]
        found = LEAD.match(line.bare)
        if not found:
            if ROLE_NOTE.search(line.bare):
                self._set_lead(ROLE_NOTE.sub("", line.bare), line)
            return
        if found["name"]:
            self._set_lead(_whole(lines, n, found["name"]), line) or self._set_lead(found["name"], line)
        elif n + 1 < len(lines):
            self._set_lead(lines[n + 1].bare, lines[n + 1])

    def _set_lead(self, text: str, line: Line) -> bool:
        resolved = self._resolved(_plain(text))
        slug = resolved.partner if resolved else None
        if slug:
            self.lead = Found("lead", slug, _plain(text), around(line), line.page, _words(resolved))
        return bool(slug)

    # -- what a text names
    def _split(self, text: str, line: Line, *, certain: bool = False) -> None:
        """The organisations of one text: the longest run of pieces that is one name, again and again."""
        text = QUOTED_NOTE.sub(" ", text)
        spans = list(_pieces(text))
        n = 0
        while n < len(spans):
            for m in range(min(len(spans), n + 6), n, -1):
                whole = text[spans[n][0] : spans[m - 1][1]]
                if self._take(whole, line, certain=False, ask=False):
                    n = m
                    break
            else:
                start, end = spans[n]
                self._take(text[start:end], line, certain=certain)
                n += 1

    def _take(self, text: str, line: Line, *, certain: bool, ask: bool = True) -> bool:
        printed = _plain(text)
        if len(printed) < 2:
            return False
        resolved = self._resolved(printed)
        if resolved is not None:
            for slug in resolved.partners:
                self.found.setdefault(slug, Found("party", slug, printed, around(line), line.page, _words(resolved)))
            if ROLE_NOTE.search(text) and resolved.partner and self.lead is None:
                self._set_lead(ROLE_NOTE.sub("", text), line)
            return True
        if ask:
            self._ask(printed, line, certain=certain)
        return False

    def _ask(self, printed: str, line: Line, *, certain: bool) -> None:
        resolution = self.names.resolve(printed)
        if resolution.not_an_organisation or not (printed[:1].isupper() or printed[:1].isdigit()) or len(printed) > 120:
            return
        looks = bool(ORGANISATION.search(printed)) or (certain and len(printed.split()) <= 12) or self._is_near(printed)
        if not looks:
            return
        key = as_written(printed).casefold()
        warning = resolution.warnings[0] if resolution.warnings else ""
        candidates = resolution.candidates or self.names.candidates(printed)
        self.asked.setdefault(key, Found("party", "", printed, around(line), line.page, warning, candidates))

    def _is_near(self, printed: str) -> bool:
        """Worth asking about; never an answer."""
        choices = self.names.printed_names()
        return (
            process.extractOne(printed.casefold(), choices, scorer=fuzz.ratio, score_cutoff=HIGH_LIKENESS) is not None
        )

    def _resolved(self, printed: str) -> Resolution | None:
        """By rule alone. A short form in brackets that means nothing elsewhere is this paper's own abbreviation."""
        found = self.names.resolve(printed)
        if found.partners:
            return found
        short = SHORT_NOTE.search(printed)
        if short and not found.warnings and not self.names.resolve(short[1]).partners:
            found = self.names.resolve(printed[: short.start()].strip())
            return found if found.partners else None
        return None


def _words(resolved: Resolution | None) -> str:
    return resolved.warnings[0] if resolved and resolved.warnings else ""


def _plain(text: str) -> str:
    """A name without quotes, role, leading article and marks around it."""
    text = QUOTED_NOTE.sub(" ", text)
    text = ROLE_NOTE.sub("", text).strip(' \t:;,.|“”"‘’•')
    text = re.sub(r"^(?:(?:and|ac|et)\s+)?(?:the|y|yr)\s+(?=[A-Z])", "", text, flags=re.IGNORECASE)
    return " ".join(text.split())


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Where the pieces between separators begin and end."""
    start = 0
    for mark in SEPARATOR.finditer(text):
        if text[start : mark.start()].strip():
            yield start, mark.start()
        start = mark.end()
    if text[start:].strip():
        yield start, len(text)


def _whole(lines: Sequence[Line], n: int, text: str) -> str:
    """With the next line, where this one breaks off in the middle of a list."""
    for line in lines[n + 1 : n + 6]:
        if not text.rstrip().endswith((",", ";", " and", " ac", " et", "&")):
            break
        text = f"{text} {line.text}"
    return text
