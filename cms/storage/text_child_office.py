"""What stands in Word, PowerPoint, Excel and OpenDocument files, and what may keep people from reading it.

Part of the confined process (text_child): it reads XML only, of which no more is unpacked than is allowed.
"""

import xml.etree.ElementTree as ElementTree
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO

from defusedxml.ElementTree import iterparse  # type: ignore[import-untyped]

EXPANDED, MEMBERS = 100 << 20, 2000  # bytes, parts
LONG = 40  # paragraphs with words; a file with fewer is found one's way in without headings
ODT_SKIPPED = ("tracked-changes", "annotation")
ODF = {b"application/vnd.oasis.opendocument.text": "odt", b"application/vnd.oasis.opendocument.spreadsheet": "ods"}

LOCKED = "It is protected by a password."
UNKNOWN = (
    "Search reads PDF, Word (docx), PowerPoint (pptx), Excel (xlsx) and OpenDocument texts and sheets (odt, ods); "
    "this is none of them."
)
EXPANDS = "It unpacks to far more than it should (100 MB at most)."
TOO_MANY = "It has far more parts than a document should."


class Refused(Exception):
    """What an editor is told."""


def name_of(tag: object) -> str:
    return str(tag).rpartition("}")[2]


def attribute(element: ElementTree.Element, name: str) -> str:
    """Of an element, whatever the namespace of the attribute; empty where there is none."""
    return next((value for key, value in element.attrib.items() if name_of(key) == name), "")


class Parts:
    """The members of an archive, of which no more than EXPANDED bytes are ever read, whatever they claim."""

    def __init__(self, file: BinaryIO) -> None:
        self.archive = zipfile.ZipFile(file)
        members = self.archive.infolist()
        if len(members) > MEMBERS:
            raise Refused(TOO_MANY)
        if sum(member.file_size for member in members) > EXPANDED:
            raise Refused(EXPANDS)
        if any(member.flag_bits & 1 for member in members):
            raise Refused(LOCKED)
        self.names = sorted(member.filename for member in members)
        self.left = EXPANDED

    def events(self, name: str) -> Iterator[tuple[str, ElementTree.Element]]:
        """("start" | "end", element) of one member. Who reads it empties elements, to keep memory small."""
        with self.archive.open(name) as source:
            yield from iterparse(self._counted(source), events=("start", "end"), forbid_dtd=True)

    def _counted(self, source: Any) -> Any:
        parts = self

        class Counted:
            def read(self, size: int = -1) -> bytes:
                data: bytes = source.read(min(size, 1 << 16) if size > 0 else 1 << 16)
                parts.left -= len(data)
                if parts.left < 0:
                    raise Refused(EXPANDS)
                return data

        return Counted()


def paragraphs(parts: Parts, name: str, block: str, inline: str, skip: tuple[str, ...]) -> Iterator[str]:
    """The text of the `inline` elements of each `block` element, without what stands in the elements of `skip`."""
    line: list[str] = []
    skipped = 0
    for event, element in parts.events(name):
        tag = name_of(element.tag)
        if tag in skip:
            skipped += 1 if event == "start" else -1
        elif skipped:
            pass
        elif event == "end" and tag == inline:
            line.append(element.text or "")
        elif event == "end" and tag in ("tab", "br", "cr"):
            line.append(" ")
        elif event == "end" and tag == block:
            yield "".join(line)
            line.clear()
        if event == "end":
            element.clear()
    yield "".join(line)


def docx(parts: Parts) -> Iterator[str]:
    """Paragraphs and table cells, then headers, footers and notes. Deleted text, doubles and comments are left out."""
    wanted = ("word/header", "word/footer", "word/footnotes", "word/endnotes")
    others = [name for name in parts.names if name.startswith(wanted) and name.endswith(".xml")]
    for name in ("word/document.xml", *others):
        yield from paragraphs(parts, name, "p", "t", ("Fallback", "del", "moveFrom"))


def odt(parts: Parts) -> Iterator[str]:
    """Paragraphs, headings and tables, then headers and footers. Tracked deletions and comments are left out."""
    for name in ("content.xml", "styles.xml"):
        skipped = depth = 0
        for event, element in parts.events(name) if name in parts.names else ():
            tag = name_of(element.tag)
            step = 1 if event == "start" else -1
            if tag in ODT_SKIPPED:
                skipped += step
            if tag in ("p", "h"):
                depth += step
                if event == "end" and not skipped:
                    yield "".join(words_in(element))
                    element.clear()
            elif event == "end" and not depth:
                element.clear()


def words_in(element: ElementTree.Element) -> Iterator[str]:
    tag = name_of(element.tag)
    if tag in ODT_SKIPPED:
        return
    yield " " if tag in ("s", "tab", "line-break") else element.text or ""
    for child in element:
        yield from words_in(child)
        yield child.tail or ""


def xlsx(parts: Parts) -> Iterator[str]:
    """The names of the sheets, then every text that a cell holds."""
    for event, element in parts.events("xl/workbook.xml"):
        if event == "start" and name_of(element.tag) == "sheet":
            yield element.get("name", "")
    if "xl/sharedStrings.xml" in parts.names:
        yield from paragraphs(parts, "xl/sharedStrings.xml", "si", "t", ("rPh",))
    for name in parts.names:
        if name.startswith("xl/worksheets/") and name.endswith(".xml") and name.count("/") == 2:
            yield from cells(parts, name)


def cells(parts: Parts, name: str) -> Iterator[str]:
    """Texts that stand in the sheet itself: written in the cell, or the result of a formula."""
    inline = words = False
    for event, element in parts.events(name):
        tag = name_of(element.tag)
        if event == "start" and tag == "c":
            words = element.get("t") == "str"
        elif tag == "is":
            inline = event == "start"
        elif event == "end" and (tag == "t" and inline or tag == "v" and words):
            yield element.text or ""
        if event == "end":
            element.clear()


def ods(parts: Parts) -> Iterator[str]:
    """The names of the tables, then what their cells hold."""
    for event, element in parts.events("content.xml"):
        if event == "start" and name_of(element.tag) == "table":
            yield attribute(element, "name")
        if event == "end":
            element.clear()
    yield from odt(parts)


def pptx(parts: Parts) -> Iterator[str]:
    """Slide by slide, as they are shown; after each what its notes say."""
    for name in slides(parts):
        yield from paragraphs(parts, name, "p", "t", ("Fallback",))
        notes = name.replace("slides/slide", "notesSlides/notesSlide")
        if notes in parts.names:
            yield from paragraphs(parts, notes, "p", "t", ("Fallback",))


def slides(parts: Parts) -> list[str]:
    """By their numbers, which is how they were made; nearly always how they are shown."""
    found = [name for name in parts.names if name.startswith("ppt/slides/slide") and name.endswith(".xml")]
    return sorted(found, key=lambda name: (len(name), name))


def kind_of(parts: Parts) -> str:
    """docx, pptx, xlsx, odt or ods; empty for any other archive."""
    for kind, part in (("docx", "word/document.xml"), ("pptx", "ppt/presentation.xml"), ("xlsx", "xl/workbook.xml")):
        if part in parts.names:
            return kind
    if "content.xml" in parts.names and "mimetype" in parts.names:
        with parts.archive.open("mimetype") as source:
            return ODF.get(source.read(100).strip().removesuffix(b"-template"), "")
    return ""


READERS = {"docx": docx, "pptx": pptx, "xlsx": xlsx, "odt": odt, "ods": ods}


def office(file: BinaryIO) -> Iterator[str]:
    parts = Parts(file)
    read = READERS.get(kind_of(parts))
    if read is None:
        raise Refused(UNKNOWN)
    return read(parts)


# -- what may keep people from reading it --------------------------------------------------------------
def facts_of_office(file: BinaryIO) -> dict[str, Any]:
    """{"title", "barriers"}: barriers are looked for in Word files alone, as codes of `cms.storage.barriers`."""
    parts = Parts(file)
    return {"title": title_of(parts), "barriers": barriers_of_docx(parts) if kind_of(parts) == "docx" else []}


def title_of(parts: Parts) -> str:
    """As the file's own properties say; the first of Office, the other of OpenDocument."""
    for name in ("docProps/core.xml", "meta.xml"):
        for event, element in parts.events(name) if name in parts.names else ():
            if event == "end" and name_of(element.tag) == "title":
                return element.text or ""
    return ""


def heading_styles(parts: Parts) -> set[str]:
    """Names of the styles that are headings, in whatever language Word ran: they say "heading 1", or have a level."""
    found: set[str] = set()
    style = ""
    for event, element in parts.events("word/styles.xml") if "word/styles.xml" in parts.names else ():
        tag = name_of(element.tag)
        if event == "start" and tag == "style":
            style = attribute(element, "styleId")
        elif event == "start" and is_heading_mark(tag, attribute(element, "val")):
            found.add(style)
        if event == "end":
            element.clear()
    return found


def is_heading_mark(tag: str, value: str) -> bool:
    """Of a style: its name as Word keeps it in every language, or a level in the outline (9 is body text)."""
    return (tag == "name" and value.lower().startswith(("heading", "title"))) or (tag == "outlineLvl" and value != "9")


def barriers_of_docx(parts: Parts) -> list[str]:
    """Codes; each once, however often it is met."""
    styles = heading_styles(parts)
    found: set[str] = set()
    words = headings = pictures = 0
    tables: list[tuple[int, bool]] = []  # of each table that is open: rows, and whether the first is a header
    has_words = False
    for event, element in parts.events("word/document.xml"):
        tag, start = name_of(element.tag), event == "start"
        if tag == "p":
            words += has_words and not start
            has_words = False
        elif tag == "t" and not start:
            has_words = has_words or bool((element.text or "").strip())
        elif start and (tag == "pStyle" and is_heading(attribute(element, "val"), styles) or tag == "outlineLvl"):
            headings += 1
        elif start and tag == "docPr" and not (attribute(element, "descr") or attribute(element, "title")):
            pictures += 1
        elif start and tag == "decorative" and attribute(element, "val") in ("1", "true"):
            pictures -= 1  # its own picture came just before
        elif tag == "tbl":
            if start:
                tables.append((0, False))
            elif tables:
                rows, header = tables.pop()
                if rows > 1 and not header:
                    found.add("tables_no_header")
        elif start and tag == "tr" and tables:
            tables[-1] = (tables[-1][0] + 1, tables[-1][1])
        elif start and tag == "tblHeader" and tables and tables[-1][0] == 1:
            tables[-1] = (1, attribute(element, "val") not in ("0", "false"))
        if not start:
            element.clear()
    if words > LONG and not headings:
        found.add("no_headings")
    if pictures > 0:
        found.add("figures_no_text")
    return sorted(found)


def is_heading(style: str, known: set[str]) -> bool:
    return style in known or style.lower().startswith(("heading", "title"))
