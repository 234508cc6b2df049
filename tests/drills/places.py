"""Many people sign up to one event at once, and some of them give their place up again:

    python -m tests.drills.places [PEOPLE=200] [PLACES=20] [own]

With `own`, in a database of its own on the server of DATABASE_URL (removed at the end), else on SQLite in a folder of
its own. Without it, in the database of DATABASE_URL, which must be a migrated throwaway. Everybody waits at one gate
and presses; each press is sent twice; every fourth person gives up at once. Then:
- exactly as many places are given as there are, nobody has two, nobody is lost;
- the queue is in the order of asking: nobody waits who asked before somebody with a place;
- each place that was given was told of once, and each person in the queue was told of it.
Prints one line of JSON; exit 1 where a rule was broken.
"""

import contextlib
import datetime
import json
import os
import sys
import tempfile
import threading

import django

from tests.drills.database import own_database

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.test")
OWN = "own" in sys.argv
CONNECTIONS = 60  # at once, as web processes hold them: the server takes a hundred

STACK = contextlib.ExitStack()
if OWN:
    folder = STACK.enter_context(tempfile.TemporaryDirectory())
    os.environ["DATABASE_URL"] = STACK.enter_context(own_database(folder))
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, connections  # noqa: E402
from wagtail.models import Locale, Page  # noqa: E402

from cms.core import clock  # noqa: E402
from cms.core.requester import Requester  # noqa: E402
from cms.events.models import Place  # noqa: E402
from cms.events.services import arrange_sign_up, give_up_place, sign_up_for  # noqa: E402
from cms.members.selectors import requester_of  # noqa: E402
from cms.notifications.models import Delivery  # noqa: E402
from cms.pages.models import EventPage  # noqa: E402
from tests.factories.pages import make_page  # noqa: E402
from tests.factories.registers import make_partner, make_user  # noqa: E402


class Run:
    def __init__(self, people: int, places: int) -> None:
        if not Page.objects.filter(depth=1).exists():  # a test before this one emptied every table
            Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)
            Page.add_root(title="Root", slug="root")
        partner = make_partner("the-body")
        editor = make_user("editor@ex.example", site_role="core_editor")
        start = clock.now() + datetime.timedelta(days=7)
        self.event = make_page(
            EventPage, "A workshop", slug="w", starts_at=start, ends_at=start + datetime.timedelta(hours=2)
        )
        self.sign_up = arrange_sign_up(
            by=requester_of(editor), event_id=self.event.pk, places=places, closes_at=None, joining="Room 1"
        )
        self.people = [requester_of(make_user(f"p{n}@ex.example", partner)) for n in range(people)]
        self.places, self.gate, self.unplanned = places, threading.Barrier(people), list[str]()
        self.room = threading.Semaphore(CONNECTIONS)

    def press(self, number: int, by: Requester) -> None:
        try:
            self.gate.wait(60)
            with self.room:
                try:
                    for _ in range(2):
                        sign_up_for(by=by, event_id=self.event.pk, submission_id=f"press-{number}")
                    if number % 4 == 0:
                        give_up_place(by=by, event_id=self.event.pk)
                finally:
                    connections.close_all()
        except Exception as error:  # noqa: BLE001 - reported as a broken rule
            self.unplanned.append(repr(error))

    def run(self) -> dict[str, object]:
        threads = [threading.Thread(target=self.press, args=pair) for pair in enumerate(self.people)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(300)
        rows = list(Place.objects.filter(sign_up=self.sign_up).order_by("pk"))
        inside = [row for row in rows if row.ended_at is None]
        given = [row for row in inside if row.given_at]
        waiting = [row for row in inside if not row.given_at]
        told = Delivery.objects.values_list("source_key", flat=True)
        faults = list(self.unplanned[:5])
        if len(given) != min(self.places, len(inside)):
            faults.append(f"{len(given)} places given of {self.places}")
        if len({row.user_id for row in inside}) != len(inside) or len(rows) != len(self.people):
            faults.append(f"{len(rows)} rows for {len(self.people)} people")
        if waiting and given and min(row.pk for row in waiting) < max(row.pk for row in given):
            faults.append("somebody passed another in the queue")
        for row in rows:
            once = list(told).count(f"event:{self.sign_up.pk}:place:{row.pk}")
            if once != bool(row.given_at):
                faults.append(f"place {row.pk} was told of {once} times")
        for row in waiting:
            if f"event:{self.sign_up.pk}:waiting:{row.pk}" not in told:
                faults.append(f"{row.pk} was not told that they wait")
        gone = sum(row.ended_at is not None for row in rows)
        counts = {"people": len(self.people), "given": len(given), "waiting": len(waiting), "gave_up": gone}
        return {"database": connection.vendor, **counts, "faults": faults}


def main() -> int:
    numbers = [int(arg) for arg in sys.argv[1:] if arg.isdigit()]
    people, places = (*numbers, *(200, 20)[len(numbers) :])
    if OWN:
        call_command("migrate", verbosity=0)
    result = Run(people, places).run()
    print(json.dumps(result))
    return 1 if result["faults"] else 0


if __name__ == "__main__":
    with STACK:
        code = main()
        connections.close_all()
    sys.exit(code)
