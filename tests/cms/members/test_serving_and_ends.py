"""Roles with dates and deputies, offers to many bodies, ends by date, the yearly check, and what people show."""

import datetime

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client

from cms.audit.models import AuditEvent
from cms.core.errors import BadInput, Conflict, Forbidden, NotFound
from cms.core.models import CommunitySettings
from cms.core.requester import ANONYMOUS, SYSTEM, Requester
from cms.members.models import BodyCheck, Membership, PartnerRole, RoleOfferAnswer
from cms.members.selectors import requester_of
from cms.members.selectors.body_checks import check_page
from cms.members.selectors.directory import directory
from cms.members.selectors.our_people import answers_of, managed_partner, offers_to, our_people
from cms.members.selectors.shown import shown_of
from cms.members.services import (
    Terms,
    answer_role_offers,
    change_role,
    end_membership,
    end_what_is_over,
    give_role,
    offer_role,
    withdraw_role_offer,
)
from cms.members.services.body_checks import ask_bodies, confirm_body
from cms.members.services.offers import partners_named
from cms.members.services.shown import change_shown
from cms.notifications.models import Delivery
from tests.factories.people import PASSWORD, PartnerFactory, PartnerRoleFactory, UserFactory
from tests.factories.registers import make_isp

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 2)
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def _today():
    cache.clear()
    with time_machine.travel(datetime.datetime(2026, 11, 2, 12, tzinfo=datetime.UTC), tick=False):
        yield


def at(day):
    return time_machine.travel(datetime.datetime(day.year, day.month, day.day, 12, tzinfo=datetime.UTC), tick=False)


def lead_of(*partners):
    lead = UserFactory(member_of=partners)
    for partner in partners:
        PartnerRoleFactory(user=lead, partner=partner, role="partner_lead")
    return lead


def signed_in(user):
    EmailAddress.objects.get_or_create(user=user, email=user.email, verified=True, primary=True)
    client = Client()
    client.post("/account/login/", {"login": user.email, "password": PASSWORD})
    assert UserSession.objects.filter(user=user).exists() or "_auth_user_id" in client.session
    return client


def test_a_role_has_its_days_and_a_deputy_who_belongs_there():
    town = PartnerFactory()
    lead, ann, ben, stranger = (
        lead_of(town),
        UserFactory(member_of=[town]),
        UserFactory(member_of=[town]),
        UserFactory(),
    )
    by = requester_of(lead)
    row = give_role(
        by=by, user=ann, partner_id=town.pk, role="ig_lead", starts_on=TODAY + DAY, ends_on=TODAY + 9 * DAY, deputy=ben
    )
    assert (town.pk, "ig_lead") not in requester_of(ann).roles, "it begins tomorrow"
    with at(TODAY + DAY):
        assert (town.pk, "ig_lead") in requester_of(ann).roles & requester_of(ben).roles
    for wrong in ({"deputy": ann}, {"deputy": stranger}, {"ends_on": TODAY - DAY}, {"starts_on": TODAY + 400 * DAY}):
        with pytest.raises(BadInput):
            give_role(by=by, user=ann, partner_id=town.pk, role="dpo", **wrong)
    with pytest.raises(Forbidden):
        give_role(by=by, user=ann, partner_id=town.pk, role="isp_approver")
    terms = Terms(deputy_id=None, ends_on=None, service_area=" Housing ", is_public=True)
    changed = change_role(by=by, role=row, terms=terms)
    assert (changed.deputy_id, changed.ends_on, changed.service_area, changed.is_public) == (
        None,
        None,
        "Housing",
        True,
    )
    change_role(by=by, role=row, terms=terms)
    assert AuditEvent.objects.filter(action="role.changed").count() == 1, "the same again is no change"
    with pytest.raises(Forbidden):
        change_role(by=requester_of(ann), role=row, terms=terms)


def test_an_end_by_date_signs_out_holder_and_deputy_the_day_after_once():
    town = PartnerFactory()
    ann, ben = UserFactory(member_of=[town]), UserFactory(member_of=[town])
    row = PartnerRoleFactory(user=ann, deputy=ben, partner=town, role="ig_lead", ends_on=TODAY)
    for user in (ann, ben):
        signed_in(user)
    assert end_what_is_over() == 0
    with at(TODAY + DAY):
        assert end_what_is_over() == 1
        assert not UserSession.objects.filter(user__in=[ann, ben]).exists()
        signed_in(ann)
        assert end_what_is_over() == 0
        assert UserSession.objects.filter(user=ann).exists(), "carried out once"
    row.refresh_from_db()
    assert row.closed_at is not None


@pytest.mark.parametrize("at_once", [True, False])
def test_what_nobody_took_over_goes_to_the_lead(at_once):
    town = PartnerFactory()
    lead, ann = lead_of(town), UserFactory(member_of=[town])
    isp = make_isp(lead=town, owner=ann)
    stands_in = PartnerRoleFactory(user=lead, deputy=ann, partner=town, role="isp_approver")
    end_membership(by=SYSTEM, membership=ann.memberships.get(), last_day=None if at_once else TODAY)
    isp.refresh_from_db()
    assert isp.owner_id == (lead.pk if at_once else ann.pk)
    with at(TODAY + DAY):
        end_what_is_over()
        end_what_is_over()
    isp.refresh_from_db()
    stands_in.refresh_from_db()
    assert (isp.owner_id, stands_in.deputy_id) == (lead.pk, None)
    assert AuditEvent.objects.filter(action="isp.owner_changed").count() == 1
    assert Delivery.objects.filter(recipient=lead.email, source_key__startswith="handover:lead:").count() == 1


def test_a_membership_that_ends_by_date_never_lengthens_a_role():
    town = PartnerFactory()
    ann = UserFactory(member_of=[town])
    short = PartnerRoleFactory(user=ann, partner=town, role="dpo", ends_on=TODAY + DAY)
    ahead = PartnerRoleFactory(user=ann, partner=town, role="ig_lead", starts_on=TODAY + 20 * DAY)
    end_membership(by=SYSTEM, membership=ann.memberships.get(), last_day=TODAY + 9 * DAY)
    short.refresh_from_db()
    assert short.ends_on == TODAY + DAY
    assert not PartnerRole.objects.current(TODAY + 30 * DAY).filter(pk=ahead.pk).exists()


@pytest.mark.parametrize("count", [1, 40])
def test_one_offer_to_many_bodies_is_answered_once_by_each(count, django_assert_max_num_queries):
    bodies = [PartnerFactory() for _ in range(count)]
    home, unled = PartnerFactory(), PartnerFactory()
    lead, adviser = lead_of(*bodies), UserFactory(member_of=[home])
    editor = UserFactory(site_role="core_editor")
    by = requester_of(adviser)
    keys = partners_named(by, [body.name for body in (*bodies, unled)])
    with pytest.raises(Forbidden):
        offer_role(by=by, user=adviser, role="isp_approver", partner_ids=keys, submission_id="x")
    with django_assert_max_num_queries(60):
        row = offer_role(by=by, user=adviser, role="dpo", partner_ids=keys, submission_id="one")
    assert offer_role(by=by, user=adviser, role="dpo", partner_ids=keys, submission_id="one") == row
    assert Delivery.objects.filter(recipient=lead.email).count() == 1, "one mail, however many bodies"
    assert Delivery.objects.filter(recipient=editor.email).count() == 1, "where there is no lead"
    assert requester_of(adviser).partners == {home.pk}, "an offer gives nothing"
    asked = offers_to(requester_of(lead))
    assert len(asked) == count
    theirs = RoleOfferAnswer.objects.get(partner=unled)
    with pytest.raises(NotFound):
        answers_of(requester_of(lead), [asked[0].pk, theirs.pk])
    with pytest.raises(NotFound):
        answers_of(by, [asked[0].pk])
    rows = answers_of(requester_of(lead), [one.pk for one in asked])
    assert answer_role_offers(by=requester_of(lead), answers=rows, accepted=True) == count
    assert answer_role_offers(by=requester_of(lead), answers=rows, accepted=True) == count
    assert {(body.pk, "dpo") for body in bodies} <= requester_of(adviser).roles
    with pytest.raises(Conflict):
        answer_role_offers(by=requester_of(lead), answers=rows[:1], accepted=False)
    withdraw_role_offer(by=by, offer=row)
    with pytest.raises(Conflict):
        answer_role_offers(by=requester_of(editor), answers=[theirs], accepted=True)


def test_names_that_name_no_body_are_said_and_nobody_is_asked():
    with pytest.raises(BadInput) as caught:
        partners_named(requester_of(UserFactory(member_of=[PartnerFactory()])), ["No Such Body"])
    assert "No Such Body" in str(caught.value.details)


def test_the_page_of_people_is_for_who_manages_them(django_assert_max_num_queries):
    town, other = PartnerFactory(), PartnerFactory()
    lead, ann = lead_of(town), UserFactory(member_of=[town])
    signer = PartnerRoleFactory(user=UserFactory(member_of=[town]), partner=town, role="isp_approver").user
    for _ in range(10):
        UserFactory(member_of=[town])
    by = requester_of(lead)
    with django_assert_max_num_queries(14):
        page = our_people(by, town.slug)
    may_end = {person.user_id: person.may_end for person in page.people}
    assert (may_end[ann.pk], may_end[lead.pk], may_end[signer.pk]) == (True, False, False)
    assert page.lead_count == 1
    assert {gap.role for gap in page.gaps} >= {"ig_lead"}
    assert our_people(by, other.slug) is None
    assert our_people(requester_of(ann)) is None
    for slug in (other.slug, "absent"):
        with pytest.raises(NotFound):
            managed_partner(by, slug)


def test_once_a_year_a_body_says_whether_its_page_is_right():
    town, new = PartnerFactory(), PartnerFactory(joined_on=TODAY - 30 * DAY)
    lead, member = lead_of(town), UserFactory(member_of=[town])
    editor = UserFactory(site_role="core_editor")
    assert ask_bodies() == 1
    assert ask_bodies() == 0
    row = BodyCheck.objects.get()
    assert row.partner_id == town.pk != new.pk
    assert check_page(requester_of(member), town.slug) is None
    by = requester_of(lead)
    page = check_page(by, town.slug)
    UserFactory(member_of=[town])
    with pytest.raises(Conflict):
        confirm_body(by=by, partner=town, fingerprint=page.fingerprint)
    with at(row.due_on):
        assert ask_bodies() == 1, "reminded on the day"
    with at(row.due_on + 14 * DAY):
        ask_bodies()
        assert Delivery.objects.filter(recipient=editor.email, source_key__endswith=":late").exists()
        page = check_page(by, town.slug)
        assert page.is_late
        confirm_body(by=by, partner=town, fingerprint=page.fingerprint, wrong=["contacts"])
        assert not Delivery.objects.filter(source_key=f"body-check:{row.pk}:asked", state="queued").exists()
        assert Delivery.objects.filter(recipient=editor.email, source_key__endswith=":wrong").exists()
    assert PartnerRole.objects.get(partner=town).confirmed_on == row.due_on + 14 * DAY
    with at(row.due_on + 15 * DAY):
        ask_bodies()
    assert BodyCheck.objects.filter(partner=town).count() == 1, "not again within the year"


def test_what_one_shows_is_ones_own_and_holds_at_once():
    town = PartnerFactory()
    ann = UserFactory(member_of=[town])
    before = shown_of([ann.pk])[ann.pk]
    assert (before.email, before.phone, before.in_public) == (True, False, False)
    change_shown(by=requester_of(ann), email=False, phone=True)
    after = shown_of([ann.pk])[ann.pk]
    assert (after.email, after.phone, after.in_public) == (False, True, False)
    assert Membership.objects.filter(user=ann).exists()


def test_the_public_meets_only_who_agreed_and_whom_the_body_names():
    town = PartnerFactory()
    community = CommunitySettings.load()
    community.public_partner_list = True
    community.save()
    people = [UserFactory(member_of=[town], phone="01632 960118") for _ in range(3)]
    for user, says in zip(people, (True, False, True), strict=True):
        PartnerRoleFactory(user=user, partner=town, role="dpo", is_public=says)
    for user in people[:2]:
        change_shown(by=requester_of(user), in_public=True)
    found = directory(ANONYMOUS)
    assert [(one.name, one.email, one.phone) for one in found.items] == [(str(people[0]), "", "")]
    stranger = requester_of(UserFactory(member_of=[PartnerFactory()]))
    assert {(one.name, one.phone) for one in directory(stranger).items} == {(str(user), "") for user in people}
    assert directory(stranger, text=people[1].last_name).total_count >= 1
    assert directory(stranger, text="01632").total_count == 0, "nobody is found by what they hide"
    assert {one.phone for one in directory(requester_of(people[0])).items} == {"01632 960118"}, "colleagues"
    change_shown(by=requester_of(people[0]), in_public=False)
    assert directory(ANONYMOUS).total_count == 0
    tool = Requester(partners=frozenset({town.pk}), token_id=1, scopes=frozenset())
    assert directory(tool).total_count == 0
