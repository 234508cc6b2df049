"""The text of one uploaded file, and facts about it, by a process of its own that may do nothing else.

It reads the file on standard input, which may be hostile, and writes one or two lines of JSON to standard output. First
{"text", "pages", "cut"}, {"refused": reason} for what it will not read, or {"failed": reason}; anything else, an end by
a signal included, means that the file is damaged. Then {"title", "barriers", "pictures"}, which may be missing: the
words are there even where looking for barriers ends the process. `cms.storage.reading` starts it; of this project it
imports its own parts and nothing else. With the argument "lines" the text keeps the lines of the file, and a form feed
stands between pages.
"""

import json
import os
import sys
import time
from collections.abc import Iterator
from typing import Any, BinaryIO

from pypdf.errors import PyPdfError

from cms.storage.child_fence import confine
from cms.storage.text_child_office import LOCKED, UNKNOWN, Refused, facts_of_office, office
from cms.storage.text_child_pdf import facts_of_pdf, opened

SECONDS, ENOUGH_SECONDS = 20, 15  # of processor time: the limit, and when to stop at the page that was reached
PAGES, OUTPUT = 2000, 1_000_000  # pages, characters
OLD_OFFICE = "It is an old Office file, or protected by a password. Save it again as docx or xlsx, without a password."


# -- PDF -----------------------------------------------------------------------------------------------
def pdf(file: BinaryIO) -> tuple[Iterator[str], dict[str, Any]]:
    reader = opened(file)
    if reader is None:
        raise Refused(LOCKED)
    read: dict[str, Any] = {"pages": 0, "letters": []}

    def pages() -> Iterator[str]:
        faults = 0
        for page in reader.pages:
            if read["pages"] >= PAGES or time.process_time() > ENOUGH_SECONDS:
                read["cut"] = 1
                return
            text = ""
            try:
                text = page.extract_text()
            except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, ArithmeticError) as error:
                faults += 1  # one bad page does not lose the others
                if faults > 20:
                    raise Refused("Too many of its pages are damaged.") from error
                continue
            finally:
                read["pages"] += 1
                read["letters"].append(sum(letter.isalnum() for letter in text))
            yield text

    return pages(), read


# -- all -----------------------------------------------------------------------------------------------
def text_of(file: BinaryIO, *, lines: bool = False) -> dict[str, Any]:
    """What is written to standard output. What the file is, its first bytes say, and never its name."""
    head = file.read(1024)
    file.seek(0)
    read: dict[str, Any] = {"pages": 0}
    if b"%PDF-" in head:
        pieces, read = pdf(file)
        if lines:
            return pages_of(pieces, read)
    elif head.startswith(b"PK\x03\x04"):
        pieces = office(file)
    elif head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise Refused(OLD_OFFICE)
    else:
        raise Refused(UNKNOWN)
    found, left = [], OUTPUT
    for piece in pieces:
        line = " ".join(piece[:left].split())
        if line:
            found.append(line)
            left -= len(line) + 1
        if left <= 0:
            read["cut"] = 1
            break
    return {"text": "\n".join(found), **rest_of(read)}


def pages_of(pieces: Iterator[str], read: dict[str, Any]) -> dict[str, Any]:
    """Every page with its lines; an empty one counts, since it may be a picture."""
    pages: list[str] = []
    left = OUTPUT
    for piece in pieces:
        lines = (" ".join(line.split()) for line in piece[:left].splitlines())
        pages.append("\n".join(line for line in lines if line))
        left -= len(pages[-1]) + 1
        if left <= 0:
            read["cut"] = 1
            break
    return {"text": "\f".join(pages), **rest_of(read)}


def rest_of(read: dict[str, Any]) -> dict[str, Any]:
    return {"pages": read["pages"], "cut": bool(read.get("cut")), "letters": read.get("letters", [])}


def facts_of(file: BinaryIO, answer: dict[str, Any]) -> dict[str, Any]:
    """What is written after the text; `answer` is what was written before."""
    if answer.get("refused") == LOCKED:
        return {"title": "", "barriers": ["password"], "pictures": 0}
    if "text" not in answer:
        return {}
    file.seek(0)
    head = file.read(1024)
    file.seek(0)
    return facts_of_pdf(file, answer["letters"]) if b"%PDF-" in head else facts_of_office(file)


def main() -> None:
    lines = sys.argv[1:] == ["lines"]
    confine(seconds=SECONDS)
    with os.fdopen(0, "rb") as file:
        try:
            answer = text_of(file, lines=lines)
        except Refused as refused:
            answer = {"refused": str(refused)}
        except MemoryError:
            answer = {"failed": "It needs more memory than one file may have."}
        write(answer)
        write(facts_of(file, answer))


def write(answer: dict[str, Any]) -> None:
    data = json.dumps(answer).encode() + b"\n"  # ASCII: half a character can stand in it, and be dealt with outside
    while data:
        data = data[os.write(1, data) :]
