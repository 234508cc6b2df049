"""A document as tagged PDF (PDF/UA-1), by typst. The text goes in as data, so nothing in it is ever markup."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import typst

from .model import Bullets, Document, Facts, Heading, PageBreak, Para, Table, Text, clean, paragraphs

TEMPLATE = Path(__file__).parent / "document.typ"
CANNOT = "Some letters of this text cannot be printed in a PDF; a “?” stands for each. The Word file has them."
FACTS = ("What", "Recorded")
UNBROKEN = re.compile(r"(\S{30})(?=\S)")  # a longer word may be broken, or it would leave its column


def write(document: Document) -> bytes:
    """The same bytes for the same document. Letters that the built-in typeface lacks are replaced, and it says so."""
    try:
        return _compile(as_data(document))
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
    data = as_data(document)
    data["blocks"].insert(0, {"block": "para", "kind": "notice", "parts": [CANNOT]})
    return _compile(_only_known(data))


def _compile(data: dict[str, Any]) -> bytes:
    made: bytes = typst.compile(
        TEMPLATE,
        format="pdf",
        sys_inputs={"document": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
        timestamp=0,
    )
    return made


def as_data(document: Document) -> dict[str, Any]:
    """The document as the template reads it."""
    named = {name: clean(getattr(document, name)) for name in ("title", "kicker", "footer", "author")}
    return {**named, "blocks": [_block(block) for block in document.blocks]}


def _block(block: object) -> dict[str, Any]:
    match block:
        case Heading():
            return {"block": "heading", "level": block.level, "text": clean(block.text)}
        case Para():
            return {"block": "para", "kind": block.kind, "parts": _parts(block.text)}
        case Bullets():
            return {"block": "bullets", "items": [_run(item) for item in block.items]}
        case Facts():
            rows = [{"name": clean(name), "parts": _parts(value)} for name, value in block.rows]
            return {"block": "facts", "columns": FACTS, "rows": rows, "caption": block.caption}
        case Table():
            rows_ = [[_parts(value) for value in row] for row in block.rows]
            columns = [clean(name) for name in block.columns]
            return {"block": "table", "columns": columns, "rows": rows_, "widths": block.widths, "tall": block.tall}
        case PageBreak():
            return {"block": "break"}
    raise TypeError(f"No such block: {block!r}")


def _run(text: Text) -> Any:
    if isinstance(text, str):
        return _breakable(clean(text))
    return {"kind": text.kind, "text": _breakable(clean(text.text))}


def _parts(text: Text) -> list[Any]:
    if isinstance(text, str):
        return [_breakable(part) for part in paragraphs(text)] or [""]
    return [{"kind": text.kind, "text": _breakable(part)} for part in paragraphs(text.text)] or [""]


def _breakable(text: str) -> str:
    return UNBROKEN.sub("\\1\u200b", text)


def _only_known(value: Any) -> Any:
    """Latin, Greek and Cyrillic letters, punctuation and arrows, which the typeface has; "?" for all others."""
    if isinstance(value, str):
        return "".join(one if ord(one) < 0x530 or 0x200B <= ord(one) <= 0x2044 else "?" for one in value)
    if isinstance(value, list | tuple):
        return [_only_known(one) for one in value]
    return {key: _only_known(one) for key, one in value.items()} if isinstance(value, dict) else value
