"""What the API writes to the trail while it answers: files opened and taken away; and a lead's own part."""

import pytest
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model

from cms.audit.models import AuditEvent
from cms.audit.services import record
from cms.core.requester import Requester
from cms.members.selectors import requester_of
from tests.factories.people import PartnerFactory, PartnerRoleFactory, UserFactory
from tests.members_api.conftest import run_as

pytestmark = pytest.mark.django_db
RECORD = "{ ourRecord { totalCount entries { who what label } } }"


def seen(action):
    rows = AuditEvent.objects.filter(action=action).order_by("pk")
    return [(row.actor_id, row.object_label) for row in rows]


def test_a_lead_reads_their_part_and_a_member_none():
    partner = PartnerFactory(name="Example Council")
    lead, member = UserFactory(member_of=[partner]), UserFactory(member_of=[partner])
    PartnerRoleFactory(user=lead, partner=partner, role="partner_lead")
    record(Requester(user_id=lead.pk), "partner.renamed", partner)
    mine = run_as(requester_of(lead), RECORD).data["ourRecord"]
    assert mine["entries"] == [{"who": str(lead), "what": "Partner renamed", "label": "Example Council"}]
    assert run_as(requester_of(member), RECORD).data["ourRecord"] is None


def test_a_restricted_file_that_is_opened_is_on_record_once_a_day(client):
    editor = UserFactory(site_role="core_editor")
    paper = get_document_model().objects.create(title="A paper", file=ContentFile(b"x", name="paper.txt"))
    client.force_login(editor)
    for _ in range(2):
        assert client.get(f"/documents/{paper.pk}/").status_code == 200
    assert seen("file.opened") == [(editor.pk, "A paper")]
    client.logout()
    client.get(f"/documents/{paper.pk}/")
    assert len(seen("file.opened")) == 1


def test_a_file_made_for_somebody_signed_in_is_on_record_without_its_filters(client):
    person = UserFactory(member_of=[PartnerFactory()])
    address = "/graphql/?id=absent&variables={}"
    client.get(address, headers={"X-Export": "/isps.csv"})
    client.force_login(person)
    client.get(address, headers={"X-Export": "/isps.csv"})
    client.get(address, headers={"X-Export": "/isps?name=somebody"})
    assert seen("export.taken") == [(person.pk, "/isps.csv")]
