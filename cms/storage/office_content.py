"""Office files by what lies in their archives: every part is read once, to its true end, and nothing is written."""

import io
import re
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from itertools import chain, pairwise
from typing import BinaryIO
from xml.parsers import expat

from cms.storage import office_parts as parts
from cms.storage import refusals as words
from cms.storage.refusals import RefusedFile

MEMBERS, UNPACKED, RATIO, RATIO_FROM = 2000, 200 << 20, 100, 1 << 20  # parts, bytes, and from how many bytes it counts
TABLE = 1 << 20  # bytes of an archive's list of its parts
PARSED = 64 << 20  # bytes of all parts that are read as XML
LISTED = 2 << 20  # bytes of all parts that list what belongs together
NESTED = 20 << 20  # bytes of a table or chart's own file inside
DESCRIPTOR = 24  # bytes at most between two parts
PIECE = 1 << 16
MAIN_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
MACROS = re.compile(
    r"(^|/)(vbaproject|vbadata)[^/]*$|(^|/)macrosheets/|(^|/)activex/|^customui/|^basic/|^scripts/|\.(exe|dll|js|jse|vbs|vbe|wsf|"
    r"scr|com|bat|cmd|ps1|jar|msi|hta|lnk|zip|rar|7z|iso)$",
    re.IGNORECASE,
)
PACKAGE = re.compile(r"(^|/)embeddings/[^/]+\.(xlsx|docx|pptx)$", re.IGNORECASE)  # what a chart was drawn from
DAMAGE = (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError, RuntimeError, struct.error,
          zlib.error, expat.ExpatError, IndexError)  # fmt: skip


def office_kind(content: BinaryIO, *, is_inside: bool = False) -> str:
    """docx, xlsx, pptx, odt or ods. Raises RefusedFile; `is_inside`: it lies in another file, and holds none itself."""
    try:
        _look_at_table(content)
        content.seek(0)
        with zipfile.ZipFile(content) as archive:
            return _Office(content, archive, is_inside=is_inside).kind()
    except DAMAGE as error:
        raise RefusedFile(words.DAMAGED_OFFICE) from error


def _look_at_table(content: BinaryIO) -> None:
    """Before anything reads the archive's table: it must end the file, and be no longer than a document's can be.

    A table of a million parts would take the memory of the process that only wanted to count them.
    """
    content.seek(0, 2)
    content.seek(max(0, content.tell() - 64))
    end = content.read()
    if len(end) < 22 or end[-22:-18] != b"PK\x05\x06" or end[-2:] != b"\x00\x00" or b"PK\x06\x07" in end:
        raise RefusedFile(words.DAMAGED_OFFICE)
    if int.from_bytes(end[-10:-6], "little") > TABLE:
        raise RefusedFile(words.EXPANDS)


class _Office:
    def __init__(self, content: BinaryIO, archive: zipfile.ZipFile, *, is_inside: bool) -> None:
        self.content, self.is_inside = content, is_inside
        self.members, self.end = archive.infolist(), archive.start_dir
        self.names = [member.filename for member in self.members]
        self.parsed, self.listed = PARSED, LISTED

    def kind(self) -> str:
        self._look_at_sizes()
        found = [suffix for suffix, part in MAIN_PARTS.items() if part in self.names]
        is_open = "mimetype" in self.names and "content.xml" in self.names
        if len(found) + is_open > 1:
            raise RefusedFile(words.TWO_FILES)
        if not is_open and (not found or "[Content_Types].xml" not in self.names):
            raise RefusedFile(words.ARCHIVE)
        if any(MACROS.search(name) for name in self.names if not name.endswith("/")):
            raise RefusedFile(words.MACRO)
        if "xl/connections.xml" in {name.casefold() for name in self.names}:
            raise RefusedFile(words.FETCHES)
        kind = "odt" if is_open else found[0]
        for member, start in self._places():
            given = self._look_at_part(member, start, kind)
            kind = given or kind
        return kind

    def _look_at_sizes(self) -> None:
        members = self.members
        if any(member.flag_bits & 1 for member in members):
            raise RefusedFile(words.LOCKED_OFFICE)
        unpacked, packed = sum(m.file_size for m in members), sum(m.compress_size for m in members)
        much = unpacked > RATIO_FROM and unpacked > RATIO * max(packed, 1)
        if len(members) > MEMBERS or unpacked > UNPACKED or much:
            raise RefusedFile(words.EXPANDS)
        if len({name.casefold() for name in self.names}) != len(members):
            raise RefusedFile(words.DAMAGED_OFFICE)
        if any(_is_bad_path(m.orig_filename) or _renames(m.extra) for m in members):
            raise RefusedFile(words.DAMAGED_OFFICE)

    def _places(self) -> list[tuple[zipfile.ZipInfo, int]]:
        """Each part with where its bytes begin. What stands before a part must agree with the table at the end, and
        the parts must lie one behind the other from the first byte on: two readers must never see two files."""
        found: list[tuple[zipfile.ZipInfo, int]] = []
        edges = [0]
        for member in sorted(self.members, key=lambda one: one.header_offset):
            self.content.seek(member.header_offset)
            head = self.content.read(30)
            (sign, _, flags, method, _, _, crc, packed, size, name_length, extra_length) = struct.unpack(
                "<4sHHHHHIIIHH", head
            )
            name, extra = self.content.read(name_length), self.content.read(extra_length)
            later = flags & 8  # its sizes follow the part
            told = (crc, packed, size) == (member.CRC, member.compress_size, member.file_size) or 0xFFFFFFFF in (
                packed,
                size,
            )
            encoding = "utf-8" if flags & 0x800 else "cp437"
            same = name.decode(encoding) == member.orig_filename and method == member.compress_type
            if sign != b"PK\x03\x04" or not same or flags & 1 or not (later or told) or _renames(extra):
                raise RefusedFile(words.DAMAGED_OFFICE)
            start = member.header_offset + 30 + name_length + extra_length
            found.append((member, start))
            edges += [member.header_offset, start + member.compress_size]
        edges.append(self.end)
        gaps = [after - before for before, after in pairwise(edges)][::2]
        if gaps[0] or any(not 0 <= gap <= DESCRIPTOR for gap in gaps):
            raise RefusedFile(words.DAMAGED_OFFICE)
        return found

    def _look_at_part(self, member: zipfile.ZipInfo, start: int, kind: str) -> str:
        """The kind of an OpenDocument file, where this part is the one that tells it; else ""."""
        name = member.filename
        pieces = _inflated(self.content, member, start)
        head = next(pieces, b"")
        rest = chain([head], pieces)
        parts.look_at_head(name, head, is_package=not self.is_inside and bool(PACKAGE.search(name)))
        if head.startswith(b"PK\x03\x04"):
            _look_inside(rest)
        elif name == "mimetype":
            return parts.open_kind(_whole(rest, 1000))
        elif name in ("[Content_Types].xml", "META-INF/manifest.xml"):
            parts.look_at_types(_whole(rest, LISTED))
        elif name.lower().endswith(".rels"):
            listing = _whole(rest, self.listed)
            self.listed -= len(listing)
            parts.look_at_relations(listing)
        elif kind != "pptx" and parts.is_xml(name, head):
            self._read(name, rest, kind)
        for _ in rest:  # to its end: what it unpacks to is counted and checked
            pass
        return ""

    def _read(self, name: str, pieces: Iterable[bytes], kind: str) -> None:
        if kind != "xlsx" or "externallinks/" in name.lower():
            parts.read_part(self._parsable(pieces), kind)
            return
        try:
            parts.look_at_formulas(pieces)
        except expat.ExpatError:
            if not name.lower().endswith(
                ".vml"
            ):  # Excel itself writes those otherwise; it opens no table that is damaged
                raise

    def _parsable(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        for piece in pieces:
            self.parsed -= len(piece)
            if self.parsed < 0:
                raise RefusedFile(words.EXPANDS)
            yield piece


# -- the bytes of a part -----------------------------------------------------------------------------------
def _inflated(content: BinaryIO, member: zipfile.ZipInfo, start: int) -> Iterator[bytes]:
    """The part, at most as many bytes as the table says. Raises RefusedFile where the table does not tell the truth."""
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise RefusedFile(words.DAMAGED_OFFICE)
    inflate = zlib.decompressobj(-15) if member.compress_type == zipfile.ZIP_DEFLATED else None
    at, left, size, crc = start, member.compress_size, 0, 0
    while left > 0:
        content.seek(at)
        data = content.read(min(PIECE, left))
        if not data:
            raise RefusedFile(words.DAMAGED_OFFICE)
        at, left = at + len(data), left - len(data)
        while data:
            piece = data if inflate is None else inflate.decompress(data, PIECE)
            data = b"" if inflate is None else inflate.unconsumed_tail
            size, crc = size + len(piece), zlib.crc32(piece, crc)
            if size > member.file_size:
                raise RefusedFile(words.EXPANDS)
            if piece:
                yield piece
    if inflate is not None and (not inflate.eof or inflate.unused_data):
        raise RefusedFile(words.DAMAGED_OFFICE)
    if size != member.file_size or crc != member.CRC:
        raise RefusedFile(words.DAMAGED_OFFICE)


def _whole(pieces: Iterable[bytes], most: int) -> bytes:
    found = bytearray()
    for piece in pieces:
        found += piece
        if len(found) > most:
            raise RefusedFile(words.EXPANDS)
    return bytes(found)


def _is_bad_path(name: str) -> bool:
    odd = any(unicodedata.category(letter)[0] == "C" for letter in name)  # NUL, and what turns the direction
    return odd or name.startswith("/") or "\\" in name or ".." in name.split("/") or ":" in name or len(name) > 255


def _renames(extra: bytes) -> bool:
    """Whether a part has a second name, which some programs take for the first."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        if kind == 0x7075:
            return True
        at += 4 + length
    return False


def _look_inside(pieces: Iterable[bytes]) -> None:
    try:
        office_kind(io.BytesIO(_whole(pieces, NESTED)), is_inside=True)
    except RefusedFile as refused:
        raise RefusedFile(words.HOLDS_FILES if str(refused) == words.ARCHIVE else str(refused)) from refused
