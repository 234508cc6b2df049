import datetime
import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.core.errors import DomainError
from cms.core.requester import SYSTEM
from cms.snippets.importers import services
from cms.snippets.importers.plan import Plan


class Command(BaseCommand):
    """Exit 0 done, 1 refused (nothing changed), 2 some rows wait for a decision. A dry run answers as the run would."""

    help = "Import a published ISP register: the community's format, or the Digital Economy Act register."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a CSV or XLSX file")
        parser.add_argument(
            "--as-of", type=datetime.date.fromisoformat, default=None, help="the day of this copy (today)"
        )
        parser.add_argument(
            "--complete", action="store_true", help="the file is the whole register: mark what it lacks as gone"
        )
        parser.add_argument("--dry-run", action="store_true", help="show what would happen, change nothing")
        parser.add_argument("--json", action="store_true", help="one JSON object and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            plan = services.plan_import(options["file"], as_of=options["as_of"], complete=options["complete"])
            if not options["dry_run"]:
                services.apply_import(by=SYSTEM, plan=plan)
        except DomainError as error:
            raise CommandError(str(error), returncode=1) from error
        if options["json"]:
            self.stdout.write(json.dumps(plan.as_json(), ensure_ascii=False))
        else:
            self.say(plan)
        if plan.waiting:
            raise CommandError(f"{plan.waiting} of {len(plan.rows)} rows wait for a decision.", returncode=2)

    def say(self, plan: Plan) -> None:
        for row in plan.rows:
            where = f" ({row.reference})" if row.reference else ""
            self.stdout.write(f"row {row.number}: {row.status}{where}: {row.parsed.title}")
            for message in [*row.errors, *row.warnings]:
                self.stdout.write(f"    {message}")
        for note in plan.notes:
            self.stdout.write(note)
        for isp in plan.gone:
            self.stdout.write(f"gone: {isp.reference}")
        counts = ", ".join(f"{count} {status}" for status, count in plan.counts.items() if count)
        self.stdout.write(f"{plan.file}, as of {plan.as_of.isoformat()}: {counts or 'nothing'}.")
