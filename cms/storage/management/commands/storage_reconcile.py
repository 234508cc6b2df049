import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.storage.ports import StoreUnavailable
from cms.storage.reconcile import KINDS, runs


class Command(BaseCommand):
    help = "Compares the ledger with what the places hold, and hashes the files. Zero is the only passing figure."

    def add_arguments(self, parser: CommandParser) -> None:
        much = parser.add_mutually_exclusive_group()
        much.add_argument("--all", action="store_true", help="Read and hash every file (the default).")
        much.add_argument("--sample", action="store_true", help="Read one in twenty, those that were read longest ago.")
        parser.add_argument("--heal", action="store_true", help="Mend what can be mended; it never deletes.")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        mode = runs.Mode.SAMPLE if options["sample"] else runs.Mode.ALL
        run = runs.begin(mode=mode, heals=options["heal"], leased=True)
        try:
            while not runs.work(run, seconds=60.0):
                runs.keep(run)
        except StoreUnavailable as error:
            run.delete()
            raise CommandError(f"The file store does not answer: {error}") from error
        except BaseException:  # stopped by hand: no job is to go on with it
            run.delete()
            raise
        found = runs.answer(run)
        if options["json"]:
            self.stdout.write(json.dumps(found))
        else:
            self._write(run, found)
        if not runs.is_zero(run):
            sys.exit(2)

    def _write(self, run: Any, found: dict[str, Any]) -> None:
        for words in run.healed:
            self.stdout.write(f"mended: {words}")
        for kind in KINDS:
            self.stdout.write(f"{kind.replace('_', ' ')}: {found[kind]}")
            for one in run.lists[kind]:
                self.stdout.write(f"  {one['what']}  {one['why']}")
