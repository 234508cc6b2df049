from typing import Any

from django.core.management.base import BaseCommand

from cms.pages.setup import ensure_workflows


class Command(BaseCommand):
    help = "Make the sections of the site and the steps of approval, where they do not exist. Safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        ensure_workflows()
        self.stdout.write("The sections and the approval steps are in place.")
