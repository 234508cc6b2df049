from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search.worker import run_until_done


class Command(BaseCommand):
    help = "Send the waiting changes to the search index now. The job runner does this every minute."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seconds", type=float, default=600, help="stop after this long")

    def handle(self, *args: Any, **options: Any) -> None:
        report = run_until_done(options["seconds"])
        if report.unavailable:
            raise CommandError(f"The engine cannot be reached: {report.unavailable}")
        self.stdout.write(
            f"{'Index built. ' if report.rebuilt else ''}{report.written} written, {report.removed} removed,"
            f" {report.failed} to try again, {report.dead} given up."
        )
