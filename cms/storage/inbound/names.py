"""What the name of a dropped file says: whose it is, and what kind of thing. The file itself is never asked."""

import unicodedata
from dataclasses import dataclass

from cms.storage.inbound.ports import INBOX

LONGEST = 255  # bytes of the whole name
FORM = "Its name is not one that is taken: {why} Send it again as inbox/<your folder>/<name>."
NOT_OURS = FORM.format(why="it is not in a partner's folder below inbox/.")
EMPTY = FORM.format(why="a part of it between two slashes is empty.")
DOTS = FORM.format(why="a part of it is “.” or “..”.")
BACKSLASH = FORM.format(why="it holds a backslash.")
CONTROL = FORM.format(why="it holds a character that cannot be seen.")
NOT_NFC = FORM.format(why="its accents are not written in the usual form (Unicode NFC).")
TOO_LONG = FORM.format(why=f"it is longer than {LONGEST} bytes.")


class RefusedName(Exception):
    """In words for the partner's technician."""


@dataclass(frozen=True, slots=True)
class DroppedName:
    """inbox/<folder>/<rest>."""

    folder: str
    rest: str

    @property
    def kind(self) -> str:
        """The first folder of the rest; "" for a file that lies in none."""
        first, slash, _ = self.rest.partition("/")
        return first if slash else ""

    @property
    def last(self) -> str:
        return self.rest.rpartition("/")[2]


def read_name(key: str) -> DroppedName:
    """Raises RefusedName. Whether there is such a folder is the caller's to know."""
    if len(key.encode("utf-8", "surrogatepass")) > LONGEST:
        raise RefusedName(TOO_LONG)
    if "\\" in key:
        raise RefusedName(BACKSLASH)
    if any(map(_unseen, key)):
        raise RefusedName(CONTROL)
    if not unicodedata.is_normalized("NFC", key):
        raise RefusedName(NOT_NFC)
    parts = key.split("/")
    if len(parts) < 3 or not key.startswith(INBOX):
        raise RefusedName(NOT_OURS)
    if "" in parts:
        raise RefusedName(EMPTY)
    if "." in parts or ".." in parts:
        raise RefusedName(DOTS)
    return DroppedName(parts[1], "/".join(parts[2:]))


def sender_of(key: str) -> str:
    """The folder that a name begins with, whatever the rest of it is like; "" where it begins with none."""
    parts = key.split("/", 2)
    return parts[1] if len(parts) == 3 and key.startswith(INBOX) else ""


def shown_name(key: str) -> str:
    """What lies below the partner's folder, fit to be shown: also of a name that is not taken."""
    rest = "".join("\ufffd" if _unseen(letter) else letter for letter in key.split("/", 2)[-1])
    return rest[:LONGEST] or "(no name)"


def _unseen(letter: str) -> bool:
    return unicodedata.category(letter)[0] == "C" or letter in "\u2028\u2029"
