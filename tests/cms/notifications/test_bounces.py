"""Mail that comes back: matched by what we sent, never by guess."""

import io
import json
import mailbox
import sys
from smtplib import SMTPRecipientsRefused
from types import SimpleNamespace

import pytest
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management import call_command

from cms.audit.models import AuditEvent
from cms.core.errors import BadInput
from cms.core.requester import SYSTEM
from cms.jobs.services import run_waiting
from cms.notifications import tasks
from cms.notifications.bounces import clear_bounces, record_report
from cms.notifications.models import Bounce, Delivery
from cms.notifications.selectors import addresses_that_bounce, bounced_addresses
from cms.notifications.services import Recipient, notify
from cms.snippets.models import PartnerContact
from tests.factories.people import PartnerFactory

pytestmark = pytest.mark.django_db
GONE = "gone@example.org"


def sent(address=GONE, key="review:1:-30"):
    notify(by=SYSTEM, source_key=key, recipients=[Recipient(address)], title="Due", body="…", site=False)
    run_waiting()
    return Delivery.objects.get(source_key=key, recipient=address)


def report(delivery, action="failed", status="5.1.1", address="", message_id="", whole=True):
    address, message_id = address or delivery.recipient, message_id or delivery.message_id
    original = f"Message-ID: {message_id}\nSubject: Due\nTo: {address}\n"
    part = (
        f"Content-Type: message/rfc822\n\n{original}\nWords.\n"
        if whole
        else f"Content-Type: text/rfc822-headers\n\n{original}\n"
    )
    return (
        "From: MAILER-DAEMON@mx.example\nTo: no-reply@intranet.example\nSubject: Undelivered\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="B"\n\n'
        "--B\nContent-Type: text/plain\n\nIt did not arrive.\n\n"
        "--B\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n"
        f"Original-Recipient: rfc822;{address}\nFinal-Recipient: rfc822; {address.upper()}\n"
        f"Action: {action}\nStatus: {status}\nDiagnostic-Code: smtp; 550 No such\n user here\n\n"
        f"--B\n{part}\n--B--\n"
    ).encode()


@pytest.mark.sqlite
def test_a_report_about_our_mail_counts_once_and_shows_on_the_contact_until_it_is_cleared():
    contact = PartnerContact.objects.create(partner=PartnerFactory(), email="Gone@Example.org")
    one = sent()
    (row,) = record_report(by=SYSTEM, raw=report(one))
    record_report(by=SYSTEM, raw=report(one, whole=False))
    assert Bounce.objects.get() == row
    assert (row.status, row.said) == ("5.1.1", "smtp; 550 No such user here")
    assert set(bounced_addresses(["gone@example.org", "other@example.org"])) == {GONE}
    contact.refresh_from_db()
    assert contact.bounced_on is not None
    assert AuditEvent.objects.filter(action="mail.came_back").count() == 1
    clear_bounces(by=SYSTEM, address="Gone@example.org")
    contact.refresh_from_db()
    assert (addresses_that_bounce(), contact.bounced_on) == ({}, None)


def test_late_is_not_lost_and_a_full_mailbox_counts_the_second_time():
    first = sent()
    assert record_report(by=SYSTEM, raw=report(first, action="delayed", status="4.4.1")) == []
    assert not Bounce.objects.exists()
    record_report(by=SYSTEM, raw=report(first, status="4.2.2"))
    assert addresses_that_bounce() == {}
    record_report(by=SYSTEM, raw=report(sent(key="review:1:-7"), status="4.2.2"))
    assert set(addresses_that_bounce()) == {GONE}


@pytest.mark.parametrize(
    "forge",
    [
        lambda one: report(one, message_id="<00000000-0000-0000-0000-000000000000@localhost>"),
        lambda one: report(one, address="somebody.else@example.org"),
        lambda one: b"Subject: Hello\n\nGone is gone.",
        lambda one: report(one).replace(b"delivery-status;", b"disposition-notification;"),
        lambda one: report(one).replace(b"Message-ID", b"X-Message"),
        lambda one: report(one) + b"x" * 1_100_000,
        lambda one: b"",
        lambda one: b"Content-Type: multipart/report; report-type=delivery-status; boundary=B\n\nnothing\xff\xfe",
    ],
)
def test_a_forged_unknown_or_broken_report_is_refused_and_changes_nothing(forge):
    one = sent()
    with pytest.raises(BadInput):
        record_report(by=SYSTEM, raw=forge(one))
    assert not Bounce.objects.exists()


def test_a_report_much_later_is_refused(time_machine):
    time_machine.move_to("2026-06-01T12:00:00Z", tick=False)
    one = sent()
    time_machine.move_to("2026-07-15T12:00:00Z", tick=False)
    with pytest.raises(BadInput):
        record_report(by=SYSTEM, raw=report(one))


class Refusing(BaseEmailBackend):
    answer = (550, b"5.1.1 No such user here")

    def send_messages(self, messages):
        raise SMTPRecipientsRefused({messages[0].to[0]: self.answer})


@pytest.mark.sqlite
def test_refused_for_good_at_the_door_is_recorded_at_once_and_a_busy_server_is_tried_again(settings, monkeypatch):
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    one = sent()
    assert (one.state, one.attempts) == (Delivery.State.FAILED, 1)
    assert Bounce.objects.get().status == "5.1.1"
    assert set(addresses_that_bounce()) == {GONE}
    for answer in ((451, b"4.7.1 Try again later"), (550, b"5.7.1 Relaying denied")):
        monkeypatch.setattr(Refusing, "answer", answer)
        notify(by=SYSTEM, source_key=f"x:{answer[0]}", recipients=[Recipient("new@example.org")], title="t", body="b")
        pk = Delivery.objects.get(source_key=f"x:{answer[0]}").pk
        with pytest.raises(SMTPRecipientsRefused):
            tasks.send_delivery(pk)
        assert Delivery.objects.get(pk=pk).state == Delivery.State.SENDING  # the repair scan brings it back
    assert set(addresses_that_bounce()) == {GONE}


def test_the_command_reads_a_maildir_and_stdin_and_says_what_it_refused(tmp_path, capsys, monkeypatch):
    one, two = sent(), sent(address="two@example.org")
    box = mailbox.Maildir(str(tmp_path / "box"))
    box.add(report(one))
    box.add(b"Subject: Out of office\n\nBack on Monday.")
    with pytest.raises(SystemExit) as ended:
        call_command("record_bounces", maildir=str(tmp_path / "box"), json=True)
    assert ended.value.code == 2
    said = json.loads(capsys.readouterr().out)
    assert (said["read"], said["recorded"], len(said["refused"])) == (2, 1, 1)
    call_command("record_bounces", maildir=str(tmp_path / "box"), json=True)
    assert json.loads(capsys.readouterr().out)["read"] == 0  # each is read once
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(report(two))))
    call_command("record_bounces")
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"nonsense")))
    with pytest.raises(SystemExit) as ended:
        call_command("record_bounces")
    assert ended.value.code == 1
    assert Bounce.objects.count() == 2
