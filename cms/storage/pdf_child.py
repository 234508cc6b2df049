"""What acts in a PDF, by a process of its own that may do nothing else; `cms.storage.pdf_content` starts it.

It reads the file on standard input and writes one JSON object: {"found": [...], "sure", "through", "opens", "locked"}.
Every object is looked at, those in compressed streams and those of earlier editions too; not "sure" where some could
not be read, not "through" where there were too many, or a stream of objects could not be unpacked. It "opens" where it
has pages, or is "locked" by a password.
"""

import contextlib
import io
import json
import os
import re
import struct
import time
import zlib
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.errors import LimitReachedError, PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from cms.storage.child_fence import confine
from cms.storage.pdf_names import OBJECT_STREAM, named
from cms.storage.text_child_pdf import opened

SECONDS, ENOUGH_SECONDS = 20, 15  # of processor time: the limit, and when to stop
UNPACKED, STREAM = 64 << 20, 16 << 20  # bytes of all streams of objects, and of one
DEEPEST = 3_000_000  # objects within objects that are looked at
KEPT = 1000  # objects that are kept in memory, beside those of one stream
NEAR = 4096  # bytes between the beginning of an object, its kind and its stream
BEGINS = re.compile(rb"stream\r?\n")
HEADER = re.compile(rb"(?<!\d)\d{1,10}\s{1,9}\d{1,5}\s{1,9}obj")
SPACES = re.compile(rb"\s{0,20}")
KINDS = {
    "/JavaScript": "javascript",
    "/Launch": "launch",
    "/SubmitForm": "sends",
    "/ImportData": "sends",
    "/RichMedia": "media",
    "/Movie": "media",
    "/3D": "media",
    "/Rendition": "media",
    "/FileAttachment": "files",
    "/EmbeddedFile": "files",
}
KEYS = {"/JS": "javascript", "/JavaScript": "javascript", "/EF": "files", "/XFA": "xfa", "/RichMediaContent": "media"}
SHARE = re.compile(r"\s*(file:|\\\\|//|smb:|javascript:)", re.IGNORECASE)
TOO_MUCH = (LimitReachedError, MemoryError, RecursionError)
FAULTS = (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, ArithmeticError, NotImplementedError,
          AssertionError, OSError, EOFError, struct.error, zlib.error)  # fmt: skip


def look_in_streams(data: bytes, found: set[str]) -> set[int]:
    """Add what streams of objects hold, also those that no table names any more. Returns where the others begin that
    could not be unpacked as they stand: locked, packed otherwise, or too large."""
    left, closed = UNPACKED, set[int]()
    for mark in OBJECT_STREAM.finditer(data):
        begin = BEGINS.search(data, mark.end(), mark.end() + NEAR)
        unpack = zlib.decompressobj()
        try:
            piece = data[begin.end() : begin.end() + STREAM] if begin and left > 0 else b""
            held = unpack.decompress(piece, max(1, min(left, STREAM)))
        except zlib.error:
            held = b""
        left -= len(held)
        found.update(named(held, is_syntax=True))
        if not unpack.eof:
            closed.add(beginning_of(data, mark.start()))
    return closed


def beginning_of(data: bytes, place: int) -> int:
    """Where the object begins ("7 0 obj") in which this place lies; -1 where that is not to be seen."""
    start = max(0, place - NEAR)
    headers = [found.start() for found in HEADER.finditer(data, start, place)]
    return headers[-1] if headers else -1


class Walk:
    """Through every object that the file's tables name, none of them twice."""

    def __init__(self, reader: PdfReader, data: bytes, closed: set[int]) -> None:
        self.reader, self.data, self.closed = reader, data, closed
        self.found, self.left = set[str](), DEEPEST
        self.sure = self.through = True

    def run(self) -> None:
        loose = [(number, edition) for edition, rows in self.reader.xref.items() for number in rows]
        held = sorted(self.reader.xref_objStm, key=lambda number: self.reader.xref_objStm[number])
        for count, (number, edition) in enumerate([*loose, *((number, 0) for number in held)]):
            if time.process_time() > ENOUGH_SECONDS or self.left <= 0:
                self.through = False
                return
            if count % KEPT == 0:
                self.reader.resolved_objects.clear()  # or a file of many parts would need more memory than it may have
            with self.faults():
                one = self.reader.get_object(IndirectObject(number, edition, self.reader))
                self.look(one)
                self.unpack(one, number, edition)
        with self.faults():
            self.by_itself(self.reader.trailer["/Root"].get_object().get("/OpenAction"))  # type: ignore[union-attr]

    @contextlib.contextmanager
    def faults(self) -> Iterator[None]:
        """One part that cannot be read does not end the look; one that is too large may hide what it likes."""
        try:
            yield
        except TOO_MUCH:
            self.through = False
        except FAULTS:
            self.sure = False

    def unpack(self, one: Any, number: int, edition: int) -> None:
        """A stream of objects that was closed before: the table knows how it is locked, and pypdf how it is packed."""
        place = SPACES.match(self.data, self.reader.xref.get(edition, {}).get(number, 0))
        if self.closed and place is not None and place.end() in self.closed and isinstance(one, StreamObject):
            self.found.update(named(one.get_data(), is_syntax=True))
            self.closed.discard(place.end())

    def look(self, thing: Any) -> None:
        waiting = [thing]
        while waiting and self.left > 0:
            self.left -= 1
            one = waiting.pop()
            if isinstance(one, DictionaryObject):
                self.look_at(one)
                waiting += [dict.__getitem__(one, key) for key in one]
            elif isinstance(one, ArrayObject):
                waiting += list.__iter__(one)

    def look_at(self, one: DictionaryObject) -> None:
        self.found.update(told for key, told in KEYS.items() if key in one)
        for key in ("/S", "/Subtype", "/Type"):
            kind = self.value(one, key)
            if isinstance(kind, str) and kind in KINDS:
                self.found.add(KINDS[kind])
        leads = self.value(one, "/S") in ("/GoToR", "/GoToE", "/URI") or "/URI" in one
        if leads and any(SHARE.match(target) for target in self.targets(one)):
            self.found.add("fetches")
        actions = self.value(one, "/AA")
        if isinstance(actions, DictionaryObject):
            for key in actions:
                self.by_itself(self.value(actions, key))

    def by_itself(self, action: Any) -> None:
        """An address that is opened without a press."""
        action = action.get_object() if isinstance(action, IndirectObject) else action
        if isinstance(action, DictionaryObject) and self.value(action, "/S") in ("/URI", "/GoToR", "/GoToE"):
            self.found.add("opens")

    def targets(self, one: DictionaryObject) -> Iterator[str]:
        for key in ("/URI", "/F"):
            told = self.value(one, key)
            inner = [self.value(told, name) for name in ("/F", "/UF")] if isinstance(told, DictionaryObject) else [told]
            for target in inner:
                if isinstance(target, bytes):
                    yield target.decode("latin-1")
                elif isinstance(target, str):
                    yield target

    def value(self, one: DictionaryObject, key: str) -> Any:
        found = dict.get(one, key)
        return found.get_object() if isinstance(found, IndirectObject) else found


def look_into(data: bytes) -> dict[str, Any]:
    found = set(named(data))
    closed = look_in_streams(data, found)
    sure = opens = locked = False
    through = True
    try:
        reader = opened(io.BytesIO(data))
        if reader is None:
            opens = locked = True
        else:
            root = reader.trailer["/Root"].get_object()
            opens = isinstance(root, DictionaryObject) and "/Kids" in root["/Pages"]  # type: ignore[operator]
            walk = Walk(reader, data, closed)
            walk.run()
            found, sure, through = found | walk.found, walk.sure, walk.through
    except TOO_MUCH:
        through = False
    except FAULTS:
        sure = False
    through = through and not closed
    return {"found": sorted(found), "sure": sure, "through": through, "opens": opens, "locked": locked}


def main() -> None:
    confine(seconds=SECONDS)
    with os.fdopen(0, "rb") as file:
        answer = json.dumps(look_into(file.read())).encode()
    os.write(1, answer)
