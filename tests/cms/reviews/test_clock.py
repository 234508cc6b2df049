"""The same reminders whatever the clock does: both changes of the clocks, a leap day, month ends, five days down, a
clock that jumps five minutes forward and ten back."""

import datetime
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pytest
import time_machine
from django.db import transaction

from cms.core import clock
from cms.jobs.services import run_waiting
from cms.members.models import Membership, User
from cms.notifications.models import Delivery, Notification
from cms.reviews import reminders, tasks
from cms.reviews.models import Reminder
from cms.snippets.models import Isp, IspVersion, Partner, Sector

pytestmark = pytest.mark.django_db
D = datetime.date
# Due days whose stages fall on the days that clocks and calendars get wrong, in the winter of the leap year 2028.
DUE = (
    D(2027, 10, 31),  # the clocks go back in London
    D(2028, 2, 29),
    D(2028, 3, 26),  # the clocks go forward
    D(2028, 1, 31),
    D(2028, 3, 31),
    D(2028, 3, 7),  # seven days after the leap day
)
DOWN = (D(2028, 1, 29), D(2028, 2, 2))  # over a month's end on which reviews fall due
AROUND = datetime.timedelta(days=3)
MIDNIGHTS = {D(2027, 10, 31), D(2028, 2, 29), D(2028, 3, 26)}  # the clock is wrong in these nights
Tick = tuple[datetime.datetime, datetime.timedelta]


def world() -> None:
    sector = Sector.objects.create(code="local authority", label="Councils")
    council = Partner.objects.create(name="Exshire", slug="exshire", sector=sector, membership="member")
    owner, deputy = (User.objects.create_user(f"{name}@exshire.example") for name in ("owner", "deputy"))
    for person in (owner, deputy):
        Membership.objects.create(user=person, partner=council)
    for due in DUE:
        isp = Isp.objects.create(title=f"Due {due}", lead=council, owner=owner, deputy=deputy, next_review_on=due)
        IspVersion.objects.create(isp=isp, state="in_force", in_force_from=D(2025, 1, 1))
    with time_machine.travel(datetime.datetime(2027, 6, 1, 12, tzinfo=datetime.UTC), tick=False):
        reminders.open_reviews(clock.today())


def days() -> list[D]:
    """The days around those above. Between them both runs stand still."""
    first, last = min(DUE) - AROUND, max(DUE) + AROUND
    span = (first + datetime.timedelta(days=number) for number in range((last - first).days + 1))
    return [day for day in span if any(abs(day - due) <= AROUND for due in DUE)]


def straight() -> Iterator[Tick]:
    """Once a day, a minute after midnight in London, with a clock that is right."""
    for day in days():
        local = datetime.datetime.combine(day, datetime.time(0, 1), clock.LONDON)
        yield local.astimezone(datetime.UTC), datetime.timedelta()


def disturbed(chosen: random.Random) -> Iterator[Tick]:
    """At odd times, some twice; five days down; around three midnights the clock jumps forward and back."""
    for day in days():
        if DOWN[0] <= day <= DOWN[1]:
            continue
        midnight = datetime.datetime.combine(day, datetime.time(), clock.LONDON).astimezone(datetime.UTC)
        if day in MIDNIGHTS:
            for minutes, off in ((-4, 5), (-3, 5), (-2, -5), (1, -5), (4, -5), (6, 0)):
                yield midnight + datetime.timedelta(minutes=minutes), datetime.timedelta(minutes=off)
        for _ in range(chosen.choice((1, 1, 2))):
            yield midnight + datetime.timedelta(minutes=chosen.randrange(10, 22 * 60)), datetime.timedelta()


@dataclass(frozen=True)
class Sent:
    ledger: set[tuple[str, int, str, str]]
    on_site: list[str]
    mails: int


def after(ticks: Iterable[Tick]) -> Sent:
    """What left after these ticks; then everything is as it was before them."""
    with transaction.atomic():
        for at, off in ticks:
            with time_machine.travel(at + off, tick=False):
                tasks.plan_reminders()
                run_waiting()
        ledger = Reminder.objects.values_list("review__isp__title", "offset", "recipient", "state")
        people = Notification.objects.values_list("user__email", flat=True)
        found = Sent(set(ledger), sorted(people), Delivery.objects.filter(state="sent").count())
        transaction.set_rollback(True)
    return found


def test_a_wrong_clock_and_days_down_send_the_same_reminders():
    world()
    right = after(straight())
    wrong = after(disturbed(random.Random(1)))  # noqa: S311
    assert {state for *_, state in right.ledger} == {"sent", "superseded"}
    assert len(right.on_site) == sum(state == "sent" for *_, state in right.ledger) > 25
    assert wrong.ledger == right.ledger
    assert wrong.on_site == right.on_site
    # Stages that fell due while the service was down go together in one mail afterwards.
    assert right.mails - 2 * 5 <= wrong.mails <= right.mails
