"""Replies under fire:   python -m tests.drills.replies [posts=400] [kills=20] [seed=1] [postgres|sqlite]

People reply to threads, three on the site for each one by e-mail; whoever follows is told, half of them at once and
half in a digest. While the cluster reads the mail, posts it, tells and sends, any of its processes is killed, each role
in its turn; the database crashes once in between; in the second half of the kills the digests are made. Prints one JSON
object; exit 0 when no post, notice or mail is lost, none is doubled on the site, and every repeated mail is flagged.
"""

import collections
import datetime
import json
import os
import sys
import tempfile
import time
from pathlib import Path

from tests.drills.cluster import SETTINGS, Cluster, Database
from tests.drills.reminders import Drill

FOLLOWERS = 8  # of each thread
BY_MAIL = 4  # one post of so many comes by e-mail


def make_world(threads: int) -> None:
    """Members of one body, and threads of the open space that eight of them follow; every second one chose digests."""
    from cms.forum.models import Follow, Post, Thread
    from cms.forum.services.posting import general_space
    from cms.members.models import Membership, User
    from cms.notifications.models import Preference
    from cms.snippets.models import Partner, Sector

    sector = Sector.objects.create(code="drill", label="Drill")
    partner = Partner.objects.create(slug="body", name="Body", membership="member", sector=sector)
    people = User.objects.bulk_create(
        User(email=f"person-{n}@example.org", password="!", last_name=f"Person {n}") for n in range(threads * 2)
    )
    Membership.objects.bulk_create(Membership(partner=partner, user=person) for person in people)
    Preference.objects.bulk_create(
        Preference(user=person, kind="replies", frequency="daily") for person in people[1::2]
    )
    made = Thread.objects.bulk_create(
        Thread(number=n + 1, space=general_space(), title=f"Thread {n}", author=people[0], last_number=1)
        for n in range(threads)
    )
    Post.objects.bulk_create(
        Post(thread=thread, number=1, author=people[0], body="Words", submission_id=f"first-{thread.number}")
        for thread in made
    )
    Follow.objects.bulk_create(
        Follow(thread=thread, user=people[(2 * n + k) % len(people)])
        for n, thread in enumerate(made)
        for k in range(FOLLOWERS)
    )


class Replies(Drill):
    """`plan` is what is written: (number, thread, author, by mail)."""

    def __init__(self, posts: int, kills: int, seed: int, database: Database, work: Path) -> None:
        super().__init__(posts, kills, seed, database, work)
        self.threads = max(5, posts // 20)
        self.plan: list[tuple[int, int, int, bool]] = []
        self.posts, self.digesting = posts, False
        self.pace = (6 + kills) / posts  # seconds: people write until about half of the kills
        self.next_write = time.time()

    def run(self) -> dict[str, object]:
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection

        from cms.forum.models import Follow

        call_command("migrate", verbosity=0)
        make_world(self.threads)
        following = collections.defaultdict(list)
        for number, user in Follow.objects.order_by("pk").values_list("thread__number", "user"):
            following[number].append(user)
        for n in range(self.posts):
            thread = n % self.threads + 1
            by_mail = n % BY_MAIL == 0
            self.plan.append((n, thread, self.chosen.choice(following[thread]), by_mail))
        self.following = following
        self.waiting, self.next_write = list(self.plan), time.time() + 2
        (self.work / "inbox").mkdir()
        cluster = Cluster(self.work / "log")
        begun = time.time()
        try:
            self.under_fire(cluster, begun)
        finally:
            cluster.stop()
        result = self.counted() | {
            "database": connection.vendor,
            "killed": dict(sorted(self.killed.items())),
            "crashes_of_the_database": self.crashes,
            "replacements": cluster.replacements,
            "seconds": round(time.time() - begun),
        }
        connection.close()
        return result

    def tick(self, due: float) -> float:
        """What people write meanwhile, and what the schedule does every few minutes."""
        from cms.jobs.services import OrmQ, enqueue
        from cms.notifications.models import Delivery
        from cms.notifications.tasks import repair

        while self.waiting and time.time() > self.next_write:
            self.write(self.waiting[0])
            self.waiting.pop(0)
            self.next_write += self.pace
        if time.time() < due:
            return due
        self.digesting = self.digesting or (not self.waiting and self.killed.total() >= self.kills // 2)
        if OrmQ.objects.count() < 5:
            enqueue("cms.postbox.tasks.fetch")
            repair()
            if self.digesting and self.is_posted():
                yesterday = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=2)
                Delivery.objects.filter(state="held").update(created_at=yesterday)
                enqueue("cms.notifications.tasks.gather")
        return time.time() + 3

    def write(self, planned: tuple[int, int, int, bool]) -> None:
        """On the site as the form sends it, again after a lost answer; by e-mail as a file that is dropped."""
        from cms.forum.services import reply
        from cms.members.models import User
        from cms.members.selectors import requester_of
        from cms.postbox.addresses import reply_address

        number, thread, user, by_mail = planned
        author = User.objects.get(pk=user)
        if not by_mail:
            form = {"submission_id": f"form-{number}", "number": thread, "body": f"Reply {number}"}
            reply(by=requester_of(author), **form)
            return
        to = reply_address(purpose="thread", target=thread, user_id=user)
        head = f"From: {author.email}\nTo: {to}\nSubject: Re: x\nMessage-ID: <{number}@drill.example>\n"
        unfinished = self.work / "inbox" / f"{number}.part"
        unfinished.write_text(f"{head}\nReply {number}\n\n> Thread\n")
        unfinished.replace(unfinished.with_suffix(".eml"))

    def is_posted(self) -> bool:
        from cms.forum.models import Post

        return Post.objects.filter(number__gt=1).count() == self.posts

    def is_done(self) -> bool:
        from cms.notifications.models import Delivery

        open_ones = Delivery.objects.exclude(state="sent").exists()
        return not self.waiting and self.digesting and self.is_posted() and not open_ones

    def counted(self) -> dict[str, object]:
        from django.db.models import Count

        from cms.forum.models import Post
        from cms.notifications.models import Delivery, Notification, Preference
        from cms.postbox.models import InboundMail

        sent = self.work / "sent"
        lines = sent.read_text().split() if sent.exists() else []
        twice = [key for key, times in collections.Counter(lines).items() if times > 1]
        weekly = set(Preference.objects.values_list("user", flat=True))
        told = [
            (number, user)
            for number, thread, author, _ in self.plan
            for user in self.following[thread]
            if user != author
        ]
        notices = Notification.objects.filter(source_key__startswith="reply:")
        replies = Delivery.objects.filter(source_key__startswith="reply:")
        digests = Delivery.objects.filter(source_key__startswith="digest:")
        posts = Post.objects.filter(number__gt=1)
        by_mail = sum(1 for *_, mailed in self.plan if mailed)
        return {
            "posts": self.posts,
            "by_mail": by_mail,
            "posts_made": posts.count(),
            "posts_distinct": posts.values("body").distinct().count(),
            "mails_taken": InboundMail.objects.filter(outcome="taken").count(),
            "mails_left": len(list((self.work / "inbox").glob("*.eml"))),
            "wanted_notices": len(told),
            "notices": notices.count(),
            "notices_doubled": notices.values("user", "source_key").annotate(n=Count("pk")).filter(n__gt=1).count(),
            "lost": (replies | digests).exclude(state="sent").count() + len(told) - replies.count(),
            "wanted_mails": sum(1 for _, user in told if user not in weekly)
            + len({user for _, user in told if user in weekly}),
            "digests": digests.count(),
            "empty_digests": digests.filter(body="").count(),
            "mails_written": len(lines),
            "mails_distinct": len(set(lines)),
            "mails_repeated": len(twice),
            "repeated_unflagged": Delivery.objects.filter(message_id__in=twice, maybe_doubled=False).count(),
        }

    @staticmethod
    def holds(result: dict[str, object]) -> bool:
        return (
            result["posts_made"] == result["posts_distinct"] == result["posts"]
            and result["mails_taken"] == result["by_mail"]
            and result["notices"] == result["wanted_notices"]
            and result["mails_distinct"] == result["wanted_mails"]
            and result["lost"] == result["notices_doubled"] == result["repeated_unflagged"] == 0
            and result["mails_left"] == result["empty_digests"] == 0
        )


def main() -> int:
    given = [*sys.argv[1:], *("400", "20", "1", "postgres")[len(sys.argv) - 1 :]]
    posts, kills, seed = (int(value) for value in given[:3])
    with (
        tempfile.TemporaryDirectory(prefix="drill-") as folder,
        Database(Path(folder), postgres=given[3] == "postgres") as database,
    ):
        work = Path(folder)
        os.environ |= SETTINGS | {"DATABASE_URL": database.url, "DATA_DIR": folder, "DRILL_SINK": str(work / "sent")}
        os.environ.pop("INBOUND_EMAIL_URL", None)  # the folder in DATA_DIR
        drill = Replies(posts, kills, seed, database, work)
        result = drill.run()
        if not drill.holds(result):
            print((work / "log").read_text(errors="replace")[-3000:], file=sys.stderr)
    print(json.dumps(result))
    return 0 if drill.holds(result) else 1


if __name__ == "__main__":
    sys.exit(main())
