"""The starting template and question packs: `manage.py load_template`. What is there already is left as it is."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cms.core.requester import SYSTEM
from cms.snippets.importers.template import load_question_packs, load_template


class Command(BaseCommand):
    help = "Publish the first edition of the template, and add the first question packs, where there are none."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", dest="folder", type=Path, default=Path(settings.BASE_DIR) / "data/content")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            published = load_template(folder / "template.json", by=SYSTEM)
            packs = load_question_packs(folder / "question_packs.json", by=SYSTEM)
        except (OSError, ValueError, KeyError) as error:
            raise CommandError(f"It cannot be read: {error}.") from error
        self.stdout.write(
            f"{'The first edition is published' if published else 'There is a template already'}; "
            f"{packs} question pack{'' if packs == 1 else 's'} added."
        )
