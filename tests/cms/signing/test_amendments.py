"""Amendment notices: who hears, who objects and until when, what stops one, and what the text says on each day."""

import datetime

import pytest
import time_machine

from cms.audit.models import AuditEvent
from cms.core.errors import BadInput, Conflict, Forbidden, NotFound, Unauthenticated
from cms.core.requester import ANONYMOUS, Requester
from cms.members.models import Absence
from cms.members.selectors import requester_of
from cms.notifications.models import Delivery
from cms.signing.amendments import services, tasks
from cms.signing.amendments.effect import AmendmentState, state_of
from cms.signing.amendments.selectors import (
    amendments_in_effect,
    effective_texts,
    objections_of,
    objections_to_answer,
    to_object,
)
from cms.signing.drafts import open_draft
from cms.signing.models import AmendmentNotice, Objection
from cms.snippets.models import DataItem, IspParty, IspVersion, PartnerContact
from cms.snippets.services import content_hash
from tests.factories.registers import make_isp, make_partner, make_role, make_user

pytestmark = pytest.mark.django_db
SENT = datetime.date(2026, 11, 22)
UNTIL, EFFECT = datetime.date(2026, 12, 20), datetime.date(2026, 12, 21)


class World:
    """An agreement of a council with a trust (essential), a college and a charity that has only a named contact."""

    def __init__(self):
        self.council, self.trust = make_partner("council"), make_partner("trust")
        self.college, self.charity = make_partner("college"), make_partner("charity")
        self.owner = make_user("owner@example.org", self.council)
        self.isp = make_isp(
            "Case meetings",
            self.council,
            (self.trust, self.college, self.charity),
            owner=self.owner,
            text={"purpose": "To help.", "retention": "Two years.", "summary": "We meet."},
        )
        self.version = self.isp.versions.get()
        for name in ("Names", "Dates of birth"):
            DataItem.objects.create(version=self.version, name=name, is_special_category=name == "Names")
        IspParty.objects.filter(version=self.version, partner=self.trust).update(is_essential=True)
        self.approvers = {}
        for partner in (self.trust, self.college):
            user = self.approvers[partner.slug] = make_user(f"signs@{partner.slug}.example.org", partner)
            make_role(user, partner, "isp_approver")
        PartnerContact.objects.create(partner=self.charity, email="office@charity.example.org", name="Office")

    def send(self, changes=None, **given):
        usual = {"changes": changes or {"retention": "One year."}, "reason": "We keep less."}
        return services.send_amendment(by=requester_of(self.owner), version_id=self.version.pk, **(usual | given))

    def object(self, slug, by=None, reason="We need two years."):
        return services.object_to_amendment(
            by=by or requester_of(self.approvers[slug]),
            reference=self.isp.reference,
            number=1,
            partner=slug,
            reason=reason,
        )

    def state(self, notice):
        notice = AmendmentNotice.objects.select_related("isp", "version").get(pk=notice.pk)
        return state_of(notice, objections_of([notice])[notice.pk], services.clock.today())

    def says(self, day, section="retention"):
        return effective_texts(self.version, day)[section]


def at(day):
    return time_machine.travel(datetime.datetime.combine(day, datetime.time(12), datetime.UTC), tick=False)


@pytest.fixture
def world():
    with at(SENT):
        yield World()


def test_a_notice_goes_to_every_party_and_counts_after_28_days_without_touching_what_was_signed(world):
    before = content_hash(world.version)
    notice = world.send({"retention": "One year.", "data_items": "Names\n", "purpose": "To help."})
    assert (notice.number, notice.object_until, notice.takes_effect_on) == (1, UNTIL, EFFECT)
    changes = {change.section: (change.before, change.after) for change in notice.changes.all()}
    assert changes == {"data_items": ("Names\nDates of birth", "Names"), "retention": ("Two years.", "One year.")}, (
        "what did not change is no part of it"
    )
    told = set(Delivery.objects.filter(source_key=f"amendment:{notice.pk}:sent").values_list("recipient", flat=True))
    # the council has nobody who signs and no contact: the core team would be told, and there is none here
    assert told == {"signs@trust.example.org", "signs@college.example.org", "office@charity.example.org"}
    assert AuditEvent.objects.filter(action="amendment.sent").count() == 1
    assert world.says(UNTIL) == "Two years."
    assert world.says(EFFECT) == "One year."
    with at(UNTIL):
        assert world.state(notice) == AmendmentState.OPEN
        tasks.tell_what_counts()
    with at(EFFECT):
        assert world.state(notice) == AmendmentState.IN_EFFECT
        for _ in range(2):
            tasks.tell_what_counts()
        assert amendments_in_effect(world.version) == [notice]
        draft = open_draft(by=requester_of(world.owner), version_id=world.version.pk)
        assert draft.retention == "One year."
        items = DataItem.objects.filter(version=draft)
        assert [(item.name, item.is_special_category) for item in items] == [("Names", True)]
    effects = Delivery.objects.filter(source_key=f"amendment:{notice.pk}:effect")
    assert effects.filter(recipient="signs@trust.example.org").count() == 1
    assert content_hash(IspVersion.objects.get(pk=world.version.pk)) == before


def test_an_essential_partys_objection_stops_it_until_the_party_takes_it_back(world):
    notice = world.send()
    assert [parties[0].partner for _, parties in to_object(requester_of(world.approvers["trust"]))] == [world.trust]
    made = world.object("trust")
    assert world.object("trust", reason="Again") == made, "pressing twice is once"
    assert to_object(requester_of(world.approvers["trust"])) == []
    assert objections_to_answer(requester_of(world.owner)) == [made]
    told = Delivery.objects.get(source_key=f"amendment:{notice.pk}:objection:{made.pk}")
    assert told.recipient == "owner@example.org"
    services.answer_objection(by=requester_of(world.owner), objection_id=made.pk, answer="One year is enough.")
    with at(EFFECT):
        assert world.state(notice) == AmendmentState.HELD, "an answer settles nothing for whom it is built on"
        assert world.says(EFFECT) == "Two years."
    late = datetime.date(2027, 1, 10)
    with at(late):
        services.take_back_objection(by=requester_of(world.approvers["trust"]), objection_id=made.pk)
        assert world.says(late) == "Two years.", "a day that has begun keeps its words"
        assert world.says(late + datetime.timedelta(days=1)) == "One year."
        assert world.says(EFFECT) == "Two years."


def test_an_answer_settles_the_objection_of_another_party_and_late_ones_are_refused(world):
    notice = world.send()
    made = world.object("college")
    with at(datetime.date(2026, 12, 1)):
        services.answer_objection(by=requester_of(world.owner), objection_id=made.pk, answer="We talked.")
        with pytest.raises(Conflict):
            services.answer_objection(by=requester_of(world.owner), objection_id=made.pk, answer="Again.")
    with at(EFFECT), pytest.raises(Conflict):
        world.object("trust")
    with at(EFFECT):
        assert world.state(notice) == AmendmentState.IN_EFFECT
        with pytest.raises(Conflict):
            services.withdraw_amendment(
                by=requester_of(world.owner), reference=world.isp.reference, number=1, reason="No"
            )


def test_a_party_with_notice_for_a_later_day_still_has_its_say_and_a_processor_has_none(world):
    parties = IspParty.objects.filter(version=world.version)
    parties.filter(partner=world.college).update(left_on=EFFECT)
    parties.filter(partner=world.trust).update(role=IspParty.Role.PROCESSOR)
    parties.filter(partner=world.charity).update(left_on=SENT)
    deputy, cover = (make_user(f"{name}@example.org", world.council) for name in ("deputy", "cover"))
    world.isp.deputy = deputy
    world.isp.save()
    world.owner.memberships.update(ends_on=SENT - datetime.timedelta(days=1))
    days = {"starts_on": SENT, "ends_on": EFFECT}
    Absence.objects.create(user=deputy, partner=world.council, cover=cover, **days)
    world.owner = deputy
    notice = world.send()
    told = set(Delivery.objects.filter(source_key=f"amendment:{notice.pk}:sent").values_list("recipient", flat=True))
    assert told == {"signs@college.example.org"}
    made = world.object("college")
    with pytest.raises(Forbidden):
        world.object("trust")
    told = Delivery.objects.filter(source_key=f"amendment:{notice.pk}:objection:{made.pk}")
    assert set(told.values_list("recipient", flat=True)) == {"deputy@example.org", "cover@example.org"}, "no leaver"
    with at(EFFECT):
        assert not services.may(
            requester_of(world.approvers["college"]), "amendment.object", parties.get(pk=made.party_id)
        )
    world.isp.retired_on = EFFECT
    world.isp.save()
    with pytest.raises(Conflict):  # it would be over before the notice counts
        world.send({"purpose": "To help more."})


def test_a_withdrawn_notice_changes_nothing_and_frees_its_section_for_the_next(world):
    notice = world.send()
    with pytest.raises(BadInput) as refused:
        world.send({"retention": "Three years."})
    assert list(refused.value.details["fields"]) == ["retention"]
    services.withdraw_amendment(
        by=requester_of(world.owner), reference=world.isp.reference, number=1, reason="We were wrong"
    )
    assert world.state(notice) == AmendmentState.WITHDRAWN
    assert world.send({"retention": "Three years."}).number == 2
    assert world.says(EFFECT) == "Three years."
    # replaced before its day: it never counts
    IspVersion.objects.filter(pk=world.version.pk).update(state="superseded", in_force_to=UNTIL)
    world.version.refresh_from_db()
    assert world.says(EFFECT) == "Two years."


def test_what_is_no_small_change_is_refused(world):
    for changes, field in (
        ({"retention": " "}, "retention"),
        ({"security": "A lock."}, "security"),
        ({"data_items": "Names\nDates of birth\nAddresses"}, "data_items"),
        ({"title": "x"}, "title"),
        ({"retention": "Two years."}, "changes"),
    ):
        with pytest.raises(BadInput) as refused:
            world.send(changes)
        assert field in refused.value.details["fields"], changes
    for given in ({"reason": " "}, {"takes_effect_on": UNTIL}):
        with pytest.raises(BadInput):
            world.send(**given)
    assert not AmendmentNotice.objects.exists()
    assert not Delivery.objects.exists()


def test_who_may_send_object_and_read(world):
    stranger = requester_of(make_user("stranger@example.org", make_partner("other")))
    colleague = requester_of(make_user("colleague@example.org", world.council))
    tool = Requester(partners=frozenset({world.council.pk}), token_id=1, scopes=frozenset({"read:register"}))
    for by, error in (
        (ANONYMOUS, Unauthenticated),
        (tool, Unauthenticated),
        (stranger, Forbidden),
        (colleague, Forbidden),
    ):
        with pytest.raises(error):
            services.send_amendment(by=by, version_id=world.version.pk, changes={"retention": "x"}, reason="y")
    world.send()
    member = requester_of(make_user("member@example.org", world.trust))
    with pytest.raises(Forbidden):
        world.object("trust", by=member)
    with pytest.raises(Forbidden):
        world.object("trust", by=requester_of(world.approvers["college"]))
    with pytest.raises(Unauthenticated):
        world.object("trust", by=ANONYMOUS)
    world.object("trust")
    assert AmendmentNotice.objects.visible_to(stranger).count() == 1
    assert Objection.objects.visible_to(stranger).count() == 0
    assert Objection.objects.visible_to(member).count() == 1
    assert AmendmentNotice.objects.visible_to(ANONYMOUS).count() == 0
    with pytest.raises(NotFound):
        services.take_back_objection(by=stranger, objection_id=Objection.objects.get().pk)
    with pytest.raises(Forbidden):
        services.answer_objection(by=member, objection_id=Objection.objects.get().pk, answer="x")
    # who looks after it for the party may object too
    IspParty.objects.filter(version=world.version, partner=world.college).update(
        owner=make_user("keeper@example.org", world.college)
    )
    keeper = requester_of(make_user("keeper@example.org"))
    assert world.object("college", by=keeper).made_by_id == keeper.user_id
