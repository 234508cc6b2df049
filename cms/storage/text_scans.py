"""Pictures of pages, words from pictures, and pages from pictures: each by a confined process (text_scan_child).

Tesseract is a program of the operating system (infra/services/tesseract). Where there is none, nothing is read from
pictures, and the screens say so.
"""

import json
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import IO

from cms.storage import confined

CHILD = confined.program("text_scan_child")
DRAWN, COVER, SHEETS = 16 << 20, 64 << 10, 80 << 20  # bytes of one drawn page, of a cover, of a PDF made of pictures
WORDS = 200_000  # characters of one page
DRAW_SECONDS, READ_SECONDS, SHEETS_SECONDS = 30.0, 90.0, 60.0  # by the clock; processor time is limited in the child
LANGUAGES = ("eng", "cym", "fra")
NOT_HERE = "Pictures of pages are not read on this installation: type what you see."
NOT_DRAWN = "This page cannot be drawn: it is damaged, or protected by a password."
TOO_SLOW = "Reading this page took too long."


@dataclass(frozen=True, slots=True)
class Scanned:
    """One page: its words, or why there are none; `pages` is how many the file has, 0 where unknown."""

    text: str = ""
    reason: str = ""
    pages: int = 0


def tesseract() -> str:
    """The program's path: $TESSERACT, else the one on the path; empty where there is none, or where it is "off"."""
    named = os.environ.get("TESSERACT", "")
    if named == "off":
        return ""
    return shutil.which(named or "tesseract") or ""


@lru_cache(maxsize=4)
def languages(program: str) -> str:
    """Those of ours that are installed, as Tesseract names them: "eng+cym"."""
    try:
        listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=20, check=False)  # noqa: S603 - the operator's own
    except (OSError, subprocess.TimeoutExpired):
        return ""
    known = set(listed.stdout.split())
    return "+".join(name for name in LANGUAGES if name in known)


def can_read_pictures() -> bool:
    program = tesseract()
    return bool(program) and bool(languages(program))


def count_pages(path: Path) -> Scanned:
    """How many pages or frames there are, by drawing the first."""
    return _drawn(path, 0)[0]


def read_page(path: Path, number: int) -> Scanned:
    """The words of one page, from 1; never raises because of what is in the file."""
    if not can_read_pictures():
        return Scanned(reason=NOT_HERE)
    found, picture = _drawn(path, number - 1)
    if not picture:
        return found
    program = tesseract()
    with tempfile.TemporaryFile() as page:
        page.write(picture)
        page.seek(0)
        data = _run(["read", program, languages(program)], page, READ_SECONDS, WORDS * 4)
    if data is None:
        return Scanned(reason=TOO_SLOW, pages=found.pages)
    text = data.decode("utf-8", "ignore").replace("\x00", "").replace("\f", "\n")
    lines = (" ".join(line.split()) for line in text.splitlines())
    return Scanned("\n".join(line for line in lines if line)[:WORDS], pages=found.pages)


def cover_of(path: Path) -> bytes:
    """The first page of a PDF or picture as a small picture (WebP, 400 dots wide, 60 KB at most); empty without one."""
    return _made(["cover"], path, DRAW_SECONDS, COVER)[1]


def pdf_of(path: Path) -> bytes:
    """A PDF of a picture (JPEG, PNG, TIFF, HEIC), upright and without what the camera noted; empty where damaged."""
    return _made(["pdf"], path, SHEETS_SECONDS, SHEETS)[1]


def _drawn(path: Path, page: int) -> tuple[Scanned, bytes]:
    return _made(["draw", str(page)], path, DRAW_SECONDS, DRAWN)


def _made(arguments: list[str], path: Path, seconds: float, most: int) -> tuple[Scanned, bytes]:
    with path.open("rb") as file:
        data = _run(arguments, file, seconds, most)
    head, _, made = (data or b"").partition(b"\n")
    try:
        told = json.loads(head)
    except ValueError:
        return Scanned(reason=NOT_DRAWN), b""
    if "refused" in told:
        return Scanned(reason=NOT_DRAWN), b""
    return Scanned(pages=int(told["pages"])), made


def _run(arguments: list[str], stdin: IO[bytes], seconds: float, most: int) -> bytes | None:
    """What the child wrote; None where it took too long, was ended, or wrote too much. Its whole group is ended."""
    answer = confined.ask(CHILD, *arguments, stdin=stdin, seconds=seconds, most=most)
    return answer.data if answer.code == 0 else None
