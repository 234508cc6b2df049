"""Many people ask and reply at once, while a moderator closes one thread and puts two others together:

    python -m tests.drills.posting [PEOPLE=200] [own]

With `own`, in a database of its own on the server of DATABASE_URL (removed at the end), else on SQLite in a folder of
its own. Without it, in the database of DATABASE_URL, which must be a migrated throwaway. Everybody begins one thread
and replies to three; every fourth press is sent twice at the same moment. Then:
- every press that was answered is one post, and no other post is there;
- the posts of a thread are numbered without a gap, and its last number is right;
- every reply told exactly those who followed its thread then and may read it, once, but for who wrote it;
- each mail was sent once, and those of people who chose a digest wait for it.
Prints one line of JSON; exit 1 where a rule was broken.
"""

import collections
import contextlib
import datetime
import json
import os
import sys
import tempfile
import threading
import time
from typing import Any

import django

from tests.drills.database import own_database

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.test")
OWN = "own" in sys.argv
STACK = contextlib.ExitStack()
if OWN:
    folder = STACK.enter_context(tempfile.TemporaryDirectory())
    os.environ["DATABASE_URL"] = STACK.enter_context(own_database(folder))
django.setup()

from django.core import mail  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, connections  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from cms.core import clock  # noqa: E402
from cms.core.errors import Conflict  # noqa: E402
from cms.forum import services  # noqa: E402
from cms.forum.models import Follow, Post, Thread  # noqa: E402
from cms.jobs.services import run_waiting  # noqa: E402
from cms.members.models import Membership, SiteRole, User  # noqa: E402
from cms.members.selectors import requester_of  # noqa: E402
from cms.notifications.models import Delivery, Notification, Preference  # noqa: E402
from cms.snippets.models import Partner, Sector  # noqa: E402

THREADS, REPLIES, FOLLOWERS = 10, 3, 12
CONNECTIONS = 30  # of all that press at once, as a server lets in; the others wait their turn
CLOSED, MERGED, INTO = 0, 1, 2  # of the threads: which one is closed, and which go together
State = Delivery.State


class World:
    """People of one body, threads that some of them follow, and the moderator who interferes."""

    def __init__(self, people: int) -> None:
        sector, _ = Sector.objects.get_or_create(code="drill", defaults={"label": "Drill"})
        body = Partner.objects.create(slug="drill", name="Drill", membership="member", sector=sector)
        made = [User(email=f"drill-{n}@example.org", password="!", last_name=f"Person {n}") for n in range(people)]
        users = User.objects.bulk_create(made)
        Membership.objects.bulk_create(Membership(partner=body, user=user) for user in users)
        moderator = User.objects.create(email="drill-moderator@example.org", password="!")
        SiteRole.objects.create(user=moderator, role=SiteRole.Role.CORE_EDITOR)
        self.moderator = requester_of(moderator)
        self.threads = [
            services.post_thread(
                by=self.moderator, submission_id=f"first-{n}", title=f"Question {n}", body="Who knows?", follow=False
            )
            for n in range(THREADS)
        ]
        self.followers = {
            n: {users[(n * 17 + k * 3) % people].pk for k in range(FOLLOWERS)} for n in range(len(self.threads))
        }
        Follow.objects.bulk_create(
            Follow(thread=self.threads[n], user_id=user) for n, these in self.followers.items() for user in these
        )
        # Every fifteenth has left the framework and hears nothing; every tenth waits for a digest.
        self.gone = {user.pk for user in users[7::15]}
        Membership.objects.filter(user__in=self.gone).update(ends_on=clock.today() - datetime.timedelta(days=1))
        self.daily = {user.pk for user in users[::10]}
        Preference.objects.bulk_create(Preference(user_id=pk, kind="replies", frequency="daily") for pk in self.daily)
        self.people = {user.pk: requester_of(user) for user in users if user.pk not in self.gone}


class Drill:
    def __init__(self, world: World) -> None:
        self.world = world
        self.presses = [press for n, pk in enumerate(world.people) for press in self.presses_of(n, pk)]
        self.gate = threading.Barrier(len(self.presses) + 1)
        self.room = threading.Semaphore(CONNECTIONS)
        self.lock = threading.Lock()
        self.answered: dict[tuple[int, str], set[int]] = collections.defaultdict(set)
        self.aimed: dict[int, int] = {}  # reply -> which thread it was meant for
        self.refused: collections.Counter[int] = collections.Counter()
        self.faults: list[str] = []

    def presses_of(self, n: int, pk: int) -> list[tuple[int, str, int]]:
        """(person, submission, thread; -1 for a new one): one thread and three replies, every fourth of them twice."""
        once = [(pk, "own", -1)] + [(pk, f"reply-{k}", (n + k * 3) % THREADS) for k in range(REPLIES)]
        return [press for k, press in enumerate(once) for _ in range(2 if (n + k) % 4 == 0 else 1)]

    def press(self, pk: int, submission: str, aim: int) -> None:
        by = self.world.people[pk]
        self.gate.wait(120)
        with self.room:
            try:
                if aim < 0:
                    thread = services.post_thread(
                        by=by, submission_id=submission, title=f"Of {pk}", body="Who knows?", follow=False
                    )
                    made = thread.posts.get(number=1).pk
                else:
                    number = self.world.threads[aim].number
                    made = services.reply(by=by, submission_id=submission, number=number, body=f"By {pk}").pk
                with self.lock:
                    self.answered[pk, submission].add(made)
                    self.aimed[made] = aim
            except Conflict:
                with self.lock:
                    self.refused[aim] += 1
            except Exception as error:  # noqa: BLE001 - reported as a broken rule
                with self.lock:
                    self.faults.append(repr(error))
            finally:
                connections.close_all()

    def interfere(self) -> None:
        """In the thick of it: one thread is closed, and one put together with another."""
        self.gate.wait(120)
        by, threads = self.world.moderator, self.world.threads
        while len(self.answered) < len(self.world.people):
            time.sleep(0.01)
        try:
            services.lock_thread(by=by, number=threads[CLOSED].number, reason="A drill.")
            services.merge_threads(by=by, number=threads[MERGED].number, into=threads[INTO].number, reason="A drill.")
        except Exception as error:  # noqa: BLE001 - reported as a broken rule
            self.faults.append(repr(error))
        finally:
            connections.close_all()

    def run(self) -> dict[str, Any]:
        begun = time.monotonic()
        workers = [threading.Thread(target=self.press, args=press) for press in self.presses]
        workers.append(threading.Thread(target=self.interfere))
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join(600)
        posted = time.monotonic() - begun
        self.check_posts()
        told = self.check_notices()
        sent = self.check_mails()
        return {
            "database": connection.vendor,
            "people": len(self.world.people),
            "presses": len(self.presses),
            "answered": len(self.answered),
            "refused_after_closing": self.refused[CLOSED],
            "notices": told,
            "mails_sent": sent,
            "posting_seconds": round(posted, 1),
            "seconds": round(time.monotonic() - begun, 1),
            "faults": self.faults[:20],
        }

    def check_posts(self) -> None:
        doubled = [key for key, made in self.answered.items() if len(made) != 1]
        if doubled:
            self.faults.append(f"one press, several posts: {doubled[:3]}")
        if set(self.refused) - {CLOSED}:
            self.faults.append(f"refused where nothing was closed: {self.refused}")
        kept = set(Post.objects.exclude(submission_id__startswith="first-").values_list("pk", flat=True))
        answered = {pk for made in self.answered.values() for pk in made}
        if kept != answered:
            self.faults.append(f"{len(answered - kept)} posts lost, {len(kept - answered)} that nobody was told of")
        for thread in Thread.objects.filter(merged_into=None):
            numbers = list(thread.posts.order_by("number").values_list("number", flat=True))
            if numbers != list(range(1, thread.last_number + 1)):
                self.faults.append(f"thread {thread.number} is numbered {numbers}")

    def check_notices(self) -> int:
        """Who was told of each reply, against the rule."""
        told: dict[int, list[int]] = collections.defaultdict(list)
        for key, user in Notification.objects.filter(source_key__startswith="reply:").values_list("source_key", "user"):
            told[int(key.partition(":")[2])].append(user)
        mailed: dict[int, list[int]] = collections.defaultdict(list)
        for key, user in Delivery.objects.filter(source_key__startswith="reply:").values_list("source_key", "user"):
            mailed[int(key.partition(":")[2])].append(user)
        both = self.world.followers[MERGED] | self.world.followers[INTO]
        authors = dict(Post.objects.values_list("pk", "author"))
        for pk, aim in self.aimed.items():
            if aim < 0:
                continue
            follow = [self.world.followers[aim], *([both] if aim in (MERGED, INTO) else [])]
            allowed = [these - self.world.gone - {authors[pk]} for these in follow]
            if len(told[pk]) != len(set(told[pk])) or set(told[pk]) not in allowed:
                self.faults.append(f"reply {pk} told {sorted(told[pk])}, not one of {[sorted(a) for a in allowed]}")
            if sorted(mailed[pk]) != sorted(told[pk]):
                self.faults.append(f"reply {pk}: its mails went to others than its notices")
        return sum(len(users) for users in told.values())

    def check_mails(self) -> int:
        mail.outbox = []
        while run_waiting():
            pass
        sent = collections.Counter((one.extra_headers["Message-ID"], one.to[0]) for one in mail.outbox)
        if twice := [key for key, count in sent.items() if count > 1]:
            self.faults.append(f"sent twice: {twice[:3]}")
        rows = Delivery.objects.filter(source_key__startswith="reply:")
        wanted = {
            State.SENT: rows.exclude(user__in=self.world.daily),
            State.HELD: rows.filter(user__in=self.world.daily),
        }
        for state, these in wanted.items():
            if wrong := these.exclude(state=state).count():
                self.faults.append(f"{wrong} mails are not {state}")
        ids = set(wanted[State.SENT].values_list("message_id", flat=True))
        if lost := ids - {key for key, _ in sent}:
            self.faults.append(f"{len(lost)} mails were never sent")
        return len(ids)


if __name__ == "__main__":
    numbers = [int(text) for text in sys.argv[1:] if text.isdigit()]
    setup_test_environment()  # mails stay in this process
    if OWN:
        call_command("migrate", verbosity=0)
    try:
        result = Drill(World(numbers[0] if numbers else 200)).run()
    finally:
        connections.close_all()
        STACK.close()
    print(json.dumps(result))
    sys.exit(1 if result["faults"] else 0)
