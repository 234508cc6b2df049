import datetime
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.core.errors import DomainError
from cms.core.requester import SYSTEM
from cms.snippets.snapshots import distrust_key


class Command(BaseCommand):
    """Exit 0 done, 1 refused (nothing changed)."""

    help = "Say that others have a key with which copies of the registers were signed, and since when."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("key_id", metavar="KEY_ID")
        day = parser.add_mutually_exclusive_group(required=True)
        day.add_argument("--since", type=datetime.date.fromisoformat, metavar="YYYY-MM-DD", help="the day of the theft")
        day.add_argument("--mistake", action="store_true", help="nobody had it: take back what was said before")
        parser.add_argument("--json", action="store_true", help="one JSON object and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            key = distrust_key(by=SYSTEM, key_id=options["key_id"], since=options["since"])
        except DomainError as error:
            raise CommandError(str(error), returncode=1) from error
        if options["json"]:
            since = key.compromised_on.isoformat() if key.compromised_on else None
            self.stdout.write(json.dumps({"key_id": key.key_id, "compromised_on": since}))
            return
        self.stdout.write(f"{key.key_id}: {key.warning or 'trusted again.'}")
