import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.core.errors import DomainError
from cms.core.requester import SYSTEM
from cms.snippets.importers.undoing import UndoPlan, change_set_by_key, plan_undo, undo
from cms.snippets.models import ChangeSet

SHOWN = 25


class Command(BaseCommand):
    """Exit 0 done, 1 refused (nothing changed), 2 some rows were left because somebody has changed them since."""

    help = "Undo an applied import, a list of partners or a merger of two rows. Without a number: list them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("number", type=int, nargs="?", help="as this command lists it")
        parser.add_argument("--dry-run", action="store_true", help="show what would go back, change nothing")
        parser.add_argument("--json", action="store_true", help="one JSON object and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["number"] is None:
            self.list(as_json=options["json"])
            return
        try:
            found = change_set_by_key(options["number"])
            plan = plan_undo(found) if options["dry_run"] else undo(by=SYSTEM, change_set=found)
        except DomainError as error:
            raise CommandError(str(error), returncode=1) from error
        if options["json"]:
            self.stdout.write(json.dumps(plan.as_json(), ensure_ascii=False))
        else:
            self.say(plan)
        if plan.left:
            raise CommandError(f"{len(plan.left)} of {len(plan.rows)} rows are left as they are.", returncode=2)

    def list(self, *, as_json: bool) -> None:
        rows = [
            {
                "id": one.pk,
                "kind": one.kind,
                "title": one.title,
                "as_of": one.as_of.isoformat() if one.as_of else None,
                "made_at": one.made_at.isoformat(),
                "undone_at": one.undone_at.isoformat() if one.undone_at else None,
            }
            for one in ChangeSet.objects.all()[:SHOWN]
        ]
        if as_json:
            self.stdout.write(json.dumps({"steps": rows}, ensure_ascii=False))
            return
        for row in rows:
            state = f", undone {row['undone_at']}" if row["undone_at"] else ""
            self.stdout.write(f"{row['id']}: {row['kind']}, {row['title']}, {row['made_at']}{state}")

    def say(self, plan: UndoPlan) -> None:
        for row in plan.going:
            self.stdout.write(f"{row.change.label}: {'; '.join(row.steps) or 'as before'}")
        for row in plan.left:
            self.stdout.write(f"left: {row.change.label}: {row.left}")
        self.stdout.write(f"{plan.change_set}: {len(plan.going)} taken back, {len(plan.left)} left.")
