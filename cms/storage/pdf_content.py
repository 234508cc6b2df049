"""What acts in a PDF: programs, files inside, forms that send. Looked for by a process that may do nothing else."""

import json
from dataclasses import dataclass
from typing import BinaryIO

from cms.storage import confined

CHILD = confined.program("pdf_child")
SECONDS = 60.0  # by the clock; processor time is limited in the child
ANSWER = 4096
TOLD = {
    "javascript": "a program (JavaScript)",
    "launch": "a command that starts other programs",
    "files": "other files inside it",
    "media": "sound or moving pictures",
    "xfa": "a form that is a program (XFA)",
    "sends": "a form that sends what is typed elsewhere",
    "fetches": "links to files on other computers",
    "opens": "an address that it opens by itself",
}


@dataclass(frozen=True, slots=True)
class Look:
    """`found` are keys of TOLD. Not `is_sure` where some of its parts are damaged; not `is_through` where looking took
    too long, or something is packed so that nobody can look. It `opens` where it has pages, or a password locks it."""

    found: tuple[str, ...]
    is_sure: bool
    is_through: bool
    opens: bool
    is_locked: bool

    @property
    def words(self) -> str:
        """ "a program (JavaScript) and other files inside it": to put behind "It holds"."""
        told = [TOLD[name] for name in self.found]
        return " and ".join([", ".join(told[:-1]), told[-1]] if told[1:] else told)


def look_into(file: BinaryIO) -> Look:
    """Look through the whole file; leaves it at its beginning. Never raises because of what is in it."""
    try:
        told = json.loads(confined.ask_about(CHILD, file, seconds=SECONDS, most=ANSWER))
        found = tuple(name for name in told["found"] if name in TOLD)
        return Look(found, *(told[name] is True for name in ("sure", "through", "opens", "locked")))
    except (ValueError, TypeError, KeyError):
        return Look((), is_sure=False, is_through=False, opens=False, is_locked=False)
