"""The review by questions: what each answer leads to is said before it is done, and done all at once or not at all."""

import datetime

import pytest
import time_machine

from cms.audit.models import AuditEvent
from cms.core.errors import BadInput, Conflict, Forbidden, NotFound, Unauthenticated
from cms.core.requester import ANONYMOUS
from cms.members.selectors import requester_of
from cms.notifications.models import Delivery
from cms.reviews.answers import discard_answers, save_answers, work_of
from cms.reviews.checklist import BY_KEY
from cms.reviews.effects import plan_of
from cms.reviews.finishing import finish_review
from cms.reviews.models import Review, ReviewAnswers
from cms.signing.models import AmendmentNotice
from cms.snippets.models import DataFlow, Isp, IspContact, IspVersion
from cms.snippets.services import content_hash
from tests.factories.registers import make_isp, make_partner, make_role, make_user

pytestmark = pytest.mark.django_db
TODAY, DUE = datetime.date(2026, 11, 22), datetime.date(2026, 12, 4)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC), tick=False):
        yield


class World:
    def __init__(self):
        self.council, self.trust = make_partner("council"), make_partner("trust")
        self.owner = make_user("owner@example.org", self.council)
        self.isp = make_isp(
            "Case meetings",
            self.council,
            (self.trust,),
            owner=self.owner,
            next_review_on=DUE,
            text={"purpose": "To help.", "retention": "Two years.", "summary": "We meet."},
        )
        self.version = self.isp.versions.get()
        IspContact.objects.create(isp=self.isp, role="Duty officer", phone="01206 000000")
        self.flow = DataFlow.objects.create(version=self.version, items="Names")
        signer = make_user("signs@trust.example.org", self.trust)
        make_role(signer, self.trust, "isp_approver")

    def by(self, user=None):
        return requester_of(user or self.owner)

    def save(self, step, later=False, user=None, **values):
        return save_answers(
            by=self.by(user), reference=self.isp.reference, submission_id="begun", step=step, values=values, later=later
        )

    def answer(self, **other):
        """Every question with its first answer, save those that are given."""
        for key in BY_KEY:
            value = other.get(key, "yes")
            self.save(key, value=value, why="" if value == "yes" else "Because")

    def work(self):
        return work_of(self.by(), Isp.objects.get(pk=self.isp.pk))

    def finish(self, submission="finish", user=None, **given):
        revision = Isp.objects.get(pk=self.isp.pk).lock_version
        usual = {"reference": self.isp.reference, "submission_id": submission, "expected_revision": revision}
        return finish_review(by=self.by(user), **(usual | given))


@pytest.fixture
def world():
    return World()


def test_unchanged_is_recorded_once_and_the_next_review_is_a_cycle_later(world):
    assert world.work().missing == [*BY_KEY, "next"]
    world.answer()
    with pytest.raises(BadInput) as refused:
        world.finish()
    assert refused.value.details["missing"] == ["next"]
    world.save("next", on="")
    plan = plan_of(world.work())
    assert (plan.outcome, [effect.kind for effect in plan.effects]) == ("unchanged", ["minor"])
    assert plan.effects[0].what == "Next review 22 November 2027"
    finished = world.finish(expected_revision=1)
    again = world.finish(expected_revision=1)
    assert (finished.outcome, again.outcome, again.isp.lock_version) == ("unchanged", "unchanged", 2)
    review = Review.objects.get(completed_on=TODAY)
    assert (review.due_on, review.next_due_on, review.reviewer) == (DUE, datetime.date(2027, 11, 22), world.owner)
    assert not ReviewAnswers.objects.exists()
    assert AuditEvent.objects.filter(action="review.recorded").count() == 1


def test_saved_answers_outlive_the_session_and_half_typed_words_are_kept(world):
    world.save("used", value="yes")
    world.save("purpose", later=True, value="", why="Not sure yet")
    with pytest.raises(BadInput) as refused:
        world.save("data", value="")
    assert list(refused.value.details["fields"]) == ["value"]
    assert world.work().shown("purpose") == {"value": "", "why": "Not sure yet"}
    assert world.work().missing[0] == "purpose"
    world.save("purpose", value="words", why="")
    world.save("words", later=True, purpose="To help at once.", reason="")
    assert world.work().shown("words")["purpose"] == "To help at once."
    assert "words" in world.work().missing
    assert work_of(requester_of(make_user("other@example.org", world.council)), world.isp).row is None
    discard_answers(by=world.by(), reference=world.isp.reference)
    assert world.work().row is None


def test_contacts_and_a_small_change_of_words_go_their_own_ways(world):
    before = content_hash(world.version)
    deputy = make_user("deputy@example.org", world.council)
    world.answer(data="less", contacts="change")
    for values, field in (
        ({"purpose": "To help."}, "changes"),
        ({"retention": "One year."}, "reason"),
        ({"retention": "", "reason": "x"}, "retention"),
    ):
        with pytest.raises(BadInput) as refused:
            world.save("words", **values)
        assert field in refused.value.details["fields"]
    world.save("words", retention="One year.", purpose="To help.", reason="We keep less")
    with pytest.raises(BadInput) as refused:
        world.save("contacts-change", role0="Duty officer", email0="no", owner="999999")
    assert set(refused.value.details["fields"]) == {"email0", "owner"}
    world.save(
        "contacts-change",
        role0="Duty officer",
        phone0="01206 111111",
        role1="",
        owner=str(world.owner.pk),
        deputy=str(deputy.pk),
    )
    world.save("next", on="2028-03-27")
    plan = plan_of(world.work())
    kinds = [(effect.kind, effect.kind_label) for effect in plan.effects]
    assert ("notice", "Amendment notice 1") in kinds
    assert any("20 December 2026" in effect.happens for effect in plan.effects)
    assert {effect.what for effect in plan.effects if effect.kind == "minor"} >= {
        "Who to ring: Duty officer, 01206 111111",
        f"Deputy: {deputy}",
        "Next review 27 March 2028",
    }
    assert not AmendmentNotice.objects.exists(), "saying it does nothing"
    assert not Delivery.objects.exists()
    finished = world.finish()
    assert (finished.outcome, finished.notice, finished.draft) == ("amendment", 1, None)
    isp = Isp.objects.get(pk=world.isp.pk)
    assert (isp.next_review_on, isp.deputy) == (datetime.date(2028, 3, 27), deputy)
    assert [(one.role, one.phone) for one in IspContact.objects.filter(isp=isp)] == [("Duty officer", "01206 111111")]
    assert AmendmentNotice.objects.get().changes.get().after == "One year."
    assert Delivery.objects.get(recipient="signs@trust.example.org").source_key.endswith(":sent")
    version = IspVersion.objects.get(pk=world.version.pk)
    assert (version.state, version.retention, content_hash(version)) == ("in_force", "Two years.", before)


def test_a_large_change_opens_a_draft_with_the_new_words_and_leads_to_it(world):
    world.answer(purpose="other", data="less")
    world.save("words", retention="One year.", reason="We keep less")
    world.save("next", on="")
    plan = plan_of(world.work())
    assert plan.outcome == "major_change"
    assert "Version 2" in [effect.kind_label for effect in plan.effects]
    finished = world.finish()
    assert (finished.outcome, finished.draft, finished.notice) == ("major_change", 2, None)
    draft = IspVersion.objects.get(isp=world.isp, number=2)
    assert (draft.state, draft.retention, draft.purpose) == ("draft", "One year.", "To help.")
    assert Isp.objects.get(pk=world.isp.pk).next_review_on == datetime.date(2027, 5, 22), "half a year to sign it"
    # another one while that draft is open is refused before anything happens
    world.answer(purpose="other")
    world.save("next", on="2028-01-10")
    assert "Version 2" in plan_of(world.work()).problem
    with pytest.raises(Conflict):
        world.finish("second")
    assert Review.objects.filter(completed_on=TODAY).count() == 1


def test_retiring_ends_the_flows_and_tells_everybody_and_nothing_else_is_asked(world):
    make_user("editor@example.org", site_role="core_editor")
    world.save("used", value="no", why="")
    assert world.work().missing == ["retire"]
    for values, field in (({"on": "2026-11-21", "reason": "x"}, "on"), ({"on": "2027-01-01", "reason": ""}, "reason")):
        with pytest.raises(BadInput) as refused:
            world.save("retire", **values)
        assert list(refused.value.details["fields"]) == [field]
    world.save("retire", on="2027-01-01", reason="The service ended")
    assert plan_of(world.work()).button.endswith("retire the agreement")
    assert world.finish().outcome == "retire"
    isp = Isp.objects.get(pk=world.isp.pk)
    assert (isp.retired_on, isp.retired_reason) == (datetime.date(2027, 1, 1), "The service ended")
    world.flow.refresh_from_db()
    assert world.flow.ended_on == datetime.date(2027, 1, 1)
    told = set(Delivery.objects.filter(source_key__startswith="retired:").values_list("recipient", flat=True))
    assert told == {"signs@trust.example.org", "owner@example.org", "editor@example.org"}
    assert not Review.objects.filter(completed_on=None, superseded_on=None).exists()


def test_what_somebody_has_to_settle_keeps_the_review_open_and_the_answers(world):
    make_user("editor@example.org", site_role="core_editor")
    world.answer(dpia="old")
    world.save("next", on="")
    assert plan_of(world.work()).outcome == "needs_change"
    assert world.finish().outcome == "needs_change"
    review = Review.objects.get()
    assert (review.is_open, review.outcome) == (True, "needs_change")
    assert "Because" in review.notes
    assert Isp.objects.get(pk=world.isp.pk).next_review_on == DUE
    assert Delivery.objects.get().recipient == "editor@example.org"
    assert world.work().missing == ["next"], "the other answers are there next time"
    world.save("dpia", value="yes")
    world.save("next", on="")
    assert world.finish("two").outcome == "unchanged"
    assert Review.objects.get(completed_on=TODAY).outcome == "unchanged"


def test_who_may_not_answers_nothing_and_a_change_meanwhile_stops_it(world):
    colleague, stranger = make_user("c@example.org", world.council), make_user("s@example.org", make_partner("other"))
    for user in (colleague, stranger):
        with pytest.raises(Forbidden):
            world.save("used", user=user, value="yes")
        with pytest.raises((Forbidden, BadInput)):
            world.finish(user=user)
    with pytest.raises(Unauthenticated):
        save_answers(
            by=ANONYMOUS, reference=world.isp.reference, submission_id="x", step="used", values={"value": "yes"}
        )
    with pytest.raises(NotFound):
        save_answers(by=world.by(), reference="ISP-9999", submission_id="x", step="used", values={"value": "yes"})
    assert not ReviewAnswers.objects.exists()
    world.answer()
    world.save("next", on="")
    with pytest.raises(Conflict) as refused:
        world.finish(expected_revision=7)
    assert refused.value.details == {"currentRevision": 1}
    assert not Review.objects.exclude(outcome="").exists()
