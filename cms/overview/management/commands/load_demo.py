from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.core.errors import DomainError
from cms.overview.demo.loading import load_demo
from search.ports import Unavailable


class Command(BaseCommand):
    help = (
        "Load the real data of data/ and the examples, as `make run` does. Does nothing when they are loaded already."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--again", action="store_true", help="run every importer even if nothing has changed")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            load_demo(say=self._say, again=options["again"])
        except (DomainError, Unavailable) as error:
            raise CommandError(str(error), returncode=1) from error

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
