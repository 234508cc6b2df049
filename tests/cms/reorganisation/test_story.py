"""Councils merge and one is divided: planned, simulated, reviewed, chosen, carried out on its day, read afterwards."""

import datetime

import pytest
import time_machine
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from cms.core.errors import BadInput, Conflict, Forbidden
from cms.core.policy import visible
from cms.core.requester import ANONYMOUS, SYSTEM
from cms.members.models import ApiToken, Membership, PartnerRole
from cms.members.selectors import requester_of
from cms.notifications.models import Notification
from cms.overview.selectors import our_isps, tasks_of
from cms.reorganisation import tasks
from cms.reorganisation.facts import read_facts
from cms.reorganisation.models import Reorganisation
from cms.reorganisation.outline import outline_of
from cms.reorganisation.selectors import left_open_counts, view_by_number
from cms.reorganisation.services import (
    BodySpec,
    ChangeSpec,
    cancel_plan,
    carry_out,
    carrying_out,
    choose_for_isps,
    place,
    plan_reorganisation,
    propose,
    review_plan,
    share_plan,
)
from cms.reorganisation.simulation import Way, simulate
from cms.reorganisation.tasks import carry_out_due
from cms.reviews.models import ReviewTrigger
from cms.signing.drafts import open_draft
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
    assert by_title["County and trust"].has(Way.MISSING)
    assert by_title["County and trust"].loses_lead
    assert by_title["Between the districts"].no_approver == ["North Council"]  # who commits a body is named anew
    assert not by_title["Between the districts"].loses_owner  # whose membership goes there
    assert (found.counts["to_choose"], found.counts["tokens"]) == (2, 1)
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


def test_a_plan_that_has_begun_is_not_written_anew_and_a_broken_one_stops_no_other(world, monkeypatch):
    plan = straight(world)
    later = world.plan(
        title="Later", bodies=[], changes=[ChangeSpec("rename", ("trust",), new_name="The Trust of the Hills")]
    )
    review_plan(by=world.second, number=later.pk, expected_revision=later.lock_version)
    whole, real = [], tasks.carry_out

    def refused(*, by, number):
        whole.append(number)
        if number == plan.pk:
            raise DatabaseError("deadlock")
        return real(by=by, number=number)

    with time_machine.travel(FIRST_MOMENT, tick=False):
        monkeypatch.setattr(tasks, "carry_out", refused)
        carry_out_due()
    later.refresh_from_db()
    assert (whole, later.state) == ([plan.pk, later.pk], "carried_out")
    plan.changes.filter(pk=plan.changes.first().pk).update(carried_out_at=FIRST_MOMENT)
    rows = list(plan.changes.values())
    with pytest.raises(Conflict, match="carried out already"):
        world.plan(number=plan.pk, title="Other", expected_revision=plan.lock_version)
    assert list(plan.changes.values()) == rows


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
    assert leads == {
        "Between the districts": north,
        "All of them": north,
        "County and trust": south,
        "Not concerned": world.trust,
    }
    assert Isp.objects.get(pk=world.quiet.pk).revisions.count() == 1  # that the lead moved is in its history
    # -- people: rights end at the old body and begin at the new one
    person = requester_of(world.people["east"])
    assert (person.partners, person.roles) == ({north.pk}, {(north.pk, "ig_lead")})
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


def straight(world):
    """A plan with nothing left to choose, reviewed."""
    plan = world.plan()
    choose = {"by": world.editor, "number": plan.pk, "predecessor": world.county.pk}
    choose_for_isps(**choose, target=str(body(plan, "South Council")))
    place(**choose, target=str(body(plan, "South Council")))
    review_plan(by=world.second, number=plan.pk, expected_revision=plan.lock_version)
    return plan


class Killed(BaseException):
    """As if the process had gone: nothing catches it."""


STAGES = [
    (carrying_out, "_make_body", 2),
    (carrying_out, "_end_body", 1),
    (carrying_out.settling, "hand_on", 2),
    (carrying_out, "end_membership", 2),
    (carrying_out.settling, "put", 3),
    (carrying_out, "_end_body", 3),
    (carrying_out.settling, "concerned_again", 1),
    (carrying_out, "follow_up", 1),
    (carrying_out, "notify", 1),
]


def test_killed_anywhere_it_goes_on_where_it_was(world, monkeypatch):
    plan = straight(world)
    with time_machine.travel(FIRST_MOMENT, tick=False):
        for module, name, after in STAGES:
            whole, calls = getattr(module, name), []

            def killed(*args, _whole=whole, _calls=calls, _last=after, **given):
                _calls.append(1)
                if len(_calls) >= _last:
                    raise Killed
                return _whole(*args, **given)

            with monkeypatch.context() as patch:
                patch.setattr(module, name, killed)
                try:
                    carry_out(by=SYSTEM, number=plan.pk)
                except Killed:
                    done = plan.changes.exclude(carried_out_at=None)
                    for change in plan.changes.filter(carried_out_at=None):  # whole, or not at all
                        bodies = [one.partner for one in change.bodies.filter(side="from")]
                        assert {one.existence for one in bodies} == {"active"}, (name, done.count())
                    assert Reorganisation.objects.get(pk=plan.pk).carried_out_at is None
        carry_out(by=SYSTEM, number=plan.pk)
    plan.refresh_from_db()
    assert plan.state == "carried_out"
    assert not Membership.objects.current(DAY).filter(partner__in=[world.east, world.west, world.county]).exists()
    assert Partner.objects.filter(name__in=("North Council", "South Council")).count() == 2
    assert Succession.objects.count() == 4
    assert Membership.objects.current(DAY).count() == 4  # each person stands once
    told = Notification.objects.filter(source_key=f"reorganisation:{plan.pk}:carried-out")
    assert told.count() == 5


def signed_isp(world):
    """An agreement with a fingerprint, signed by every party."""
    isp = make_isp("Signed on paper", world.east, (world.west, world.trust), state="draft")
    version = isp.versions.get()
    condition, _ = LegalCondition.objects.get_or_create(
        kind="article6", code="e", defaults={"provision": "Article 6(1)(e)", "name": "Public task"}
    )
    IspParty.objects.filter(version=version).update(asked_on=None, covered_from=None, is_essential=True)
    for party in version.parties.all():
        LegalBasis.objects.create(party=party, purpose="Safety", article6=condition)
    send_out(by=SYSTEM, version_id=version.pk)
    for party in version.parties.all():
        record_signature(
            by=SYSTEM,
            party_id=party.pk,
            signatory_name="A. Person",
            signatory_job_title="Chief",
            signed_on=BEFORE.date(),
        )
    return isp


def test_a_new_name_and_signing_anew_leave_what_was_signed_as_it_was(world):
    isp = signed_isp(world)
    version = IspVersion.objects.get(isp=isp)
    assert (version.state, content_hash(version)) == ("in_force", version.content_hash)
    signatures = list(Signature.objects.order_by("pk").values())
    plan = world.plan(
        bodies=[BodySpec("North Council")],
        legal_reference="",
        changes=[
            ChangeSpec("merge", ("east-district", "west-district"), ("North Council",)),
            ChangeSpec("rename", ("trust",), new_name="The Trust of the Hills"),
            ChangeSpec("end", ("county",)),
        ],
    )
    found = simulated(plan)
    effect = next(one for one in found.isps if one.isp_id == isp.pk)
    assert [part.way for part in effect.parts] == [Way.SIGN_ANEW, Way.SIGN_ANEW]  # no order is named
    assert "No order" in effect.parts[0].why
    assert found.warnings  # the new body does not join: its people would see what the public sees
    choose_for_isps(
        by=world.editor,
        number=plan.pk,
        predecessor=world.east.pk,
        target=str(body(plan, "North Council")),
        carries_over=True,
        isps=[isp.pk],
    )
    review_plan(by=world.second, number=plan.pk, expected_revision=plan.lock_version)
    with time_machine.travel(FIRST_MOMENT, tick=False):
        carry_out_due()
        north = Partner.objects.get(slug="north-council")
        assert north.membership == "candidate"
        world.trust.refresh_from_db()
        assert (world.trust.slug, world.trust.name) == ("trust", "The Trust of the Hills")
        alias = PartnerAlias.objects.get(partner=world.trust)
        assert (alias.name, alias.kind, alias.used_until) == ("Trust", "former_name", "2028-03-31")
        assert list(Signature.objects.order_by("pk").values()) == signatures
        version.refresh_from_db()
        assert content_hash(IspVersion.objects.get(pk=version.pk)) == version.content_hash
        reached = {pk: one.coverage for pk, one in coverage_of(SYSTEM, [north.pk]).items()}
        assert reached[isp.pk].covers  # by the choice for this agreement
        assert not reached[world.both.pk].covers
        assert "signs anew" in reached[world.both.pk].label
        lead_of_county = Isp.objects.get(pk=world.quiet.pk).lead
        assert lead_of_county == world.county  # nobody follows: the core team finds a new lead
        reviewed = {trigger.isp_id for trigger in ReviewTrigger.objects.filter(cause=f"reorganisation:{plan.pk}")}
        assert reviewed == {isp.pk, world.both.pk, world.four.pk, world.quiet.pk}
        draft = open_draft(by=SYSTEM, version_id=version.pk)
        assert [(party.partner.name, party.role) for party in draft.parties.all()] == [
            ("North Council", "lead"),
            ("The Trust of the Hills", "both"),
        ]


def test_what_was_left_open_is_a_task_and_settled_later(world):
    plan = world.plan()
    choose = {"by": world.editor, "number": plan.pk, "predecessor": world.county.pk}
    choose_for_isps(**choose, target="open")
    place(**choose, target="open")
    review_plan(by=world.second, number=plan.pk, expected_revision=plan.lock_version)
    world.plan(number=plan.pk, reason="Other words", expected_revision=plan.lock_version)
    with time_machine.travel(FIRST_MOMENT, tick=False):
        carry_out_due()  # what was changed after its review waits for another one
        plan.refresh_from_db()
        assert plan.state == "draft"
        review_plan(by=world.second, number=plan.pk, expected_revision=plan.lock_version)
        carry_out_due()
        plan.refresh_from_db()
        assert plan.state == "carried_out"
        north, south = Partner.objects.get(slug="north-council"), Partner.objects.get(slug="south-council")
        # Of two successors none is chosen: nobody inherits, and nobody of the old body has rights.
        assert world.quiet.pk not in coverage_of(SYSTEM, [north.pk]) | coverage_of(SYSTEM, [south.pk])
        assert requester_of(world.people["county"]).partners == frozenset()
        tasks = {task.kind: task for task in tasks_of(world.editor)}
        assert tasks["succession"].title.startswith("4 choices left open")
        settle = {**choose, "target": str(south.pk)}
        assert choose_for_isps(**settle) == 2
        assert place(**settle) == 2
        assert coverage_of(SYSTEM, [south.pk])[world.quiet.pk].through_id == world.county.pk
        assert Isp.objects.get(pk=world.quiet.pk).lead == south
        assert requester_of(world.people["county"]).roles == {(south.pk, "partner_lead")}
        assert left_open_counts(world.editor) == []
        assert choose_for_isps(**settle) == 0


def test_a_name_that_was_taken_meanwhile_stops_it_until_somebody_chooses(world):
    plan = straight(world)
    make_partner("another", name="South council")
    with time_machine.travel(FIRST_MOMENT, tick=False):
        carry_out_due()
        plan.refresh_from_db()
        assert plan.state == "reviewed"
        assert not Succession.objects.exists()
        Partner.objects.filter(slug="another").update(name="Another")
        carry_out_due()
        plan.refresh_from_db()
        assert plan.state == "carried_out"
    assert Partner.objects.filter(name="North Council").count() == 1


def test_choices_that_are_missing_stop_it_and_the_core_team_hears_of_it(world):
    plan = world.plan()
    review_plan(by=world.second, number=plan.pk, expected_revision=plan.lock_version)
    with time_machine.travel(FIRST_MOMENT, tick=False):
        before = snapshot()
        with pytest.raises(Conflict) as refused:
            carry_out(by=world.editor, number=plan.pk)
        assert any("County and trust" in words for words in refused.value.details["missing"])
        assert snapshot() == before
        carry_out_due()
        carry_out_due()
    waits = Notification.objects.filter(source_key__startswith=f"reorganisation:{plan.pk}:waits")
    assert waits.count() == 2  # both editors, once that day
    cancel_plan(by=world.editor, number=plan.pk, reason="The order was withdrawn")
    with time_machine.travel(FIRST_MOMENT, tick=False):
        carry_out_due()
        assert not Succession.objects.exists()


CONTRADICTIONS = [
    ([ChangeSpec("merge", ("east-district",), ("North Council",))], "two or more"),
    ([ChangeSpec("split", ("county",), ("North Council",))], "two or more that follow"),
    ([ChangeSpec("rename", ("county",))], "new name"),
    ([ChangeSpec("end", ("county",)), ChangeSpec("end", ("county",))], "changes twice"),
    ([ChangeSpec("end", ("county",)), ChangeSpec("transfer", ("east-district",), ("county",))], "cannot take over"),
    ([ChangeSpec("end", ("nowhere",))], "no organisation"),
    ([ChangeSpec("rename", ("county",), new_name="trust")], "another organisation"),
    ([], "at least one thing"),
]


def test_a_plan_that_contradicts_itself_is_refused_whole(world):
    bodies = [BodySpec("North Council", sector="local_government")]
    for changes, words in CONTRADICTIONS:
        with pytest.raises(BadInput) as refused:
            world.plan(bodies=bodies, changes=changes)
        assert any(words in problem for problem in refused.value.details["problems"]), words
    assert not Reorganisation.objects.exists()
    with pytest.raises(Forbidden):
        plan_reorganisation(by=ANONYMOUS, title="x", takes_effect_on=DAY, changes=[])


def test_its_cost_does_not_grow_with_bodies_agreements_and_people(world):
    plan = world.plan()
    lead = requester_of(world.people["county"])
    share_plan(by=world.editor, number=plan.pk)

    def cost():
        with CaptureQueriesContext(connection) as captured:
            simulated(plan)
        with CaptureQueriesContext(connection) as seen:
            view_by_number(lead, plan.pk)
        return len(captured), len(seen)

    first = cost()
    for number in range(30):
        make_isp(f"More {number}", world.county, (world.east, make_partner(f"more-{number}")))
        make_user(f"more-{number}@example.org", world.county, world.east)
    assert cost() == first
    assert first[0] <= 18, first


def snapshot():
    models = (Partner, Succession, IspSuccession, IspParty, Membership, PartnerRole, Notification, Isp, Signature)
    return [list(model._default_manager.order_by("pk").values()) for model in models]
