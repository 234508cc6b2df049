import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.core.errors import BadInput
from cms.core.tabular import read_table
from cms.core.tabular.reading import column_key
from cms.snippets.importers.names import NameIndex


class Command(BaseCommand):
    """Answers [{"text", "partner", "how", "candidates"}] with --json. Exit 0, or 1 where the file is refused."""

    help = "Say which partner each name of a file's column means, by rule. Changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a CSV or XLSX file")
        parser.add_argument("--column", required=True, help="the column that holds the names")
        parser.add_argument("--json", action="store_true", help="one JSON list and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            table = read_table(options["file"])
        except BadInput as error:
            raise CommandError(str(error), returncode=1) from error
        wanted = column_key(options["column"])
        column = next((name for name in table.columns if column_key(name) == wanted), None)
        if column is None:
            columns = ", ".join(table.columns)
            raise CommandError(f"{table.name} has no column “{options['column']}”. It has: {columns}.", returncode=1)
        index = NameIndex()
        answers = [index.resolve(row.cells[column]) for row in table.rows]
        if options["json"]:
            self.stdout.write(json.dumps([answer.as_json() for answer in answers], ensure_ascii=False))
        else:
            for answer in answers:
                meant = f"{answer.partner} ({answer.how})" if answer.partner else f"? {', '.join(answer.candidates)}"
                self.stdout.write(f"{answer.text}: {meant}")
