"""The register formats we read: the community's own table, and the Digital Economy Act register."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from cms.core.errors import BadInput
from cms.core.partial_dates import PartialDate
from cms.core.tabular import Row, Table
from cms.core.tabular.reading import column_key
from cms.snippets.importers.cleaning import ReviewCell, listed, one_line, period_words, prose, review_cell, theme_name

Format = Literal["weisf", "dea"]
DEA_KEY = "information-sharing-agreement-0001"
WEISF_COLUMNS = ("Theme", "Title", "Lead Organisation", "Other organisations involved", "Review date")
TITLE_LENGTH, NAME_LENGTH = 250, 250


@dataclass(frozen=True, slots=True)
class PrintedName:
    text: str
    role: str  # lead or party; controller or processor


@dataclass(slots=True)
class ParsedRow:
    """One row read by its format's rules. `content` holds what an import applies, in values that JSON can hold."""

    number: int
    cells: dict[str, str]
    title: str = ""
    external_reference: str = ""  # as printed
    lead_text: str = ""
    names: list[PrintedName] = field(default_factory=list)
    review: ReviewCell = field(default_factory=ReviewCell)
    content: dict[str, Any] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def identity(self, format: str) -> str:
        """The external reference, else the exact title and lead text."""
        if self.external_reference:
            return f"{format}#{self.external_reference}"
        return f"{format}|{self.title}|{self.lead_text}"


def format_of(table: Table) -> Format:
    """Which register this is, from its header words. Raises BadInput for any other table."""
    if table.has(DEA_KEY, "name", "controllers"):
        return "dea"
    if table.has("Title", "Lead organisation"):
        return "weisf"
    seen = ", ".join(table.columns[:6]) or "none"
    wanted = ", ".join(WEISF_COLUMNS)
    raise BadInput(
        f"{table.name}: not a register that we know. It has: {seen}. Wanted: {wanted}; or those of the DEA register."
    )


def parse(table: Table, format: Format) -> list[ParsedRow]:
    """Every row in order. A row that cannot be read keeps its cells and says why in `errors`."""
    reader: dict[Format, Callable[[ParsedRow, dict[str, str]], None]] = {"weisf": _weisf, "dea": _dea}
    rows = [_parse_row(row, reader[format]) for row in table.rows]
    seen: dict[str, int] = {}
    for row in rows:
        first = seen.setdefault(row.identity(format), row.number)
        if first != row.number and not row.errors:
            row.errors.append(f"The same agreement as row {first}: the two rows cannot be told apart.")
    return rows


def _parse_row(row: Row, read: Callable[[ParsedRow, dict[str, str]], None]) -> ParsedRow:
    parsed = ParsedRow(row.number, row.cells)
    read(parsed, {column_key(column): cell for column, cell in row.cells.items()})
    if row.faults:
        parsed.errors[:0] = list(row.faults)
    elif not parsed.title:
        parsed.errors.append("The title is empty.")
    elif len(parsed.title) > TITLE_LENGTH:
        parsed.errors.append(f"The title has more than {TITLE_LENGTH} characters.")
    for name in parsed.names:
        if len(name.text) > NAME_LENGTH:
            parsed.errors.append(f"A name has more than {NAME_LENGTH} characters: “{name.text[:40]}…”.")
    if parsed.review.question:
        parsed.questions.append(parsed.review.question)
    if parsed.review.error:
        parsed.errors.append(parsed.review.error)
    return parsed


def _weisf(row: ParsedRow, cells: dict[str, str]) -> None:
    row.title = one_line(cells.get("title", ""))
    row.lead_text = one_line(cells.get("lead organisation", ""))
    others = listed(cells.get("other organisations involved", ""))
    row.names = [PrintedName(row.lead_text, "lead")] if row.lead_text else []
    row.names += [PrintedName(text, "party") for text in others]
    row.review = review_cell(cells.get("review date", ""))
    if row.title and not row.lead_text:
        row.errors.append("The lead organisation is empty.")
    if "review date" not in cells or not row.review.due and not row.review.under_review and not row.review.question:
        row.warnings.append("No review date: nobody will be reminded.")
    row.content = {
        "title": row.title,
        "theme": theme_name(cells.get("theme", "")),
        "purpose": prose(cells.get("purpose", "")),
        "names": [[name.text, name.role] for name in row.names],
    } | _review_content(row.review)


def _dea(row: ParsedRow, cells: dict[str, str]) -> None:
    row.external_reference = one_line(cells.get(DEA_KEY, ""))
    row.title = one_line(cells.get("name", ""))
    controllers = listed(cells.get("controllers", "")) + listed(cells.get("controller-names", ""))
    processors = listed(cells.get("processors", "")) + listed(cells.get("processor-names", ""))
    row.names = [PrintedName(text, "controller") for text in controllers] + [
        PrintedName(text, "processor") for text in processors
    ]
    row.lead_text = controllers[0] if controllers else ""
    if not row.external_reference:
        row.errors.append(f"{DEA_KEY} is empty: a row is known by it.")
    if not controllers:
        row.errors.append("No controller is named.")
    row.review = review_cell(cells.get("review-date", ""))
    row.content = {
        "title": row.title,
        "purpose": prose(cells.get("purpose", "")),
        "expected_benefit": prose(cells.get("information-sharing-benefits", "")),
        "data_items": [item[:250] for item in prose(cells.get("disclosed-information", "")).splitlines()],
        "how_to_share": one_line(cells.get("information-sharing-method", "")),
        "retention": period_words(cells.get("retention-period", "")),
        "starts_on": _day(row, cells, "start-date"),
        "ends_on": _day(row, cells, "end-date"),
        "contact": one_line(cells.get("contact", "")),
        "legal_power": one_line(cells.get("legal-power-disclosure", "")),
        "areas": listed(cells.get("areas", "")) + listed(cells.get("area-names", "")),
        "names": [[name.text, name.role] for name in row.names],
    } | _review_content(row.review)


def _review_content(review: ReviewCell) -> dict[str, Any]:
    due = review.due.isoformat() if review.due else None
    return {"review_on": due, "review_precision": review.precision, "under_review": review.under_review}


def _day(row: ParsedRow, cells: dict[str, str], column: str) -> str | None:
    text = one_line(cells.get(column, ""))
    if not text:
        return None
    try:
        date = PartialDate.parse(text[:10])
    except ValueError as error:
        row.errors.append(f"{column}: {error}.")
        return None
    if date.precision != "day":
        row.warnings.append(f"{column} “{text}” names no day: it is kept in the row and left empty here.")
        return None
    return date.first_day.isoformat()


def as_date(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None
