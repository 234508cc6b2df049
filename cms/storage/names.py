"""File names that every system takes."""

import re
import unicodedata

UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


def safe_name(name: str) -> str:
    """A file name for a key: ASCII letters, figures, ".", "-", "_"; at most 100 characters, never hidden or empty."""
    last = name.rpartition("/")[2]
    stem, dot, suffix = last.rpartition(".") if "." in last.strip(".") else (last, "", "")
    return f"{_plain(stem)[:80].strip('.-') or 'file'}{dot}{_plain(suffix)[:19]}".rstrip(".")


def _plain(text: str) -> str:
    return UNSAFE.sub("-", unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()).strip(".-")
