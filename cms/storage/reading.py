"""The text of an uploaded file. A process of its own reads it (text_child), because the file may be hostile."""

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

CHILD = Path(__file__).with_name("text_child.py")
INPUT = 50 << 20  # bytes of a file that is read
ANSWER = 8 << 20  # bytes of an answer: a million characters, each escaped as up to six, and a little more
WALL_SECONDS = 60.0  # by the clock; processor time is limited in the child

TOO_LARGE = "It is larger than 50 MB."
DAMAGED = "It is damaged, or not what it seems to be."
TOO_SLOW = "Reading it took too long."
NO_TEXT = "It holds no text. If it is a scan, upload one with recognised text."
PART = "Search reads the beginning: it is very long."


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of one file. `state` is a value of DocumentText.State other than pending; `pages` 0 where unknown."""

    state: str
    text: str = ""
    reason: str = ""
    pages: int = 0


def read_text(path: Path, *, seconds: float = WALL_SECONDS, lines: bool = False) -> Reading:
    """Read the file; never raises because of what is in it, and takes at most `seconds`.

    With `lines` the text keeps its lines, and a form feed stands between the pages of a PDF.
    """
    if path.stat().st_size > INPUT:
        return Reading("refused", reason=TOO_LARGE)
    with path.open("rb") as file:
        child = subprocess.Popen(  # noqa: S603 - our own script
            [sys.executable, "-I", str(CHILD), *(["lines"] if lines else [])],
            stdin=file,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            cwd="/",
            close_fds=True,
            start_new_session=True,  # a group of its own, so that all of it can be ended
        )
    pipe = cast(IO[bytes], child.stdout)
    try:
        answer = answer_of(pipe, time.monotonic() + seconds, ANSWER)
        if answer is not None:
            child.wait(timeout=5)
    except subprocess.TimeoutExpired:
        answer = None
    finally:
        pipe.close()
        end(child)
    if answer is None or child.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        return Reading("failed", reason=TOO_SLOW)
    return _understood(answer)


def answer_of(pipe: IO[bytes], until: float, most: int) -> bytes | None:
    """Everything that comes before the end of the pipe; None where it takes too long or is too much."""
    found = bytearray()
    while (left := until - time.monotonic()) > 0:
        if not select.select([pipe], [], [], left)[0]:
            break
        piece = os.read(pipe.fileno(), 1 << 16)
        if not piece:
            return bytes(found)
        found += piece
        if len(found) > most:
            break
    return None


def end(child: subprocess.Popen[bytes]) -> None:
    """The child, and whatever it started."""
    if child.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def _understood(answer: bytes) -> Reading:
    try:
        found = json.loads(answer)
    except ValueError:
        return Reading("failed", reason=DAMAGED)
    for state in ("refused", "failed"):
        if state in found:
            return Reading(state, reason=str(found[state])[:200])
    pages = int(found["pages"])
    # PostgreSQL takes no NUL, and half a character is none.
    text = str(found["text"]).replace("\x00", "").encode("utf-8", "ignore").decode()
    if not any(letter.isalnum() for letter in text):
        return Reading("empty", reason=NO_TEXT, pages=pages)
    return Reading("done", text, PART if found["cut"] else "", pages)
