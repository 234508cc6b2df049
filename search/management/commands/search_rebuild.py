import json
import sys
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search.ports import Unavailable
from search.rebuild import Stopped, rebuild
from search.runs import Busy, Lost


class Command(BaseCommand):
    help = "Build the search index anew from the database. Readers keep the old one until it is whole."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--json", action="store_true", dest="as_json", help="print one JSON object and nothing else"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        start = time.monotonic()

        def progress(kind: str, done: int) -> None:
            if not options["as_json"] and options["verbosity"]:
                self.stdout.write(f"  {kind}: {done}")

        try:
            report = rebuild(progress, asked_by="search_rebuild")
        except (Unavailable, Stopped, Busy, Lost) as error:
            raise CommandError(f"Nothing was changed: {error}") from error
        seconds = round(time.monotonic() - start, 1)
        if options["as_json"]:
            found = {
                "generation": report.generation,
                "entries": report.entries,
                "kinds": report.kinds,
                "broken": report.broken,
                "seconds": seconds,
            }
            self.stdout.write(json.dumps(found))
        else:
            for key in report.broken:
                self.stderr.write(f"{key} could not be read; it waits in the outbox.")
            self.stdout.write(f"{report.entries} entries in {seconds} s.")
        if report.broken:
            sys.exit(2)
