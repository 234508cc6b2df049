import json
import sys
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search.ports import Unavailable
from search.reconcile import reconcile
from search.runs import Busy, Lost


class Command(BaseCommand):
    help = (
        "Compare the search index with the database, entry by entry, and have differences mended by the worker."
        " Exit 2 when there were any."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--json", action="store_true", dest="as_json", help="print one JSON object and nothing else"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = reconcile(asked_by="search_reconcile")
        except (Unavailable, Busy, Lost) as error:
            raise CommandError(f"Nothing was compared: {error}") from error
        if options["as_json"]:
            self.stdout.write(json.dumps(asdict(report)))
        else:
            self.stdout.write(
                f"{report.checked} entries compared: {report.missing} missing, {report.stale} out of date,"
                f" {report.audience} shown to the wrong people, {report.extra} too many;"
                f" {report.moved} have a new status or weight by today's date."
            )
        if report.faults:
            sys.exit(2)
