"""Reminders under fire:   python -m tests.drills.reminders [isps=100] [kills=12] [seed=1] [postgres|sqlite]

Each agreement is two months late, so five people are told of it: owner, deputy, DPO and the DPO's
deputy, accountable officer.
While the cluster plans and sends, any of its processes is killed, each role in its turn; the database crashes once in
between (on SQLite: every process that has it open is killed at once); at the end all workers freeze. Prints one JSON
object; exit 0 when nothing was lost, nothing is doubled on the site, and every repeated mail is flagged.
"""

import collections
import contextlib
import datetime
import json
import os
import random
import sys
import tempfile
import time
from pathlib import Path

import psutil

from tests.drills.cluster import ROLES, SETTINGS, Cluster, Database

LONGEST_S = 900
LED = 4  # agreements of one partner
TELL = ("owner", "deputy", "dpo", "dpo_deputy", "accountable_officer")


def make_world(isps: int) -> None:
    """Partners that lead four agreements each, their five people, and reviews that were opened in time."""
    from cms.core import clock
    from cms.members.models import Membership, PartnerRole, User
    from cms.reviews.models import Review
    from cms.snippets.models import Isp, IspVersion, Partner, Sector

    sector = Sector.objects.create(code="drill", label="Drill")
    due = clock.today() - datetime.timedelta(days=61)
    partners = Partner.objects.bulk_create(
        Partner(slug=f"body-{n}", name=f"Body {n}", membership="member", sector=sector) for n in range(isps // LED)
    )
    people = User.objects.bulk_create(
        User(email=f"{role}-{partner.slug}@example.org", password="!", last_name=role)
        for partner in partners
        for role in TELL
    )
    theirs = [people[start : start + len(TELL)] for start in range(0, len(people), len(TELL))]
    pairs = [(partner, person) for partner, some in zip(partners, theirs, strict=True) for person in some]
    Membership.objects.bulk_create(Membership(partner=partner, user=person) for partner, person in pairs)
    for partner, (_, _, dpo, dpo_deputy, officer) in zip(partners, theirs, strict=True):
        PartnerRole.objects.create(partner=partner, user=dpo, deputy=dpo_deputy, role="dpo")
        PartnerRole.objects.create(partner=partner, user=officer, role="accountable_officer")
    made = Isp.objects.bulk_create(
        Isp(
            reference=f"ISP-{n:04}",
            title=f"Agreement {n}",
            lead=partners[n // LED],
            owner=theirs[n // LED][0],
            deputy=theirs[n // LED][1],
            next_review_on=due,
        )
        for n in range(len(partners) * LED)
    )
    IspVersion.objects.bulk_create(IspVersion(isp=isp, number=1, state="in_force") for isp in made)
    opened = due - datetime.timedelta(days=100)
    Review.objects.bulk_create(Review(isp=isp, due_on=due, opened_on=opened) for isp in made)


class Drill:
    longest = LONGEST_S

    def __init__(self, isps: int, kills: int, seed: int, database: Database, work: Path) -> None:
        self.isps, self.kills, self.work, self.database = isps // LED * LED, kills, work, database
        self.wanted = self.isps * len(TELL)
        self.people = self.isps // LED * len(TELL)
        self.chosen = random.Random(seed)
        self.killed = collections.Counter[str]()
        self.order: list[str] = []
        self.crashes = 0

    def run(self) -> dict[str, object]:
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection

        call_command("migrate", verbosity=0)
        self.world()
        cluster = self.cluster()
        begun = time.time()
        try:
            self.under_fire(cluster, begun)
            recovered = self.frozen(cluster)
        finally:
            cluster.stop()
        result = self.counted() | {
            "database": connection.vendor,
            "killed": dict(sorted(self.killed.items())),
            "crashes_of_the_database": self.crashes,
            "replacements": cluster.replacements,
            "frozen_recovered_s": round(recovered),
            "seconds": round(time.time() - begun),
        }
        connection.close()
        return result

    def world(self) -> None:
        make_world(self.isps)

    def cluster(self) -> Cluster:
        return Cluster(self.work / "log")

    def tick(self, due: float) -> float:
        """What the schedule does every few minutes. Returns when it is due again."""
        from cms.jobs.services import OrmQ, enqueue
        from cms.notifications.tasks import repair

        if time.time() < due:
            return due
        if OrmQ.objects.count() < 5:
            enqueue("cms.reviews.tasks.plan_reminders")
            repair()
        return time.time() + 4

    def under_fire(self, cluster: Cluster, begun: float) -> None:
        next_kill, next_tick = begun + 6, begun + 2
        while time.time() - begun < self.longest:
            time.sleep(0.1)
            with self.database_may_be_away():
                if self.killed.total() >= self.kills and self.is_done():
                    return
                next_tick = self.tick(next_tick)
            if self.killed.total() < self.kills and time.time() > next_kill and cluster.is_whole:
                self.kill_one(cluster)
                next_kill = time.time() + self.chosen.uniform(0.5, 3)
                if self.killed.total() == self.kills // 2 and not self.crashes:
                    self.crash(cluster)

    @contextlib.contextmanager
    def database_may_be_away(self):
        from django.db import Error, connection

        try:
            yield
        except Error:
            connection.close()

    def kill_one(self, cluster: Cluster) -> None:
        """Every role once, in a new order, before any is killed again."""
        if not self.order:
            self.order = self.chosen.sample(ROLES, len(ROLES))
        role = self.order.pop()
        processes = cluster.processes()[role]
        if processes:
            with contextlib.suppress(psutil.NoSuchProcess):
                self.chosen.choice(processes).kill()
            self.killed[role] += 1

    def crash(self, cluster: Cluster) -> None:
        from django.db import connection

        self.crashes += 1
        if self.database.postgres:
            self.database.crash()
        else:
            for process in [one for some in cluster.processes().values() for one in some]:
                with contextlib.suppress(psutil.NoSuchProcess):
                    process.kill()
        connection.close()

    def is_done(self) -> bool:
        from cms.notifications.models import Delivery
        from cms.reviews.models import Reminder

        return (
            Reminder.objects.filter(state="sent").count() == self.wanted
            and Delivery.objects.filter(state="sent").count() == self.people
        )

    def frozen(self, cluster: Cluster) -> float:
        """Seconds from the moment in which all workers freeze to the next mail that is sent. They have done something
        before: to hang while it starts, a group has a time of its own (cms.jobs.guard)."""
        self.until_sent("before-the-frost")
        until = time.time() + 60
        while not cluster.is_whole and time.time() < until:
            time.sleep(0.2)
        assert cluster.freeze_workers()
        return self.until_sent("after-the-frost")

    def until_sent(self, name: str) -> float:
        """Seconds that one more mail takes, 120 at most."""
        from cms.core.requester import SYSTEM
        from cms.notifications.models import Delivery
        from cms.notifications.services import Recipient, notify

        begun, key = time.time(), f"drill:{name}"
        person = [Recipient(email=f"{name}@example.org")]
        notify(by=SYSTEM, source_key=key, recipients=person, title="Still there?", body="…", site=False)
        while time.time() - begun < 120:
            time.sleep(0.2)
            if Delivery.objects.filter(source_key=key, state="sent").exists():
                break
        return time.time() - begun

    def counted(self) -> dict[str, object]:
        from django.db.models import Count

        from cms.notifications.models import Delivery, Notification
        from cms.reviews.models import Reminder

        sent = self.work / "sent"
        lines = sent.read_text().split() if sent.exists() else []
        mails = Delivery.objects.exclude(source_key__startswith="drill:")
        frost = set(Delivery.objects.filter(source_key__startswith="drill:").values_list("message_id", flat=True))
        lines = [line for line in lines if line not in frost]
        twice = [key for key, times in collections.Counter(lines).items() if times > 1]
        notices = Notification.objects.filter(source_key__startswith="review:")
        twice_on_site = notices.values("user", "source_key").annotate(n=Count("pk")).filter(n__gt=1)
        return {
            "isps": self.isps,
            "reminders": self.wanted,
            "handed_over": Reminder.objects.filter(state="sent").count(),
            "lost": Reminder.objects.filter(state="pending").count() + mails.exclude(state="sent").count(),
            "notices": notices.count(),
            "notices_doubled": twice_on_site.count(),
            "people": self.people,
            "mails_written": len(lines),
            "mails_distinct": len(set(lines)),
            "mails_repeated": len(twice),
            "repeated_unflagged": Delivery.objects.filter(message_id__in=twice, maybe_doubled=False).count(),
        }

    @staticmethod
    def holds(result: dict[str, object]) -> bool:
        return (
            result["handed_over"] == result["notices"] == result["reminders"]
            and result["mails_distinct"] == result["people"]
            and result["lost"] == result["notices_doubled"] == result["repeated_unflagged"] == 0
            and int(str(result["frozen_recovered_s"])) <= 60
        )


def main() -> int:
    given = [*sys.argv[1:], *("100", "12", "1", "postgres")[len(sys.argv) - 1 :]]
    isps, kills, seed = (int(value) for value in given[:3])
    with (
        tempfile.TemporaryDirectory(prefix="drill-") as folder,
        Database(Path(folder), postgres=given[3] == "postgres") as database,
    ):
        work = Path(folder)
        os.environ |= SETTINGS | {"DATABASE_URL": database.url, "DATA_DIR": folder, "DRILL_SINK": str(work / "sent")}
        drill = Drill(isps, kills, seed, database, work)
        result = drill.run()
        if not drill.holds(result):
            print((work / "log").read_text(errors="replace")[-3000:], file=sys.stderr)
    print(json.dumps(result))
    return 0 if drill.holds(result) else 1


if __name__ == "__main__":
    sys.exit(main())
