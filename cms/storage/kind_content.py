"""What a file is, by all of its own bytes: never by its name, and never by what the browser says of it.

What is let in is on a list; everything else is refused with a reason that the sender can act on. Nothing is unpacked
to disk or drawn here: archives are read part by part (office_content), pictures by their headers (picture_content).
"""

import io
import re
from typing import BinaryIO

from cms.storage import refusals as words
from cms.storage.kinds import begins_as
from cms.storage.office_content import office_kind
from cms.storage.picture_content import drawn_kind, phone_kind, picture_kind
from cms.storage.refusals import RefusedFile
from cms.storage.text_content import MARKUP, text_kind

HEAD, TAIL = 4096, (1 << 16) + 22  # the tail is as far as programs look for an archive's table
RUNS = re.compile(rb"<\s*(!doctype\s+html|html|script|svg|iframe|body)[\s>/]", re.IGNORECASE)
PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"#!", b"L\x00\x00\x00\x01\x14\x02")
ARCHIVES = (b"PK", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf", b"BZh", b"\xfd7zXZ", b"MSCF")


def kind_in(content: BinaryIO) -> str:
    """A key of kinds.MEDIA_TYPES. Raises RefusedFile with words for the sender."""
    content.seek(0)
    head = content.read(HEAD)
    kind = begins_as(head)
    if kind == "zip":
        if b"%PDF-" in head[:1024]:  # as far as programs look for it
            raise RefusedFile(words.TWO_FILES)
        return office_kind(content)
    if not kind:
        _refuse_others(head)
        return text_kind(content)
    _look_at_both_ends(content, head)
    if kind in ("gif", "webp"):
        return drawn_kind(head)
    if kind == "heic":
        return phone_kind(content)
    return kind if kind == "pdf" else picture_kind(content)


def _refuse_others(head: bytes) -> None:
    """What is known and never taken, with the reason."""
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise RefusedFile(words.OLD_OFFICE)
    if head.startswith(PROGRAMS):
        raise RefusedFile(words.PROGRAM)
    if head.startswith(ARCHIVES):
        raise RefusedFile(words.ARCHIVE)
    if head.lstrip().startswith(b"{\\rt"):
        raise RefusedFile(words.RICH_TEXT)
    if MARKUP.search(head.replace(b"\x00", b"")):
        raise RefusedFile(words.WEB)
    if b"%PDF-" in head[:1024]:
        raise RefusedFile(words.TWO_FILES)


def _look_at_both_ends(content: BinaryIO, head: bytes) -> None:
    """What is a web page or an archive to another program is no scan: it begins like a PDF or picture, and is both."""
    content.seek(max(0, content.seek(0, io.SEEK_END) - TAIL))
    tail = content.read(TAIL)
    before = head[:1024].partition(b" obj")[0] if head.startswith(b"%PDF-") else head[:1024]
    if RUNS.search(before) or b"PK\x05\x06" in tail:
        raise RefusedFile(words.TWO_FILES)
    if head.startswith(b"%PDF-") and b"%%EOF" in tail:
        after = tail.rpartition(b"%%EOF")[2].strip(b"\x00 \t\r\n")
        if len(after) > 1024 or RUNS.search(after):
            raise RefusedFile(words.TWO_FILES)
