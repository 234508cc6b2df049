"""Pictures by their headers: what kind they are, and that they are no larger than somebody can open."""

import re
import warnings
from typing import BinaryIO

from PIL import Image, UnidentifiedImageError

from cms.storage import refusals as words
from cms.storage.refusals import RefusedFile

PIXELS, LONGEST_SIDE = 120_000_000, 30_000
MEASURED = re.compile(rb"ispe\x00{4}(.{8})", re.DOTALL)


def picture_kind(content: BinaryIO) -> str:
    """jpg, png or tiff, by its header alone; drawing it is left to others. Closes the file."""
    content.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(content, formats=["JPEG", "PNG", "TIFF"]) as picture:
                kind, (width, height) = str(picture.format), picture.size
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise RefusedFile(words.HUGE_PICTURE) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, KeyError, TypeError, OverflowError) as error:
        raise RefusedFile(words.BAD_PICTURE) from error
    _look_at_size(width, height)
    return {"JPEG": "jpg", "PNG": "png", "TIFF": "tiff"}.get(kind, "tiff")


def drawn_kind(head: bytes) -> str:
    """GIF or WebP, by the size that its own header tells."""
    if head.startswith(b"GIF8"):
        if len(head) < 14:
            raise RefusedFile(words.BAD_PICTURE)
        _look_at_size(int.from_bytes(head[6:8], "little"), int.from_bytes(head[8:10], "little"))
        return "gif"
    kind, body = head[12:16], head[20:]
    if len(body) < 10:
        raise RefusedFile(words.BAD_PICTURE)
    if kind == b"VP8X":
        _look_at_size(1 + int.from_bytes(body[4:7], "little"), 1 + int.from_bytes(body[7:10], "little"))
    elif kind == b"VP8L" and body[0] == 0x2F:
        bits = int.from_bytes(body[1:5], "little")
        _look_at_size(1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF))
    elif kind == b"VP8 " and body[3:6] == b"\x9d\x01\x2a":
        _look_at_size(int.from_bytes(body[6:8], "little") & 0x3FFF, int.from_bytes(body[8:10], "little") & 0x3FFF)
    else:
        raise RefusedFile(words.BAD_PICTURE)
    return "webp"


def phone_kind(content: BinaryIO) -> str:
    """HEIC: its parts each tell their size, near the beginning."""
    content.seek(0)
    for found in MEASURED.finditer(content.read(1 << 18)):
        _look_at_size(int.from_bytes(found[1][:4]), int.from_bytes(found[1][4:]))
    return "heic"


def _look_at_size(width: int, height: int) -> None:
    if width * height > PIXELS or max(width, height) > LONGEST_SIDE or not width or not height:
        raise RefusedFile(words.HUGE_PICTURE)
