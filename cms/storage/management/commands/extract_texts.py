import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cms.storage import texts, uses
from cms.storage.models import DocumentText


class Command(BaseCommand):
    help = "Reads the text of every uploaded file that was not read yet, here and now, so that search looks in it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--again", action="store_true", help="Also what was refused or could not be read before.")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        states = DocumentText.State
        if options["again"]:
            DocumentText.objects.filter(state__in=[states.REFUSED, states.FAILED]).update(state=states.PENDING)
        uses.note_everything()
        texts.plan_missing()
        made = texts.make_waiting()
        counts = {state: made.get(state, 0) for state in states.values if state != states.PENDING}
        if options["json"]:
            self.stdout.write(json.dumps(counts))
        else:
            for state, count in counts.items():
                self.stdout.write(f"{states(state).label}: {count}")
        if counts[states.FAILED]:
            sys.exit(2)
