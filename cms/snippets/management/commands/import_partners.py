import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from cms.core.requester import Requester
from cms.core.tabular import Report, Table, read_table
from cms.core.tabular.command import ImportCommand
from cms.snippets.importers.partners import import_partners, variants_beside


class Command(ImportCommand):
    help = "Import partners: this project's list, GP practices or schools. Never makes anybody a member."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--variants", type=Path, help="names as printed (default: name-variants.csv beside the file)"
        )

        parser.add_argument(
            "--as-of", type=datetime.date.fromisoformat, default=None, help="the day of this list (today)"
        )

    def run(self, table: Table, by: Requester, options: dict[str, Any]) -> Report:
        given = options["variants"]
        variants = read_table(given) if given else variants_beside(options["file"])
        return import_partners(table, by=by, variants=variants, as_of=options["as_of"])
