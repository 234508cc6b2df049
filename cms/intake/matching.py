"""Rows of a spreadsheet beside papers and agreements: proposals, which count for nothing until a person presses."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from cms.core import policy
from cms.core.requester import Requester
from cms.core.tabular.reading import column_key
from cms.intake.models import Guess, Paper, Sheet, SheetRow
from cms.snippets.importers.names import normalised
from cms.snippets.models import Isp

# Words of headers, by what the column holds; the first field whose word stands in a header takes it.
HEADERS: dict[str, tuple[str, ...]] = {
    "file_name": ("file name", "filename", "document name", "file", "enw ffeil", "fichier"),
    "isp": ("isp ref", "isp no", "register ref", "isp number"),
    "review_on": ("review", "adolygu", "révision"),
    "signed_on": ("signed", "signature date", "date of agreement", "llofnod", "signature"),
    "ends_on": ("end", "expiry", "expires", "until", "gorffen", "fin"),
    "starts_on": ("start", "from", "commence", "effective", "dechrau", "début"),
    "lead": ("lead", "owner organisation", "arweiniol", "chef de file"),
    "parties": (
        "parties",
        "partners",
        "partner organisations",
        "signatories",
        "organisations",
        "with whom",
        "partneriaid",
    ),
    "theme": ("theme", "thema", "thème"),
    "title": (
        "title",
        "name of agreement",
        "agreement",
        "protocol",
        "isp name",
        "isp title",
        "teitl",
        "titre",
        "name",
        "subject",
    ),
    "reference": ("reference", "ref", "number", "no.", "id"),
}
FIELD_LABELS = {
    "title": "Title",
    "file_name": "File name",
    "isp": "Reference in this register (ISP-0042)",
    "reference": "Reference of your own",
    "lead": "Lead",
    "parties": "Partners",
    "signed_on": "Date it was signed",
    "starts_on": "Start",
    "ends_on": "End",
    "review_on": "Next review",
    "theme": "Theme",
}
NEAR = 85.0


@dataclass(frozen=True, slots=True)
class Proposal:
    """`exact`: the same file name, or the same title and no other paper has it. Else it is only alike."""

    paper: Paper | None = None
    exact: bool = False
    why: str = ""
    isp: Isp | None = None


def columns_of(header: Sequence[str]) -> dict[str, str]:
    """The column by field, as its header's words suggest: to be confirmed on screen."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for exactly in (True, False):
        for field, words in HEADERS.items():
            if field in found:
                continue
            for column in header:
                key = column_key(column)
                hit = key in words if exactly else any(word in key.split() or f" {word}" in f" {key}" for word in words)
                if column not in taken and hit:
                    found[field] = column
                    taken.add(column)
                    break
    return found


def cell(row: SheetRow, columns: Mapping[str, str], field: str) -> str:
    return " ".join(str(row.cells.get(columns.get(field, ""), "")).split())


def proposals_for(sheet: Sheet, by: Requester) -> dict[int, Proposal]:
    """What each open row may be, by its key. ISPs are those that the requester sees."""
    rows = list(sheet.rows.filter(applied_at=None, left_out_at=None))  # type: ignore[attr-defined]
    papers = list(Paper.objects.filter(batch=sheet.batch))
    titles = dict(Guess.objects.filter(paper__in=papers, field=Guess.Field.TITLE).values_list("paper", "value"))
    taken = set(SheetRow.objects.filter(sheet=sheet, applied_at__isnull=False).values_list("paper", flat=True))
    free = [paper for paper in papers if paper.pk not in taken]
    isps = list(policy.visible(Isp.objects.all(), by).only("pk", "reference", "title"))
    found = {row.pk: _proposal(row, sheet.columns, free, titles, isps) for row in rows}
    # Two rows that mean one paper mean none: a person chooses.
    claims = Counter(one.paper.pk for one in found.values() if one.paper is not None and one.exact)
    return {
        key: Proposal(one.paper, False, "Another row means it too.", one.isp)
        if one.paper is not None and one.exact and claims[one.paper.pk] > 1
        else one
        for key, one in found.items()
    }


def _proposal(
    row: SheetRow, columns: Mapping[str, str], papers: Sequence[Paper], titles: Mapping[int, str], isps: Sequence[Isp]
) -> Proposal:
    title, file_name, reference = (cell(row, columns, field) for field in ("title", "file_name", "isp"))
    isp = next((one for one in isps if reference and one.reference == reference.upper()), None)
    if isp is None and title:
        same = [one for one in isps if normalised(one.title) == normalised(title)]
        isp = same[0] if len(same) == 1 else None
    if file_name:
        wanted = _stem(file_name)
        named = [paper for paper in papers if paper.has_file() and _stem(paper.name) == wanted]
        if len(named) == 1:
            return Proposal(named[0], True, "The same file name.", isp)
    if title:
        same_title = [p for p in papers if normalised(titles.get(p.pk, p.name)) == normalised(title)]
        if len(same_title) == 1:
            return Proposal(same_title[0], True, "The same title.", isp)
        near = [(fuzz.token_set_ratio(normalised(titles.get(p.pk, p.name)), normalised(title)), p) for p in papers]
        best = max(near, key=lambda pair: pair[0], default=(0.0, None))
        if best[1] is not None and best[0] >= NEAR:
            return Proposal(best[1], False, "The titles are alike.", isp)
    return Proposal(isp=isp)


def _stem(name: str) -> str:
    text = name.replace("\\", "/").rpartition("/")[2]
    stem, dot, end = text.rpartition(".")
    return " ".join((stem if dot and len(end) <= 5 else text).replace("_", " ").split()).casefold()
