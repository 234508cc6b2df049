"""What calls for a review: reports of people, law and guidance that change; reviews of pages."""

import datetime

import pytest
import time_machine

from cms.core.errors import BadInput, Conflict, Forbidden, NotFound, Unauthenticated
from cms.core.requester import ANONYMOUS
from cms.members.models import SiteRole
from cms.members.selectors import requester_of
from cms.notifications.models import Delivery
from cms.overview.to_do import tasks_of
from cms.pages.models import GuidancePage, HorizonPage
from cms.reviews.effects import key_of
from cms.reviews.models import Reminder, Review, ReviewTrigger
from cms.reviews.page_reviews import page_review, record_page_review
from cms.reviews.rechecks import fire_rechecks, flagged, record_law
from cms.reviews.reminders import write_ledger
from cms.reviews.services import record_review
from cms.reviews.triggers import decide_trigger, fire, open_trigger
from cms.snippets.models import Isp, LegalBasis, LegalCondition, LegalGateway
from tests.factories.admin import signed_in, staff
from tests.factories.pages import make_page
from tests.factories.registers import make_isp, make_partner, make_role, make_user

pytestmark = pytest.mark.django_db
TODAY, DUE, SOON = datetime.date(2026, 11, 22), datetime.date(2027, 9, 1), datetime.date(2026, 12, 20)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC), tick=False):
        yield


class World:
    def __init__(self):
        self.council, self.trust = make_partner("council"), make_partner("trust")
        self.owner = make_user("owner@example.org", self.council)
        self.member = make_user("member@example.org", self.trust)
        self.isp = make_isp("Case meetings", self.council, (self.trust,), owner=self.owner, next_review_on=DUE)
        Review.objects.create(isp=self.isp, due_on=DUE, opened_on=TODAY)
        self.gateway = LegalGateway.objects.create(
            slug="act-1", act="An Act", year=2026, provision="section 1", passed_on="2026-01", title="Sharing"
        )

    def rests(self, isp, **fields):
        party = isp.versions.get().parties.first()
        basis = LegalBasis.objects.create(party=party, purpose="Safety", **fields)
        basis.gateways.add(self.gateway)
        basis.save()
        return basis

    def report(self, user, submission="one", **given):
        usual = {"kind": "complaint", "what": "A letter came", "reference": self.isp.reference}
        return open_trigger(by=requester_of(user), submission_id=submission, **(usual | given))

    def due(self, isp=None):
        return Isp.objects.get(pk=(isp or self.isp).pk).next_review_on


@pytest.fixture
def world():
    return World()


def kinds(user):
    return [task.kind.value for task in tasks_of(requester_of(user))]


def test_a_member_of_a_party_reports_and_who_looks_after_it_decides(world):
    made = world.report(world.member)
    assert world.report(world.member) == made, "sent twice is once"
    assert (made.waits, made.said_for, world.due()) == (True, world.trust, DUE)
    assert Delivery.objects.get().recipient == "owner@example.org"
    assert kinds(world.owner) == ["report"]
    assert "report" not in kinds(world.member)
    with pytest.raises(Forbidden):
        decide_trigger(by=requester_of(world.member), trigger_id=made.pk, take_up_now=True)
    decide_trigger(by=requester_of(world.owner), trigger_id=made.pk, take_up_now=True)
    assert world.due() == SOON
    old, new = Review.objects.order_by("-due_on")
    assert (old.superseded_on, new.due_on, new.trigger) == (TODAY, SOON, "A complaint")
    assert Delivery.objects.filter(recipient="member@example.org").count() == 1
    assert kinds(world.owner) == ["review"]
    write_ledger(TODAY)
    assert not Reminder.objects.filter(state=Reminder.State.PENDING).exists(), "its own stages begin from here"
    with pytest.raises(Conflict):
        decide_trigger(by=requester_of(world.owner), trigger_id=made.pk, take_up_now=True)
    isp = Isp.objects.get(pk=world.isp.pk)
    record_review(
        by=requester_of(world.owner),
        reference=isp.reference,
        submission_id="done",
        expected_revision=isp.lock_version,
        outcome="unchanged",
    )
    made.refresh_from_db()
    assert (made.done_on, made.is_open) == (TODAY, False)


def test_a_report_is_set_aside_with_an_answer_and_an_earlier_review_stays(world):
    made = world.report(world.member, kind="breach")
    with pytest.raises(BadInput):
        decide_trigger(by=requester_of(world.owner), trigger_id=made.pk, take_up_now=False)
    decide_trigger(by=requester_of(world.owner), trigger_id=made.pk, take_up_now=False, answer="Not ours")
    assert (world.due(), kinds(world.owner)) == (DUE, [])
    Isp.objects.filter(pk=world.isp.pk).update(next_review_on=TODAY)
    own = world.report(world.owner, "two", kind="breach")
    own.refresh_from_db()
    assert (world.due(), own.taken_up_on, own.review.due_on) == (TODAY, TODAY, TODAY)


def test_who_may_report_and_who_reads_what_was_reported(world):
    stranger = make_user("stranger@example.org", make_partner("other"))
    colleague = make_user("colleague@example.org", world.trust)
    for user, error in ((stranger, Forbidden),):
        with pytest.raises(error):
            world.report(user)
    with pytest.raises(Unauthenticated):
        open_trigger(by=ANONYMOUS, reference=world.isp.reference, submission_id="x", kind="breach", what="Something")
    for given in ({"what": " "}, {"kind": "guidance"}, {"kind": "nonsense"}):
        with pytest.raises(BadInput):
            world.report(world.member, **given)
    with pytest.raises(NotFound):
        world.report(world.member, reference="ISP-9999")
    assert not ReviewTrigger.objects.exists()
    world.report(world.member)
    fire(by=ANONYMOUS, cause="x:1", kind="law", what="It ended", path="/gateways/x", isps=[world.isp.pk])
    seen = {
        user.email: sorted(row.kind for row in ReviewTrigger.objects.visible_to(requester_of(user)))
        for user in (world.owner, world.member, colleague, stranger)
    }
    assert seen == {
        "owner@example.org": ["complaint", "law"],
        "member@example.org": ["complaint", "law"],
        "colleague@example.org": ["law"],
        "stranger@example.org": ["law"],
    }
    assert not ReviewTrigger.objects.visible_to(ANONYMOUS).exists()


def test_who_reported_hears_both_that_it_is_taken_up_and_how_it_ends_even_before_it_is_retired(world):
    Isp.objects.filter(pk=world.isp.pk).update(retired_on=DUE)  # a day to come ends nothing yet
    made = world.report(world.member)
    by = requester_of(world.owner)
    decide_trigger(by=by, trigger_id=made.pk, take_up_now=True)
    decide_trigger(by=by, trigger_id=made.pk, take_up_now=False, answer="We changed how we share.")
    bodies = list(Delivery.objects.filter(recipient="member@example.org").order_by("pk").values_list("body", flat=True))
    assert len(bodies) == 2
    assert "We changed how we share." in bodies[1]
    assert fire(by=ANONYMOUS, cause="x:2", kind="law", what="It ended", path="/gateways/x", isps=[world.isp.pk]) == 1
    Isp.objects.filter(pk=world.isp.pk).update(retired_on=TODAY)
    with pytest.raises(Conflict):
        world.report(world.member, submission="two")
    assert [key_of(text) for text in ("12", "9" * 40, "x", "")] == [12, None, None, None]


def test_a_start_that_is_recorded_flags_what_rests_on_it_once_and_tells_each_person_once(world):
    drafted = make_isp("A draft", world.council, owner=world.owner, state="draft", next_review_on=None)
    second = make_isp("Second", world.council, owner=world.owner, next_review_on=DUE)
    other = make_isp("Not on it", world.council, owner=world.owner, next_review_on=DUE)
    gone = make_isp("Retired", world.council, owner=world.owner, next_review_on=DUE, retired_on=TODAY)
    for isp in (world.isp, drafted, second, gone):
        world.rests(isp)
    fire_rechecks()
    assert not ReviewTrigger.objects.exists(), "passed but not started: a person records the start"
    editor = requester_of(make_user("editor@example.org", site_role=SiteRole.Role.CORE_EDITOR))
    given = {"thing": world.gateway, "happened": "started", "on": TODAY, "note": "Gives a duty to answer."}
    with pytest.raises(Forbidden):
        record_law(by=requester_of(world.owner), **given)
    assert [row.flagged for row in flagged(world.gateway)] == [False, False, False]
    assert record_law(by=editor, **given) == 3
    assert record_law(by=editor, **given) == 0, "the same again tells nobody"
    world.gateway.refresh_from_db()
    assert (world.gateway.in_force_from, world.gateway.state) == ("2026-11-22", "in_force")
    assert {row.isp: (row.in_force, row.flagged) for row in flagged(world.gateway)} == {
        world.isp: (True, True), drafted: (False, True), second: (True, True),
    }  # fmt: skip
    assert (world.due(), world.due(second), world.due(other), world.due(drafted)) == (SOON, SOON, DUE, None)
    mail = Delivery.objects.get(recipient="owner@example.org")
    assert "3 agreements" in mail.subject
    assert all(isp.reference in mail.body for isp in (world.isp, drafted, second))
    assert kinds(world.owner).count("review") == 2


def test_ends_and_replaced_guidance_are_found_from_dates_and_pages(world):
    condition = LegalCondition.objects.create(kind="article6", code="e", provision="6(1)(e)", name="Public task")
    world.rests(world.isp, article6=condition)
    guided = make_isp("Guided", world.council, owner=world.owner, next_review_on=DUE)
    locally = make_isp("Locally guided", world.council, owner=world.owner, next_review_on=DUE)
    old = make_page(GuidancePage, "Old code", slug="old")
    new = make_page(GuidancePage, "New code", slug="new")
    local = make_page(GuidancePage, "Local words", slug="local", authority="local", interprets=old)
    for isp, page in ((guided, old), (locally, local)):
        isp.guidance.add(page)
        isp.save()
    LegalCondition.objects.filter(pk=condition.pk).update(valid_to="2026-11-22")
    fire_rechecks()
    assert not ReviewTrigger.objects.exists(), "its last day is part of it"
    GuidancePage.objects.filter(pk=old.pk).update(superseded_by=new)
    with time_machine.travel(datetime.datetime(2026, 11, 23, 12, tzinfo=datetime.UTC), tick=False):
        for _ in range(2):
            fire_rechecks()
        found = {row.isp.title: (row.kind, row.path) for row in ReviewTrigger.objects.select_related("isp")}
    assert found == {
        "Case meetings": ("law", "/gateways"),
        "Guided": ("guidance", "/guidance/new"),
        "Locally guided": ("guidance", "/guidance/new"),
    }
    assert Delivery.objects.filter(recipient="owner@example.org").count() == 2, "one for each cause"
    change = make_page(
        HorizonPage, "A change", slug="change", stage="in_force", key_date="2026-10", affected_isps=[locally]
    )
    fire_rechecks()
    assert ReviewTrigger.objects.filter(isp=locally, cause=f"horizonpage:{change.pk}:started:2026-10").count() == 1


def test_the_admin_says_how_many_agreements_it_concerns_before_it_is_recorded(world):
    world.rests(world.isp)
    browser = signed_in(staff())
    address = f"/admin/reference/gateways/{world.gateway.pk}/agreements/"
    page = browser.get(address).content.decode()
    assert world.isp.reference in page
    given = {"happened": "started", "on": "2026-11-22", "note": "A duty."}
    confirm = browser.post(address, given).content.decode()
    assert "1 agreement" in confirm
    assert "ask for 1 review" in confirm
    assert not ReviewTrigger.objects.exists()
    assert browser.post(address, {"happened": "changed", "on": "2026-11-22", "confirmed": "1"}).status_code == 200
    assert not ReviewTrigger.objects.exists(), "a change says what changed"
    assert browser.post(address, {**given, "confirmed": "1"}).status_code == 302
    assert ReviewTrigger.objects.get().what.endswith("A duty.")
    for path in ("/admin/triggers/", "/admin/amendments/", "/admin/reviews/", "/admin/reference/gateways/"):
        assert browser.get(path).status_code == 200, path
    assert signed_in(world.owner).get(address).status_code in (302, 403)


def test_a_page_is_reviewed_by_its_owner_and_its_draft_keeps_the_new_day(world):
    page = make_page(GuidancePage, "How to share", slug="how", review_on=TODAY, page_owner=world.owner)
    page.save_revision()
    by = requester_of(world.owner)
    assert kinds(world.owner) == ["page"]
    assert page_review(requester_of(world.member), "/guidance/how") is None
    assert page_review(by, "/guidance/absent") is None
    assert page_review(by, "/guidance/how").title == "How to share"
    given = {"path": "/guidance/how", "submission_id": "one", "outcome": "unchanged"}
    with pytest.raises(Forbidden):
        record_page_review(by=requester_of(world.member), **given)
    with pytest.raises(Unauthenticated):
        record_page_review(by=ANONYMOUS, **given)
    for wrong in ({"outcome": "major_change"}, {"outcome": "retire"}, {"next_review": TODAY}):
        with pytest.raises(BadInput):
            record_page_review(by=by, **(given | wrong))
    make_user("editor@example.org", site_role=SiteRole.Role.CORE_EDITOR)
    record_page_review(by=by, **(given | {"outcome": "retire", "notes": "Nobody reads it", "submission_id": "zero"}))
    assert Delivery.objects.get().recipient == "editor@example.org"
    assert Review.objects.get(page=page.pk).is_open
    for _ in range(2):
        record_page_review(by=by, **given)
    page = GuidancePage.objects.get(pk=page.pk)
    assert page.review_on == datetime.date(2027, 11, 22)
    assert page.latest_revision.as_object().review_on == datetime.date(2027, 11, 22)
    assert Review.objects.get(page=page.pk).completed_on == TODAY
    assert kinds(world.owner) == []
    assert make_role(world.member, world.trust).role  # a role elsewhere gives nothing here
    assert page_review(requester_of(world.member), "/guidance/how") is None
