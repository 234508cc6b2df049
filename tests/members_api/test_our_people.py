"""A body's people at the API's door: a lead's whole story, and that nobody else and no token gets anywhere."""

from typing import Any

import pytest
from django.core.cache import cache

from cms.members.models import Invitation, Membership, PartnerRole, RoleOfferAnswer, User
from cms.snippets.models import Partner
from tests.factories.people import PartnerRoleFactory
from tests.factories.registers import make_partner, make_user
from tests.members_api.test_reviews_and_community import read, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def council() -> Partner:
    cache.clear()
    return make_partner("council")


def code(answer: Any) -> str:
    return str(answer["errors"][0]["extensions"]["code"])


def lead_of(partner: Partner, email: str = "lead@example.org") -> User:
    lead = make_user(email, partner)
    PartnerRoleFactory(user=lead, partner=partner, role="partner_lead")
    return lead


def people(user: User, partner: str | None = None) -> Any:
    cache.clear()  # a test never commits, and it is the commit that gives the content its new version
    return read(user, "OurPeople", partner=partner)["ourPeople"]


def test_from_an_invitation_to_a_role_that_ends(council: Partner) -> None:
    lead, ann = lead_of(council), make_user("ann@example.org", council)
    invited = {"partner": "council", "email": "new@example.org", "role": "DPO"}
    pk = send(lead, "InvitePerson", invited)["data"]["invitePerson"]["id"]
    assert code(send(lead, "InvitePerson", invited)) == "CONFLICT"
    assert code(send(lead, "InvitePerson", invited | {"email": "x@example.org", "role": "ISP_APPROVER"})) == "FORBIDDEN"
    send(lead, "ResendInvitation", {"id": pk})
    send(lead, "WithdrawInvitation", {"id": pk})
    assert Invitation.objects.get().revoked_at is not None
    given = {"partner": "council", "userId": str(ann.pk), "role": "IG_LEAD", "deputyId": str(lead.pk)}
    role = send(lead, "GiveRole", given)["data"]["giveRole"]["id"]
    (row,) = [one for one in people(lead)["people"] if one["userId"] == str(ann.pk)]
    assert (row["roles"][0]["role"], row["roles"][0]["deputyId"]) == ("IG_LEAD", str(lead.pk))
    wrong = send(lead, "GiveRole", given | {"role": "DPO", "deputyId": "999999"})
    assert list(wrong["errors"][0]["extensions"]["fields"]) == ["deputyId"]
    changed = {"id": role, "serviceArea": "Housing", "isPublic": True}
    send(lead, "ChangeRole", changed)
    assert PartnerRole.objects.get(pk=role).deputy_id is None
    send(lead, "EndRole", {"id": role})
    assert not PartnerRole.objects.current().filter(pk=role).exists()
    send(lead, "EndMembership", {"id": row["id"]})
    assert not Membership.objects.current().filter(user=ann).exists()


def test_nobody_else_gets_anywhere_and_absent_looks_the_same(council: Partner) -> None:
    lead, ann = lead_of(council), make_user("ann@example.org", council)
    other = lead_of(make_partner("other"), "other@example.org")
    role = PartnerRoleFactory(user=ann, partner=council, role="dpo")
    membership = ann.memberships.get()
    for user in (ann, other):
        assert people(user, "council") is None
        for name, given in (
            ("InvitePerson", {"partner": "council", "email": "x@example.org"}),
            ("GiveRole", {"partner": "council", "userId": str(ann.pk), "role": "DPO"}),
            ("EndMembership", {"id": str(membership.pk)}),
            ("EndMembership", {"id": "999999"}),
            ("ConfirmBody", {"partner": "council", "fingerprint": "x"}),
        ):
            assert code(send(user, name, given)) == "NOT_FOUND", (user.email, name)
    for given in ({"id": str(role.pk)}, {"id": "999999"}):
        assert code(send(other, "EndRole", given)) == "NOT_FOUND"
    assert people(lead, "council")["name"] == council.name
    assert not Invitation.objects.exists()


def test_one_offer_is_a_task_of_each_lead_and_is_answered_together(council: Partner) -> None:
    second = make_partner("second")
    lead = lead_of(council)
    Membership.objects.create(user=lead, partner=second)
    PartnerRoleFactory(user=lead, partner=second, role="partner_lead")
    adviser = make_user("adviser@example.org", make_partner("advice"))
    given = {"submissionId": "one", "role": "DPO", "partners": ["council", second.name]}
    first = send(adviser, "OfferRole", given)["data"]["offerRole"]
    assert send(adviser, "OfferRole", given)["data"]["offerRole"] == first
    cache.clear()
    (task,) = [one for one in read(lead, "Tasks")["tasks"] if one["kind"] == "OFFER"]
    assert task["title"] == "2 offers to hold a role at your organisations"
    offers = read(lead, "RoleOffers")["roleOffers"]
    assert {one["partnerName"] for one in offers} == {council.name, second.name}
    ids = [one["id"] for one in offers]
    assert code(send(adviser, "AnswerRoleOffers", {"ids": ids, "accepted": True})) == "NOT_FOUND"
    answered = send(lead, "AnswerRoleOffers", {"ids": ids, "accepted": True})
    assert answered["data"]["answerRoleOffers"]["count"] == 2
    assert PartnerRole.objects.current().filter(user=adviser, role="dpo").count() == 2
    assert not RoleOfferAnswer.objects.filter(answered_at=None).exists()


def test_what_one_shows_holds_on_partner_pages_and_in_the_directory(council: Partner) -> None:
    dpo, stranger = make_user("dpo@example.org", council), make_user("stranger@example.org", make_partner("other"))
    User.objects.filter(pk=dpo.pk).update(phone="01632 960118")
    PartnerRoleFactory(user=dpo, partner=council, role="dpo")

    def seen(user: User) -> tuple[str, str]:
        cache.clear()
        (row,) = read(user, "Directory")["directory"]["items"]
        (person,) = read(user, "PartnerPage", slug="council")["partner"]["people"]
        assert (row["email"], row["phone"]) == (person["email"], person["phone"])
        return row["email"], row["phone"]

    assert seen(stranger) == ("dpo@example.org", "")
    assert seen(dpo) == ("dpo@example.org", "01632 960118"), "who works together sees both"
    send(dpo, "ChangeShown", {"email": False, "phone": True})
    assert seen(stranger) == ("", "01632 960118")
    cache.clear()
    assert read(dpo, "MyShown")["myShown"] == {"email": False, "phone": True, "inPublic": False}
