"""Everything that leads to a person is known, can be taken away, and ends with the account."""

import io
import json
import zipfile

import pytest
from django.apps import apps
from django.db.models import EmailField, ForeignKey, ManyToManyField, OneToOneField

from cms.audit.models import AuditEvent
from cms.core.errors import Conflict, Forbidden
from cms.core.requester import SYSTEM
from cms.forum.models import Draft
from cms.members.models import Membership, User
from cms.members.selectors import requester_of
from cms.notifications.models import Notification
from cms.notifications.services import Recipient, notify
from cms.privacy.closing import close_account, obstacles
from cms.privacy.download import download
from cms.privacy.held import ADDRESSES, PAGE_OWNERS, PEOPLE, SECRET, all_held
from tests.factories.people import PartnerFactory, PartnerRoleFactory, UserFactory
from tests.factories.registers import make_isp

pytestmark = pytest.mark.django_db


def columns():
    """Every column of every model that leads to a person: "app.Model.column"."""
    for model in apps.get_models(include_auto_created=False):
        for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
            leads = isinstance(field, (ForeignKey, OneToOneField, ManyToManyField)) and field.related_model is User
            if leads and field.name != PAGE_OWNERS:
                yield f"{model._meta.label}.{field.name}"


def test_every_column_that_leads_to_a_person_is_known():
    found = set(columns())
    assert sorted(found - set(PEOPLE)) == []
    assert sorted(set(PEOPLE) - found) == []


def test_every_column_of_addresses_is_known():
    found = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, EmailField)
    }
    assert sorted(found - set(ADDRESSES)) == []


def test_what_is_held_is_one_file_without_secrets_or_other_peoples_names():
    partner = PartnerFactory()
    person, other = UserFactory(member_of=[partner], email="jo@example.org"), UserFactory(last_name="Unmentioned")
    notify(by=SYSTEM, source_key="x:1", recipients=[Recipient("jo@example.org", person.pk)], title="Hello", body="You")
    with pytest.raises(Forbidden):
        download(by=requester_of(other), user=person)
    with zipfile.ZipFile(io.BytesIO(download(by=requester_of(person), user=person))) as file:
        data = json.loads(file.read("data.json"))
        page = file.read("read-me.html").decode()
    assert {section["what"] for section in data["sections"]} >= {"Organisations that you belong to", "Notices"}
    assert "Hello" in page
    text = json.dumps(data)
    assert "Unmentioned" not in text
    assert person.password not in text
    assert not any(name in row for section in data["sections"] for row in section["rows"] for name in SECRET)
    assert AuditEvent.objects.filter(action="person.downloaded", actor_id=person.pk).count() == 1


def test_every_column_can_be_read_and_ended():
    person = UserFactory()
    for held in all_held():
        assert held.rows(person).count() == 0
    close_account(by=requester_of(person), user_id=person.pk)


def test_closing_ends_who_somebody_was_and_leaves_what_they_gave():
    partner = PartnerFactory()
    person = UserFactory(member_of=[partner], email="jo@example.org", phone="0115 496 0000")
    person.emailaddress_set.create(email=person.email, verified=True, primary=True)
    notify(by=SYSTEM, source_key="x:1", recipients=[Recipient("jo@example.org", person.pk)], title="Hello", body="You")
    Draft.objects.create(user=person, place="new", values={"body": "Words"})
    with pytest.raises(Forbidden):
        close_account(by=requester_of(UserFactory(member_of=[partner])), user_id=person.pk)
    close_account(by=requester_of(person), user_id=person.pk)
    person.refresh_from_db()
    assert str(person) == "Former member"
    assert person.email.endswith(".invalid")
    assert (person.is_active, person.phone, person.has_usable_password()) == (False, "", False)
    assert Membership.objects.filter(user=person, ends_on__isnull=False).count() == 1
    assert not Notification.objects.filter(user=person).exists()
    assert not Draft.objects.filter(user=person).exists()
    assert "jo@example.org" not in " ".join(_everything())
    assert not requester_of(person).is_member


def _everything():
    """Every text of every table."""
    for model in apps.get_models():
        for row in model._base_manager.all():
            yield from (value for value in vars(row).values() if isinstance(value, str))


def test_what_others_rely_on_is_handed_over_first():
    partner = PartnerFactory()
    lead = UserFactory(member_of=[partner])
    PartnerRoleFactory(user=lead, partner=partner, role="partner_lead")
    make_isp(lead=partner, owner=lead)
    with pytest.raises(Conflict):
        close_account(by=requester_of(lead), user_id=lead.pk)
    assert {one.what for one in obstacles(lead)} >= {"own these agreements", "are the only partner lead"}
