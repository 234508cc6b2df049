"""The ledger: dates decide, a stage goes once, nobody is showered, and nobody gets what is no longer theirs."""

import datetime
import json
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command

from cms.jobs.services import run_waiting
from cms.members.models import Membership, PartnerRole, SiteRole, User
from cms.notifications.models import Delivery, Notification
from cms.reviews import planning, reminders, tasks
from cms.reviews.models import Reminder, ReminderOffset, Review
from cms.snippets.models import Isp, IspVersion, Partner, PartnerContact, Sector

D = datetime.date
pytestmark = pytest.mark.django_db
OPENED = D(2026, 1, 5)


def at(day: D, hour: int = 12) -> Any:
    return time_machine.travel(datetime.datetime(day.year, day.month, day.day, hour, tzinfo=datetime.UTC), tick=False)


@pytest.fixture
def council() -> Partner:
    sector = Sector.objects.create(code="local authority", label="Councils")
    return Partner.objects.create(name="Exshire Council", slug="exshire", sector=sector, membership="member")


@pytest.fixture
def owner(council: Partner) -> User:
    user = User.objects.create_user("owner@exshire.example", first_name="Olu", last_name="Owner")
    Membership.objects.create(user=user, partner=council)
    return user


def agreement(council: Partner, due: D, owner: User | None = None, **fields: Any) -> Isp:
    isp = Isp.objects.create(title=f"Agreement due {due}", lead=council, owner=owner, next_review_on=due, **fields)
    IspVersion.objects.create(isp=isp, state="in_force", in_force_from=D(2025, 1, 1))
    return isp


@pytest.fixture
def usual(council: Partner) -> None:
    """A second agreement, not due for years, so that the council counts as one of the usual size."""
    agreement(council, D(2040, 1, 1))


def states() -> dict[int, str]:
    return dict(Reminder.objects.values_list("offset", "state"))


def run(day: D) -> None:
    with at(day):
        tasks.plan_reminders()
        run_waiting()


@pytest.mark.sqlite
@pytest.mark.usefixtures("usual")
def test_every_stage_goes_once_whatever_the_ticks(council: Partner, owner: User) -> None:
    agreement(council, D(2028, 2, 29), owner)  # a leap day; both clock changes lie in the span
    with at(D(2027, 10, 1)):
        reminders.open_reviews(D(2027, 10, 1))
    for day in range(0, 270, 3):
        run(D(2027, 11, 1) + datetime.timedelta(days=day))
    sent = Reminder.objects.filter(recipient=owner.email)
    assert dict(sent.values_list("offset", "state")) == dict.fromkeys((-90, -60, -30, -7, 0, 30, 60, 90), "sent")
    assert len(mail.outbox) == 8
    assert len({message.extra_headers["Message-ID"] for message in mail.outbox}) == 8
    assert Notification.objects.filter(user=owner).count() == 8


@pytest.mark.usefixtures("usual")
def test_after_downtime_only_the_latest_stage_is_sent(council: Partner, owner: User) -> None:
    agreement(council, D(2026, 6, 1), owner)
    with at(OPENED):
        reminders.write_ledger(OPENED)
    run(D(2026, 5, 28))
    assert states() == {-90: "superseded", -60: "superseded", -30: "superseded", -7: "sent"}
    assert len(mail.outbox) == 1


@pytest.mark.usefixtures("usual")
def test_a_stage_planned_but_not_handed_over_is_overtaken_by_the_next(council: Partner, owner: User) -> None:
    agreement(council, D(2026, 6, 1), owner)
    with at(OPENED):
        reminders.open_reviews(OPENED)
    with at(D(2026, 3, 3)):
        reminders.write_ledger(D(2026, 3, 3))
    assert states() == {-90: "pending"}
    run(D(2026, 4, 2))
    assert states() == {-90: "superseded", -60: "sent"}


@pytest.mark.usefixtures("usual")
def test_an_import_showers_nobody(council: Partner, owner: User) -> None:
    agreement(council, D(2018, 2, 28), owner)
    run(D(2026, 6, 2))
    assert set(states().values()) == {"superseded"}
    assert not mail.outbox


@pytest.mark.usefixtures("usual")
def test_one_mail_a_person_however_many_items(council: Partner, owner: User) -> None:
    for due in (D(2026, 6, 1), D(2026, 6, 2)):
        agreement(council, due, owner)
    with at(OPENED):
        reminders.open_reviews(OPENED)
    run(D(2026, 6, 2))
    assert [message.subject for message in mail.outbox] == ["2 reviews need you"]
    body = str(mail.outbox[0].body)
    assert "Agreement due 2026-06-01" in body
    assert "Agreement due 2026-06-02" in body
    assert Notification.objects.filter(user=owner).count() == 2


def test_a_body_with_one_agreement_is_reminded_gently(council: Partner, owner: User) -> None:
    agreement(council, D(2026, 6, 1), owner)
    with at(OPENED):
        reminders.open_reviews(OPENED)
    for month in (2, 3, 4, 5):
        run(D(2026, month, 28))
    run(D(2026, 8, 31))
    gentle = set(ReminderOffset.objects.filter(size="small").values_list("days", flat=True))
    assert set(states()) <= gentle
    assert len(gentle) < ReminderOffset.objects.filter(size="usual").count()


@pytest.mark.usefixtures("usual")
def test_who_is_told_and_when_others_join(council: Partner, owner: User) -> None:
    people = {}
    for role in ("dpo", "accountable_officer"):
        people[role] = User.objects.create_user(f"{role}@exshire.example")
        Membership.objects.create(user=people[role], partner=council)
        PartnerRole.objects.create(partner=council, role=role, user=people[role])
    editor = User.objects.create_user("core@team.example")
    SiteRole.objects.create(user=editor, role="core_editor")
    agreement(council, D(2026, 6, 1), owner)
    with at(OPENED):
        reminders.open_reviews(OPENED)
    told = {}
    for late in (0, 30, 60, 90):
        day = D(2026, 6, 1) + datetime.timedelta(days=late)
        with at(day):
            told[late] = {s.recipient.email for s in planning.plan(day) if s.offset == late and not s.superseded}
    officers = {people["dpo"].email, people["accountable_officer"].email}
    assert told[0] == {owner.email}
    assert told[30] == {owner.email, people["dpo"].email}
    assert told[60] == {owner.email} | officers
    assert told[90] == {owner.email, editor.email} | officers


@pytest.mark.usefixtures("usual")
def test_without_owner_the_named_contact_then_the_core_team(council: Partner) -> None:
    editor = User.objects.create_user("core@team.example")
    SiteRole.objects.create(user=editor, role="core_editor")
    agreement(council, D(2026, 6, 1))

    def told() -> list[tuple[str, str]]:
        return [(s.recipient.email, s.recipient.why) for s in planning.plan(D(2026, 6, 1)) if s.offset == 0]

    with at(D(2026, 6, 1)):
        assert told() == [("core@team.example", "core team: nobody else to tell")]
        contact = PartnerContact.objects.create(partner=council, email="Info@exshire.example")
        assert told() == [("info@exshire.example", "named contact")]
        contact.bounced_on = D(2026, 5, 1)
        contact.save()
        assert told() == [("core@team.example", "core team: nobody else to tell")]


@pytest.mark.usefixtures("usual")
def test_a_person_whose_membership_ended_is_not_told(council: Partner, owner: User) -> None:
    agreement(council, D(2026, 6, 1), owner)
    with at(OPENED):
        reminders.open_reviews(OPENED)
    with at(D(2026, 6, 1)):
        reminders.write_ledger(D(2026, 6, 1))
        Membership.objects.filter(user=owner).update(ends_on=D(2026, 5, 31))
        assert reminders.hand_over() == 0
    assert states()[0] == "cancelled"
    assert not Delivery.objects.exists()


@pytest.mark.usefixtures("usual")
def test_a_part_lost_between_planning_and_sending_stops_the_mail_and_keeps_the_rest(
    council: Partner, owner: User
) -> None:
    lost = agreement(council, D(2026, 6, 1), owner)
    agreement(council, D(2026, 6, 1), owner, external_reference="kept")
    with at(OPENED):
        reminders.open_reviews(OPENED)
    with at(D(2026, 6, 1)):
        tasks.plan_reminders()
        other = User.objects.create_user("other@exshire.example")
        Membership.objects.create(user=other, partner=council)
        Isp.objects.filter(pk=lost.pk).update(owner=other)
        run_waiting()
        assert not mail.outbox
        tasks.plan_reminders()
        run_waiting()
    to_owner = [message for message in mail.outbox if message.to == [owner.email]]
    assert len(to_owner) == 1
    assert lost.reference not in str(to_owner[0].body)


@pytest.mark.usefixtures("usual")
def test_a_new_due_date_is_a_new_review_and_silences_the_old(council: Partner, owner: User) -> None:
    isp = agreement(council, D(2026, 6, 1), owner)
    with at(OPENED):
        reminders.open_reviews(OPENED)
    with at(D(2026, 3, 3)):
        reminders.write_ledger(D(2026, 3, 3))
    Isp.objects.filter(pk=isp.pk).update(next_review_on=D(2027, 3, 1))
    run(D(2026, 3, 4))
    first, second = Review.objects.filter(isp=isp).order_by("due_on")
    assert (first.superseded_on, second.superseded_on) == (D(2026, 3, 4), None)
    assert states() == {-90: "cancelled"}
    assert not mail.outbox


@pytest.mark.usefixtures("usual")
def test_an_added_offset_never_fires_for_dates_long_past(council: Partner, owner: User) -> None:
    agreement(council, D(2026, 6, 1), owner)
    with at(OPENED):
        reminders.open_reviews(OPENED)
    ReminderOffset.objects.create(days=14, size="usual", added_on=D(2026, 6, 25))
    run(D(2026, 6, 25))
    assert states()[14] == "superseded"


def test_today_is_londons(council: Partner, owner: User) -> None:
    agreement(council, D(2026, 7, 1), owner)
    agreement(council, D(2040, 1, 1))
    with at(OPENED):
        reminders.open_reviews(OPENED)
    with at(D(2026, 6, 30), hour=23):  # a quarter to midnight in summer UTC is tomorrow in London
        reminders.write_ledger(reminders.clock.today())
    assert 0 in states()


@pytest.mark.usefixtures("usual")
def test_the_command_shows_and_writes_nothing(council: Partner, owner: User) -> None:
    isp = agreement(council, D(2026, 6, 1), owner)
    out = StringIO()
    with at(OPENED):
        call_command("plan_reminders", "--as-of", "2026-05-02", "--json", stdout=out)
    answer = json.loads(out.getvalue())
    assert answer["as_of"] == "2026-05-02"
    assert answer["superseded"] == 2
    assert [(row["offset"], row["channel"]) for row in answer["due"]] == [(-30, "email"), (-30, "site")]
    assert answer["due"][0] == {
        "subject": isp.title,
        "reference": isp.reference,
        "due": "2026-06-01",
        "offset": -30,
        "recipient": owner.email,
        "why": "owner",
        "channel": "email",
    }
    assert not Reminder.objects.exists()
    with pytest.raises(CommandError, match="not a day"):
        call_command("plan_reminders", "--as-of", "tomorrow")


@pytest.mark.parametrize("total", [1, 10, 40])
def test_planning_costs_the_same_for_any_number(
    council: Partner, owner: User, total: int, django_assert_num_queries: Any
) -> None:
    for number in range(total):
        agreement(council, D(2026, 6, 1) + datetime.timedelta(days=number), owner)
    with at(D(2026, 6, 1)), django_assert_num_queries(19):
        planning.plan(D(2026, 6, 1))


@pytest.mark.usefixtures("usual")
def test_rows_that_another_run_took_meanwhile_are_not_marked_as_sent(council: Partner, owner: User) -> None:
    for reference in ("a", "b"):
        agreement(council, D(2026, 6, 1), owner, external_reference=reference)
    with at(OPENED):
        reminders.open_reviews(OPENED)
    with at(D(2026, 6, 1)):
        reminders.write_ledger(D(2026, 6, 1))
        rows = list(Reminder.objects.filter(state="pending").order_by("pk"))
        subjects, theirs = reminders._still_theirs(rows)
        assert len(theirs) == 2
        Reminder.objects.filter(pk=rows[0].pk).update(state="sent")  # the other run was here first
        assert reminders._hand_over_to(owner.email, rows, subjects) == 0
        assert Reminder.objects.get(pk=rows[1].pk).state == "pending"
        assert reminders.hand_over() == 1
    assert Delivery.objects.count() == 1


@pytest.mark.parametrize("total", [1, 10, 40])
@pytest.mark.usefixtures("usual")
def test_asking_again_costs_the_same_for_any_number(
    council: Partner, owner: User, total: int, django_assert_num_queries: Any
) -> None:
    for number in range(total):
        agreement(council, D(2026, 6, 1), owner, external_reference=str(number))
    with at(OPENED):
        reminders.open_reviews(OPENED)
    with at(D(2026, 6, 1)):
        reminders.write_ledger(D(2026, 6, 1))
        rows = list(Reminder.objects.filter(state="pending"))
        assert len(rows) == total
        with django_assert_num_queries(10):
            reminders._still_theirs(rows)
