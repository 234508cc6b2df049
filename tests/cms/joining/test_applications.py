"""A body joins: asked by anybody, confirmed by the link, decided once; what follows is one transaction."""

import datetime

import pytest
import time_machine
from django.urls import reverse

from cms.core.errors import BadInput, Conflict, Forbidden, NotFound
from cms.core.requester import ANONYMOUS, SYSTEM, Requester
from cms.joining.keys import application_of, link, secret_of, veto
from cms.joining.models import Application, CharterSignature, CharterVersion, Sponsor, StandingChange
from cms.joining.selectors import applications_to_decide, signed_by
from cms.joining.services import (
    ALL_ROLES,
    admit_partner,
    apply_to_join,
    approve_application,
    confirm_application,
    leave_framework,
    match_application,
    readmit_partner,
    refuse_application,
    reopen_application,
    suspend_partner,
)
from cms.members.models import ApiToken, Invitation, User
from cms.members.selectors import requester_of
from cms.members.services import make_api_token, use_invitation
from cms.members.services.invitations import invite
from cms.notifications.models import Delivery
from cms.overview.data_quality.mending import mark_left
from cms.overview.data_quality.row import Row
from cms.snippets.importers.undoing import undo
from cms.snippets.merging.services import merge_partners
from cms.snippets.models import Partner
from tests.factories.people import SectorFactory
from tests.factories.registers import make_partner, make_role, make_user

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
NOW = datetime.datetime(2026, 11, 23, 10, tzinfo=datetime.UTC)
TOMORROW = NOW.date() + datetime.timedelta(days=1)
ASKED = {
    "organisation": "The Saturday Kitchen",
    "name": "Lou",
    "email": "lou@kitchen.example.org",
    "hopes": "One story, told once.",
    "sector": "voluntary",
}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        SectorFactory(code="voluntary")
        yield clock


@pytest.fixture
def team():
    return requester_of(make_user("editor@example.org", site_role="core_editor"))


def ask(submission="s", **given):
    return apply_to_join(by=ANONYMOUS, submission_id=submission, **{**ASKED, **given})


def confirmed(submission="s", **given):
    row = ask(submission, **given)
    return confirm_application(key=secret_of(row.nonce))


def test_an_application_counts_once_its_sender_has_pressed_the_button(clock, team):
    row = ask()
    assert ask() == row  # sent twice, kept once
    assert row.state == Application.State.UNCONFIRMED
    assert not applications_to_decide(team).exists()
    mail = Delivery.objects.get(recipient=ASKED["email"])
    words = mail.body + mail.subject + mail.recipient_name  # nothing typed reaches an address that may be anybody's
    assert not [typed for typed in ("Saturday", "Lou", "story") if typed in words]
    assert link(mail.source_key).endswith(f"/join/key/{secret_of(row.nonce)}")
    assert veto(mail.source_key, None, ASKED["email"]) == ""
    assert veto(mail.source_key, None, "other@example.org")
    with pytest.raises(Conflict):
        approve_application(by=team, number=row.number, new_name="The Saturday Kitchen")
    for _ in range(2):
        confirm_application(key=secret_of(row.nonce))
    assert list(applications_to_decide(team)) == [row]
    assert Delivery.objects.filter(recipient="editor@example.org").count() == 1
    with pytest.raises(NotFound):
        confirm_application(key="forged")
    late = ask("late", email="late@example.org")
    clock.shift(datetime.timedelta(days=15))
    assert application_of(secret_of(late.nonce)) is None


def test_the_answer_is_the_same_whoever_is_here_already():
    here = make_partner("here", name="The Saturday Kitchen")
    make_user(ASKED["email"], here)
    assert ask().state == Application.State.UNCONFIRMED
    ask("2"), ask("3")
    assert ask("4") is None  # nothing more is kept or sent, and the form answers as before
    assert (Application.objects.count(), Delivery.objects.filter(recipient=ASKED["email"]).count()) == (3, 3)
    with pytest.raises(BadInput) as error:
        ask("5", hopes="", email="nobody", organisation="x" * 201, sector="")
    assert set(error.value.details["fields"]) == {"hopes", "email", "organisation"}
    with pytest.raises(BadInput):
        ask("6", email="else@example.org", sector="forged")
    with pytest.raises(Forbidden):
        apply_to_join(by=Requester(token_id=1, scopes=frozenset()), submission_id="t", **ASKED)


def test_approval_makes_a_member_and_its_applicant_holds_every_role(team):
    row = confirmed(one_person=True)
    with pytest.raises(BadInput):
        approve_application(by=team, number=row.number)  # nobody is chosen by how a name looks
    done = approve_application(by=team, number=row.number, new_name="The Saturday Kitchen", roles=ALL_ROLES)
    partner = done.partner
    assert (partner.membership, partner.joined_on) == ("member", NOW.date())
    invitation = Invitation.objects.get(email=ASKED["email"])
    assert (invitation.partner, invitation.role) == (partner, "partner_lead")
    user = User.objects.create_user(ASKED["email"])
    assert use_invitation(invitation=invitation, user=user)
    assert {role for _, role in requester_of(user).roles} == set(ALL_ROLES)
    with pytest.raises(Conflict):
        approve_application(by=team, number=row.number, partner_id=partner.pk)
    with pytest.raises(Forbidden):
        approve_application(by=requester_of(user), number=row.number, partner_id=partner.pk)


def test_an_approval_that_cannot_invite_changes_nothing(team):
    candidate = make_partner("candidate", membership="candidate")
    invite(by=SYSTEM, partner_id=candidate.pk, email=ASKED["email"])
    row = confirmed()
    with pytest.raises(Conflict):
        approve_application(by=team, number=row.number, partner_id=candidate.pk)
    candidate.refresh_from_db()
    assert candidate.membership == "candidate"
    assert not StandingChange.objects.exists()
    member = make_partner("member")
    with pytest.raises(Conflict):
        approve_application(by=team, number=row.number, partner_id=member.pk)


def test_a_refusal_gives_its_reason_to_the_sender(clock, team):
    row = confirmed()
    with pytest.raises(BadInput):
        refuse_application(by=team, number=row.number, why=" ")
    refuse_application(by=team, number=row.number, why="You are not in our area.")
    mail = Delivery.objects.get(recipient=ASKED["email"], source_key__contains=":refused:")
    assert "not in our area" in mail.body
    assert application_of(secret_of(row.nonce)).state == Application.State.REFUSED
    with pytest.raises(BadInput):
        reopen_application(by=team, number=row.number, why=" ")
    clock.shift(60)
    reopen_application(by=team, number=row.number, why="The area has grown.")
    assert list(applications_to_decide(team)) == [row]
    mail.refresh_from_db()
    assert mail.state == "cancelled"  # it was still waiting to go out
    with pytest.raises(Conflict):
        reopen_application(by=team, number=row.number, why="Again.")
    refuse_application(by=team, number=row.number, why="You have closed.")
    assert Delivery.objects.filter(recipient=ASKED["email"], source_key__contains=":refused:").count() == 2
    clock.shift(datetime.timedelta(days=61))
    assert application_of(secret_of(row.nonce)) is None


def test_a_body_has_applied_from_being_named_until_it_is_decided(team):
    candidate, other = make_partner("candidate", membership="candidate"), make_partner("other", membership="left")
    row = confirmed()

    def stand():
        return [Partner.objects.get(pk=one.pk).membership for one in (candidate, other)]

    match_application(by=team, number=row.number, partner_id=candidate.pk)
    assert stand() == ["applied", "left"]
    match_application(by=team, number=row.number, partner_id=other.pk)  # it was another one
    assert stand() == ["candidate", "applied"]
    refuse_application(by=team, number=row.number, why="Not now.")
    assert stand() == ["candidate", "left"]
    reopen_application(by=team, number=row.number, why="Now.")
    assert stand() == ["candidate", "applied"]
    approve_application(by=team, number=row.number, partner_id=candidate.pk)
    assert stand() == ["member", "left"]
    second = confirmed(submission="2")
    with pytest.raises(Conflict):
        match_application(by=team, number=second.number, partner_id=candidate.pk)
    suspend_partner(by=team, partner_id=candidate.pk, why="x")
    with pytest.raises(Conflict):
        approve_application(by=team, number=second.number, partner_id=candidate.pk)  # no way round a suspension


def test_a_shared_mailbox_may_ask_and_lead_and_never_gets_a_role_that_signs(team):
    row, council = confirmed(email="info@kitchen.example.org"), make_partner("council")
    given = {"by": team, "number": row.number, "new_name": "The Saturday Kitchen"}
    with pytest.raises(BadInput) as error:
        approve_application(**given, roles=["isp_approver"])
    assert "several people read" in error.value.details["fields"]["roles"][0]
    Application.objects.update(sector=None)
    with pytest.raises(BadInput) as error:
        approve_application(**given)
    assert "sector" in error.value.details["fields"]  # nobody guesses what kind of body it is
    done = approve_application(**given, sector_id=council.sector_id, roles=["ig_lead"], sponsor_id=council.pk)
    asked = Sponsor.objects.get(partner=done.partner)
    assert (asked.sponsor, asked.asked_by_id, asked.accepted_on) == (council, team.user_id, None)


def test_suspended_and_gone_means_no_rights_no_tokens(team):
    partner = make_partner("council")
    user = make_user("lead@example.org", partner)
    make_role(user, partner, "partner_lead")
    token, _ = make_api_token(by=SYSTEM, name="t", partner_id=partner.pk)
    with pytest.raises(Forbidden):
        suspend_partner(by=requester_of(user), partner_id=partner.pk, why="x")
    suspend_partner(by=team, partner_id=partner.pk, why="The ICO is looking into it.")
    assert not requester_of(user).is_member
    assert ApiToken.objects.get(pk=token.pk).revoked_at is not None
    with pytest.raises(Conflict):
        suspend_partner(by=team, partner_id=partner.pk, why="again")
    readmit_partner(by=team, partner_id=partner.pk, why="Settled.")
    assert requester_of(user).is_member
    other = make_partner("other")
    Sponsor.objects.create(partner=other, sponsor=partner, accepted_on=NOW.date())
    leave_framework(by=team, partner_id=partner.pk, why="It merged.")
    assert Partner.objects.get(pk=partner.pk).membership == "left"
    assert not Sponsor.objects.standing().exists()  # nobody is told to ring who is not here any more
    admit_partner(by=team, partner_id=partner.pk, why="It is back.", joined_on=NOW.date() - datetime.timedelta(days=9))
    assert Partner.objects.get(pk=partner.pk).joined_on == NOW.date() - datetime.timedelta(days=9)
    with pytest.raises(BadInput):
        admit_partner(by=team, partner_id=make_partner("new", membership="candidate").pk, why="x", joined_on=TOMORROW)
    assert [one.membership for one in StandingChange.objects.all()] == ["member", "left", "member", "suspended"]


def test_who_is_a_member_is_on_record_whatever_changed_it(team):
    """A merger, its undoing, and a body that the lists say has ended."""
    first, second = make_partner("first", membership="candidate"), make_partner("second")
    user = make_user("person@example.org", second)
    token, _ = make_api_token(by=SYSTEM, name="t", partner_id=second.pk)
    version = CharterVersion.objects.create(number=1, text="We share.", published_on=NOW.date())
    signed = {"version": version, "signatory_name": "Ann", "method": "paper", "signed_on": NOW.date()}
    CharterSignature.objects.create(partner=second, **signed)
    merged = merge_partners(by=team, survivor=first, duplicate=second, confirmed=True)
    first.refresh_from_db()
    assert (first.membership, requester_of(user).own_partners) == ("member", {first.pk})
    assert signed_by([first.pk])[first.pk].signatory_name == "Ann"  # what its second row signed counts, once
    assert StandingChange.objects.get().why == "Put together with Second"
    undo(by=team, change_set=merged)
    first.refresh_from_db()
    assert (first.membership, StandingChange.objects.first().membership) == ("candidate", "candidate")
    mark_left(team, [Row(str(second.pk), "second", "", "")], {})
    assert Partner.objects.get(pk=second.pk).membership == "left"
    assert ApiToken.objects.get(pk=token.pk).revoked_at is not None
    assert not requester_of(user).is_member


def test_the_core_team_decides_on_its_screen(client, team):
    row = confirmed(one_person=True)
    client.force_login(User.objects.get(pk=team.user_id), backend=BACKEND)
    url = reverse("application_decide", args=[row.pk])
    page = client.get(url).content.decode()
    assert "One story, told once." in page
    assert page.count("checked") == 3  # what one person needs, besides being partner lead
    assert client.get(reverse("applications:index")).content.decode().count("The Saturday Kitchen") == 1
    refused = client.post(url, {"approve": "1"})
    assert (refused.status_code, "Choose the organisation" in refused.content.decode()) == (422, True)
    assert "Choose the organisation of the register" in client.post(url, {"match": "1"}).content.decode()
    assert client.post(url, {"refuse": "1", "why": "No."}).status_code == 302
    assert "Open it again" in client.get(url).content.decode()
    assert client.post(url, {"reopen": "1", "why": "Yes."}).status_code == 302
    sent = client.post(url, {"approve": "1", "new_name": "The Saturday Kitchen", "roles": ["ig_lead"]})
    assert sent.url == reverse("applications:index")
    assert Partner.objects.get(name="The Saturday Kitchen").membership == "member"
    page = client.get(reverse("wagtailsnippets_snippets_partner:add")).content.decode()
    assert 'name="membership"' not in page
    standing = reverse("partner_standing")
    given = {"partner": Partner.objects.get(name="The Saturday Kitchen").pk, "what": "suspend", "why": "It asked."}
    assert client.post(standing, given).url == standing
    assert "It asked." in client.get(standing).content.decode()
    client.force_login(
        make_user("member@example.org", make_partner()), backend="django.contrib.auth.backends.ModelBackend"
    )
    assert client.get(url).status_code in (302, 403)
