import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cms.jobs.selectors import health, recent_failures


class Command(BaseCommand):
    help = "Shows whether the job workers keep up, and what failed lately."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        found = health()
        if options["json"]:
            answer = {
                "heartbeat_age_s": found.heartbeat_age_s,
                "oldest_due_s": found.oldest_due_s,
                "late": found.late,
                "waiting": found.waiting,
                "given_up": found.given_up,
                "failures": [{**row, "at": row["at"].isoformat()} for row in recent_failures()],
            }
            self.stdout.write(json.dumps(answer))
            return
        self.stdout.write(found.message or f"Jobs are on time. {found.waiting} waiting, {found.given_up} given up.")
        for row in recent_failures():
            self.stdout.write(f"{row['at']:%Y-%m-%d %H:%M} {row['job']} (attempt {row['attempts']}): {row['error']}")
