"""What an import would do, worked out without writing anything."""

import datetime
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Literal

from cms.core import clock
from cms.core.tabular import Table, read_table
from cms.snippets.importers.formats import Format, ParsedRow, format_of, parse
from cms.snippets.importers.names import NameIndex, Resolution
from cms.snippets.importers.recording import Done
from cms.snippets.importers.saying import said, word_for
from cms.snippets.models import Isp

Status = Literal["new", "changed", "unchanged", "unresolved", "invalid"]
COUNTED = ("new", "changed", "unchanged", "unresolved", "invalid")
FIELDS = ("pk", "reference", "source_row", "gone_on")


@dataclass(frozen=True, slots=True)
class Existing:
    """An ISP that this register gave us before, and what its row said then."""

    pk: int
    reference: str
    row: dict[str, Any]
    gone_on: datetime.date | None

    @property
    def as_of(self) -> str:
        return str(self.row.get("as_of", ""))

    def is_missing_on(self, day: str) -> bool:
        """Whether a complete copy of that day that does not list it says that it is gone."""
        return self.gone_on is None and self.as_of <= day and "undone" not in self.row


@dataclass(slots=True)
class RowPlan:
    """One row: what it says, what its names mean, what would happen to it."""

    parsed: ParsedRow
    identity: str
    organisations: list[tuple[str, Resolution]]  # (role, what the name means)
    existing: Existing | None = None
    status: Status = "unchanged"
    changed: list[str] = field(default_factory=list)  # keys of the content that differ
    warnings: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    reference: str | None = None  # filled when applied
    differences: list[tuple[str, str, str]] = field(default_factory=list)  # (what, before, after), in words

    @property
    def number(self) -> int:
        return self.parsed.number

    @property
    def lead(self) -> Resolution | None:
        return next((found for role, found in self.organisations if role in ("lead", "controller")), None)

    def as_json(self) -> dict[str, Any]:
        """One row as `import_register --json` prints it."""
        review = self.parsed.review
        return {
            "row": self.number,
            "title": self.parsed.title,
            "status": self.status,
            "reference": self.reference,
            "external_reference": self.parsed.external_reference or None,
            "organisations": [entry for role, found in self.organisations for entry in _organisation(role, found)],
            "review": {
                "date": review.due.isoformat() if review.due else None,
                "precision": review.precision,
                "under_review": review.under_review,
            },
            "changed": self.changed,
            "differences": [list(each) for each in self.differences],
            "warnings": self.warnings,
            "errors": self.errors,
        }


@dataclass(slots=True)
class Plan:
    """A preview of a whole file. `gone` are ISPs that a complete copy no longer lists."""

    file: str
    format: Format
    sha256: str
    as_of: datetime.date
    complete: bool
    rows: list[RowPlan]
    names: NameIndex
    gone: list[Existing] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    done: list[Done] = field(default_factory=list)  # filled when applied

    @property
    def counts(self) -> dict[str, int]:
        found: Counter[str] = Counter(row.status for row in self.rows)
        return {status: found[status] for status in COUNTED} | {"gone": len(self.gone)}

    @property
    def waiting(self) -> int:
        return sum(row.status in ("unresolved", "invalid") for row in self.rows)

    def unsettled_names(self) -> dict[str, Resolution]:
        """Each printed name that waits for a decision, once, in the order of the file."""
        rows = (row for row in self.rows if row.status == "unresolved")
        return {found.text: found for row in rows for _, found in row.organisations if not found.is_settled}

    def as_json(self) -> dict[str, Any]:
        """{"file", "format", "rows", "gone": [references], "counts"}, as `import_register --json` prints it."""
        rows = [row.as_json() for row in self.rows]
        gone = [isp.reference for isp in self.gone]
        return {
            "file": self.file,
            "format": self.format,
            "rows": rows,
            "gone": gone,
            "counts": self.counts,
            "notes": self.notes,
        }


def plan_import(
    file: Path | bytes | BinaryIO | Table,
    *,
    name: str = "",
    as_of: datetime.date | None = None,
    complete: bool = False,
    format: Format | None = None,
    names: NameIndex | None = None,
) -> Plan:
    """What importing this register would do: a pure preview.

    `as_of` is the day of the copy (today). `complete` says that the file is the whole register, so that a row it no
    longer lists is marked gone. Raises BadInput where the file cannot be read or is no register.
    """
    table = file if isinstance(file, Table) else read_table(file, name=name)
    kind = format or format_of(table)
    index = names or NameIndex()
    existing = existing_isps(kind)
    day = as_of or clock.today()
    rows = [_plan_row(parsed, kind, index, existing, day) for parsed in parse(table, kind)]
    plan = Plan(table.name, kind, table.sha256, day, complete, rows, index)
    if complete:
        _find_gone(plan, existing)
    return plan


def existing_isps(format: str) -> dict[str, Existing]:
    """By identity: the ISPs that a register of this format gave us."""
    rows = Isp.objects.filter(source_row__format=format).values_list(*FIELDS)
    return {row[2]["identity"]: Existing(*row) for row in rows}


def _plan_row(
    parsed: ParsedRow, format: Format, index: NameIndex, existing: dict[str, Existing], as_of: datetime.date
) -> RowPlan:
    organisations = [(name.role, index.resolve(name.text)) for name in parsed.names]
    row = RowPlan(parsed, parsed.identity(format), organisations)
    row.existing = existing.get(row.identity)
    row.warnings = list(parsed.warnings)
    row.errors = [*parsed.errors, *parsed.questions]
    for _, found in organisations:
        row.warnings += [warning for warning in found.warnings if warning not in row.warnings]
        if not found.is_settled:
            row.errors.append(_unsettled(found))
    lead = row.lead
    if lead is not None and lead.is_settled and lead.partner is None:
        row.errors.append(
            f"The lead “{lead.text}” was settled to be {_as_many(lead)}. A row needs one: correct the cell."
        )
    row.status = _status(row, as_of, index)
    return row


def _status(row: RowPlan, as_of: datetime.date, index: NameIndex) -> Status:
    if row.parsed.errors:
        return "invalid"
    if row.errors:
        return "unresolved"
    row.parsed.content["partners"] = sorted({slug for _, found in row.organisations for slug in found.partners})
    if row.existing is None:
        return "new"
    is_undone = "undone" in row.existing.row
    if as_of.isoformat() < row.existing.as_of and not is_undone:
        row.warnings.append(f"Older than what was imported before (as of {row.existing.as_of}): nothing changes.")
        return "unchanged"
    before = row.existing.row.get("content", {})
    if "partners" in before:  # two rows of one body may have been put together since
        before = before | {"partners": sorted({index.canonical(slug) for slug in before["partners"]})}
    # A column that was not read when the row was last imported is no change while it is empty.
    pairs = {key: (before.get(key), value) for key, value in row.parsed.content.items()}
    row.changed = [key for key, (was, now) in pairs.items() if was != now and (was or now)]
    row.differences = [(word_for(key), said(pairs[key][0]), said(pairs[key][1])) for key in row.changed]
    if row.existing.gone_on is not None:
        row.changed.append("gone")
        row.warnings.append("The register lists it again.")
    if is_undone:
        row.changed.append("undone")
        row.warnings.append("It was taken out when an import was undone. It comes back with its old reference.")
    return "changed" if row.changed else "unchanged"


def _find_gone(plan: Plan, existing: dict[str, Existing]) -> None:
    if unread := sum(row.status == "invalid" for row in plan.rows):
        plan.notes.append(f"{unread} rows cannot be read, so none is marked as gone: they may be the missing ones.")
        return
    listed = {row.identity for row in plan.rows}
    day = plan.as_of.isoformat()
    missing = [isp for key, isp in existing.items() if key not in listed and isp.is_missing_on(day)]
    plan.gone = sorted(missing, key=lambda isp: isp.reference)


def _unsettled(found: Resolution) -> str:
    if found.warnings:
        return f"{found.warnings[0]} Settle which one is meant before this row is applied."
    near = f" Nearest: {', '.join(found.candidates)}." if found.candidates else ""
    return f"“{found.text}” is not a name that we know. Settle it before this row is applied.{near}"


def _as_many(found: Resolution) -> str:
    return "no organisation" if found.not_an_organisation else f"{len(found.partners)} bodies"


def _organisation(role: str, found: Resolution) -> list[dict[str, Any]]:
    if found.not_an_organisation:
        return []
    slugs: list[str | None] = list(found.partners) or [None]
    return [
        {
            "text": found.text,
            "role": role,
            "partner": slug,
            "how": found.how if slug else None,
            "candidates": list(found.candidates),
        }
        for slug in slugs
    ]
