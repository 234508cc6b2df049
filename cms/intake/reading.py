"""From a file to its words, page by page, and from the words to guesses. Runs as a job that may die at any line."""

import contextlib
import tempfile
import time
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import F

from cms.core import clock, content_version
from cms.intake.comparing import same_as_guesses
from cms.intake.guessing import Found, guesses_of
from cms.intake.models import Guess, Paper, PaperPage
from cms.intake.photographs import make_readable
from cms.jobs.services import enqueue
from cms.snippets.importers.names import NameIndex
from cms.snippets.models import Theme
from cms.storage import reading, text_scans, texts
from cms.storage.contents import content_of
from cms.storage.models import Content
from cms.storage.refusals import VIRUS_LATER
from cms.storage.uploads_content import PICTURES
from cms.storage.waiting import state_of

READ = "cms.intake.tasks.read_paper"
ATTEMPTS = 3
PAGES_KEPT, PICTURES_READ = 300, 40  # pages of one paper whose words are kept; of those, pictures that are read
FEW_LETTERS = 20  # a page of a PDF with fewer letters is taken for a picture
SECONDS = 60.0  # of one job, with one page more: below the shortest limit of a job; what is left goes into the next
GAVE_UP = "It could not be read. Type what you see in it."
NO_WORDS = "No words were found in it. Type what you see."
SOME_LEFT = "Not every page was read: it has more pictures of pages than are read from one file."
How = PaperPage.How


def plan_reading(paper: Paper) -> None:
    """Ask for a job; in the transaction that adds the paper. A scan every 10 minutes asks again."""
    enqueue(READ, paper.pk, cluster="slow", scanned=True)


def read_waited(names: Collection[str]) -> None:
    """Files that waited for the virus scanner may be read now."""
    for paper in Paper.objects.filter(document__file__in=names, read_at=None):
        plan_reading(paper)


def read_paper(paper_id: int, *, seconds: float = SECONDS) -> bool:
    """Read what is still to be read of one paper; True once nothing is left. Twice at once is harmless."""
    waiting = Paper.objects.filter(pk=paper_id, read_at=None)
    state = state_of(waiting.values_list("document__file", flat=True).first() or "")
    if state == Content.State.WAITING:
        return True  # it is planned again once it may be read
    waiting.update(attempts=F("attempts") + 1)  # before the work: a paper that kills its worker is counted too
    paper = waiting.select_related("document", "readable", "batch").first()
    if paper is None:
        return True
    if paper.attempts > ATTEMPTS + PICTURES_READ:
        return _finish(paper, GAVE_UP)
    if state == Content.State.REFUSED:
        return _finish(paper, VIRUS_LATER)
    until = time.monotonic() + seconds
    with _file(paper) as path:
        if path is None:
            return _finish(paper, GAVE_UP if paper.document_id else "")
        if not paper.pages:
            note = _read_words(paper, path) if paper.attempts <= ATTEMPTS else GAVE_UP
            if note:
                return _finish(paper, note)
        return _read_pictures(paper, path, until)


@contextlib.contextmanager
def _file(paper: Paper) -> Iterator[Path | None]:
    """A copy of the file on this machine, for the time of reading."""
    if paper.document is None:
        yield None
        return
    with tempfile.NamedTemporaryFile(prefix="paper-") as copy:
        try:
            with paper.document.file.open("rb") as content:
                for piece in content.chunks():
                    copy.write(piece)
        except FileNotFoundError:
            yield None
            return
        copy.flush()
        yield Path(copy.name)


def _read_words(paper: Paper, path: Path) -> str:
    """The words that stand in the file, as page rows; why there can be none, else empty."""
    if paper.suffix in PICTURES:
        counted = text_scans.count_pages(path)
        if counted.reason:
            return counted.reason
        make_readable(paper, path)
        pages = [""] * min(counted.pages, PAGES_KEPT)
    else:
        found = reading.read_text(path, lines=True)
        if found.state in ("refused", "failed"):
            return found.reason
        pages = found.text.split("\f")[:PAGES_KEPT] if found.text else [""] * min(found.pages or 1, PAGES_KEPT)
        pages += [""] * (min(found.pages, PAGES_KEPT) - len(pages))
    drawn = paper.suffix in PICTURES or paper.suffix == "pdf"
    rows = []
    wanted = 0
    for number, text in enumerate(pages, start=1):
        how = How.TEXT
        if drawn and sum(letter.isalnum() for letter in text) < FEW_LETTERS:
            wanted += 1
            how = How.WANTED if wanted <= PICTURES_READ else How.NOT_READ
        rows.append(PaperPage(paper=paper, number=number, text=text, how=how))
    with transaction.atomic():
        PaperPage.objects.bulk_create(rows, ignore_conflicts=True)
        Paper.objects.filter(pk=paper.pk).update(pages=len(pages))
    paper.pages = len(pages)
    return ""


def _read_pictures(paper: Paper, path: Path, until: float) -> bool:
    """Pages that are pictures, one after another, each kept at once; False where time ran out and a job follows."""
    if not text_scans.can_read_pictures():
        waiting = PaperPage.objects.filter(paper=paper, how=How.WANTED)
        return _finish(paper, text_scans.NOT_HERE if waiting.update(how=How.NOT_READ) else "")
    for page in PaperPage.objects.filter(paper=paper, how=How.WANTED):
        if time.monotonic() > until:
            plan_reading(paper)
            return False
        found = text_scans.read_page(path, page.number)
        how = How.NOT_READ if found.reason else How.SCAN
        # What little stood on the page stays beside what the picture says.
        text = "\n".join(part for part in (page.text, found.text) if part)
        PaperPage.objects.filter(pk=page.pk, how=How.WANTED).update(text=text, how=how)
    return _finish(paper, "")


def _finish(paper: Paper, note: str) -> bool:
    """Nothing more will be read: guesses are made, once, in one transaction with the end of reading."""
    rows = list(PaperPage.objects.filter(paper=paper))
    pages = [row.text for row in rows]
    scanned = {row.number for row in rows if row.how == How.SCAN}
    has_words = any(letter.isalnum() for text in pages for letter in text)
    if not note and any(row.how == How.NOT_READ for row in rows):
        note = SOME_LEFT if has_words else NO_WORDS
    themes = dict(Theme.objects.values_list("slug", "name"))
    found = guesses_of(pages, NameIndex(), themes, clock.today()) if has_words else []
    with transaction.atomic():
        done = Paper.objects.filter(pk=paper.pk, read_at=None)
        if not done.update(
            read_at=clock.now(), reading_note=note or ("" if has_words or not paper.sha256 else NO_WORDS)
        ):
            return True
        Guess.objects.bulk_create([_row(paper, one, one.page in scanned) for one in found])
        if paper.sha256 and not any(one.field == "title" for one in found):
            Guess.objects.create(paper=paper, field=Guess.Field.TITLE, value=_from_name(paper.name),
                                 printed=paper.name, source=paper.name, how=Guess.How.FILE_NAME)  # fmt: skip
        Guess.objects.bulk_create(same_as_guesses(paper, "\n".join(pages), found))
        if scanned:
            for sha256 in {paper.sha256, _sha256_of(paper.readable)} - {""}:
                texts.keep_recognised(sha256, "\n".join(pages), len(pages))
        content_version.bump()
    return True


def _sha256_of(document: Any) -> str:
    content = content_of(document.file.name) if document is not None else None
    return content.sha256 if content is not None else ""


def _row(paper: Paper, found: Found, scanned: bool) -> Guess:
    return Guess(
        paper=paper,
        field=found.field,
        value=found.value[:250],
        printed=found.printed[:250],
        source=found.source[:300],
        page=found.page,
        note=found.note[:250],
        candidates=list(found.candidates),
        how=Guess.How.SCAN if scanned else Guess.How.TEXT,
    )


def _from_name(name: str) -> str:
    """ "EmptyHomes_ISA.pdf" as "EmptyHomes ISA"."""
    stem = name.rpartition(".")[0] or name
    return " ".join(stem.replace("_", " ").split())[:250]
