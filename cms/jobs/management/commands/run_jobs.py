from typing import Any

from django.core.management.base import BaseCommand

from cms.jobs.services import run_waiting


class Command(BaseCommand):
    help = "Runs the jobs that wait, here and now, and ends. The job worker does this all the time."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{run_waiting()} jobs run.")
