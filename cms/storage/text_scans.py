"""Words from pictures of pages: drawn by one confined process, read by another (text_scan_child), page by page.

Tesseract is a program of the operating system (infra/services/tesseract). Where there is none, nothing is read from
pictures, and the screens say so.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import IO, cast

from cms.storage.reading import answer_of, end

CHILD = Path(__file__).with_name("text_scan_child.py")
DRAWN = 16 << 20  # bytes of one drawn page
WORDS = 200_000  # characters of one page
DRAW_SECONDS, READ_SECONDS = 30.0, 90.0  # by the clock; processor time is limited in the child
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


def _drawn(path: Path, page: int) -> tuple[Scanned, bytes]:
    with path.open("rb") as file:
        data = _run(["draw", str(page)], file, DRAW_SECONDS, DRAWN)
    head, _, picture = (data or b"").partition(b"\n")
    try:
        told = json.loads(head)
    except ValueError:
        return Scanned(reason=NOT_DRAWN), b""
    if "refused" in told:
        return Scanned(reason=NOT_DRAWN), b""
    return Scanned(pages=int(told["pages"])), picture


def _run(arguments: list[str], stdin: IO[bytes], seconds: float, most: int) -> bytes | None:
    """What the child wrote; None where it took too long, was ended, or wrote too much. Its whole group is ended."""
    child = subprocess.Popen(  # noqa: S603 - our own script
        [sys.executable, "-I", str(CHILD), *arguments],
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
        cwd="/",
        close_fds=True,
        start_new_session=True,  # a group of its own, so that all of it can be ended
    )
    pipe = cast(IO[bytes], child.stdout)
    try:
        data = answer_of(pipe, time.monotonic() + seconds, most)
        if data is not None:
            child.wait(timeout=5)
    except subprocess.TimeoutExpired:
        data = None
    finally:
        pipe.close()
        end(child)
    return data if child.returncode == 0 else None
