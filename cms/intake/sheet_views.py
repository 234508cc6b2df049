"""What the screen shows of a spreadsheet beside the papers: its columns, its rows, and what each row may be."""

from collections.abc import Sequence
from dataclasses import dataclass

from cms.core.requester import Requester
from cms.intake.matching import FIELD_LABELS, cell, proposals_for
from cms.intake.models import Sheet, SheetRow

ROWS = 200  # open rows on one screen, and as many that are settled


@dataclass(frozen=True, slots=True)
class SheetRowView:
    id: int
    number: int
    title: str
    detail: str
    done: str
    paper_id: int | None
    paper_name: str
    exact: bool
    why: str
    isp_reference: str


@dataclass(frozen=True, slots=True)
class ColumnView:
    field: str
    label: str
    column: str


@dataclass(frozen=True, slots=True)
class SheetView:
    id: int
    name: str
    header: list[str]
    columns: list[ColumnView]
    is_confirmed: bool
    rows: list[SheetRowView]
    exact_count: int


def sheet_view(sheet: Sheet, by: Requester) -> SheetView:
    """The proposals are narrowed to what the reader sees."""
    proposals = proposals_for(sheet, by) if sheet.confirmed_at else {}
    rows = []
    found = SheetRow.objects.filter(sheet=sheet).select_related("paper")
    for row in _rows(list(found)):
        proposal = proposals.get(row.pk)
        paper = proposal.paper if proposal else None
        done = f"Given to number {row.paper.number}" if row.applied_at and row.paper else ""
        done = done or ("Left out" if row.left_out_at else "")
        parts = (cell(row, sheet.columns, name) for name in ("lead", "parties", "signed_on", "review_on"))
        rows.append(
            SheetRowView(
                id=row.pk,
                number=row.number,
                title=cell(row, sheet.columns, "title") or "(no title)",
                detail=" · ".join(part for part in parts if part)[:250],
                done=done,
                paper_id=paper.pk if paper else None,
                paper_name=f"number {paper.number}, {paper.name}" if paper else "",
                exact=bool(proposal and proposal.exact and paper),
                why=proposal.why if proposal else "",
                isp_reference=proposal.isp.reference if proposal and proposal.isp else "",
            )
        )
    columns = [ColumnView(name, label, sheet.columns.get(name, "")) for name, label in FIELD_LABELS.items()]
    exact = sum(one.exact and one.paper is not None for one in proposals.values())
    return SheetView(sheet.pk, sheet.name, list(sheet.header), columns, sheet.confirmed_at is not None, rows, exact)


def _rows(rows: Sequence[SheetRow]) -> list[SheetRow]:
    """The open ones first, as many as one screen takes; then those that are settled."""
    is_open = [row for row in rows if row.applied_at is None and row.left_out_at is None]
    settled = [row for row in rows if row.applied_at is not None or row.left_out_at is not None]
    return is_open[:ROWS] + settled[:ROWS]
