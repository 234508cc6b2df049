"""Each period of keeping is enforced; the page says what the settings say; a changed trail raises an alarm."""

import datetime

import pytest
from django.conf import settings
from django.db import connection

from cms.audit.models import AuditEvent
from cms.audit.services import record, seal
from cms.core import clock
from cms.core.requester import SYSTEM
from cms.jobs.health import alarms
from cms.members.models import Invitation
from cms.members.services import invite
from cms.notifications.models import Delivery, Notification
from cms.notifications.services import Recipient, notify
from cms.privacy import retention, tasks
from tests.factories.people import PartnerFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_every_period_has_words_and_what_enforces_it():
    assert set(retention.PERIODS) == set(settings.RETENTION_DAYS)
    assert [name for name, period in retention.PERIODS.items() if period.expire is None] == ["audit"]
    tasks.forget()


def test_what_is_over_goes_and_what_is_not_stays(time_machine):
    person, partner = UserFactory(), PartnerFactory()
    notify(by=SYSTEM, source_key="x:1", recipients=[Recipient(person.email, person.pk)], title="Old", body="Words")
    invite(by=SYSTEM, partner_id=partner.pk, email="x@example.org")
    Delivery.objects.update(state=Delivery.State.SENT)
    later = clock.now() + datetime.timedelta(days=settings.RETENTION_DAYS["mail_words"] + 1)
    time_machine.move_to(later, tick=False)
    tasks.forget()
    assert set(Delivery.objects.values_list("body", flat=True)) == {""}
    assert Notification.objects.count() == 1
    time_machine.move_to(later + datetime.timedelta(days=settings.RETENTION_DAYS["notices"]), tick=False)
    tasks.forget()
    assert not Notification.objects.exists()
    assert not Delivery.objects.exists()
    assert not Invitation.objects.exists()


def test_a_changed_trail_is_found_at_night_and_raises_an_alarm(time_machine):
    editor = UserFactory(site_role="core_editor")
    time_machine.move_to("2026-06-01T12:00:00Z", tick=False)
    event = record(SYSTEM, "thing.made")
    seal()
    tasks.verify_at_night()
    tasks.verify_at_night()
    assert AuditEvent.objects.filter(action="audit.verified").count() == 1
    assert alarms()["audit"] == "ok"
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE audit_auditevent SET action = 'thing.forged' WHERE id = {event.pk}")
    time_machine.move_to("2026-06-02T12:00:00Z", tick=False)
    tasks.verify_at_night()
    assert alarms()["audit"] == "broken"
    assert Notification.objects.filter(user=editor, title="The audit trail was changed").count() == 1
