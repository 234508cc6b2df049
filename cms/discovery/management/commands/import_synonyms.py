import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.core.errors import BadInput
from cms.core.requester import SYSTEM
from cms.discovery.services import import_synonyms


class Command(BaseCommand):
    help = "Load synonyms for search from a CSV. The same file twice changes nothing. Exit 2 when rows were invalid."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")
        parser.add_argument(
            "--json", action="store_true", dest="as_json", help="print one JSON object and nothing else"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = import_synonyms(by=SYSTEM, path=options["file"], dry_run=options["dry_run"])
        except BadInput as error:
            raise CommandError(str(error)) from error
        if options["as_json"]:
            self.stdout.write(json.dumps(report.as_json()))
        else:
            for row in report.invalid:
                self.stderr.write(f"row {row['row']} ({row['code']}): {row['errors']}")
            self.stdout.write(
                f"{len(report.new)} new, {len(report.changed)} changed, {len(report.unchanged)} unchanged,"
                f" {len(report.invalid)} invalid."
            )
        if report.invalid:
            sys.exit(2)
