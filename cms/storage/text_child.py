"""The text of one uploaded file, by a process of its own that may do nothing else: `python -I text_child.py < FILE`.

It reads the file on standard input, which may be hostile, and writes one JSON object to standard output:
{"text", "pages", "cut"}, {"refused": reason} for what it will not read, or {"failed": reason}. Anything else, an end by
a signal included, means that the file is damaged. It imports nothing of this project; `cms.storage.reading` starts it.
With the argument "lines" the text keeps the lines of the file, and a form feed stands between pages.
"""

import ctypes
import json
import os
import resource
import sys
import time
import xml.etree.ElementTree as ElementTree
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO

from defusedxml.ElementTree import iterparse  # type: ignore[import-untyped]
from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError

SECONDS, ENOUGH_SECONDS = 20, 15  # of processor time: the limit, and when to stop at the page that was reached
MEMORY = 512 << 20
EXPANDED, MEMBERS, PAGES, OUTPUT = 100 << 20, 2000, 2000, 1_000_000  # bytes, parts, pages, characters
NEW_USER, NEW_NETWORK = 0x10000000, 0x40000000  # unshare(2)
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
NEVER = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system", "os.remove",
         "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.chmod", "os.chown", "os.truncate", "os.kill",
         "shutil.", "ctypes.")  # fmt: skip

ODT_SKIPPED = ("tracked-changes", "annotation")

LOCKED = "It is protected by a password."
UNKNOWN = "Search reads PDF, Word (docx), OpenDocument text (odt) and Excel (xlsx); this is none of them."
OLD_OFFICE = "It is an old Office file, or protected by a password. Save it again as docx or xlsx, without a password."
EXPANDS = "It unpacks to far more than it should (100 MB at most)."
TOO_MANY = "It has far more parts than a document should."


class Refused(Exception):
    """What an editor is told."""


def confine() -> None:
    """No network, no files written, no processes, little memory and time. From here on nothing can be given back."""
    if sys.platform == "linux":  # where it is not allowed, the fence below still holds
        ctypes.CDLL(None, use_errno=True).unshare(NEW_USER | NEW_NETWORK)
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 2))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    sys.addaudithook(fence)


def fence(event: str, args: tuple[Any, ...]) -> None:
    if event == "open" and isinstance(args[2], int) and args[2] & WRITES:
        raise PermissionError("nothing is written here")
    if event.startswith(NEVER):
        raise PermissionError(event)


# -- PDF -----------------------------------------------------------------------------------------------
def pdf(file: BinaryIO) -> tuple[Iterator[str], dict[str, int]]:
    reader = PdfReader(file, strict=False)
    if reader.is_encrypted:
        try:
            opened = bool(reader.decrypt(""))  # many files are only protected against changes
        except (DependencyError, NotImplementedError):
            opened = False
        if not opened:
            raise Refused(LOCKED)
    read = {"pages": 0}

    def pages() -> Iterator[str]:
        faults = 0
        for page in reader.pages:
            if read["pages"] >= PAGES or time.process_time() > ENOUGH_SECONDS:
                read["cut"] = 1
                return
            try:
                text = page.extract_text()
            except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, ArithmeticError) as error:
                faults += 1  # one bad page does not lose the others
                if faults > 20:
                    raise Refused("Too many of its pages are damaged.") from error
                continue
            finally:
                read["pages"] += 1
            yield text

    return pages(), read


# -- Office files --------------------------------------------------------------------------------------
def name_of(tag: object) -> str:
    return str(tag).rpartition("}")[2]


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


def office(file: BinaryIO) -> Iterator[str]:
    parts = Parts(file)
    if "word/document.xml" in parts.names:
        return docx(parts)
    if "xl/workbook.xml" in parts.names:
        return xlsx(parts)
    if "content.xml" in parts.names and "mimetype" in parts.names:
        with parts.archive.open("mimetype") as source:
            if source.read(100).startswith(b"application/vnd.oasis.opendocument.text"):
                return odt(parts)
    raise Refused(UNKNOWN)


# -- all -----------------------------------------------------------------------------------------------
def text_of(file: BinaryIO, *, lines: bool = False) -> dict[str, Any]:
    """What is written to standard output. What the file is, its first bytes say, and never its name."""
    head = file.read(1024)
    file.seek(0)
    read: dict[str, int] = {"pages": 0}
    if b"%PDF-" in head:
        pieces, read = pdf(file)
        if lines:
            return pages_of(pieces, read)
    elif head.startswith(b"PK\x03\x04"):
        pieces = office(file)
    elif head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise Refused(OLD_OFFICE)
    else:
        raise Refused(UNKNOWN)
    found, left = [], OUTPUT
    for piece in pieces:
        line = " ".join(piece[:left].split())
        if line:
            found.append(line)
            left -= len(line) + 1
        if left <= 0:
            read["cut"] = 1
            break
    return {"text": "\n".join(found), "pages": read["pages"], "cut": bool(read.get("cut"))}


def pages_of(pieces: Iterator[str], read: dict[str, int]) -> dict[str, Any]:
    """Every page with its lines; an empty one counts, since it may be a picture."""
    pages: list[str] = []
    left = OUTPUT
    for piece in pieces:
        lines = (" ".join(line.split()) for line in piece[:left].splitlines())
        pages.append("\n".join(line for line in lines if line))
        left -= len(pages[-1]) + 1
        if left <= 0:
            read["cut"] = 1
            break
    return {"text": "\f".join(pages), "pages": read["pages"], "cut": bool(read.get("cut"))}


def main() -> None:
    lines = sys.argv[1:] == ["lines"]
    confine()
    with os.fdopen(0, "rb") as file:
        try:
            answer = text_of(file, lines=lines)
        except Refused as refused:
            answer = {"refused": str(refused)}
        except MemoryError:
            answer = {"failed": "It needs more memory than one file may have."}
    data = json.dumps(answer).encode()  # ASCII: half a character can stand in it, and be dealt with outside
    while data:
        data = data[os.write(1, data) :]


if __name__ == "__main__":
    main()
