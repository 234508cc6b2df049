"""The SHA-256 of a file that somebody chose, worked out while it arrives: it is kept nowhere, not even for a moment."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.exceptions import HTTPException
from starlette.requests import Request

LARGEST = 200_000_000  # bytes: far more than a copy of the registers
READ_ON = 10  # times as much is read and thrown away: a browser shows no answer to what it could not finish sending
LONGEST = 200  # bytes of any other field


@dataclass
class Hashed:
    """What came: the hash of the file ("" where none was chosen) and the other fields.

    `is_too_large`: it is more than LARGEST, and has no hash; fields that followed the file are missing.
    """

    sha256: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    is_too_large: bool = False


class _Reader:
    def __init__(self) -> None:
        self.digest, self.size, self.fields = hashlib.sha256(), 0, dict[str, bytes]()
        self.header, self.value, self.name, self.is_file = b"", b"", "", False

    def callbacks(self) -> dict[str, Any]:
        return {
            "on_header_field": self.header_field,
            "on_header_value": self.header_value,
            "on_header_end": self.header_end,
            "on_part_begin": self.part_begin,
            "on_part_data": self.part_data,
        }

    def part_begin(self) -> None:
        self.name, self.is_file = "", False

    def header_field(self, data: bytes, start: int, end: int) -> None:
        self.header += data[start:end]

    def header_value(self, data: bytes, start: int, end: int) -> None:
        self.value += data[start:end]

    def header_end(self) -> None:
        if self.header.lower() == b"content-disposition":
            _, options = parse_options_header(self.value)
            self.name, self.is_file = options.get(b"name", b"").decode(errors="replace"), b"filename" in options
        self.header = self.value = b""

    def part_data(self, data: bytes, start: int, end: int) -> None:
        piece = data[start:end]
        if self.is_file:
            self.digest.update(piece)
            self.size += len(piece)
        elif len(self.fields) < 10:
            self.fields[self.name] = (self.fields.get(self.name, b"") + piece)[:LONGEST]


async def hash_file(request: Request) -> Hashed:
    """Of a form with one file. Raises HTTPException 400 for what is no such form, 413 for more than 2 GB."""
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    if kind != b"multipart/form-data" or not options.get(b"boundary"):
        raise HTTPException(400)
    reader, arrived = _Reader(), 0
    parser = MultipartParser(options[b"boundary"], reader.callbacks())  # type: ignore[arg-type]
    try:
        async for piece in request.stream():
            left = LARGEST - arrived
            arrived += len(piece)
            if arrived > READ_ON * LARGEST:
                raise HTTPException(413)
            if left > 0:  # the fields before the file come through, however large the pieces are
                parser.write(piece[:left])
        if arrived <= LARGEST:
            parser.finalize()
    except MultipartParseError as error:
        raise HTTPException(400) from error
    fields = {name: value.decode(errors="replace") for name, value in reader.fields.items()}
    if arrived > LARGEST:
        return Hashed("", fields, is_too_large=True)
    return Hashed(reader.digest.hexdigest() if reader.size else "", fields)
