import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.core.errors import DomainError
from cms.core.requester import SYSTEM
from cms.snippets.snapshots import take_snapshots, this_month
from cms.storage.ports import StoreUnavailable


class Command(BaseCommand):
    """Exit 0 done (also where this month's was taken before), 1 refused (nothing changed)."""

    help = "Take this month's signed snapshot of the registers, if it was not taken yet."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON object and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            taken = take_snapshots(by=SYSTEM)
        except (DomainError, StoreUnavailable) as error:
            raise CommandError(str(error), returncode=1) from error
        if options["json"]:
            found = [
                {
                    "audience": one.audience,
                    "taken_at": one.taken_at.isoformat(timespec="seconds"),
                    "key_id": one.key.key_id,
                    "files": list(one.files.values("name", "sha256", "size", "rows")),
                }
                for one in taken
            ]
            self.stdout.write(json.dumps({"month": this_month(), "taken": found}))
            return
        for one in taken:
            self.stdout.write(f"{one}: {one.files.count()} files, signed with {one.key.key_id}")
        if not taken:
            self.stdout.write(f"{this_month()} was taken before; a snapshot is never changed.")
