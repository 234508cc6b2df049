import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.core.errors import DomainError
from cms.overview.demo.making import SEED, make_demo


class Command(BaseCommand):
    """Exit 0 done, 1 refused (in production, or before the partners were imported)."""

    help = "Make invented people, memberships and example agreements on the real organisations. Safe to run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--isps", type=int, default=0, help="so many generated agreements besides the hand-written")
        parser.add_argument("--partners", type=int, default=0, help="make so many more real organisations members")
        parser.add_argument("--seed", type=int, default=SEED, help="the same seed gives the same examples")
        parser.add_argument("--json", action="store_true", help="one JSON object and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        quiet = options["json"]
        try:
            counts = make_demo(
                isps=options["isps"],
                partners=options["partners"],
                seed=options["seed"],
                say=(lambda line: None) if quiet else self.stdout.write,
            )
        except DomainError as error:
            raise CommandError(str(error), returncode=1) from error
        if quiet:
            self.stdout.write(json.dumps(counts))
        else:
            self.stdout.write(", ".join(f"{count} {kind}" for kind, count in counts.items()) + ", all examples.")
