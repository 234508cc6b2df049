"""The pages of one's own data and of closing an account: who gets them, and what they do."""

import io
import json
import zipfile

import pytest
from django.urls import reverse

from cms.audit.models import AuditEvent
from tests.factories.people import PASSWORD, PartnerFactory, PartnerRoleFactory, UserFactory

pytestmark = pytest.mark.django_db
DATA, CLOSE = "/account/data/", "/account/close/"


def enter(client, person, *, again=True):
    """Signed in, and `again` by password for what cannot be undone."""
    client.force_login(person)
    if again:
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


@pytest.fixture
def person(client):
    person = UserFactory(member_of=[PartnerFactory()])
    enter(client, person)
    return person


def test_who_is_not_signed_in_is_led_to_sign_in(client):
    for path in (DATA, CLOSE):
        for answer in (client.get(path), client.post(path)):
            assert answer.status_code == 302
            assert answer["Location"].startswith(reverse("account_login"))


def test_the_password_is_asked_again(client):
    person = UserFactory(member_of=[PartnerFactory()])
    enter(client, person, again=False)
    assert client.get(DATA).status_code == 200
    for path in (DATA, CLOSE):
        answer = client.post(path, {"sure": "1"})
        assert answer.status_code == 302
        assert "reauthenticate" in answer["Location"]
    person.refresh_from_db()
    assert person.is_active


def test_the_file_is_made_and_never_kept_by_a_browser(client, person):
    assert "Download the file" in client.get(DATA).content.decode()
    answer = client.post(DATA)
    assert answer["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer["Cache-Control"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as file:
        assert json.loads(file.read("data.json"))["account"]["e-mail address"] == person.email


def test_closing_asks_first_and_signs_out_everywhere(client, person):
    page = client.get(CLOSE).content.decode()
    assert "It is deleted" in page
    unsure = client.post(CLOSE)
    assert unsure.status_code == 422
    assert "Tick the box" in unsure.content.decode()
    done = client.post(CLOSE, {"sure": "1"})
    assert "Your account is closed" in done.content.decode()
    person.refresh_from_db()
    assert str(person) == "Former member"
    assert client.get("/account/").status_code == 302
    assert AuditEvent.objects.filter(action="account.closed", object_id=str(person.pk)).count() == 1


def test_the_only_lead_is_told_what_to_hand_over(client):
    partner = PartnerFactory(name="Example Council")
    lead = UserFactory(member_of=[partner])
    PartnerRoleFactory(user=lead, partner=partner, role="partner_lead")
    enter(client, lead)
    page = client.get(CLOSE).content.decode()
    assert "At Example Council you are the only partner lead" in page
    assert f"/organisation/people?of={partner.slug}" in page
    assert "Make somebody else a partner lead too" in page
    assert 'name="sure"' not in page
    assert client.post(CLOSE, {"sure": "1"}).status_code == 422
    lead.refresh_from_db()
    assert lead.is_active
