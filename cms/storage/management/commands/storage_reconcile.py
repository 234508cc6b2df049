import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.storage.ports import StoreUnavailable
from cms.storage.reconcile import reconcile


class Command(BaseCommand):
    help = "Compares the documents with the file store, and hashes every copy. Zero is the only passing figure."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = reconcile()
        except StoreUnavailable as error:
            raise CommandError(f"The file store does not answer: {error}") from error
        found: dict[str, list[str]] = vars(report)
        if options["json"]:
            self.stdout.write(json.dumps({name: len(items) for name, items in found.items()} | {"lists": found}))
        else:
            for name, items in found.items():
                self.stdout.write(f"{name.replace('_', ' ')}: {len(items)}")
                for item in items:
                    self.stdout.write(f"  {item}")
        if not report.in_step:
            sys.exit(2)
