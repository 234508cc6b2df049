from typing import Any

from django.core.management.base import BaseCommand

from cms.pages.old_pictures import redraw_pictures


class Command(BaseCommand):
    help = "Once, after an update: draw anew the pictures that say where or when they were taken. Safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        drawn, left = redraw_pictures()
        self.stdout.write(f"{drawn} pictures drawn anew; {left} cannot be drawn and stay as they are.")
        if left:
            raise SystemExit(2)
