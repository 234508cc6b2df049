"""Mails as programs, phones, machines and forgers send them, each handled as a person would."""

import pytest
from django.core import mail

from cms.core.requester import SYSTEM
from cms.forum.models import Attachment, Draft, Post
from cms.forum.telling import path_of
from cms.jobs.services import run_waiting
from cms.notifications.models import Bounce, Delivery
from cms.notifications.services import Recipient, notify
from cms.postbox.models import InboundMail
from cms.postbox.services import receive_mail
from tests.factories.forum import a_member, ask
from tests.factories.mails import cases, reply_to

pytestmark = pytest.mark.django_db
CASES = cases()


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_as_a_person_would(case, settings):
    pat = a_member(email="pat.sample@council.example", first_name="Pat", last_name="Sample")
    thread = ask(a_member("hospital", first_name="Robin", last_name="Example"), follow=False)
    notify(by=SYSTEM, source_key="x:1", recipients=[Recipient(pat.email, pat.pk)], title="Sent", body="", site=False)
    run_waiting()
    sent = Delivery.objects.get(source_key="x:1").message_id
    mail.outbox.clear()
    if b"mx.intranet.example" in case.raw:
        settings.INBOUND_AUTHSERV_ID = "mx.intranet.example"
    raw = case.written(me=pat.email, reply=reply_to(thread, pat), sent=sent)
    for _ in range(2):  # delivered twice
        receive_mail(by=SYSTEM, raw=raw)
        run_waiting()
    row = InboundMail.objects.get()
    told = [one.body for one in mail.outbox]
    posts = Post.objects.filter(thread=thread, author=pat)
    if case.outcome == "taken":
        assert (row.outcome, row.reason, row.raw) == ("taken", "", None)
        assert [(post.body, post.via) for post in posts] == [(case.words, "email")]
        assert Attachment.objects.filter(post=posts[0]).count() == case.files
        assert row.path == path_of(posts[0])
        assert len(told) == (1 if case.reason else 0)
        assert case.reason.removeprefix("told: ") in "".join(told)
        return
    assert not posts.exists()
    assert not Attachment.objects.exists()
    if case.outcome == "draft":
        assert (row.outcome, row.raw) == ("refused", None)
        assert [draft.values["body"] for draft in Draft.objects.filter(user=pat)] == [case.words]
        assert [one.to for one in mail.outbox] == [[pat.email]]
        return
    assert row.outcome == case.outcome
    if case.outcome == "refused":
        assert case.reason in row.reason
        assert all(one.to == [pat.email] for one in mail.outbox)  # nobody whom we do not know
        assert [row.reason in body for body in told] == [True]
        assert case.words not in "".join(told) or not case.words
    else:
        assert told == []
        assert Bounce.objects.count() == (1 if case.outcome == "bounce" else 0)


def test_there_are_at_least_forty_of_them():
    assert len(CASES) >= 40
    assert len({case.raw for case in CASES}) == len(CASES)
