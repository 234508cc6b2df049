"""Somebody closes their account: nowhere does the site say any more who they were, to whomever, on whichever path."""

from collections.abc import Callable

import pytest
from django.apps import apps
from django.urls import reverse
from wagtail.log_actions import log
from wagtail.models import Comment

from cms.audit.models import AuditEvent
from cms.core import clock
from cms.core.requester import Requester
from cms.forum.models import Post, SpaceMember, Thread
from cms.members import holdings
from cms.members.models import ApiToken, PartnerRole, User
from cms.members.selectors import requester_of
from cms.notifications.keys import make_key
from cms.notifications.models import Notification, PersonalKey
from cms.pages.models import GuidancePage
from cms.privacy.closing import close_account, obstacles
from cms.snippets.models import Isp, Partner
from tests.factories import forum_markers
from tests.factories.community import Community
from tests.factories.registers import make_token
from tests.members_api.conftest import Caller, run_as
from tests.members_api.everything import DEPTH, document
from tests.members_api.test_leaks import arguments

NAME, ADDRESS = "Zzyzxson", "zzyzx@example.org"
NAMING = ("thread", "posts", "isps", "ispHistory", "partner", "directory", "helpers")


@pytest.fixture
def person(community: Community) -> User:
    """Who owned an agreement, wrote in the community, changed pages and registers, and held a token."""
    found = User.objects.get(pk=community.users["handler"].pk)
    found.first_name, found.last_name, found.email = "Jo", NAME, ADDRESS
    found.save()
    found.emailaddress_set.create(email=ADDRESS, verified=True, primary=True)
    page = GuidancePage.objects.get(slug="plain")
    page.title = "Plain words"
    page.save_revision(user=found, log_action=True, changed=True).publish()
    Comment.objects.create(page=page, user=found, text="Why?", contentpath="title")
    log(community.isps["public"], "wagtail.edit", user=found)
    log(Partner.objects.get(slug="trust"), "wagtail.edit", user=found)
    thread = Thread.objects.get(number=forum_markers.FIRST)
    Post.objects.filter(thread=thread).update(author=found)
    Thread.objects.filter(pk=thread.pk).update(author=found)
    make_token(community.lead, name="A dashboard", created_by=found, held_by=found)
    told = {"source_key": "x:9", "title": f"Jo {NAME} asks you something", "body": "", "created_at": clock.now()}
    Notification.objects.create(user=community.users["party"], **told)
    return found


def told(by: Requester, community: Community) -> dict[str, str]:
    """{root field: what it says} of those on which people are named."""
    found = {}
    for name in NAMING:
        given = next(one for one in arguments(community)[name])
        result = run_as(by, document(name, given, DEPTH - 1))
        found[name] = f"{result.data} {result.errors}"
    return found


def screens(community: Community) -> list[str]:
    """Of the editors' half, where people are named: histories, lists, reports."""
    page = GuidancePage.objects.get(slug="plain")
    isp, partner = community.isps["public"], Partner.objects.get(slug="trust")
    return [
        reverse("wagtailadmin_pages:history", args=[page.pk]),
        reverse(Isp.snippet_viewset.get_url_name("history"), args=[isp.pk]),
        reverse(Partner.snippet_viewset.get_url_name("history"), args=[partner.pk]),
        reverse(PartnerRole.snippet_viewset.get_url_name("list")),
        reverse(ApiToken.snippet_viewset.get_url_name("list")),
        *(reverse(name) for name in ("wagtailadmin_reports:site_history", "audit_events", "wagtailusers_users:index")),
    ]


def hand_over(person: User, successor: User) -> None:
    for obstacle in obstacles(person):
        for one in holdings.all_holdings():
            if one.move is not None and one.label == obstacle.what:
                keys = [held.pk for held in one.held(person.pk, obstacle.partner_id)]
                one.move(requester_of(person), keys, successor.pk)


def close(person: User, community: Community) -> None:
    successor = User.objects.create(email="next@example.org", first_name="Next", last_name="Holder")
    successor.memberships.create(partner=community.lead)
    hand_over(person, successor)
    SpaceMember.objects.filter(user=person).update(role=SpaceMember.Role.MEMBER)
    assert obstacles(person) == []
    close_account(by=requester_of(person), user_id=person.pk)
    person.refresh_from_db()


@pytest.fixture
def closed(person: User, community: Community) -> User:
    close(person, community)
    return person


def test_no_answer_of_the_api_tells_it_afterwards(
    person: User, community: Community, requester: Callable[[str], Requester]
) -> None:
    before = told(requester("editor"), community)
    assert {"thread", "posts", "isps"} <= {name for name, text in before.items() if NAME in text}
    close(person, community)
    for reader in ("editor", "party"):
        after = told(requester(reader), community)
        assert [name for name, text in after.items() if NAME in text or ADDRESS in text] == []
        assert "ormer member" in after["thread"]


def test_no_screen_of_the_editors_half_tells_it_afterwards(
    closed: User, community: Community, caller: Callable[..., Caller]
) -> None:
    User.objects.filter(pk=community.users["editor"].pk).update(is_superuser=True)
    asked = caller("editor")
    former = 0
    for address in screens(community):
        answer = asked.get(address)
        assert answer.status_code == 200, address
        text = answer.content.decode()
        assert NAME not in text, address
        assert ADDRESS not in text, address
        former += "Former member" in text
    assert former >= 4


def test_no_table_holds_it(closed: User, community: Community) -> None:
    """Neither the name nor the address, in any text of any row."""
    for model in apps.get_models():
        for row in model._base_manager.all():
            held = [key for key, value in vars(row).items() if NAME in str(value) or ADDRESS in str(value)]
            assert not held, (model, held)


def test_every_way_in_is_shut(person: User, community: Community, caller: Callable[..., Caller]) -> None:
    """Sessions and secret addresses go; what others rely on, such as a dashboard's token, was handed over first."""
    session, token = caller("handler"), ApiToken.objects.get(name="A dashboard")
    make_key(by=requester_of(person), purpose="calendar")
    assert session.get("/account/").status_code == 200
    close(person, community)
    assert session.get("/account/").status_code == 302
    assert not PersonalKey.objects.filter(user=person).exists()
    token.refresh_from_db()
    assert token.held_by == User.objects.get(email="next@example.org")
    assert AuditEvent.objects.filter(action="account.closed", object_id=str(person.pk)).exists()
