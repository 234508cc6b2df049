import json
import sys
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cms.audit.services import may_be_changed_here, verify


class Command(BaseCommand):
    help = "Compares every audit event with its seal. Exit 1 when one was changed, removed or put in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        verdict = verify()
        if options["json"]:
            self.stdout.write(json.dumps(asdict(verdict)))
        else:
            self.stdout.write(f"{verdict.sealed} events sealed, {verdict.unsealed} not yet.")
            for fault in verdict.faults:
                self.stderr.write(fault)
            if may_be_changed_here():
                self.stdout.write("This role of the database may change the trail: see docs/operating-privacy.md.")
        if verdict.faults:
            sys.exit(1)
