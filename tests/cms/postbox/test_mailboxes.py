"""Where mail lies before we have it: a real IMAP server, a folder, and the pipe of a mail server."""

import datetime
import io
import json
import os
import ssl
import sys
import time
import uuid
from types import SimpleNamespace

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from imap_tools import MailBoxUnencrypted

from cms.forum.models import Post
from cms.forum.telling import path_of
from cms.jobs.services import run_waiting
from cms.postbox import services, tasks
from cms.postbox.mailboxes import mailbox_at
from cms.postbox.models import InboundMail
from tests.factories.forum import a_member, ask
from tests.factories.mails import a_mail, reply_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    pat = a_member(email="pat@council.example")
    thread = ask(a_member("hospital"))
    return SimpleNamespace(pat=pat, thread=thread, reply=reply_to(thread, pat))


def posted(story):
    return list(Post.objects.filter(thread=story.thread, author=story.pat).values_list("body", flat=True))


@pytest.mark.service("imap")
def test_a_mail_server_is_read_once_and_tidied_and_only_over_a_line_that_is_proved(story, settings, monkeypatch):
    url = os.environ["TEST_IMAP_URL"].replace("MAILBOX", f"box-{uuid.uuid4().hex}")
    user, _, password = url.removeprefix("imap://").partition("@")[0].partition(":")
    host, port = url.partition("@")[2].partition("/")[0].split(":")
    settings.INBOUND_EMAIL_URL = url
    monkeypatch.setattr(services, "LARGEST", 5000)
    monkeypatch.setattr("cms.postbox.mailboxes.LARGEST", 5000)
    with MailBoxUnencrypted(host, int(port)).login(user, password) as box:
        box.append(a_mail("Yes, by mail.", sender=story.pat.email, to=story.reply), "INBOX", flag_set=["\\Seen"])
        box.append(a_mail("x" * 9000, sender=story.pat.email, to=story.reply, number=2), "INBOX")
        assert tasks.fetch() == 2
        run_waiting()
        assert posted(story) == ["Yes, by mail."]
        refused = InboundMail.objects.get(outcome="refused")
        assert (refused.reason, refused.size > 9000) == (services.TOO_LARGE, True)
        assert len(refused.raw) < 1000  # its headers were fetched, and nothing else
        box.folder.set("INBOX")
        assert list(box.uids()) == []
        assert tasks.fetch() == 0
        box.append(a_mail("Yes, by mail.", sender=story.pat.email, to=story.reply), "INBOX")  # delivered again
        assert tasks.fetch() == 1
        run_waiting()
        assert (posted(story), InboundMail.objects.count()) == (["Yes, by mail."], 2)
        box.folder.set("Handled")
        assert len(box.uids()) == 3
        with mailbox_at(url) as read:
            read.forget(datetime.timedelta(days=-2))
        box.folder.set("Handled")
        assert list(box.uids()) == []
    secure = os.environ["TEST_IMAPS_URL"].replace("MAILBOX", user)
    with pytest.raises(ssl.SSLCertVerificationError), mailbox_at(secure):
        pass
    monkeypatch.setenv("SSL_CERT_FILE", os.environ["TEST_IMAP_CERTIFICATE"])
    with mailbox_at(secure) as read:
        assert list(read.messages(5)) == []


def test_a_folder_is_read_once_and_tidied(story, settings, tmp_path):
    settings.INBOUND_EMAIL_URL = f"folder://{tmp_path}/in%20box"
    assert tasks.fetch() == 0  # makes it
    folder = tmp_path / "in box"
    (folder / "1.eml").write_bytes(a_mail("From a folder.", sender=story.pat.email, to=story.reply))
    (folder / "2.tmp").write_bytes(b"being written")
    assert tasks.fetch() == 1
    run_waiting()
    assert posted(story) == ["From a folder."]
    assert sorted(path.name for path in folder.iterdir()) == ["2.tmp", "handled"]
    old = time.time() - 20 * 24 * 3600
    os.utime(folder / "handled" / "1.eml", (old, old))
    tasks.tidy()
    assert list((folder / "handled").iterdir()) == []


def test_a_mail_server_hands_a_message_to_the_command(story, monkeypatch, capsys):
    raw = a_mail("Through the pipe.", sender=story.pat.email, to=story.reply)
    answers = []
    for _ in range(2):
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(raw)))
        call_command("receive_mail", "--json")
        answers.append(json.loads(capsys.readouterr().out))
    assert answers[0] == {
        "read": 1,
        "messages": [{"outcome": "taken", "reason": "", "path": path_of(Post.objects.get(number=2))}],
    }
    assert answers[1] == answers[0]
    assert posted(story) == ["Through the pipe."]
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"\n")))
    with pytest.raises(SystemExit) as ended:
        call_command("receive_mail")
    assert ended.value.code == 1


@pytest.mark.parametrize("url", ["imap://pat:x@mail.example/INBOX", "pop3://pat:x@mail.example", "imaps:///INBOX"])
def test_an_open_line_to_another_host_is_refused(url):
    with pytest.raises(ImproperlyConfigured), mailbox_at(url):
        pass
