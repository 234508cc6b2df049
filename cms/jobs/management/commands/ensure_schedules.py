import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cms.jobs.services import ensure_schedules


class Command(BaseCommand):
    help = "Writes the schedule of recurring jobs from the table in the code. Run it after each deployment."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        counts = ensure_schedules()
        if options["json"]:
            self.stdout.write(json.dumps(counts))
        else:
            self.stdout.write("Schedule: {created} created, {changed} changed, {removed} removed.".format(**counts))
