"""Councils merge and one is divided: planned, simulated, reviewed, chosen, carried out on its day, and read afterwards."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.core.errors import BadInput, Conflict, Forbidden
from cms.core.policy import visible
from cms.core.requester import ANONYMOUS, SYSTEM
from cms.members.models import ApiToken, Membership, PartnerRole
from cms.members.selectors import requester_of
from cms.notifications.models import Notification
from cms.overview.selectors import our_isps
from cms.reorganisation.facts import read_facts
from cms.reorganisation.models import IspChoice, Reorganisation
from cms.reorganisation.outline import outline_of
from cms.reorganisation.services import (
    BodySpec,
    ChangeSpec,
    cancel_plan,
    carry_out,
    choose_for_isps,
    place,
    plan_reorganisation,
    propose,
    review_plan,
    share_plan,
)
from cms.reorganisation.services import carrying_out
from cms.reorganisation.simulation import Way, simulate
from cms.reorganisation.tasks import carry_out_due
from cms.signing.models import Signature
from cms.signing.selectors import coverage_of
from cms.signing.services import record_signature, send_out
from cms.snippets.models import (
    Isp,
    IspParty,
    IspSuccession,
    IspVersion,
    LegalBasis,
    LegalCondition,
    Partner,
    PartnerAlias,
    PartnerContact,
    Succession,
    Theme,
)
from cms.snippets.services import content_hash
from tests.factories.registers import make_dataset, make_isp, make_partner, make_role, make_token, make_user

pytestmark = pytest.mark.django_db
DAY = datetime.date(2028, 4, 1)
BEFORE = datetime.datetime(2027, 11, 22, 12, tzinfo=datetime.UTC)
LAST_MOMENT = datetime.datetime(2028, 3, 31, 22, 59, tzinfo=datetime.UTC)  # 23:59 in London, where it is summer already
FIRST_MOMENT = datetime.datetime(2028, 3, 31, 23, 0, tzinfo=datetime.UTC)
ORDER = "Exampleshire (Structural Changes) Order 2027"


class World:
    """Two districts become one new council, the county is divided between it and another; the trust goes on."""

    def __init__(self):
        self.east, self.west = make_partner("east-district"), make_partner("west-district")
        self.county, self.trust = make_partner("county"), make_partner("trust")
        self.editor, self.second = (
            requester_of(make_user(f"{name}@example.org", site_role="core_editor")) for name in ("one", "two")
        )
        self.people = {
            slug: make_user(f"{slug}@example.org", body)
            for slug, body in (("east", self.east), ("west", self.west), ("county", self.county), ("trust", self.trust))
        }
        make_role(self.people["county"], self.county, "partner_lead")
        make_role(self.people["east"], self.east, "ig_lead")
        make_role(self.people["east"], self.east, "isp_approver")
        safety, _ = Theme.objects.get_or_create(name="Safety")
        self.both = make_isp("Between the districts", self.east, (self.west,), owner=self.people["east"])
        self.four = make_isp("All of them", self.county, (self.east, self.west, self.trust), theme=safety)
        self.quiet = make_isp("County and trust", self.county, (self.trust,), visibility="parties")
        self.other = make_isp("Not concerned", self.trust)
        PartnerContact.objects.create(partner=self.west, email="office@west.example.org", name="Office")
        self.dataset = make_dataset("Flood map", self.west)
        make_token(self.county)

    def plan(self, **changes):
        given = {
            "title": "Two new councils",
            "takes_effect_on": DAY,
            "reason": "One council for each half.",
            "legal_reference": ORDER,
            "bodies": [BodySpec("North Council", joins=True), BodySpec("South Council", joins=True)],
            "changes": [
                ChangeSpec("merge", ("east-district", "west-district"), ("North Council",)),
                ChangeSpec("split", ("county",), ("North Council", "South Council")),
            ],
        }
        return plan_reorganisation(by=self.editor, **{**given, **changes})


@pytest.fixture
def world():
    with time_machine.travel(BEFORE, tick=False):
        yield World()


def simulated(plan):
    outline = outline_of(plan)
    return simulate(outline, read_facts(outline))


def body(plan, name):
    return -plan.planned_bodies.get(name=name).pk


def test_a_plan_from_first_words_to_the_day_after(world):
    plan = world.plan()
    found = simulated(plan)
    by_title = {effect.title: effect for effect in found.isps}
    assert set(by_title) == {"Between the districts", "All of them", "County and trust"}
    assert by_title["Between the districts"].within_one
    assert by_title["All of them"].become_one == ["North Council"]
    assert not by_title["All of them"].within_one
    assert by_title["Between the districts"].has(Way.CARRIES_OVER)
    assert by_title["County and trust"].has(Way.MISSING) and by_title["County and trust"].loses_lead
    assert by_title["Between the districts"].no_approver == ["North Council"]  # who commits a body is named anew
    assert not by_title["Between the districts"].loses_owner  # whose membership goes there
    assert found.counts["to_choose"] == 2 and found.counts["tokens"] == 1
    assert sum("County" in words for words in found.missing) == 4  # two agreements, a member, a role
    assert found.warnings == []

    # -- reviewed by a second person, of the words that they read
    with pytest.raises(Forbidden):
        review_plan(by=world.editor, number=plan.pk, expected_revision=plan.lock_version)
    with pytest.raises(Conflict):
        review_plan(by=world.second, number=plan.pk, expected_revision=plan.lock_version + 1)
    review_plan(by=world.second, number=plan.pk, expected_revision=plan.lock_version)
    lead = requester_of(world.people["county"])
    assert not visible(Reorganisation.objects.all(), lead).exists()
    assert share_plan(by=world.editor, number=plan.pk) >= 2
    assert visible(Reorganisation.objects.all(), lead).get() == plan
    for nobody in (ANONYMOUS, requester_of(world.people["trust"]), requester_of(world.people["west"])):
        assert not visible(Reorganisation.objects.all(), nobody).exists()

    # -- those concerned propose, the core team chooses
    south, north = body(plan, "South Council"), body(plan, "North Council")
    said = {"number": plan.pk, "partner_id": world.county.pk, "isp_id": world.quiet.pk, "target": str(south)}
    made = propose(by=lead, **said, text="Ours is in the south.", submission_id="a")
    assert propose(by=lead, **said, text="Ours is in the south.", submission_id="a") == made
    with pytest.raises(Forbidden):
        propose(by=lead, **{**said, "partner_id": world.east.pk}, submission_id="b")
    choose = {"by": world.editor, "number": plan.pk, "predecessor": world.county.pk}
    with pytest.raises(BadInput):
        choose_for_isps(**choose, target=str(world.trust.pk))
    with pytest.raises(Forbidden):
        choose_for_isps(**{**choose, "by": lead}, target=str(south))
    assert choose_for_isps(**choose, target=str(north), theme="Safety") == 1
    assert choose_for_isps(**choose, target=str(south), isps=[world.quiet.pk]) == 1
    assert place(**choose, target=str(south)) == 2
    assert simulated(plan).missing == []

    # -- its day is London's
    with time_machine.travel(LAST_MOMENT, tick=False), pytest.raises(Conflict):
        carry_out(by=world.editor, number=plan.pk)
    with time_machine.travel(FIRST_MOMENT, tick=False):
        carry_out_due()
        after_the_day(world, plan)
        state = snapshot()
        carry_out_due()
        carry_out(by=world.editor, number=plan.pk)
        assert snapshot() == state  # doing it again changes nothing
        with pytest.raises(Conflict):
            cancel_plan(by=world.editor, number=plan.pk, reason="Too late")


def after_the_day(world, plan):
    plan.refresh_from_db()
    assert plan.state == "carried_out"
    north, south = Partner.objects.get(slug="north-council"), Partner.objects.get(slug="south-council")
    assert (north.membership, north.joined_on) == ("member", DAY)
    for one in (world.east, world.west, world.county):
        one.refresh_from_db()
        assert (one.membership, one.ended_on) == ("left", "2028-04-01")
    assert (world.east.existence, world.county.existence, world.county.was_divided) == ("merged", "replaced", True)
    assert set(Succession.objects.filter(on="2028-04-01").values_list("predecessor__slug", "successor__slug")) == {
        ("east-district", "north-council"),
        ("west-district", "north-council"),
        ("county", "north-council"),
        ("county", "south-council"),
    }
    leads = {isp.title: isp.lead for isp in Isp.objects.select_related("lead")}
    assert leads["Between the districts"] == north and leads["All of them"] == north
    assert leads["County and trust"] == south and leads["Not concerned"] == world.trust
    assert leads["County and trust"] and Isp.objects.get(pk=world.quiet.pk).revisions.count() == 1  # its history
    # -- people: rights end at the old body and begin at the new one
    person = requester_of(world.people["east"])
    assert person.partners == {north.pk} and person.roles == {(north.pk, "ig_lead")}
    assert requester_of(world.people["county"]).partners == {south.pk}
    assert not ApiToken.objects.filter(revoked_at=None).exists()
    assert PartnerContact.objects.filter(partner=north, email="office@west.example.org").exists()
    world.dataset.refresh_from_db()
    assert world.dataset.holder == north
    # -- our ISPs: inherited ones, by the choice alone, with who signed
    ours = our_isps(person)
    assert {row.isp_id for row in ours.covering} == {world.both.pk, world.four.pk}
    assert {row.coverage.through_id for row in ours.covering} <= {world.east.pk, world.west.pk, world.county.pk}
    theirs = our_isps(requester_of(world.people["county"]))
    assert [row.isp_id for row in theirs.covering] == [world.quiet.pk]  # for the parties only, and seen by its heir
    assert not visible(Isp.objects.all(), person).filter(pk=world.quiet.pk).exists()
    told = Notification.objects.filter(source_key=f"reorganisation:{plan.pk}:carried-out")
    assert told.count() == told.values("user").distinct().count() == 5  # three who moved, two of the core team


def snapshot():
    models = (Partner, Succession, IspSuccession, IspParty, Membership, PartnerRole, Notification, Isp, Signature)
    return [list(model._default_manager.order_by("pk").values()) for model in models]
