"""What an import says of each row, in one shape for every importer."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Literal

from cms.core.tabular.written import Write

Status = Literal["new", "changed", "unchanged", "unresolved", "invalid"]
STATUSES: tuple[Status, ...] = ("new", "changed", "unchanged", "unresolved", "invalid")


@dataclass(slots=True)
class RowReport:
    """`key` names the row as people know it; errors say what keeps it from being applied.

    `what` holds words that people sort by ("renamed", "moved", "closed"), `writes` what was written for the row.
    """

    row: int
    key: str
    status: Status = "unchanged"
    warnings: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    what: list[str] = field(default_factory=list)
    label: str = ""  # the name beside a key that is a code
    writes: list[Write] = field(default_factory=list)
    obj: Any = None  # what the row stands for

    def note(self, *writes: Write | None) -> None:
        """Keep what was written for this row; a row that wrote anything is no longer unchanged."""
        found = [write for write in writes if write is not None]
        self.writes += found
        if found and self.status == "unchanged":
            self.status = "changed"

    def as_json(self) -> dict[str, Any]:
        return {
            "row": self.row,
            "key": self.key,
            "status": self.status,
            "what": self.what,
            "warnings": self.warnings,
            "errors": self.errors,
        }


@dataclass(slots=True)
class Report:
    file: str
    format: str
    rows: list[RowReport] = field(default_factory=list)

    def add(self, row: int, key: str) -> RowReport:
        found = RowReport(row, key)
        self.rows.append(found)
        return found

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(row.status for row in self.rows)
        return {status: found[status] for status in STATUSES}

    @property
    def what(self) -> dict[str, int]:
        """{"renamed": 2, "moved": 6, "closed": 19}: rows by the words that they carry."""
        return dict(Counter(word for row in self.rows for word in row.what))

    @property
    def waiting(self) -> int:
        """Rows that were not applied."""
        return sum(row.status in ("unresolved", "invalid") for row in self.rows)

    def as_json(self) -> dict[str, Any]:
        """{"file", "format", "rows": [{"row", "key", "status", "what", "warnings", "errors"}], "counts", "what"}"""
        rows = [row.as_json() for row in self.rows]
        return {"file": self.file, "format": self.format, "rows": rows, "counts": self.counts, "what": self.what}
