"""The list of what came in: for the core team, without its words, and kept as long as it is of use."""

import datetime

import pytest
import time_machine
from django.core.checks import run_checks

from cms.core import clock
from cms.core.requester import SYSTEM
from cms.forum.models import Post
from cms.jobs.services import run_waiting
from cms.members.models import SiteRole
from cms.postbox import tasks
from cms.postbox.models import InboundMail
from cms.postbox.services import receive_mail
from tests.factories.forum import a_member, ask
from tests.factories.mails import a_mail, reply_to
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
URL = "/admin/reports/inbound/"


@pytest.fixture
def refused(settings):
    settings.INBOUND_AUTHSERV_ID = "mx.intranet.example"
    pat = a_member(email="pat@council.example")
    raw = a_mail("Secret words.", sender=pat.email, to=reply_to(ask(pat), pat), Subject="Secret subject")
    row = receive_mail(by=SYSTEM, raw=raw)
    run_waiting()
    row.refresh_from_db()
    assert row.outcome == "refused"
    return row


def test_the_core_team_sees_it_without_words_and_has_it_looked_at_again(client, refused, settings):
    client.force_login(UserFactory(site_role=SiteRole.Role.CORE_EDITOR))
    page = client.get(URL, {"outcome": "refused"}).content.decode()
    assert "pat@council.example" in page
    assert "could not make sure" in page
    assert "ecret" not in page
    assert client.get(f"{URL}{refused.pk}/again/").status_code == 405
    settings.INBOUND_AUTHSERV_ID = ""  # put right
    client.post(f"{URL}{refused.pk}/again/")
    run_waiting()
    assert Post.objects.filter(body="Secret words.").count() == 1
    assert "Try again" not in client.get(URL).content.decode()
    client.post(f"{URL}{refused.pk}/again/")
    run_waiting()
    assert Post.objects.filter(body="Secret words.").count() == 1


@pytest.mark.parametrize("role", [None, SiteRole.Role.MANAGEMENT_GROUP])
def test_others_neither_see_nor_try(client, refused, role):
    client.force_login(UserFactory(site_role=role))
    assert "pat@council.example" not in client.get(URL, follow=True).content.decode()
    client.post(f"{URL}{refused.pk}/again/")
    refused.refresh_from_db()
    assert refused.outcome == "refused"


@pytest.mark.sqlite
def test_words_go_after_two_weeks_and_the_record_after_half_a_year(client, refused):
    waiting = receive_mail(by=SYSTEM, raw=a_mail("Waits.", sender="x@council.example", to="y@z.example", number=2))
    for days, kept, words in ((13, True, True), (15, True, False), (181, False, False)):
        with time_machine.travel(clock.now() + datetime.timedelta(days=days), tick=False):
            tasks.tidy()
        row = InboundMail.objects.filter(pk=refused.pk).first()
        assert ((row is not None), bool(row and row.raw)) == (kept, words)
    waiting.refresh_from_db()
    assert waiting.raw is not None  # never what nobody has looked at
    client.force_login(UserFactory(site_role=SiteRole.Role.CORE_EDITOR))
    assert client.post(f"{URL}{refused.pk}/again/").status_code == 302


def test_a_real_installation_does_not_start_where_nobody_checks_senders(settings):
    def faults():
        found = run_checks(include_deployment_checks=True)
        return {one.id for one in found if str(one.id).startswith("postbox.")}

    settings.REPLY_DOMAIN, settings.INBOUND_AUTHSERV_ID = "answers.intranet.example", ""
    settings.INBOUND_EMAIL_URL = "imap://user:x@mail.example/INBOX"
    assert faults() == {"postbox.E001", "postbox.E002"}
    settings.INBOUND_AUTHSERV_ID = "mx.intranet.example"
    settings.INBOUND_EMAIL_URL = "imaps://user:x@mail.example/INBOX"
    assert faults() == set()
