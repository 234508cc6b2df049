import datetime
import email
import email.policy

import pytest
from django.core import mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django_q.models import OrmQ

from cms.core.errors import BadInput, NotFound, Unauthenticated
from cms.core.requester import ANONYMOUS, SYSTEM, Requester
from cms.jobs.services import run_waiting
from cms.notifications import tasks, vetoes
from cms.notifications.bounces import mark_bounced
from cms.notifications.models import Delivery, Notification
from cms.notifications.selectors import bounced_addresses, notifications_of, unread_count
from cms.notifications.services import Recipient, cancel_deliveries, mark_notifications_read, notify
from tests.factories.admin import signed_in, staff
from tests.factories.people import UserFactory

State = Delivery.State


def tell(*people, key="review:1:-30", **changes):
    values = {"title": "A review is due", "body": "One thing.\n\nAnother.", "path": "/isps/ISP-0001"} | changes
    return notify(by=SYSTEM, source_key=key, recipients=people, **values)


def person(**fields):
    user = UserFactory(**fields)
    return Recipient(email=user.email, user_id=user.pk, name=str(user))


@pytest.mark.sqlite
@pytest.mark.django_db
def test_the_same_source_reaches_a_person_once_by_each_channel():
    one = person()
    assert tell(one, one) == 1
    assert tell(one) == 0
    run_waiting()
    assert tell(one) == 0
    run_waiting()
    assert len(mail.outbox) == 1
    assert Notification.objects.count() == Delivery.objects.count() == 1
    assert tell(one, person(), key="review:1:-30") == 1  # somebody who joined since
    assert tell(one, key="review:1:-7") == 1


@pytest.mark.sqlite
@pytest.mark.django_db
def test_a_rollback_leaves_nothing_behind():
    with transaction.atomic():
        tell(person())
        transaction.set_rollback(True)
    assert not Delivery.objects.exists()
    assert not Notification.objects.exists()
    assert not OrmQ.objects.exists()


@pytest.mark.django_db
def test_the_message_as_it_leaves(settings):
    settings.FRONTEND_ORIGIN = "https://members.example"
    tell(person(email="Pat@Example.org", first_name="Pat", last_name="O'Neil <b>"), title="Due\r\nBcc: all@example.org")
    run_waiting()
    (sent,) = mail.outbox
    parsed = email.message_from_bytes(sent.message().as_bytes(), policy=email.policy.default)
    assert parsed["Subject"] == "Due Bcc: all@example.org"
    assert parsed["Bcc"] is None
    assert sent.to == ["pat@example.org"]
    assert parsed["Auto-Submitted"] == "auto-generated"
    assert parsed["Message-ID"] == Delivery.objects.get().message_id
    assert parsed["Message-ID"].endswith("@members.example>")
    text = parsed.get_body(("plain",)).get_content()
    html = parsed.get_body(("html",)).get_content()
    assert "Dear Pat O'Neil <b>," in text
    assert "https://members.example/isps/ISP-0001" in text
    assert 'href="https://members.example/isps/ISP-0001"' in html
    assert "O&#x27;Neil &lt;b&gt;" in html
    assert html.count("<p>One thing.</p>") == 1


@pytest.mark.django_db
def test_an_address_without_an_account_gets_the_mail_alone_and_a_bad_address_nothing():
    tell(Recipient(email="visitor@example.org"), Recipient(email="not an address"), Recipient(email=""))
    assert list(Delivery.objects.values_list("recipient", flat=True)) == ["visitor@example.org"]
    assert not Notification.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "review", "review:1\nx", "review:" + "1" * 200])
def test_a_source_key_must_be_one(key):
    with pytest.raises(BadInput):
        tell(Recipient(email="a@example.org"), key=key)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["https://evil.example/", "//evil.example/", "isps/"])
def test_links_stay_on_the_members_site(path):
    with pytest.raises(BadInput):
        tell(Recipient(email="a@example.org"), path=path)


@pytest.mark.sqlite
@pytest.mark.django_db
def test_a_lease_is_held_by_one_and_inherited_when_it_ends(time_machine):
    time_machine.move_to("2026-06-01T12:00:00Z", tick=False)
    tell(person())
    (pk,) = Delivery.objects.values_list("pk", flat=True)
    assert tasks.claim(pk) is not None
    assert tasks.claim(pk) is None
    time_machine.move_to("2026-06-01T12:06:00Z", tick=False)
    tasks.send_delivery(pk)
    row = Delivery.objects.get()
    assert (row.state, row.attempts, row.maybe_doubled) == (State.SENT, 2, True)
    assert len(mail.outbox) == 1
    tasks.send_delivery(pk)
    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_it_stops_after_five_attempts_and_is_on_the_core_teams_list(settings, time_machine):
    time_machine.move_to("2026-06-01T12:00:00Z", tick=False)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nothing listens there
    tell(person())
    (pk,) = Delivery.objects.values_list("pk", flat=True)
    for minute in range(5):
        time_machine.move_to(f"2026-06-01T12:{minute * 2:02}:00Z", tick=False)
        with pytest.raises(OSError, match="refused"):
            tasks.send_delivery(pk)
    time_machine.move_to("2026-06-01T12:20:00Z", tick=False)
    tasks.send_delivery(pk)
    row = Delivery.objects.get()
    assert (row.state, row.attempts) == (State.FAILED, 6)
    assert "5 attempts" in row.reason
    report = signed_in(staff()).get(reverse("deliveries"), {"state": State.FAILED})
    assert row.recipient in report.content.decode()
    others = signed_in(staff("other@example.org")).get(reverse("deliveries"), {"state": State.SENT})
    assert row.recipient not in others.content.decode()


@pytest.mark.sqlite
@pytest.mark.django_db
def test_the_repair_scan_brings_back_what_the_queue_lost():
    tell(person(), person())
    OrmQ.objects.all().delete()
    run_waiting()
    assert mail.outbox == []
    tasks.repair()
    run_waiting()
    assert len(mail.outbox) == 2
    tasks.repair()
    assert not OrmQ.objects.exists()


@pytest.mark.django_db
def test_a_source_may_stop_a_message_at_the_last_moment(monkeypatch):
    monkeypatch.setattr(vetoes, "_vetoes", {})
    stays, leaves = person(), person()
    asked = []

    def veto(source_key, user_id, address):
        asked.append(source_key)
        return "The role has ended." if user_id == leaves.user_id else ""

    vetoes.register_veto("review", veto)
    tell(stays, leaves)
    tell(leaves, key="other:1")
    run_waiting()
    assert sorted(message.to[0] for message in mail.outbox) == sorted([stays.email, leaves.email])
    row = Delivery.objects.get(recipient=leaves.email, source_key="review:1:-30")
    assert (row.state, row.reason) == (State.CANCELLED, "The role has ended.")
    assert not Notification.objects.filter(user_id=leaves.user_id, source_key="review:1:-30").exists()
    assert set(asked) == {"review:1:-30"}


@pytest.mark.django_db
def test_what_became_pointless_is_cancelled_by_its_source_and_nothing_else_is():
    one = person()
    tell(one, key="review:1:-30")
    tell(one, key="review:1:-7")
    tell(one, key="review:12:-30")
    assert cancel_deliveries(by=SYSTEM, source_prefix="review:1:", reason="Reviewed.") == 2
    run_waiting()
    assert [row.state for row in Delivery.objects.order_by("pk")] == [State.CANCELLED, State.CANCELLED, State.SENT]
    assert list(Notification.objects.filter(read_at=None).values_list("source_key", flat=True)) == ["review:12:-30"]
    with pytest.raises(BadInput):
        cancel_deliveries(by=SYSTEM, source_prefix="r", reason="everything")


@pytest.mark.django_db
def test_people_see_and_read_their_own_notices_only():
    one, two = person(), person()
    tell(one, two)
    me = Requester(user_id=one.user_id, partners=frozenset({1}))
    tool = Requester(user_id=one.user_id, token_id=1, scopes=frozenset({"read:content", "read:register"}))
    assert [row.user_id for row in notifications_of(me)] == [one.user_id]
    assert list(notifications_of(ANONYMOUS)) == []
    assert list(notifications_of(tool)) == []
    others = Notification.objects.get(user_id=two.user_id)
    assert mark_notifications_read(by=me, ids=[others.pk]) == 0
    assert mark_notifications_read(by=me) == 1
    assert unread_count(me) == 0
    others.refresh_from_db()
    assert others.read_at is None
    with pytest.raises(Unauthenticated):
        mark_notifications_read(by=ANONYMOUS)


@pytest.mark.django_db
def test_what_came_back_is_known_by_its_address():
    tell(person(email="gone@example.org"))
    row = Delivery.objects.get()
    with pytest.raises(NotFound):
        mark_bounced(by=SYSTEM, delivery_id=row.pk)  # not sent yet
    run_waiting()
    mark_bounced(by=SYSTEM, delivery_id=row.pk)
    assert set(bounced_addresses(["Gone@example.org", "here@example.org"])) == {"gone@example.org"}
    first = Delivery.objects.get().bounced_at
    assert timezone.now() - first < datetime.timedelta(minutes=1)
    assert mark_bounced(by=SYSTEM, delivery_id=row.pk).bounced_at == first


@pytest.mark.django_db
def test_the_embedded_default_writes_mail_to_a_folder(settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    tell(person())
    run_waiting()
    (written,) = (tmp_path / "mail").iterdir()
    assert "Auto-Submitted: auto-generated" in written.read_text()
