"""A briefing under fire:   python -m tests.drills.briefing [people=200] [kills=3] [seed=1] [postgres|sqlite]

An edition goes to every member, by four lines that overlap, and to the public who asked for it, one in ten of whom are
members too. While the cluster lists, hands over and sends, any of its processes is killed; the database crashes once in
between; at the end all workers freeze. Prints one JSON object; exit 0 when everybody got one mail, nothing is doubled
on the site, and every repeated mail is flagged.
"""

import collections
import datetime
import json
import os
import sys
import tempfile
import time
from pathlib import Path

from tests.drills.cluster import SETTINGS, Database
from tests.drills.reminders import Drill

ANY = 10  # members for each subscriber of the public


def make_world(people: int) -> None:
    """Members of ten bodies, IG leads among them, subscribers, and an edition that is due now."""
    from cms.briefings.models import Edition, EditionAudience, EditionItem, Subscription
    from cms.core import clock
    from cms.members.models import Membership, PartnerRole, User
    from cms.snippets.models import Partner, Sector

    sector = Sector.objects.create(code="drill", label="Drill")
    bodies = Partner.objects.bulk_create(
        Partner(slug=f"body-{n}", name=f"Body {n}", membership="member", sector=sector) for n in range(10)
    )
    made = User.objects.bulk_create(
        User(email=f"p{n}@example.org", password="!", last_name=f"{n}") for n in range(people)
    )
    Membership.objects.bulk_create(
        Membership(partner=bodies[(n + extra) % 10], user=user) for n, user in enumerate(made) for extra in range(2)
    )
    PartnerRole.objects.bulk_create(
        PartnerRole(partner=bodies[n % 10], user=user, role="ig_lead") for n, user in enumerate(made[::7])
    )
    Subscription.objects.bulk_create(
        Subscription(email=f"p{n}@example.org" if n % 10 == 0 else f"public{n}@example.org", confirmed_at=clock.now())
        for n in range(people // ANY)
    )
    due = clock.now() - datetime.timedelta(minutes=1)
    edition = Edition.objects.create(
        title="November", slug="november", note="Thank you.", readers="public", send_at=due
    )
    EditionItem.objects.bulk_create(
        EditionItem(edition=edition, sort_order=n, title=f"Item {n}", text="Words.") for n in range(6)
    )
    EditionAudience.objects.create(edition=edition)
    EditionAudience.objects.create(edition=edition, role="ig_lead")
    EditionAudience.objects.create(edition=edition, sector=sector)
    EditionAudience.objects.create(edition=edition, partner=bodies[0])


class BriefingDrill(Drill):
    longest = 3600

    def __init__(self, people: int, kills: int, seed: int, database: Database, work: Path) -> None:
        super().__init__(4, kills, seed, database, work)
        self.members = people
        public = people // ANY
        self.wanted = people + public - len(range(0, public, 10))

    def world(self) -> None:
        make_world(self.members)

    def tick(self, due: float) -> float:
        from cms.jobs.services import OrmQ, enqueue
        from cms.notifications.tasks import repair

        if time.time() < due:
            return due
        if OrmQ.objects.count() < 5:
            enqueue("cms.briefings.tasks.tick")
            repair()
        return time.time() + 4

    def is_done(self) -> bool:
        from cms.briefings.models import Edition
        from cms.notifications.models import Delivery

        return (
            Edition.objects.exclude(handed_over_at=None).exists()
            and Delivery.objects.filter(state="sent").count() == self.wanted
        )

    def counted(self) -> dict[str, object]:
        from django.db.models import Count

        from cms.briefings.models import Edition, Recipient
        from cms.notifications.models import Delivery, Notification

        sent = self.work / "sent"
        lines = sent.read_text().split() if sent.exists() else []
        frost = set(Delivery.objects.filter(source_key__startswith="drill:").values_list("message_id", flat=True))
        lines = [line for line in lines if line not in frost]
        twice = [key for key, times in collections.Counter(lines).items() if times > 1]
        mails = Delivery.objects.filter(source_key__startswith="briefing")
        notices = Notification.objects.filter(source_key__startswith="briefing:")
        by_address = mails.order_by().values("recipient").annotate(n=Count("pk")).filter(n__gt=1)
        return {
            "members": self.members,
            "people": self.wanted,
            "listed": Recipient.objects.count(),
            "numbers_given": Edition.objects.exclude(number=None).count(),
            "mails_written": len(lines),
            "mails_distinct": len(set(lines)),
            "mails_repeated": len(twice),
            "repeated_unflagged": Delivery.objects.filter(message_id__in=twice, maybe_doubled=False).count(),
            "lost": self.wanted - mails.filter(state="sent").count(),
            "people_with_two": by_address.count(),
            "notices": notices.count(),
            "notices_doubled": notices.values("user").annotate(n=Count("pk")).filter(n__gt=1).count(),
        }

    @staticmethod
    def holds(result: dict[str, object]) -> bool:
        return (
            result["listed"] == result["people"] == result["mails_distinct"]
            and result["notices"] == result["members"]
            and result["lost"] == result["people_with_two"] == result["notices_doubled"] == 0
            and result["repeated_unflagged"] == 0
            and int(str(result["frozen_recovered_s"])) <= 60
        )


def main() -> int:
    given = [*sys.argv[1:], *("200", "3", "1", "postgres")[len(sys.argv) - 1 :]]
    people, kills, seed = (int(value) for value in given[:3])
    with (
        tempfile.TemporaryDirectory(prefix="drill-") as folder,
        Database(Path(folder), postgres=given[3] == "postgres") as database,
    ):
        work = Path(folder)
        os.environ |= SETTINGS | {"DATABASE_URL": database.url, "DATA_DIR": folder, "DRILL_SINK": str(work / "sent")}
        drill = BriefingDrill(people, kills, seed, database, work)
        result = drill.run()
        if not drill.holds(result):
            print((work / "log").read_text(errors="replace")[-3000:], file=sys.stderr)
    print(json.dumps(result))
    return 0 if drill.holds(result) else 1


if __name__ == "__main__":
    sys.exit(main())
