"""What some bytes are, by the first of them, and the media type that they are served with: no reason to trust them.

The processes that open strangers' files import this: no Django.
"""

from pathlib import PurePosixPath
from typing import BinaryIO

STARTS = (
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"\xff\xd8\xff", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
)
HEIC = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "csv": "text/csv",
    "json": "application/json",
    "txt": "text/plain",
    "jpg": "image/jpeg",
    "png": "image/png",
    "tiff": "image/tiff",
    "heic": "image/heic",
    "gif": "image/gif",
    "webp": "image/webp",
}
ZIPPED = frozenset({"docx", "xlsx", "pptx", "odt", "ods"})
TEXTS = frozenset({"csv", "txt", "json"})


def begins_as(head: bytes) -> str:
    """pdf, zip, jpg, png, gif, tiff, webp or heic, by the first bytes; "" for anything else."""
    for start, kind in STARTS:
        if head.startswith(start):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    return "heic" if head[4:8] == b"ftyp" and head[8:12] in HEIC else ""


def kind_of(file: BinaryIO, name: str) -> str:
    """The usual suffix (pdf, docx), "" for what is none of those that the site keeps. Leaves the file at its beginning.

    Archives and texts look alike at their beginning: there the name may choose among what the bytes allow.
    """
    file.seek(0)
    head = file.read(512)
    file.seek(0)
    kind, suffix = begins_as(head), PurePosixPath(name).suffix.lower().removeprefix(".")
    if kind == "zip":
        return suffix if suffix in ZIPPED else ""
    return kind or (suffix if suffix in TEXTS and b"\x00" not in head else "")
