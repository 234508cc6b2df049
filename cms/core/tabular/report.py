"""What an import says of each row, in one shape for every importer."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Literal

Status = Literal["new", "changed", "unchanged", "unresolved", "invalid"]
STATUSES: tuple[Status, ...] = ("new", "changed", "unchanged", "unresolved", "invalid")


@dataclass(slots=True)
class RowReport:
    """`key` names the row as people know it; errors say what keeps it from being applied."""

    row: int
    key: str
    status: Status = "unchanged"
    warnings: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {
            "row": self.row,
            "key": self.key,
            "status": self.status,
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
    def waiting(self) -> int:
        """Rows that were not applied."""
        return sum(row.status in ("unresolved", "invalid") for row in self.rows)

    def as_json(self) -> dict[str, Any]:
        """{"file", "format", "rows": [{"row", "key", "status", "warnings", "errors"}], "counts"}"""
        rows = [row.as_json() for row in self.rows]
        return {"file": self.file, "format": self.format, "rows": rows, "counts": self.counts}
