import datetime
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.core import clock
from cms.reviews import planning
from cms.reviews.models import Reminder


class Command(BaseCommand):
    help = "Show which reminders would go on a day. Writes and sends nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--as-of", default="", help="a day, as 2026-11-22 (default: today in London)")
        parser.add_argument("--json", action="store_true", help="one object on stdout, and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            on = datetime.date.fromisoformat(options["as_of"]) if options["as_of"] else clock.today()
        except ValueError as error:
            raise CommandError(f"{options['as_of']!r} is not a day of the form 2026-11-22.") from error
        stages = planning.plan(on)
        sent = set(Reminder.objects.exclude(state=Reminder.State.PENDING).values_list("review", "offset", "recipient"))
        due, superseded = [], 0
        for stage in stages:
            if stage.superseded:
                superseded += 1
            elif (stage.subject.review, stage.offset, stage.recipient.email) not in sent:
                channels = ["email", "site"] if stage.recipient.user_id else ["email"]
                due += [_row(stage, channel) for channel in channels]
        if options["json"]:
            self.stdout.write(json.dumps({"as_of": on.isoformat(), "due": due, "superseded": superseded}))
            return
        for row in due:
            self.stdout.write("{due} {offset:+4d} {reference}  {recipient} ({why}, {channel})".format(**row))
        self.stdout.write(f"{len(due)} would go on {on:%d %B %Y}; {superseded} stages are overtaken.")


def _row(stage: planning.Stage, channel: str) -> dict[str, Any]:
    return {
        "subject": stage.subject.title,
        "reference": stage.subject.reference,
        "due": stage.subject.due.isoformat(),
        "offset": stage.offset,
        "recipient": stage.recipient.email,
        "why": stage.recipient.why,
        "channel": channel,
    }
