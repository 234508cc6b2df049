"""Processes of our own that open what strangers sent: each alone, with nothing of ours in its environment.

What confines them further (memory, time, files, calls) they set up themselves before they read (`child_fence`).
"""

import contextlib
import logging
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, cast

from cms.storage.refusals import NotLooked

logger = logging.getLogger(__name__)
ROOT = str(Path(__file__).resolve().parents[2])
PIECE = 1 << 20
LAST_SECONDS = 5.0  # to end, once everything is said
AT_ONCE = threading.BoundedSemaphore(max(2, os.cpu_count() or 1))  # of this process: more of them only slow each other


@dataclass(frozen=True, slots=True)
class Answer:
    """What a child wrote (None: too late, too much, or it did not end by itself), how it ended (as Popen says), and
    whether the clock ended it."""

    data: bytes | None
    code: int
    is_late: bool = False


def program(child: str) -> str:
    """What Python is told to become one of our processes, `cms.storage.<child>`; it looks for no other modules of ours
    by itself (-I)."""
    return f"import sys; sys.path.append({ROOT!r}); from cms.storage import {child}; {child}.main()"


def ask(program: str, *arguments: str, stdin: IO[bytes] | BinaryIO, seconds: float, most: int) -> Answer:
    """Run a `program` on the file, for `seconds` by the clock and at most so many bytes (`most`) of answer.

    Never raises because of what is in the file; the child and whatever it started are ended in any case."""
    child = subprocess.Popen(  # noqa: S603 - our own script
        [sys.executable, "-I", "-c", program, *arguments],
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
        cwd="/",
        close_fds=True,
        start_new_session=True,  # a group of its own, so that all of it can be ended
    )
    pipe, data, is_late = cast(IO[bytes], child.stdout), None, False
    try:
        data = _all_of(pipe, time.monotonic() + seconds, most)
        if data is not None:
            child.wait(timeout=LAST_SECONDS)
    except (TimeoutError, subprocess.TimeoutExpired):
        data, is_late = None, True
    finally:
        pipe.close()
        _end(child)
    return Answer(data, child.returncode, is_late)


def ask_about(program: str, content: BinaryIO, *, seconds: float, most: int) -> bytes:
    """The answer of a program about content that need not be a file of the operating system; b"" where the content
    brought it to its end, by its limits or a fault. Leaves the content at its beginning.

    Raises NotLooked where the machine did: it could not be begun, waited too long, or was killed for others' memory.
    `seconds` are therefore several times the processor time that the program may take.
    """
    with tempfile.TemporaryFile(prefix="upload-") as copy:
        content.seek(0)
        shutil.copyfileobj(content, copy, PIECE)
        content.seek(0)
        copy.seek(0)
        if not AT_ONCE.acquire(timeout=seconds):
            raise NotLooked
        try:
            answer = ask(program, stdin=cast(BinaryIO, copy), seconds=seconds, most=most)
        except OSError as error:
            logger.exception("a process that looks at files could not be begun")
            raise NotLooked from error
        finally:
            AT_ONCE.release()
    if not answer.data:
        logger.warning("a process that looks at files gave no answer (%s): %s", answer.code, program)
    if answer.is_late or (answer.data is not None and answer.code == -signal.SIGKILL):
        raise NotLooked
    return answer.data or b""


def _all_of(pipe: IO[bytes], until: float, most: int) -> bytes | None:
    """Everything that comes before the end of the pipe; None where it is too much. Raises TimeoutError."""
    found = bytearray()
    while (left := until - time.monotonic()) > 0:
        if not select.select([pipe], [], [], left)[0]:
            break
        piece = os.read(pipe.fileno(), 1 << 16)
        if not piece:
            return bytes(found)
        found += piece
        if len(found) > most:
            return None
    raise TimeoutError


def _end(child: subprocess.Popen[bytes]) -> None:
    """The child, and whatever it started."""
    if child.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
