import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from search import outbox, runs
from search.models import SearchGeneration, SearchOutbox, SearchRun
from search.service import health


class Command(BaseCommand):
    help = "Say what search runs on, how far it is behind, and which changes were given up."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--json", action="store_true", dest="as_json", help="print one JSON object and nothing else"
        )
        parser.add_argument("--retry", action="store_true", help="send the given-up changes again")

    def handle(self, *args: Any, **options: Any) -> None:
        retried = outbox.retry_dead() if options["retry"] else 0
        found = dict(health())
        if options["as_json"]:
            self.stdout.write(json.dumps(found | {"retried": retried}))
            return
        for name, value in found.items():
            self.stdout.write(f"{name}: {value}")
        for generation in SearchGeneration.objects.all():
            self.stdout.write(f"index {generation.name} ({generation.engine}): {generation.get_state_display()}")
        for kind in SearchRun.Kind.values:
            run = runs.current(kind) or runs.last(kind)
            if run:
                self.stdout.write(
                    f"{kind}: {run.get_state_display()}, {run.started_at:%Y-%m-%d %H:%M} {run.error}".strip()
                )
        for row in SearchOutbox.objects.filter(state=SearchOutbox.State.DEAD)[:50]:
            self.stdout.write(f"given up: {row.key} after {row.attempts} tries: {row.last_error}")
