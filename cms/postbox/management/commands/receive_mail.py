import json
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError

from cms.core.requester import SYSTEM
from cms.postbox.mailboxes import mailbox_at
from cms.postbox.services import LARGEST, handle_mail, receive_mail

TRY_LATER = 75  # EX_TEMPFAIL of sysexits.h: a mail server keeps the message and tries again


class Command(BaseCommand):
    help = (
        "Take mail that came in: one message on stdin, as a mail server's pipe hands it over, or with --mailbox "
        "all that lie in INBOUND_EMAIL_URL. Exit 0: kept (what becomes of it is on the list in the admin), 1: no "
        "message was given, 75: the database is away, try again later."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--mailbox", action="store_true", help="read INBOUND_EMAIL_URL instead of stdin")
        parser.add_argument("--json", action="store_true", help="one object on stdout, and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            rows = self._from_mailbox() if options["mailbox"] else [self._from_stdin()]
        except DatabaseError as error:
            self.stderr.write(f"The database is away: {error}")
            sys.exit(TRY_LATER)
        found = [{"outcome": outcome, "reason": reason, "path": path} for outcome, reason, path in rows]
        if options["json"]:
            self.stdout.write(json.dumps({"read": len(found), "messages": found}))
            return
        for one in found:
            self.stdout.write(": ".join(filter(None, (one["outcome"], one["reason"] or one["path"]))))
        self.stdout.write(f"{len(found)} read.")

    def _from_stdin(self) -> tuple[str, str, str]:
        raw = sys.stdin.buffer.read(LARGEST + 1)
        if not raw.strip():
            self.stderr.write("There is no message on stdin.")
            sys.exit(1)
        return self._handled(raw, len(raw))

    def _from_mailbox(self) -> list[tuple[str, str, str]]:
        rows = []
        with mailbox_at(settings.INBOUND_EMAIL_URL) as box:
            for found in box.messages(1000):
                rows.append(self._handled(found.raw, found.size))
                box.done(found)
        return rows

    def _handled(self, raw: bytes, size: int) -> tuple[str, str, str]:
        row = receive_mail(by=SYSTEM, raw=raw, size=size)
        handle_mail(row.pk)
        row.refresh_from_db()
        return row.outcome, row.reason, row.path
