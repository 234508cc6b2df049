import dataclasses
import datetime
import json
import sys
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.core import clock
from cms.storage import moving
from cms.storage.places import Role, place
from cms.storage.ports import StoreUnavailable
from cms.storage.pushing import Pushed
from cms.storage.s3_buckets import OpenBuckets, buckets, check_closed, prepare

MB = 1 << 20
SHOWN = 10  # of what failed


def _time(at: datetime.datetime | None) -> str:
    return f"{at.astimezone(clock.LONDON):%H:%M}" if at else "once more"


class Command(BaseCommand):
    help = (
        "Moves the site's files to where the settings of today keep them: the buckets of S3_BUCKET, or the folders of "
        "DATA_DIR. May be stopped and run again; the site stays up; nothing is deleted where the files were."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true")
        parser.add_argument(
            "--seconds",
            type=float,
            default=24 * 3600.0,
            help="Stop after so long; what failed is tried again until then.",
        )
        parser.add_argument("--forget-old", action="store_true", help="After a clean reconcile: old places end.")

    def handle(self, *args: Any, **options: Any) -> None:
        target = place(Role.MEDIA)
        try:
            if buckets():
                for words in prepare():
                    self._say(options, words)
            if not target.well():
                raise CommandError(f"{target.name} does not answer, or does not let this key in.")
            moving.try_again()
            self._say(options, f"to {target.name}")
            found = self._move(options)
            if buckets():
                check_closed()  # a bucket may show itself as open only when something is in it
        except OpenBuckets as error:
            raise CommandError(str(error)) from error
        except StoreUnavailable as error:
            raise CommandError(f"The store did not do it: {error}. Run the command again.") from error
        forgotten = moving.forget_elsewhere() if options["forget_old"] and found.is_done else 0
        if options["json"]:
            answer = dataclasses.asdict(found) | {"place": target.name, "forgotten": forgotten}
            answer["failed"] = self._failed()
            self.stdout.write(json.dumps(answer))
        else:
            self.stdout.write(
                f"{found.here} files ({found.bytes_here / MB:.1f} MB) are in {target.name}; "
                f"{found.elsewhere} ({found.bytes_elsewhere / MB:.1f} MB) are still to be moved."
            )
            if found.mirror_waits:
                self.stdout.write(f"{found.mirror_waits} copies for the mirror are still to be made.")
            if forgotten:
                self.stdout.write(f"{forgotten} copies in old places no longer count.")
        if not found.is_done:
            sys.exit(2)

    def _move(self, options: dict[str, Any]) -> moving.Progress:
        """Until all is there, the time is up, or what is left failed so often that only a person can help."""
        until = time.monotonic() + options["seconds"]
        while True:
            found = moving.move(seconds=until - time.monotonic(), told=self._teller(options))
            for one in self._failed():
                self._say(options, f"  {one['key']}: {one['error']}, again at {one['again_at']}")
            pause = None if found.is_done else moving.pause()
            if pause is None or time.monotonic() + pause > until:
                return found
            self._say(options, f"{found.elsewhere + found.mirror_waits} are left. Going on in {pause:.0f} seconds.")
            time.sleep(pause)

    def _failed(self) -> list[dict[str, str]]:
        rows = moving.failed().values_list("key", "error", "leased_until")[:SHOWN]
        return [{"key": key, "error": error, "again_at": _time(at)} for key, error, at in rows]

    def _say(self, options: dict[str, Any], words: str) -> None:
        if not options["json"]:
            self.stdout.write(words)

    def _teller(self, options: dict[str, Any]) -> Any:
        last = time.monotonic()

        def tell(pushed: Pushed) -> None:
            nonlocal last
            if options["json"] or time.monotonic() - last < 1:
                return
            last = time.monotonic()
            self.stdout.write(f"{pushed.done} files, {pushed.bytes / MB:.1f} MB; {pushed.failed} to be tried again")

        return tell
