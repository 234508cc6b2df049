"""Somebody leaves: all that moves is shown first, moves once, and nothing is handed on that could not be given."""

import datetime
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.urls import reverse

from cms.audit.models import AuditEvent
from cms.core.errors import BadInput, Conflict, Forbidden
from cms.jobs.services import run_waiting
from cms.members import tasks
from cms.members.models import Absence, Departure, PartnerRole, User
from cms.members.selectors import requester_of
from cms.members.services.absence import end_absence, set_absence
from cms.members.services.leaving import call_off_leaving, carry_out, plan_leaving
from cms.pages.models import GuidancePage
from cms.snippets.models import IspParty, Partner
from tests.factories.pages import make_page
from tests.factories.registers import make_isp, make_partner, make_role, make_user

D = datetime.date
pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
LAST = D(2026, 6, 30)


def at(day: D, hour: int = 12) -> Any:
    return time_machine.travel(datetime.datetime(day.year, day.month, day.day, hour, tzinfo=datetime.UTC), tick=False)


class World:
    """Somebody who owns, deputises, signs and writes; and two colleagues."""

    def __init__(self) -> None:
        self.council = make_partner("exshire")
        self.pat, self.sam, self.kim, self.lead = (
            make_user(f"{name}@ex.example", self.council) for name in ("pat", "sam", "kim", "lead")
        )
        make_role(self.lead, self.council, "partner_lead")
        make_role(self.pat, self.council, "ig_lead")
        make_role(self.pat, self.council, "isp_approver")
        self.owned = make_isp("Owned", self.council, owner=self.pat, deputy=self.sam)
        self.deputised = make_isp("Deputised", self.council, owner=self.kim, deputy=self.pat)
        other = make_isp("Of another", make_partner("trust"), (self.council,), owner=self.pat)
        self.elsewhere = other
        self.part = IspParty.objects.get(version__isp=other, partner=self.council)
        IspParty.objects.filter(pk=self.part.pk).update(owner=self.pat)
        self.page = make_page(GuidancePage, "A page", slug="a-page", page_owner=self.pat)
        self.page.save_revision()

    def refresh(self) -> None:
        for row in (self.owned, self.deputised, self.elsewhere, self.part, self.page):
            row.refresh_from_db()


@pytest.fixture
def world() -> World:
    return World()


def holds(user: User, partner: Partner) -> set[str]:
    return {role for pk, role in requester_of(user).roles if pk == partner.pk}


@pytest.mark.sqlite
def test_a_person_sees_what_moves_then_it_moves_once_the_day_after(world: World, client: Any, settings: Any) -> None:
    settings.MFA_REQUIRED = False
    address = reverse("account_leaving", args=[world.council.pk])
    with at(D(2026, 6, 1)):
        client.force_login(world.pat, backend=BACKEND)
        page = client.get(address).content.decode()
        assert all(words in page for words in ("Owned", "Deputised", "Of another", "A page", "Signs ISPs"))
        given = {"last_day": "2026-06-30", "everything": world.sam.pk, "pages": world.kim.pk}
        shown = client.post(address, given).content.decode()
        assert "Nothing has happened yet" in shown
        assert "Not handed on: Signs ISPs" in shown
        assert not Departure.objects.exists()
        assert client.post(address, given | {"confirm": "1"}).status_code == 302
        assert "Last day: 30 June 2026" in client.get(address).content.decode()
        run_waiting()
        assert {message.to[0]: message.subject for message in mail.outbox} == {
            "sam@ex.example": f"You take over from {world.pat}",
            "kim@ex.example": f"You take over from {world.pat}",
        }
        with pytest.raises(Conflict):
            plan_leaving(
                by=requester_of(world.pat), user=world.pat, partner_id=world.council.pk, last_day=LAST, successors={}
            )
        tasks.carry_out_leavings()
    with at(LAST, hour=22):
        tasks.carry_out_leavings()
        assert holds(world.pat, world.council) == {"ig_lead", "isp_approver"}
        assert holds(world.sam, world.council) == set()
    world.refresh()
    assert world.owned.owner == world.pat
    with at(LAST, hour=23):  # midnight in London: rights follow the date, before any job has run
        assert not requester_of(world.pat).is_member
        assert holds(world.sam, world.council) == {"ig_lead"}
        tasks.carry_out_leavings()
        tasks.carry_out_leavings()
        run_waiting()
    world.refresh()
    assert (world.owned.owner, world.owned.deputy) == (world.sam, None)
    assert (world.deputised.owner, world.deputised.deputy) == (world.kim, world.sam)
    assert (world.part.owner, world.page.page_owner) == (world.sam, world.kim)
    assert world.page.latest_revision.content["page_owner"] == world.kim.pk
    assert world.elsewhere.owner == world.pat  # another body's own agreement is not theirs to hand over
    assert sum(message.to == ["sam@ex.example"] for message in mail.outbox) == 2
    departure = Departure.objects.get()
    assert not carry_out(departure.pk)
    assert dict(departure.moves.values_list("kind", "moved"))["isps_owned"] == 1
    done = set(AuditEvent.objects.values_list("action", flat=True))
    assert {"leaving.planned", "leaving.carried_out", "isp.owner_changed", "party.owner_changed"} <= done


def test_called_off_everything_stands_as_before(world: World) -> None:
    by = requester_of(world.pat)
    with at(D(2026, 6, 1)):
        wanted = dict.fromkeys(("isps_owned", "roles"), world.sam.pk)
        row = plan_leaving(by=by, user=world.pat, partner_id=world.council.pk, last_day=LAST, successors=wanted)
        with pytest.raises(Forbidden):
            call_off_leaving(by=requester_of(world.kim), departure=row)
        call_off_leaving(by=by, departure=row)
        call_off_leaving(by=by, departure=row)
    with at(D(2026, 7, 2)):
        tasks.carry_out_leavings()
        assert holds(world.pat, world.council) == {"ig_lead", "isp_approver"}
        assert holds(world.sam, world.council) == set()
    world.refresh()
    assert world.owned.owner == world.pat
    assert PartnerRole.objects.count() == 3


def test_leaving_gives_nobody_a_right_that_could_not_be_given(world: World) -> None:
    """A deputy holds the role: standing in for one that commits the body is not handed on; a role keeps its end."""
    committing, working = (make_role(world.kim, world.council, role) for role in ("siro", "dpo"))
    PartnerRole.objects.filter(pk__in=(committing.pk, working.pk)).update(deputy=world.sam)
    PartnerRole.objects.filter(user=world.pat, role="ig_lead").update(ends_on=D(2026, 12, 31))
    make_role(world.pat, world.council, "dpo")
    PartnerRole.objects.filter(user=world.pat, role="dpo").update(ends_on=D(2026, 6, 30))
    given = {"partner_id": world.council.pk, "last_day": LAST}
    with at(D(2026, 6, 1)):
        with pytest.raises(Forbidden):  # who stands in for the SIRO is put out by the core team alone
            plan_leaving(
                by=requester_of(world.lead), user=world.sam, successors={"deputy_roles": world.lead.pk}, **given
            )
        both = dict.fromkeys(("roles", "deputy_roles"), world.lead.pk)
        plan_leaving(by=requester_of(world.sam), user=world.sam, successors=both, **given)
        plan_leaving(by=requester_of(world.pat), user=world.pat, successors=both, **given)
    with at(D(2026, 7, 1)):
        tasks.carry_out_leavings()
        assert holds(world.lead, world.council) == {"partner_lead", "ig_lead", "dpo"}
        committing.refresh_from_db()
        assert committing.deputy == world.sam
        new = PartnerRole.objects.get(user=world.lead, role="ig_lead")
        assert (new.starts_on, new.ends_on) == (D(2026, 7, 1), D(2026, 12, 31))
        assert not PartnerRole.objects.filter(user=world.lead, role="dpo").exists()  # it had ended by then
    with at(D(2027, 1, 1)):
        assert "ig_lead" not in holds(world.lead, world.council)


def test_who_is_put_out_by_somebody_else_does_not_call_it_off(world: World, client: Any, settings: Any) -> None:
    with at(D(2026, 6, 1)):
        given = {"partner_id": world.council.pk, "last_day": LAST, "successors": {}}
        row = plan_leaving(by=requester_of(world.lead), user=world.kim, **given)
        with pytest.raises(Forbidden):
            call_off_leaving(by=requester_of(world.kim), departure=row)
        client.force_login(world.kim, backend=BACKEND)
        page = client.get(reverse("account_leaving", args=[world.council.pk])).content.decode()
        assert "Somebody else planned it" in page
        assert client.post(reverse("account_stay", args=[row.pk])).status_code == 404
        call_off_leaving(by=requester_of(world.lead), departure=row)
        settings.MFA_REQUIRED = True
        client.force_login(world.pat, backend=BACKEND)  # who signs hands nothing on without a second factor
        for name in ("account_leaving", "account_cover"):
            answer = client.get(reverse(name, args=[world.council.pk]))
            assert (answer.status_code, "second-factor" in answer.headers.get("Location", "")) == (302, True), name


@pytest.mark.sqlite
def test_a_lead_hands_over_for_somebody_who_has_left_and_hears_of_what_nobody_took(
    world: World, client: Any, settings: Any
) -> None:
    settings.MFA_REQUIRED = False
    PartnerRole.objects.filter(role="isp_approver").delete()  # a lead puts out nobody whose roles it could not give
    address = reverse("account_leaving_of", args=[world.council.pk, world.pat.pk])
    with at(D(2026, 7, 1)):
        for stranger in (world.kim, make_user("x@else.example", make_partner("else"))):
            client.force_login(stranger, backend=BACKEND)
            assert client.get(address).status_code == 404
        client.force_login(world.lead, backend=BACKEND)
        given = {"last_day": "2026-06-20", "everything": "", "isps_owned": world.kim.pk, "confirm": "1"}
        assert client.post(address, given | {"isps_owned": "999999"}).status_code == 422
        assert client.post(address, given).status_code == 302
        world.refresh()
        assert (world.owned.owner, world.deputised.deputy) == (world.kim, world.pat)
        assert not requester_of(world.pat).is_member
        run_waiting()
        by_person = {message.to[0]: str(message.body) for message in mail.outbox}
        assert "1 where they stand in" in by_person["lead@ex.example"]
        assert set(by_person) == {"lead@ex.example", "kim@ex.example"}
        with pytest.raises(BadInput):  # one's own leaving cannot be dated back
            plan_leaving(
                by=requester_of(world.kim),
                user=world.kim,
                partner_id=world.council.pk,
                last_day=D(2026, 6, 1),
                successors={},
            )


def test_a_successor_who_has_gone_as_well_gets_nothing(world: World) -> None:
    with at(D(2026, 6, 1)):
        plan_leaving(
            by=requester_of(world.pat),
            user=world.pat,
            partner_id=world.council.pk,
            last_day=LAST,
            successors={"isps_owned": world.sam.pk},
        )
        world.sam.memberships.update(ends_on=D(2026, 6, 15))
    with at(D(2026, 7, 1)):
        tasks.carry_out_leavings()
    world.refresh()
    assert world.owned.owner == world.pat  # and it stands on the list of owners who cannot be told


@pytest.mark.sqlite
def test_cover_is_entered_on_a_page_and_ends_when_the_person_is_back(world: World, client: Any) -> None:
    address = reverse("account_cover", args=[world.council.pk])
    with at(D(2026, 6, 1)):
        client.force_login(world.pat, backend=BACKEND)
        given = {"starts_on": "2026-06-10", "ends_on": "2026-09-30", "cover": world.sam.pk}
        assert client.post(address, given | {"ends_on": "2026-06-01"}).status_code == 422
        assert client.post(address, given).status_code == 302
        assert client.post(address, given).status_code == 422  # these days are covered already
        assert "covers from 10 June 2026" in client.get(address).content.decode()
        assert client.get(reverse("account_cover_of", args=[world.council.pk, world.kim.pk])).status_code == 404
        run_waiting()
        assert [message.to for message in mail.outbox] == [["sam@ex.example"]]
        stranger = make_user("x@else.example", make_partner("else"))
        days = {"starts_on": D(2027, 1, 1), "ends_on": D(2027, 2, 1)}
        with pytest.raises(BadInput):
            set_absence(by=requester_of(world.pat), user=world.pat, partner_id=world.council.pk, cover=stranger, **days)
    with at(D(2026, 6, 10)):
        assert requester_of(world.sam).covers == {(world.council.pk, world.pat.pk)}
        assert requester_of(world.sam).visibility != requester_of(world.kim).visibility
        row = Absence.objects.get()
        with pytest.raises(Forbidden):
            end_absence(by=requester_of(world.sam), absence=row)
        client.force_login(world.pat, backend=BACKEND)
        assert client.post(reverse("account_back", args=[row.pk])).status_code == 302
        assert requester_of(world.sam).covers == frozenset()
