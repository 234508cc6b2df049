import pytest

from cms.core.requester import SYSTEM
from cms.jobs.services import run_waiting
from cms.members.models import SiteRole
from cms.notifications.models import Delivery
from cms.notifications.services import Recipient, notify
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
URL = "/admin/reports/deliveries/"


def sign_in(client, role):
    client.force_login(UserFactory(site_role=role))


@pytest.fixture
def delivery():
    notify(
        by=SYSTEM, source_key="x:1", recipients=[Recipient(email="gone@example.org")], title="Due", body="It is due."
    )
    return Delivery.objects.get()


def test_an_editor_sees_what_was_sent_and_marks_what_came_back(client, delivery):
    sign_in(client, SiteRole.Role.CORE_EDITOR)
    page = client.get(URL).content.decode()
    assert "gone@example.org" in page
    assert "Mark as bounced" not in page  # it has not been sent
    run_waiting()
    page = client.get(URL).content.decode()
    assert "Mark as bounced" in page
    assert "csrfmiddlewaretoken" in page
    assert client.get(f"{URL}{delivery.pk}/bounced/").status_code == 405
    client.post(f"{URL}{delivery.pk}/bounced/")
    delivery.refresh_from_db()
    assert delivery.bounced_at is not None
    page = client.get(URL, {"came_back": "true"}).content.decode()
    assert "came back" in page
    assert "gone@example.org" not in client.get(URL, {"came_back": "false"}).content.decode()


@pytest.mark.parametrize("role", [None, SiteRole.Role.MANAGEMENT_GROUP])
def test_others_neither_see_nor_mark(client, delivery, role):
    run_waiting()
    sign_in(client, role)
    assert "gone@example.org" not in client.get(URL, follow=True).content.decode()
    client.post(f"{URL}{delivery.pk}/bounced/")
    delivery.refresh_from_db()
    assert delivery.bounced_at is None
