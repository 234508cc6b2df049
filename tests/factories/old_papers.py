"""Rows of old agreements for tests of what is seen: nothing is read or compared to make them."""

from cms.core import clock
from cms.intake.models import Batch, Guess, Paper, PaperPage, Sheet, SheetRow
from cms.snippets.models import Partner


def make_batch(partner: Partner | None, name: str = "SECRET-old-batch") -> Batch:
    """A batch of one read paper, one known by name, and a spreadsheet; everything in it carries a marker."""
    now = clock.now()
    batch = Batch.objects.create(partner=partner, name=name, made_at=now)
    paper = Paper.objects.create(
        batch=batch, number=1, name="SECRET-old-paper", added_at=now, read_at=now, pages=1, sha256="0" * 64
    )
    PaperPage.objects.create(paper=paper, number=1, text="SECRET-old-words")
    Guess.objects.create(paper=paper, field="title", value="SECRET-old-guess", printed="SECRET-old-guess", how="text")
    known = Paper.objects.create(batch=batch, number=2, name="SECRET-old-paper", added_at=now, read_at=now)
    Guess.objects.create(
        paper=known, field="same_as", value=f"paper:{paper.pk}", how="compared", note="The same title."
    )
    sheet = Sheet.objects.create(
        batch=batch,
        name="SECRET-old-sheet",
        header=["Title"],
        columns={"title": "Title"},
        added_at=now,
        confirmed_at=now,
    )
    SheetRow.objects.create(sheet=sheet, number=1, cells={"Title": "SECRET-old-guess"})
    return batch
