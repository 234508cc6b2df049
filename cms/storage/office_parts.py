"""What one part of an Office file holds: programs, other files, and what is fetched from or asked of elsewhere."""

import re
from collections.abc import Callable, Iterable
from xml.parsers import expat

from cms.storage import refusals as words
from cms.storage.refusals import RefusedFile

DEEPEST = 2000  # elements in one another
OPEN_TYPES = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}
HIDDEN = (b"Rar!", b"7z\xbc\xaf", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-", b"{\\rtf", b"MSCF", b"BZh",
          b"\xfd7zXZ")  # fmt: skip
PROGRAMS = (b"MZ", b"\x7fELF", b"#!/")
FETCHED = ("/attachedtemplate", "/oleobject", "/frame", "/subdocument")
UNSAFE = {
    "/afchunk": words.HOLDS_FILES,
    "/oleobject": words.HOLDS_FILES,
    "/vbaproject": words.MACRO,
    "/control": words.MACRO,
    "/xlmacrosheet": words.MACRO,
    "/xlintlmacrosheet": words.MACRO,
    "/connections": words.FETCHES,
}
ELSEWHERE = re.compile(r"\s*(file:/*)?(\\\\|//)|\s*(https?|ftp|smb):|\s*file://[^/]", re.IGNORECASE)
ASKS = re.compile(r"DDE(AUTO)?\b|QUOTE\s+\d+\s+\d+", re.IGNORECASE)  # the second spells the first in numbers
INCLUDES = re.compile(r"\b(INCLUDETEXT|INCLUDEPICTURE|IMPORT)\s++[\"“]?+\s*+(https?:|ftp:|file:|\\\\)", re.IGNORECASE)
FORMULAS = frozenset({"f", "formula", "formula1", "formula2", "definedName", "calculatedColumnFormula"})
LONGEST_FORMAT = 1000  # letters of a format of numbers, of which Excel takes 255; who reads it may go back over it
STARTS = re.compile(r"\s*+[=+@-]*+\s*+[A-Za-z][\w.]{0,60}+\|")  # cmd|'/c calc'!A1
SENDS = re.compile(r"\bWEBSERVICE\s*+\(", re.IGNORECASE)
OPEN_FORMULA = re.compile(r"\b(DDE|WEBSERVICE)\s*\(", re.IGNORECASE)
OPEN_FETCHES = {"section-source", "table-source", "cell-range-source", "object", "object-ole", "applet", "plugin",
                "floating-frame"}  # fmt: skip


def is_xml(name: str, head: bytes) -> bool:
    """By its beginning, whatever it is called; drawings among the pictures are left to who draws them."""
    start = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")
    return (start.lstrip().startswith(b"<") or start.isspace()) and not (
        "media/" in name.lower() and name.lower().endswith(".svg")
    )


def look_at_head(name: str, head: bytes, *, is_package: bool) -> None:
    """`is_package`: another Office file may lie here, as the one from which a chart was drawn."""
    squeezed = head.startswith(b"\x1f\x8b") and not name.lower().endswith((".emz", ".wmz"))  # drawings of Office's own
    if head.startswith(PROGRAMS):
        raise RefusedFile(words.MACRO)
    if is_xml(name, head) and b"<!doctype" in head[:4096].replace(b"\x00", b"").lower():
        raise RefusedFile(words.DAMAGED_OFFICE)
    if head.startswith(HIDDEN) or squeezed or (head.startswith(b"PK\x03\x04") and not is_package):
        raise RefusedFile(words.HOLDS_FILES)


def open_kind(told: bytes) -> str:
    """odt or ods, by the part "mimetype"."""
    told = told.strip()
    if told in OPEN_TYPES:
        return OPEN_TYPES[told]
    raise RefusedFile(words.TEMPLATE if told.endswith(b"-template") else words.NOT_TAKEN)


def look_at_types(listing: bytes) -> None:
    types = listing.replace(b"\x00", b"").lower()
    if b"macroenabled" in types or b"vbaproject" in types:
        raise RefusedFile(words.MACRO)
    if b"template.main" in types:
        raise RefusedFile(words.TEMPLATE)
    if b"encryption-data" in types:
        raise RefusedFile(words.LOCKED_OFFICE)


def look_at_relations(listing: bytes) -> None:
    """Read as XML, once from front to back: patterns miss what is written otherwise, and can be made to take long."""

    def begin(name: str, given: dict[str, str]) -> None:
        if _local(name) != "relationship":
            return
        kind = given.get("Type", "").strip().lower()
        if given.get("TargetMode", "").strip().lower() == "external":
            picture = kind.endswith("/image") and ELSEWHERE.match(given.get("Target", ""))
            if picture or kind.endswith(FETCHED):
                raise RefusedFile(words.FETCHES)
        for end, reason in UNSAFE.items():
            if kind.endswith(end):
                raise RefusedFile(reason)

    _parser(begin).Parse(listing, True)


def look_at_formulas(pieces: Iterable[bytes]) -> None:
    """The formulas of one part of a workbook, however they are written."""
    found: list[str] = []

    def begin(name: str, given: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "numFmt" and len(given.get("formatCode", "")) > LONGEST_FORMAT:
            raise RefusedFile(words.DAMAGED_OFFICE)
        if local in FORMULAS:
            found.clear()
            parser.CharacterDataHandler, parser.EndElementHandler = found.append, end

    def end(name: str) -> None:
        if name.rpartition(":")[2] not in FORMULAS:
            return
        parser.CharacterDataHandler = parser.EndElementHandler = None  # a large table has millions of other cells
        formula = "".join(found)
        if STARTS.match(formula):
            raise RefusedFile(words.CALLS)
        if SENDS.search(formula):
            raise RefusedFile(words.FETCHES)

    parser = _parser(begin)
    for piece in pieces:
        parser.Parse(piece, False)
    parser.Parse(b"", True)


def read_part(pieces: Iterable[bytes], kind: str) -> None:
    """One part of a file of this kind, as XML, to its end."""
    watch: _Watch = {"docx": _WordFields, "xlsx": _Links}.get(kind, _OpenParts)()
    parser = _parser(watch.begin)
    parser.buffer_text = True
    parser.EndElementHandler, parser.CharacterDataHandler = watch.end, watch.text
    for piece in pieces:
        parser.Parse(piece, False)
    parser.Parse(b"", True)
    watch.decide()


def _parser(begin: Callable[[str, dict[str, str]], None]) -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.StartElementHandler = begin
    parser.StartDoctypeDeclHandler = _refuse_entities  # without it no part can unfold to more than it is
    return parser


def _refuse_entities(*declared: object) -> None:
    raise RefusedFile(words.DAMAGED_OFFICE)


def _local(name: str) -> str:
    return name.rpartition(":")[2].lower()


class _Watch:
    """Sees the elements of one part go by."""

    def __init__(self) -> None:
        self.depth = 0

    def begin(self, name: str, given: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise RefusedFile(words.DAMAGED_OFFICE)
        self.look(_local(name), given)

    def look(self, name: str, given: dict[str, str]) -> None: ...

    def text(self, found: str) -> None: ...

    def end(self, name: str) -> None:
        self.depth -= 1

    def decide(self) -> None: ...


class _WordFields(_Watch):
    """Instructions of fields: one may be cut into many pieces, between which its words are put together again."""

    def __init__(self) -> None:
        super().__init__()
        self.is_in = False
        self.found: list[str] = []

    def look(self, name: str, given: dict[str, str]) -> None:
        self.is_in = name == "instrtext"
        if name == "fldchar":
            self.found.append("\n")
        elif name == "fldsimple":
            self.found += ["\n", *(value for key, value in given.items() if _local(key) == "instr"), "\n"]
        elif name == "altchunk":
            raise RefusedFile(words.HOLDS_FILES)

    def text(self, found: str) -> None:
        if self.is_in:
            self.found.append(found)

    def end(self, name: str) -> None:
        super().end(name)
        self.is_in = False

    def decide(self) -> None:
        for field in "".join(self.found).split("\n"):
            if ASKS.match(field.strip().lstrip('"“')):
                raise RefusedFile(words.CALLS)
            if INCLUDES.search(field):
                raise RefusedFile(words.FETCHES)


class _Links(_Watch):
    def look(self, name: str, given: dict[str, str]) -> None:
        if name in ("ddelink", "olelink"):
            raise RefusedFile(words.CALLS)


class _OpenParts(_Watch):
    def look(self, name: str, given: dict[str, str]) -> None:
        values = {_local(key): value for key, value in given.items()}
        if name in ("dde-source", "dde-connection-decl") or OPEN_FORMULA.search(values.get("formula", "")):
            raise RefusedFile(words.CALLS)
        if name == "event-listener" and ("script" in values.get("href", "") or values.get("macro-name")):
            raise RefusedFile(words.MACRO)
        if name in OPEN_FETCHES and ELSEWHERE.match(values.get("href", "")):
            raise RefusedFile(words.FETCHES)
