"""Who is told when the owner cannot be: deputy, cover, the lead's contacts, the core team; and notes about the rest."""

import datetime
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.urls import reverse

from cms.core.errors import BadInput, Conflict, Forbidden, NotFound
from cms.core.requester import ANONYMOUS, SYSTEM
from cms.jobs.services import run_waiting
from cms.members.models import Absence, User
from cms.members.selectors import requester_of
from cms.notifications.models import Bounce, Delivery
from cms.pages.models import GuidancePage
from cms.reviews import notes, owners, planning, reminders, tasks
from cms.reviews.models import ManagementNote, Reminder, ReminderOffset, Review
from cms.signing.permissions import can_handle
from cms.snippets.models import Isp, Partner, PartnerContact, Succession
from tests.factories.pages import make_page
from tests.factories.registers import make_isp, make_membership, make_partner, make_role, make_user

D = datetime.date
pytestmark = pytest.mark.django_db
DUE = D(2026, 6, 1)


def at(day: D) -> Any:
    return time_machine.travel(datetime.datetime(day.year, day.month, day.day, 12, tzinfo=datetime.UTC), tick=False)


@pytest.fixture
def council() -> Partner:
    with at(D(2026, 1, 5)):
        made = make_partner("exshire")
        make_isp("Not due", made, next_review_on=D(2040, 1, 1))  # so that it counts as one of the usual size
        return made


@pytest.fixture
def team() -> User:
    return make_user("core@team.example", site_role="core_editor")


def agreement(council: Partner, title: str = "Sharing", due: D = DUE, **fields: Any) -> Isp:
    """In force, its review opened long before it was due."""
    with at(D(2026, 1, 5)):
        isp = make_isp(title, council, next_review_on=due, **fields)
        reminders.open_reviews(D(2026, 1, 5))
    return isp


def told(day: D = DUE, offset: int = 0) -> list[tuple[str, str]]:
    with at(day):
        stages = planning.plan(day)
    return [(one.recipient.email, one.recipient.why) for one in stages if one.offset == offset and not one.superseded]


def bounce(email: str) -> None:
    Bounce.objects.create(address=email, source="report", status="5.1.1")


def run(day: D) -> None:
    with at(day):
        tasks.plan_reminders()
        run_waiting()


@pytest.mark.sqlite
def test_each_step_when_the_owner_cannot_be_told(council: Partner, team: User) -> None:
    owner, deputy = make_user("owner@ex.example", council), make_user("deputy@ex.example", council)
    isp = agreement(council, owner=owner, deputy=deputy)
    first = PartnerContact.objects.create(partner=council, email="first@ex.example")
    PartnerContact.objects.create(partner=council, email="second@ex.example")
    assert told() == [("owner@ex.example", "owner"), ("deputy@ex.example", "deputy")]
    assert owners.orphans(lead_ids=[council.pk])[0].thing.label.endswith("Not due")  # that one has no owner
    bounce("owner@ex.example")
    assert told() == [("deputy@ex.example", "deputy")]
    found = {one.thing.isp: one for one in owners.orphans()}[isp.pk]
    assert (found.kind, found.owner_name) == ("bounces", str(owner))
    assert [person.why for person in found.told] == ["deputy"]
    deputy.memberships.update(ends_on=D(2026, 5, 31))
    assert told() == [("first@ex.example", "named contact")]
    bounce("first@ex.example")
    assert told() == [("second@ex.example", "named contact")]
    PartnerContact.objects.exclude(pk=first.pk).update(bounced_on=D(2026, 5, 1))
    assert told() == [("core@team.example", "core team: nobody else to tell")]
    owner.memberships.update(ends_on=D(2026, 5, 31))
    with at(DUE):
        assert {one.thing.isp: one.kind for one in owners.orphans()}[isp.pk] == "left"


def test_a_mail_that_comes_back_sends_the_same_stage_to_the_next_in_line(council: Partner, team: User) -> None:
    owner = make_user("owner@ex.example", council)
    agreement(council, owner=owner)
    PartnerContact.objects.create(partner=council, email="office@ex.example")
    run(DUE)
    assert [message.to for message in mail.outbox] == [["owner@ex.example"]]
    bounce("owner@ex.example")
    run(D(2026, 6, 2))
    assert [message.to for message in mail.outbox][1:] == [["office@ex.example"]]
    run(D(2026, 6, 3))
    assert len(mail.outbox) == 2


def test_late_stages_tell_the_officer_who_can_be_reached_and_not_all_of_them(council: Partner, team: User) -> None:
    owner = make_user("owner@ex.example", council)
    for role in ("dpo", "ig_lead", "accountable_officer"):
        make_role(make_user(f"{role}@ex.example", council), council, role)
    agreement(council, owner=owner)
    day = DUE + datetime.timedelta(days=30)
    assert told(day, 30) == [("owner@ex.example", "owner"), ("dpo@ex.example", "dpo")]
    bounce("dpo@ex.example")
    assert told(day, 30) == [("owner@ex.example", "owner"), ("ig_lead@ex.example", "ig lead")]
    assert [why for _, why in told(DUE + datetime.timedelta(days=60), 60)] == [
        "owner",
        "ig lead",
        "accountable officer",
    ]
    assert told(DUE + datetime.timedelta(days=90), 90)[-1] == ("core@team.example", "core team: a note is drafted")


def test_people_of_the_body_that_took_over_are_told_and_page_owners_only_while_they_belong(
    council: Partner, team: User
) -> None:
    after = make_partner("newshire")
    owner = make_user("owner@new.example", after)
    agreement(council, owner=owner)
    assert told() == [("core@team.example", "core team: nobody else to tell")]
    Succession.objects.create(predecessor=council, successor=after, on="2026-01-01")
    assert told() == [("owner@new.example", "owner")]
    page = make_page(GuidancePage, "A page", slug="page", page_owner=owner, review_on=D(2026, 6, 1))
    with at(D(2026, 1, 5)):
        reminders.open_reviews(D(2026, 1, 5))
    mails = [email for email, _ in told()]
    assert mails.count("owner@new.example") == 2
    owner.memberships.update(ends_on=D(2026, 5, 1))
    assert {email for email, _ in told()} == {"core@team.example"}
    by = requester_of(team)
    owners.choose_page_owner(by=by, page_id=page.pk, owner_id=team.pk)
    with pytest.raises(Forbidden):
        owners.choose_page_owner(by=ANONYMOUS, page_id=page.pk, owner_id=team.pk)


@pytest.mark.sqlite
def test_cover_gets_reminders_and_tasks_from_the_first_day_to_the_last(council: Partner, team: User) -> None:
    owner, cover, other = (make_user(f"{name}@ex.example", council) for name in ("owner", "cover", "other"))
    isp = agreement(council, owner=owner)
    elsewhere = make_isp("Elsewhere", make_partner("trust"), owner=owner, next_review_on=DUE)
    make_membership(owner, elsewhere.lead)
    Absence.objects.create(user=owner, partner=council, cover=cover, starts_on=D(2026, 5, 20), ends_on=D(2026, 6, 10))
    with at(D(2026, 5, 19)):
        assert not can_handle(requester_of(cover), isp)
    with at(DUE):
        assert can_handle(requester_of(cover), isp)
        assert not can_handle(requester_of(cover), elsewhere)
        assert not can_handle(requester_of(other), isp)
    assert ("cover@ex.example", "covers for the owner") in told()
    cover.memberships.update(ends_on=D(2026, 5, 31))
    with at(DUE):
        assert not can_handle(requester_of(cover), isp)
    assert "cover@ex.example" not in dict(told())
    cover.memberships.update(ends_on=None)
    owner.memberships.filter(partner=council).update(ends_on=D(2026, 5, 31))  # who has left is covered by nobody
    with at(DUE):
        assert not can_handle(requester_of(cover), isp)
    with at(D(2026, 6, 11)):
        assert requester_of(cover).covers == frozenset()


def test_a_stage_that_is_moved_counts_as_new_and_fires_for_nothing_that_is_past(council: Partner) -> None:
    agreement(council, owner=make_user("owner@ex.example", council))
    run(D(2026, 5, 26))
    before = len(mail.outbox)
    with at(D(2026, 5, 30)):
        stage = ReminderOffset.objects.get(days=-90, size="usual")
        stage.days = -5  # fell three days ago: within the week, so it goes once
        stage.save()
        tasks.plan_reminders()
        late = ReminderOffset.objects.get(days=-60, size="usual")
        late.days = -15
        late.save()
        tasks.plan_reminders()
        run_waiting()
    assert len(mail.outbox) == before + 1
    assert Reminder.objects.get(offset=-15).state == "superseded"


@pytest.mark.sqlite
def test_one_note_a_partner_is_drafted_edited_sent_once_and_never_by_itself(
    council: Partner, team: User, client: Any, settings: Any
) -> None:
    settings.MFA_REQUIRED = False
    chair = make_user("chair@group.example", site_role="management_group")
    owner = make_user("owner@ex.example", council)
    late, also = (
        agreement(council, "Late", owner=owner),
        agreement(council, "Also late", due=D(2026, 6, 5), owner=owner),
    )
    with at(D(2026, 9, 3)):
        make_isp("Imported", council, next_review_on=D(2018, 1, 1))
    run(D(2026, 8, 29))
    assert not ManagementNote.objects.exists()
    run(D(2026, 8, 30))
    run(D(2026, 8, 30))
    note = ManagementNote.objects.get()
    assert (note.standing, note.partner) == ("draft", council)
    assert late.reference in note.body
    assert "friendly" in note.subject
    assert not any(message.to == [chair.email] for message in mail.outbox)
    assert sum("note to the management group" in message.subject for message in mail.outbox) == 1
    run(D(2026, 9, 3))
    note.refresh_from_db()
    assert ManagementNote.objects.count() == 1
    assert also.reference in note.body
    assert "Imported" not in note.body
    by = requester_of(team)
    with at(D(2026, 9, 4)):
        with pytest.raises(Forbidden):
            notes.send_note(by=requester_of(owner), pk=note.pk)
        with pytest.raises(BadInput):
            notes.edit_note(by=by, pk=note.pk, subject="", body="x")
        client.force_login(team, backend="django.contrib.auth.backends.ModelBackend")
        address = reverse("management_note", args=[note.pk])
        assert client.get(reverse("management_notes")).status_code == 200
        assert late.reference in client.get(address).content.decode()
        assert ManagementNote.objects.get().standing == "draft"  # opening it did nothing
        words = {"subject": "A word with Exshire", "body": "Please ring them."}
        assert client.post(address, words | {"send": "1"}).status_code == 302
        run_waiting()
        assert [m.subject for m in mail.outbox if m.to == [chair.email]] == ["A word with Exshire"]
        with pytest.raises(Conflict):
            notes.send_note(by=by, pk=note.pk)
        with pytest.raises(Conflict):
            notes.dismiss_note(by=by, pk=note.pk)
    run(D(2026, 9, 20))
    assert ManagementNote.objects.count() == 1  # the same reviews draft no second one


def test_a_draft_follows_what_is_still_open_and_what_somebody_wrote_stays(council: Partner, team: User) -> None:
    chair = make_user("chair@group.example", site_role="management_group")
    first, second = agreement(council, "First"), agreement(council, "Second", due=D(2026, 6, 3))
    run(D(2026, 9, 2))
    Review.objects.filter(isp=first).update(outcome="needs_change")
    run(D(2026, 9, 3))
    note = ManagementNote.objects.get()
    assert first.reference not in note.body
    assert second.reference in note.body
    with at(D(2026, 9, 4)):
        notes.edit_note(by=requester_of(team), pk=note.pk, subject=note.subject, body="Our own words.")
    third = agreement(council, "Third", due=D(2026, 6, 10))
    run(D(2026, 9, 8))
    note.refresh_from_db()
    assert note.body.startswith("Our own words.")
    assert third.reference in note.body
    Review.objects.all().update(completed_on=D(2026, 9, 8))
    run(D(2026, 9, 9))
    note.refresh_from_db()
    assert (note.standing, note.dismissed_because) == ("dismissed", notes.REVIEWED)
    assert not Delivery.objects.filter(recipient=chair.email).exists()


def test_choosing_an_owner_in_place_and_its_refusals(council: Partner, team: User, client: Any, settings: Any) -> None:
    settings.MFA_REQUIRED = False
    isp = agreement(council)
    new, stranger = make_user("new@ex.example", council), make_user("x@else.example", make_partner("else"))
    lead = make_user("lead@ex.example", council)
    make_role(lead, council, "partner_lead")
    with pytest.raises(Forbidden):
        owners.choose_owner(by=requester_of(new), isp_id=isp.pk, owner_id=new.pk)
    with pytest.raises(NotFound):
        owners.choose_owner(by=ANONYMOUS, isp_id=isp.pk, owner_id=new.pk)
    with pytest.raises(BadInput):
        owners.choose_owner(by=requester_of(lead), isp_id=isp.pk, owner_id=stranger.pk)
    with pytest.raises(Conflict):
        owners.choose_owner(by=requester_of(lead), isp_id=isp.pk, owner_id=new.pk, expected_revision=99)
    assert {one.reference for one in owners.owners_to_choose(requester_of(lead)) if one.people} >= {isp.reference}
    assert all(not one.people for one in owners.owners_to_choose(requester_of(new)))
    assert owners.owners_to_choose(ANONYMOUS) == owners.owners_to_choose(SYSTEM) == []
    client.force_login(team, backend="django.contrib.auth.backends.ModelBackend")
    shown = client.get(reverse("orphans") + "?kind=nobody").content.decode()
    assert isp.reference in shown
    assert "core team: nobody else to tell" in shown
    isp.refresh_from_db()
    client.post(reverse("orphans"), {"isp": isp.pk, "revision": isp.lock_version, "owner": new.pk})
    isp.refresh_from_db()
    assert isp.owner == new
    client.force_login(new, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("orphans")).status_code in (302, 403)
