import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.audit.models import AuditEvent
from cms.audit.services import record
from cms.core.requester import SYSTEM, Requester
from cms.members.models import SiteRole
from tests.factories.people import PartnerFactory, UserFactory

pytestmark = pytest.mark.django_db
URL = "/admin/reports/audit/"


@pytest.fixture
def editor(client):
    user = UserFactory(site_role=SiteRole.Role.CORE_EDITOR)
    client.force_login(user)
    return user


def test_an_editor_reads_filters_and_exports(client, editor):
    record(Requester(user_id=editor.pk), "partner.renamed", label="Example Council")
    record(SYSTEM, "version.signed", label="ISP-0001")
    page = client.get(URL).content.decode()
    assert "Example Council" in page
    assert str(editor) in page
    assert "Add" not in page.split("<main")[-1].split("table")[-1]
    filtered = client.get(URL, {"action": "version.signed"}).content.decode()
    assert "ISP-0001" in filtered
    assert "Example Council" not in filtered
    none = client.get(URL, {"at_from": "2020-01-01", "at_to": "2020-01-02"}).content.decode()
    assert "ISP-0001" not in none
    sheet = b"".join(client.get(URL, {"export": "csv"}).streaming_content).decode()
    assert sheet.count("\n") in (3, 4)  # the export itself may stand in it
    assert AuditEvent.objects.filter(action="audit.exported", actor_id=editor.pk).count() == 1


def test_the_list_is_filtered_by_person_organisation_token_and_network(client, editor):
    other, partner = UserFactory(last_name="Marchbanks"), PartnerFactory(name="Example Council")
    record(Requester(user_id=other.pk), "thing.found", label="THEIRS")
    record(Requester(user_id=editor.pk), "thing.found", label="BODY", organisation_id=partner.pk)
    record(Requester(token_id=77, scopes=frozenset()), "thing.found", label="TOOL")
    for query, shown in (
        ({"person": "marchbanks"}, "THEIRS"),
        ({"organisation": "example"}, "BODY"),
        ({"token_id": "77"}, "TOOL"),
    ):
        page = client.get(URL, query).content.decode()
        assert [word for word in ("THEIRS", "BODY", "TOOL") if word in page] == [shown]
    assert "TOOL" not in client.get(URL, {"network": "192.0.2"}).content.decode()


def test_nobody_else_does(client):
    record(SYSTEM, "version.signed", label="ISP-0001")
    assert client.get(URL).status_code == 302
    for user in (UserFactory(), UserFactory(site_role=SiteRole.Role.MANAGEMENT_GROUP)):
        client.force_login(user)
        answer = client.get(URL, follow=True)
        assert "ISP-0001" not in answer.content.decode()
        assert "Audit trail" not in answer.content.decode()


def test_the_list_costs_the_same_for_one_and_for_forty(client, editor):
    people = [UserFactory() for _ in range(40)]

    def cost():
        with CaptureQueriesContext(connection) as queries:
            client.get(URL)
        return len(queries)

    record(Requester(user_id=people[0].pk), "thing.done")
    client.get(URL)
    one = cost()
    for person in people[1:]:
        record(Requester(user_id=person.pk), "thing.done")
    assert cost() == one
