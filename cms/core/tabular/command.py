"""What every import command shares: its options, its answers, its exit codes."""

import json
from abc import abstractmethod
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from cms.core.errors import DomainError
from cms.core.requester import SYSTEM, Requester
from cms.core.tabular.reading import Table, read_table
from cms.core.tabular.report import Report


class ImportCommand(BaseCommand):
    """`COMMAND FILE [--dry-run] [--json]`. Exit 0 done, 1 refused (nothing changed), 2 some rows were not applied."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a CSV or XLSX file")
        parser.add_argument("--dry-run", action="store_true", help="show what would happen, change nothing")
        parser.add_argument("--json", action="store_true", help="one JSON object and nothing else")

    @abstractmethod
    def run(self, table: Table, by: Requester, options: dict[str, Any]) -> Report:
        """Import the table. Writes are undone afterwards in a dry run."""

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            table = read_table(options["file"])
            with transaction.atomic():
                report = self.run(table, SYSTEM, options)
                if options["dry_run"]:
                    transaction.set_rollback(True)
        except DomainError as error:
            raise CommandError(str(error), returncode=1) from error
        if options["json"]:
            self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False))
        else:
            self.say(report, options["dry_run"])
        if report.waiting:
            raise CommandError(f"{report.waiting} of {len(report.rows)} rows were not applied.", returncode=2)

    def say(self, report: Report, dry_run: bool) -> None:
        for row in report.rows:
            for message in [*row.errors, *row.warnings]:
                self.stdout.write(f"row {row.row}, {row.key}: {message}")
        done = "would be" if dry_run else "are"
        counts = ", ".join(f"{count} {status}" for status, count in report.counts.items() if count)
        self.stdout.write(f"{report.file}: {len(report.rows)} rows {done} handled as {report.format}: {counts}.")
