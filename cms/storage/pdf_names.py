"""Names in a PDF that act rather than show, however they are spelt: any letter of a name may be written as #4A."""

import re
from collections.abc import Iterator

# what it is called on screen: pdf_content.TOLD
LONG = {
    "JavaScript": "javascript",
    "Launch": "launch",
    "RichMedia": "media",
    "EmbeddedFile": "files",
    "FileAttachment": "files",
    "SubmitForm": "sends",
    "ImportData": "sends",
}
SHORT = {"JS": "javascript", "EF": "files", "XFA": "xfa"}  # in a picture's bytes they stand by chance


def _pattern(*names: str) -> re.Pattern[bytes]:
    spelt = "|".join(f"(?P<{name}>{''.join(f'(?:{x}|(?i:#{ord(x):02x}))' for x in name)})" for name in names)
    return re.compile(f"/(?:{spelt})(?![A-Za-z0-9.]|#[0-9A-Fa-f]{{2}})".encode())


OBJECT_STREAM = _pattern("ObjStm")
ACTING, ACTING_SYNTAX = _pattern(*LONG), _pattern(*LONG, *SHORT)


def named(data: bytes, *, is_syntax: bool = False) -> Iterator[str]:
    """What the names in these bytes are for; with `is_syntax` (no pictures among them) short names count too."""
    for found in (ACTING_SYNTAX if is_syntax else ACTING).finditer(data):
        name = str(found.lastgroup)
        yield LONG.get(name) or SHORT[name]
