"""The text of an uploaded file, and facts about it. A process of its own reads it (text_child): it may be hostile."""

import json
import signal
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cms.storage import confined

READER = 1  # raised when files that were read before should be read again: for more kinds, or new facts
CHILD = confined.program("text_child")
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
    """What became of one file. `state` is a value of DocumentText.State other than pending; `pages` 0 where unknown.

    `title` is the file's own, `barriers` are codes (`cms.storage.barriers`), `pictures` counts pages that are only
    pictures.
    """

    state: str
    text: str = ""
    reason: str = ""
    pages: int = 0
    title: str = ""
    barriers: tuple[str, ...] = ()
    pictures: int = 0


def read_text(path: Path, *, seconds: float = WALL_SECONDS, lines: bool = False) -> Reading:
    """Read the file; never raises because of what is in it, and takes at most `seconds`.

    With `lines` the text keeps its lines, and a form feed stands between the pages of a PDF.
    """
    if path.stat().st_size > INPUT:
        return Reading("refused", reason=TOO_LARGE)
    with path.open("rb") as file:
        answer = confined.ask(CHILD, *(["lines"] if lines else []), stdin=file, seconds=seconds, most=ANSWER)
    ended = answer.code in (-signal.SIGXCPU, -signal.SIGKILL)
    if answer.data is None or (ended and b"\n" not in answer.data):  # words that came before it was ended count
        return Reading("failed", reason=TOO_SLOW)
    return _understood(answer.data)


def _understood(answer: bytes) -> Reading:
    said, _, more = answer.partition(b"\n")
    try:
        found = json.loads(said)
    except ValueError:
        return Reading("failed", reason=DAMAGED)
    try:
        facts = json.loads(more)
    except ValueError:
        facts = {}  # it was ended while it looked for them
    told: dict[str, Any] = {
        "title": " ".join(_sound(str(facts.get("title", ""))).split())[:255],
        "barriers": tuple(str(code) for code in facts.get("barriers", [])),
        "pictures": int(facts.get("pictures", 0)),
    }
    for state in ("refused", "failed"):
        if state in found:
            return Reading(state, reason=str(found[state])[:200], **told)
    pages = int(found["pages"])
    text = _sound(str(found["text"]))
    if not any(letter.isalnum() for letter in text):
        return Reading("empty", reason=NO_TEXT, pages=pages, **told)
    return Reading("done", text, PART if found["cut"] else "", pages, **told)


def _sound(text: str) -> str:
    """PostgreSQL takes no NUL, and half a character is none."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode()
