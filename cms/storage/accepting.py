"""The one door for every file from outside: what it is, what acts in it, and what the virus scanner says."""

from dataclasses import replace
from typing import BinaryIO

from cms.storage import pdf_content, scanning, waiting
from cms.storage import refusals as words
from cms.storage.files import digest
from cms.storage.models import Content
from cms.storage.refusals import RefusedFile
from cms.storage.text_content import is_plain_text
from cms.storage.uploads_content import KINDS, TABLES, CheckedFile, check_file

MOST = 40 << 20  # bytes: as much as the scanner is set up to take


def accept_file(content: BinaryIO, name: str, *, kinds: frozenset[str] = KINDS, is_editor: bool = False) -> CheckedFile:
    """The file, checked, and at its beginning. Raises RefusedFile with words for the sender.

    Where the scanner gave no clear answer the file is let in, and `waits`: whoever keeps it keeps it unseen. What acts
    in a PDF is refused; an editor (`is_editor`) may keep it, an old signed agreement for instance, and gets a note.
    """
    if content.seek(0, 2) > MOST:
        raise RefusedFile(words.TOO_LARGE)
    checked = check_file(content, name, kinds=kinds)
    notes = checked.notes
    if checked.suffix == "pdf":
        notes += _look_into(checked.content, is_editor=is_editor)
    return replace(checked, notes=notes, waits=_waits(checked.content, checked.sha256))


def accept_list(content: BinaryIO, name: str) -> None:
    """A list (CSV or XLSX) that is read at once, and is nobody's file. Raises RefusedFile.

    Text of any size and shape goes on to who reads it and says what is wrong with it; what is no text is checked as
    everywhere. Without a clear answer of the scanner nothing of it is read.
    """
    if content.seek(0, 2) == 0:
        return
    if content.tell() > MOST:
        raise RefusedFile(words.TOO_LARGE)
    content.seek(0)
    if is_plain_text(content):
        waits = _waits(content, digest(content)[0])
    else:
        waits = accept_file(content, name, kinds=TABLES).waits
    content.seek(0)
    if waits:
        raise RefusedFile(words.SCANNER_AWAY)


def _waits(content: BinaryIO, sha256: str) -> bool:
    """Whether nobody may be shown these bytes yet. Raises RefusedFile for what the scanner refuses, or has refused: the
    same bytes are then refused everywhere, where whoever asks does not undo it by failing."""
    known = Content.objects.filter(sha256=sha256).first()
    if known is not None and known.state == Content.State.REFUSED:
        raise RefusedFile(words.VIRUS.format(found=known.note or "a virus"))
    verdict = scanning.verdict_of(content, sha256=sha256)
    if verdict.outcome == "found":
        if known is not None:
            waiting.refuse(known, verdict)
        raise RefusedFile(words.VIRUS.format(found=verdict.found))
    return known.state == Content.State.WAITING if known is not None else verdict.outcome == "unclear"


def _look_into(content: BinaryIO, *, is_editor: bool) -> tuple[str, ...]:
    look = pdf_content.look_into(content)
    if look.found and not is_editor:
        raise RefusedFile(words.ACTIVE_PDF.format(what=look.words))
    if not look.is_through and not look.is_locked and not is_editor:
        raise RefusedFile(words.UNSEEN_PDF)
    if not look.opens and not is_editor:
        raise RefusedFile(words.DAMAGED_PDF)
    notes = (words.LOCKED_PDF,) if look.is_locked else ()
    if look.found:
        return (*notes, f"holds {look.words}")
    return notes if look.is_locked or (look.is_sure and look.is_through) else (words.UNSURE_PDF,)
