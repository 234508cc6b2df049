"""Contacts of a body, several bodies confirmed at once, offers one made, a chooser of many, and ends that take all."""

import datetime

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client, RequestFactory

from cms.audit.models import AuditEvent
from cms.core.errors import BadInput, Conflict, Forbidden, NotFound, Unauthenticated
from cms.core.requester import SYSTEM
from cms.members.models import BodyCheck, Invitation, Membership, PartnerRole
from cms.members.selectors import requester_of
from cms.members.selectors.body_checks import check_pages
from cms.members.selectors.contacts import kept_contact, kept_partner, our_contacts
from cms.members.selectors.offers_made import offers_made
from cms.members.selectors.our_people import managed_role, offers_to, our_people
from cms.members.selectors.requesters import requester_for
from cms.members.services import (
    Terms,
    answer_role_offer,
    change_role,
    end_membership,
    end_role,
    end_what_is_over,
    give_role,
    invite,
    offer_role,
    withdraw_role_offer,
)
from cms.members.services.body_checks import confirm_bodies, confirm_body
from cms.members.services.contacts import ContactWords, confirm_contacts, remove_contact, save_contact
from cms.notifications.models import Delivery
from cms.overview.data_quality.kinds import BY_KEY
from cms.overview.to_do.bodies import checks
from cms.snippets.models import PartnerContact
from tests.factories.people import PASSWORD, PartnerFactory, PartnerRoleFactory, UserFactory
from tests.factories.registers import make_token

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 2)
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def _today():
    cache.clear()
    with at(TODAY):
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
    assert UserSession.objects.filter(user=user).exists()
    return client


# -- contacts --------------------------------------------------------------------------------------------
def test_who_answers_for_a_body_keeps_its_contacts():
    town, other = PartnerFactory(), PartnerFactory()
    lead, ann = lead_of(town), UserFactory(member_of=[town])
    theirs = PartnerContact.objects.create(partner=other, email="theirs@example.org")
    by = requester_of(lead)
    row = save_contact(by=by, partner=town, words=ContactWords(email=" IG@Town.example ", name="IG  team"))
    assert (row.email, row.name, row.confirmed_on) == ("ig@town.example", "IG team", TODAY)
    with pytest.raises(Conflict):
        save_contact(by=by, partner=town, words=ContactWords(email="ig@town.example"))
    for words in (ContactWords(email="no"), ContactWords(email="a@example.org", phone="1" * 41)):
        with pytest.raises(BadInput):
            save_contact(by=by, partner=town, words=words)
    PartnerContact.objects.filter(pk=row.pk).update(bounced_on=TODAY, confirmed_on=TODAY - 400 * DAY)
    assert our_contacts(by, town.slug).contacts[0].is_due
    changed = save_contact(by=by, partner=town, contact=row, words=ContactWords(email="new@town.example"))
    assert (changed.pk, changed.bounced_on, changed.confirmed_on) == (row.pk, None, TODAY)
    with pytest.raises(Conflict):
        remove_contact(by=by, contact=row)
    second = save_contact(by=by, partner=town, words=ContactWords(email="second@town.example"))
    with at(TODAY + DAY):
        assert confirm_contacts(by=by, partner=town, keys=[row.pk, second.pk]) == 2
    remove_contact(by=by, contact=second)
    assert list(PartnerContact.objects.filter(partner=town).values_list("pk", "confirmed_on")) == [
        (row.pk, TODAY + DAY)
    ]
    said = str(list(AuditEvent.objects.filter(action__startswith="partner_contact").values()))
    assert "town.example" not in said, "which field changed is on record, no address"
    for who in (requester_of(ann), requester_of(lead_of(other))):
        assert our_contacts(who, town.slug) is None
        with pytest.raises(NotFound):
            kept_contact(who, row.pk)
        with pytest.raises(NotFound):
            save_contact(by=who, partner=town, words=ContactWords(email="x@example.org"))
        with pytest.raises(NotFound):
            remove_contact(by=who, contact=row)
    with pytest.raises(NotFound):
        save_contact(by=by, partner=town, contact=theirs, words=ContactWords(email="x@example.org"))
    with pytest.raises(NotFound):
        confirm_contacts(by=by, partner=town, keys=[row.pk, theirs.pk])
    with pytest.raises(NotFound):
        kept_partner(by, "absent")


# -- the yearly check ------------------------------------------------------------------------------------
def test_several_bodies_are_confirmed_at_once_and_read_in_as_many_queries_as_one(django_assert_num_queries):
    costs = []
    for count in (1, 10, 40):
        bodies = [PartnerFactory() for _ in range(count)]
        lead = lead_of(*bodies)
        for body in bodies:
            BodyCheck.objects.create(partner=body, due_on=TODAY + DAY)
            PartnerContact.objects.create(partner=body, email="ig@example.org")
        by = requester_of(lead)
        with django_assert_num_queries(costs[0] if costs else 8):
            pages = check_pages(by)
        costs.append(8)
        assert len(pages) == min(count, 20)
    with django_assert_num_queries(1):
        many = checks(by)
    assert len({task.partner_id for task in many}) == 40
    partners = {body.slug: body for body in bodies}
    seen = [(partners[page.slug], page.fingerprint) for page in pages]
    UserFactory(member_of=[seen[3][0]])
    with pytest.raises(Conflict, match=seen[3][0].name):
        confirm_bodies(by=by, seen=seen)
    assert not BodyCheck.objects.exclude(confirmed_at=None).exists(), "all or none"
    stranger = lead_of(PartnerFactory())
    with pytest.raises(NotFound):
        confirm_bodies(by=requester_of(stranger), seen=seen[:1])
    assert confirm_bodies(by=by, seen=[*seen[:3], *seen[4:]]) == 19
    assert len(check_pages(by)) == 20, "the next ones come"
    assert PartnerRole.objects.filter(user=lead, confirmed_on=TODAY).count() == 19


def test_who_has_not_answered_shows_in_data_quality_and_is_written_down_after_a_call():
    town, fine = PartnerFactory(), PartnerFactory()
    BodyCheck.objects.create(partner=town, due_on=TODAY - DAY)
    BodyCheck.objects.create(partner=fine, due_on=TODAY)
    kind = BY_KEY["body-checks"]
    (row,) = kind.find()
    assert (row.key, row.label) == (str(town.pk), town.name)
    with pytest.raises(Forbidden):
        kind.mend(requester_of(lead_of(town)), [row], {})
    editor = UserFactory(site_role="core_editor")
    assert kind.mend(requester_of(editor), kind.find(), {}) == 1
    assert kind.find() == []
    assert BodyCheck.objects.get(partner=town).confirmed_by == editor


# -- offers ----------------------------------------------------------------------------------------------
def test_an_offer_is_followed_and_taken_back_by_who_made_it_alone():
    home, town, village = PartnerFactory(), PartnerFactory(name="Town"), PartnerFactory(name="Village")
    adviser, lead = UserFactory(member_of=[home]), lead_of(town, village)
    by, keys = requester_of(adviser), [town.pk, village.pk]
    row = offer_role(by=by, user=adviser, role="dpo", partner_ids=keys, submission_id="one")
    with pytest.raises(BadInput):
        offer_role(by=by, user=adviser, role="dpo", partner_ids=keys, submission_id="two")
    assert offers_made(requester_of(lead)) == ()
    answer_role_offer(by=requester_of(lead), answer=row.answers.get(partner=town), accepted=True)
    (made,) = offers_made(by)
    assert (made.waiting, made.accepted, made.declined, made.may_withdraw) == (("Village",), ("Town",), (), True)
    with pytest.raises(Forbidden):
        withdraw_role_offer(by=requester_of(lead), offer=row)
    withdraw_role_offer(by=by, offer=row)
    assert offers_made(by) == ()
    assert offers_to(requester_of(lead)) == ()
    assert (town.pk, "dpo") in requester_of(adviser).roles, "what was given stays"


@pytest.mark.parametrize("count", [1, 10, 40])
def test_offers_and_people_of_many_bodies_cost_the_same(count, django_assert_max_num_queries):
    bodies = [PartnerFactory() for _ in range(count)]
    lead, adviser = lead_of(*bodies), UserFactory(member_of=[PartnerFactory()])
    keys = [body.pk for body in bodies]
    offer_role(by=requester_of(adviser), user=adviser, role="dpo", partner_ids=keys, submission_id="one")
    by, made_by = requester_of(lead), requester_of(adviser)
    with django_assert_max_num_queries(2):
        assert len(offers_to(by)) == count
    with django_assert_max_num_queries(2):
        assert len(offers_made(made_by)[0].waiting) == count
    with django_assert_max_num_queries(13):
        assert len(our_people(by).others) == count - 1


# -- whoever serves eighty -------------------------------------------------------------------------------
def test_one_of_eighty_organisations_is_found_by_name_and_stands_on_every_page(django_assert_max_num_queries):
    bodies = [PartnerFactory(name=f"Body {n:02}") for n in range(80)]
    adviser = UserFactory(member_of=bodies)
    client = signed_in(adviser)
    back = "http://localhost:8080/isps"
    page = client.get("/account/", {"next": back}).content.decode()
    assert page.count("<strong>Body ") == 20
    assert "Acting for Body 00" in page
    assert "Find one of your 80 organisations" in page
    with django_assert_max_num_queries(12):
        page = client.get("/account/", {"find": "body 77", "next": back}).content.decode()
    assert page.count("<strong>Body ") == 1
    assert f'<input type="hidden" name="next" value="{back}">' in page
    assert client.post("/account/acting-for/", {"partner": bodies[77].pk, "next": back}).status_code == 302
    for path in ("", "email/", "password/change/", "2fa/", "sessions/", "cover/"):
        assert "Acting for Body 77" in client.get(f"/account/{path}", follow=True).content.decode(), path
    assert "None of them has this name" in client.get("/account/", {"find": "zzz"}).content.decode()


# -- ends ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("how", ["now", "by date"])
@pytest.mark.parametrize("ends", ["role", "membership"])
def test_when_a_role_or_membership_ends_rights_sessions_and_tokens_end_and_tasks_go(ends, how):
    """Of who holds the role and of their deputy: at once, or with the first minute of the day after the last."""
    town = PartnerFactory()
    ann, ben, lead = UserFactory(member_of=[town]), UserFactory(member_of=[town]), lead_of(town)
    role = PartnerRoleFactory(user=ann, deputy=ben, partner=town, role="ig_lead")
    BodyCheck.objects.create(partner=town, due_on=TODAY + 20 * DAY)
    token = make_token(town, held_by=ann)
    clients = {person: signed_in(person) for person in (ann, ben)}
    keys = ("role", "membership", "token", "task", "session")

    def of(person):
        by = requester_of(person)
        return dict(
            zip(
                keys,
                (
                    (town.pk, "ig_lead") in by.roles,
                    town.pk in by.partners,
                    person == ben or token_counts(token),
                    bool(checks(by)),
                    clients[person].get("/account/").status_code == 200,
                ),
                strict=True,
            )
        )

    assert all(of(ann).values()), of(ann)
    assert all(of(ben).values()), of(ben)
    day = TODAY if how == "by date" else None
    if ends == "role":
        end_role(by=requester_of(lead), role=role, last_day=day)
    else:
        end_membership(by=requester_of(lead), membership=ann.memberships.get(), last_day=day)
    if how == "by date":
        assert of(ann)["role"]
        assert of(ben)["task"]
    with at(TODAY + DAY) if how == "by date" else at(TODAY):
        assert not of(ann)["role"], "rights need no job"
        assert not of(ben)["role"]
        end_what_is_over()
        gone = of(ann)
        stays = ends == "role"  # who still belongs to the body keeps what any member has
        assert (gone["membership"], gone["token"]) == (stays, stays)
        assert (gone["role"], gone["task"], gone["session"]) == (False, False, False)
        deputy = of(ben)
        assert (deputy["role"], deputy["task"], deputy["session"]) == (False, False, False)
        assert deputy["membership"]
        assert checks(requester_of(lead)), "somebody else still has it to do"


def token_counts(text):
    try:
        requester_for(RequestFactory().get("/", headers={"Authorization": f"Bearer {text}"}))
    except Unauthenticated:
        return False
    return True


def test_the_core_team_hears_once_that_the_last_lead_has_gone():
    town = PartnerFactory()
    editor = UserFactory(site_role="core_editor")
    lead = lead_of(town)
    second = PartnerRoleFactory(user=UserFactory(member_of=[town]), partner=town, role="partner_lead", ends_on=TODAY)
    told = Delivery.objects.filter(recipient=editor.email, source_key__contains=":no-lead:")
    assert our_people(requester_of(lead), town.slug).lead_count == 2
    with at(TODAY + DAY):
        end_what_is_over()
        assert not told.exists(), "one is left"
        assert our_people(requester_of(lead), town.slug).lead_count == 1
        end_role(by=requester_of(lead), role=lead.partner_roles.get())
        end_what_is_over()
    assert told.count() == 1
    assert second.pk


def test_what_a_lead_sent_out_ends_with_them():
    """An invitation to an address of their own, or an offer of themselves, is no way back in."""
    town = PartnerFactory()
    lead, other = lead_of(town), lead_of(town)
    rows = [
        invite(by=requester_of(one), partner_id=town.pk, email=f"{one.pk}@private.example", role="partner_lead")
        for one in (lead, other)
    ]
    offer = offer_role(
        by=requester_of(lead), user=lead, role="dpo", partner_ids=[PartnerFactory().pk], submission_id="one"
    )
    end_membership(by=SYSTEM, membership=lead.memberships.get())
    assert [row.pk for row in Invitation.objects.usable()] == [rows[1].pk]
    editor = requester_of(UserFactory(site_role="core_editor"))
    assert offers_to(editor) == ()
    with pytest.raises(Conflict):
        answer_role_offer(by=editor, answer=offer.answers.get(), accepted=True)


# -- an attacker -----------------------------------------------------------------------------------------
def test_nobody_raises_themselves_and_a_lead_who_has_gone_does_nothing():
    town, other = PartnerFactory(), PartnerFactory()
    lead, ann, foreign = lead_of(town), UserFactory(member_of=[town]), lead_of(other)
    signer = PartnerRoleFactory(user=UserFactory(member_of=[town]), partner=town, role="isp_approver")
    by = requester_of(lead)
    for role in ("isp_approver", "accountable_officer", "siro"):
        with pytest.raises(Forbidden):
            give_role(by=by, user=lead, partner_id=town.pk, role=role)
    with pytest.raises(Forbidden):
        change_role(by=by, role=signer, terms=Terms(deputy_id=lead.pk, ends_on=None))
    with pytest.raises(Forbidden):
        end_role(by=by, role=signer)
    with pytest.raises(Forbidden):
        end_membership(by=by, membership=signer.user.memberships.get())
    for person in (ann, foreign):
        with pytest.raises(Forbidden):
            give_role(by=requester_of(person), user=person, partner_id=town.pk, role="partner_lead")
    with pytest.raises(BadInput):
        give_role(by=by, user=foreign, partner_id=town.pk, role="dpo")
    with pytest.raises(NotFound):
        managed_role(requester_of(foreign), signer.pk)
    end_role(by=SYSTEM, role=lead.partner_roles.get())
    late = requester_of(lead)
    with pytest.raises(Forbidden):
        give_role(by=late, user=lead, partner_id=town.pk, role="partner_lead")
    with pytest.raises(NotFound):
        confirm_body(by=late, partner=town, fingerprint="x")
    assert our_people(late, town.slug) is None
    suspended = PartnerFactory(membership="suspended")
    assert our_people(requester_of(lead_of(suspended)), suspended.slug) is None
    assert not Membership.objects.filter(user=foreign, partner=town).exists()
