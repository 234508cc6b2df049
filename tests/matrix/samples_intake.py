"""Mutations of old agreements that a body brings in."""

from typing import Any

from cms.core import clock
from cms.intake.models import Decision, Guess, Paper, Sheet, SheetRow
from tests.factories.pages import make_document
from tests.matrix.samples import LEADS, sample
from tests.matrix.world import World

WHO = LEADS | {"editor"}
ACTION = "intake.bring_in"


def first(w: World) -> Paper:
    found: Paper = w.papers.papers.get(number=1)
    return found


@sample("startIntake", WHO, ACTION)
def _(w: World) -> dict[str, Any]:
    return {"partner": "home", "name": "The drawer", "submissionId": "one"}


@sample("addKnownByName", WHO, ACTION)
def _(w: World) -> dict[str, Any]:
    return {"batch": str(w.papers.pk), "titles": ["Protocol for flood rescue"]}


@sample("acceptPaper", WHO, ACTION)
def _(w: World) -> dict[str, Any]:
    paper, empty = first(w), dict.fromkeys(("reference", "existing", "theme", "signedOn", "startsOn"), "")
    return {
        "paper": str(paper.pk),
        "expectedRevision": paper.lock_version,
        "submissionId": "one",
        "kind": "new",
        "title": "Protocol for flood rescue",
        "lead": "home",
        "parties": [],
        "others": ["trust"],
        "choices": [],
        **empty,
        "endsOn": "",
        "reviewOn": "",
    }


@sample("settlePaper", WHO, ACTION)
def _(w: World) -> dict[str, Any]:
    paper = first(w)
    return {"paper": str(paper.pk), "expectedRevision": paper.lock_version, "answer": "left"}


@sample("undoPaper", WHO, ACTION)
def _(w: World) -> dict[str, Any]:
    paper = first(w)
    Decision.objects.create(paper=paper, kind=Decision.Kind.NOT_ONE, at=clock.now())
    return {"paper": str(paper.pk)}


@sample("readPaperAgain", WHO, ACTION)
def _(w: World) -> dict[str, Any]:
    paper = first(w)
    Paper.objects.filter(pk=paper.pk).update(document=make_document("An old agreement"))
    return {"paper": str(paper.pk)}


def sheet(w: World) -> Sheet:
    found: Sheet = w.papers.sheets.get()
    return found


@sample("confirmColumns", WHO, ACTION)
def _(w: World) -> dict[str, Any]:
    return {"sheet": str(sheet(w).pk), "columns": [{"field": "title", "column": "Title"}]}


@sample("settleRow", WHO, ACTION)
def _(w: World) -> dict[str, Any]:
    return {"row": str(sheet(w).rows.get().pk), "answer": "left_out"}


@sample("applyExactRows", WHO, ACTION)
def _(w: World) -> dict[str, Any]:
    """One row, and one paper whose title is the same."""
    Guess.objects.filter(paper=first(w), field=Guess.Field.TITLE).update(value="Flood rescue")
    SheetRow.objects.filter(sheet=sheet(w)).update(cells={"Title": "Flood rescue"})
    return {"sheet": str(sheet(w).pk)}
