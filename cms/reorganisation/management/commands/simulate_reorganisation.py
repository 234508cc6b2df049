"""What a reorganisation would do. Nothing is changed."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.core.errors import BadInput
from cms.reorganisation.export import as_json, isps_as_xlsx
from cms.reorganisation.facts import read_facts
from cms.reorganisation.models import Reorganisation
from cms.reorganisation.outline import Outline, outline_of
from cms.reorganisation.plan_files import outline_of_file, read_plan
from cms.reorganisation.simulation import simulate


class Command(BaseCommand):
    """`simulate_reorganisation NUMBER|FILE [--json] [--xlsx FILE]`. Exit 0 done, 1 refused, 2 choices are missing."""

    help = "What a plan (its number, or a JSON file) would do to agreements, people, data and tools."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("plan", help="the number of a plan, or a file such as data/demo/councils-2028.json")
        parser.add_argument("--json", action="store_true", help="one JSON object and nothing else")
        parser.add_argument("--xlsx", type=Path, help="write the agreements before and after to this file")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            outline = self._outline(options["plan"])
        except BadInput as error:
            problems: Any = error.details.get("problems") or [str(error)]
            raise CommandError("\n".join(problems), returncode=1) from error
        found = simulate(outline, read_facts(outline))
        if options["xlsx"]:
            options["xlsx"].write_bytes(isps_as_xlsx(found))
        if options["json"]:
            self.stdout.write(json.dumps(as_json(found), ensure_ascii=False))
        else:
            for name, count in found.counts.items():
                self.stdout.write(f"{name.replace('_', ' ')}: {count}")
            for words in [*found.warnings, *found.missing]:
                self.stdout.write(words)
        if found.missing:
            raise CommandError(f"{len(found.missing)} choices are missing.", returncode=2)

    def _outline(self, given: str) -> Outline:
        if given.isascii() and given.isdigit() and len(given) < 10:
            plan = Reorganisation.objects.filter(pk=int(given)).first()
            if plan is None:
                raise BadInput("There is no such plan.")
            return outline_of(plan)
        return outline_of_file(read_plan(Path(given)))
