import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.core.errors import DomainError
from cms.snippets.verifying import verify_files


class Command(BaseCommand):
    """Exit 0 every file is from a signed snapshot (also where one before it is missing), 1 one is not, or cannot be
    read."""

    help = "Check files of a signed snapshot of the registers against its manifest and the manifest's signature."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", type=Path, nargs="+", metavar="FILE")
        parser.add_argument("--key", type=Path, help="a public key (PEM); without it, the site's own keys count")
        parser.add_argument("--json", action="store_true", help="one JSON object and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            key = options["key"].read_text() if options["key"] else ""
            found = verify_files(options["files"], key=key)
        except (DomainError, OSError, UnicodeDecodeError) as error:
            raise CommandError(str(error), returncode=1) from error
        good = all(one.ok for one in found)
        if options["json"]:
            self.stdout.write(json.dumps({"ok": good, "files": [one.as_json() for one in found]}))
        else:
            for one in found:
                by = f" by {one.site}" if one.site else ""
                place = f" ({one.month}, {one.audience}, taken {one.taken_at}{by})" if one.month else ""
                self.stdout.write(f"{'good' if one.ok else 'NOT GOOD'}  {one.file}{place}: {one.why}")
            for gap in sorted({one.gap for one in found} - {""}):
                self.stdout.write(f"gap  {gap}")
            for key_id, warning in sorted({(one.key_id, one.warning) for one in found if one.warning}):
                self.stdout.write(f"key {key_id}  {warning}")
        if not good:
            raise CommandError("Not every file is from a signed snapshot.", returncode=1)
