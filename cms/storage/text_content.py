"""Tables and other plain text, by all of their bytes. No pattern here takes longer than by the length of the text."""

import json
import re
from typing import BinaryIO

from cms.storage import refusals as words
from cms.storage.refusals import RefusedFile

TEXT_BYTES = 5 << 20
MARKUP = re.compile(rb"<\s*(!doctype|html|head|body|script|svg|iframe|\?xml|!--|meta|img|object|embed)", re.IGNORECASE)
# =cmd|'/c calc'!A1 at the beginning of a cell; what stands between two cells is gone through once, not from each place.
ASKS = re.compile(r"(?:\A\s*+|(?<![\s,;\"])[^\S\t\r\n]*+[,;\t\"\r\n][\s,;\"]*+)[=+@-]++\s*+[A-Za-z][\w.]*+\|")
NO_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1f]")
NO_TABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
LINE = re.compile(r"[^\r\n]*")


def text_kind(content: BinaryIO) -> str:
    """csv or json: plain text without markup anywhere. A table has cells apart by a comma, a semicolon or a tab in its
    first line, and none that asks another program. Raises RefusedFile."""
    content.seek(0)
    data = content.read(TEXT_BYTES + 1)
    if len(data) > TEXT_BYTES:
        raise RefusedFile(words.NOT_TAKEN)
    if MARKUP.search(data.replace(b"\x00", b"")):
        raise RefusedFile(words.WEB)
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    if NO_TABLE.search(text):
        raise RefusedFile(words.NOT_TAKEN)
    text = text.lstrip()
    if text[:1] in ("{", "[") and _is_json(text):
        return "json"
    first = LINE.match(text)
    if first is None or not any(mark in first[0] for mark in ",;\t"):
        raise RefusedFile(words.NOT_TAKEN)
    if ASKS.search(text):
        raise RefusedFile(words.CALLS)
    return "csv"


def is_plain_text(content: BinaryIO) -> bool:
    """Whether no byte of it stands in no text. Reads all of it, piece by piece."""
    content.seek(0)
    start = content.read(2)
    content.seek(0)
    wide = start in (b"\xff\xfe", b"\xfe\xff")
    while piece := content.read(1 << 20):
        if NO_TEXT.search(piece if not wide else piece.replace(b"\x00", b"")):
            return False
    return not start.startswith((b"PK", b"%P", b"MZ"))


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
