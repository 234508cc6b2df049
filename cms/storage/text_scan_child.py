"""Pages as pictures, and letters from pictures, each by a process of its own that may do nothing else.

It reads a file on standard input. With the arguments "draw PAGE" it writes {"pages": n} or {"refused": reason} as one
line of JSON, then the page (from 0) as a grey picture (PGM); with "cover" the same line, then the first page as a small
picture (WebP); with "pdf" a PDF with a page for each picture in the file, without what the camera noted (place, time).
With "read TESSERACT LANGUAGES" it becomes Tesseract, which writes words. `cms.storage.text_scans` starts it.
"""

import io
import json
import os
import sys
import warnings

import pillow_heif  # type: ignore[import-untyped]
import pypdfium2
from PIL import Image, ImageOps

from cms.storage.child_fence import confine, limit

SECONDS = {"draw": 20, "cover": 20, "pdf": 40, "read": 60}  # of processor time
MEMORY = 1 << 30
THREADS = 16  # that the decoder of HEIC starts, and cannot do without
WIDE, HIGH, SMALL = 400, 1200, 60_000  # dots of a cover at most, and its bytes
SHEETS, SHEET, SHEET_QUALITY = 40, 2480, 80  # of a PDF made of pictures: pages, dots of the longer side, JPEG quality
KINDS = ["JPEG", "PNG", "TIFF", "HEIF"]
DOTS, SHORTEST, LONGEST, MOST = 200, 1000, 3200, 120_000_000  # an inch; sides of what is drawn; dots of what is opened
REFUSED = "It cannot be drawn: it is damaged, or protected by a password."


def draw(data: bytes, page: int) -> tuple[int, Image.Image]:
    """(how many pages there are, this one as a grey picture)."""
    if data.startswith(b"%PDF-"):
        return _of_pdf(data, page)
    picture = opened(data)
    count = int(getattr(picture, "n_frames", 1))
    picture.seek(page)
    return count, fitted(ImageOps.exif_transpose(picture).convert("L"))


def opened(data: bytes) -> Image.Image:
    """A picture whose size is bearable; nothing of it is unpacked yet."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        picture = Image.open(io.BytesIO(data), formats=KINDS)
    if picture.width * picture.height > MOST:
        raise ValueError("too large")
    return picture


def cover(data: bytes) -> tuple[int, bytes]:
    """(how many pages there are, the first as a small picture in WebP)."""
    if data.startswith(b"%PDF-"):
        with pypdfium2.PdfDocument(data) as found:
            count = len(found)
            width, height = found[0].get_size()
            drawn = found[0].render(scale=min(WIDE / max(width, 1), HIGH / max(height, 1))).to_pil().convert("RGB")
    else:
        picture = opened(data)
        count = int(getattr(picture, "n_frames", 1))
        drawn = ImageOps.exif_transpose(picture).convert("RGB")
    drawn.thumbnail((WIDE, HIGH))
    for quality in (80, 60, 40, 20, 5):
        out = io.BytesIO()
        drawn.save(out, "WEBP", quality=quality)
        if out.tell() <= SMALL:
            return count, out.getvalue()
    raise ValueError("too large")


def sheets(data: bytes) -> tuple[int, bytes]:
    """(how many pages, a PDF of them): each picture of the file upright, as large as a page at 200 dots an inch."""
    picture = opened(data)
    count = min(int(getattr(picture, "n_frames", 1)), SHEETS)
    pages = []
    for number in range(count):
        picture.seek(number)
        page = ImageOps.exif_transpose(picture).convert("RGB")
        page.thumbnail((SHEET, SHEET))
        page.info = {}  # nothing of what the camera noted
        pages.append(page)
    out = io.BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=DOTS, quality=SHEET_QUALITY)
    return count, out.getvalue()


def _of_pdf(data: bytes, page: int) -> tuple[int, Image.Image]:
    with pypdfium2.PdfDocument(data) as found:
        count = len(found)
        width, height = found[page].get_size()  # in points, 72 an inch
        scale = min(DOTS / 72, LONGEST / max(width, height, 1))
        drawn: Image.Image = found[page].render(scale=scale, grayscale=True).to_pil().convert("L")
        return count, drawn


def fitted(picture: Image.Image) -> Image.Image:
    """Large enough to be read, and no larger."""
    longest, shortest = max(picture.size), max(1, min(picture.size))
    if longest > LONGEST:
        scale = LONGEST / longest
    elif shortest < SHORTEST and longest * (SHORTEST / shortest) <= LONGEST:
        scale = SHORTEST / shortest
    else:
        return picture
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return picture.resize(size, Image.Resampling.LANCZOS)


def write(data: bytes) -> None:
    while data:
        data = data[os.write(1, data) :]


def main() -> None:
    what = sys.argv[1]
    if what == "read":
        limit(seconds=SECONDS[what], memory=MEMORY)
        tesseract, languages = sys.argv[2:4]
        command = [tesseract, "stdin", "stdout", "-l", languages, "--psm", "1", "--dpi", str(DOTS)]
        os.execve(tesseract, command, {"OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8"})  # noqa: S606 - it replaces this process
    with os.fdopen(0, "rb") as file:
        data = file.read()
    pillow_heif.register_heif_opener(decode_threads=1)
    confine(seconds=SECONDS[what], memory=MEMORY, threads=THREADS if data[4:8] == b"ftyp" else 0)
    try:
        count, made = answer_of(what, data)
    except (pypdfium2.PdfiumError, OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError,
            OverflowError, MemoryError, Image.DecompressionBombError, Image.DecompressionBombWarning):  # fmt: skip
        write(json.dumps({"refused": REFUSED}).encode() + b"\n")
        return
    write(json.dumps({"pages": count}).encode() + b"\n")
    write(made)


def answer_of(what: str, data: bytes) -> tuple[int, bytes]:
    if what == "cover":
        return cover(data)
    if what == "pdf":
        return sheets(data)
    count, picture = draw(data, int(sys.argv[2]))
    return count, f"P5 {picture.width} {picture.height} 255\n".encode() + picture.tobytes()
