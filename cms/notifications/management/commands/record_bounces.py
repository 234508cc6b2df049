import json
import mailbox
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.core.errors import BadInput
from cms.core.requester import SYSTEM
from cms.notifications.bounces import LARGEST, record_report


class Command(BaseCommand):
    help = (
        "Record mail that came back, from one report on stdin or every unread one of a maildir. Exit 0: all recorded, "
        "1: nothing was a report about mail of ours, 2: some were refused."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--maildir", default="", help="a folder of reports; what was read is marked as seen")
        parser.add_argument("--json", action="store_true", help="one object on stdout, and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["maildir"]:
            read, recorded, refused = self._from_maildir(options["maildir"])
        else:
            problem, found = self._record(sys.stdin.buffer.read(LARGEST + 1))
            read, recorded, refused = 1, found, [problem] if problem else []
        result = {"read": read, "recorded": recorded, "refused": refused}
        text = f"{read} read, {recorded} recorded, {len(refused)} refused."
        self.stdout.write(json.dumps(result) if options["json"] else text)
        for problem in refused:
            self.stderr.write(problem)
        if refused:
            sys.exit(2 if len(refused) < read else 1)

    def _record(self, raw: bytes) -> tuple[str, int]:
        """(why it was refused or "", how many addresses it is about)."""
        try:
            return "", len(record_report(by=SYSTEM, raw=raw))
        except BadInput as error:
            return str(error), 0

    def _from_maildir(self, folder: str) -> tuple[int, int, list[str]]:
        if not (Path(folder) / "new").is_dir():
            raise CommandError(f"{folder} is no maildir.")
        box = mailbox.Maildir(folder, create=False)
        read, recorded, refused = 0, 0, []
        for key in sorted(box.keys()):
            message = box.get_message(key)
            if "S" in message.get_flags():
                continue
            problem, found = self._record(box.get_bytes(key))
            read, recorded = read + 1, recorded + found
            if problem:
                refused.append(f"{key}: {problem}")
            message.set_subdir("cur")  # after it is recorded: a run that dies reads it again, which changes nothing
            message.add_flag("S" if not problem else "SF")
            box[key] = message
        return read, recorded, refused
