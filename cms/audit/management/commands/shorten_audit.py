import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error

from cms.audit.services import shorten
from cms.core import clock
from cms.core.errors import BadInput


class Command(BaseCommand):
    help = (
        "Takes away audit events older than RETENTION_DAYS['audit'], and says so in the trail. For an operator with a "
        "database role that may delete: the application's own may only add. Exit 1 where it is refused."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, default=settings.RETENTION_DAYS["audit"])

    def handle(self, *args: Any, **options: Any) -> None:
        if options["days"] < settings.RETENTION_DAYS["audit"]:
            raise CommandError("That is less than the trail is kept for. Change RETENTION_AUDIT first.")
        try:
            gone = shorten(clock.now() - datetime.timedelta(days=options["days"]))
        except (BadInput, Error) as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"{gone} events taken away.")
