"""The core team's screens for people: lists, forms, bulk invitations, tokens."""

import io
import json

import openpyxl
import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.audit.models import AuditEvent
from cms.core.requester import SYSTEM
from cms.members.models import ApiToken, Invitation, Membership, PartnerRole, SiteRole, User
from cms.members.selectors import find_token, invitations_with_bounces
from cms.members.services import invite
from cms.members.tokens import parse
from cms.notifications.bounces import mark_bounced
from cms.notifications.models import Delivery
from cms.notifications.tasks import send_delivery
from tests.factories.people import PartnerFactory, PartnerRoleFactory, UserFactory

pytestmark = pytest.mark.django_db
LISTS = [
    "users/",
    "people/memberships/",
    "people/roles/",
    "people/site-roles/",
    "people/invitations/",
    "people/tokens/",
]


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


@pytest.fixture
def partner():
    return PartnerFactory(name="Sample Council", slug="sample-council")


@pytest.fixture
def editor():
    return UserFactory(site_role="core_editor", last_name="Editor")


@pytest.fixture
def client(editor):
    client = Client()
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    return client


def exported(answer):
    return b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()


def test_every_list_opens_filters_searches_and_exports(client, partner):
    PartnerRoleFactory(partner=partner, user=UserFactory(member_of=[partner], last_name="=1+1"))
    SiteRole.objects.create(user=UserFactory(), role="moderator")
    invite(by=SYSTEM, partner_id=partner.pk, email="x@example.org", name="=cmd")
    ApiToken.objects.create(name="board", digest="x", partner=partner, expires_at="2099-01-01T00:00Z", scopes=["adhoc"])
    for path in LISTS:
        assert client.get(f"/admin/{path}").status_code == 200, path
        assert client.get(f"/admin/{path}?q=sample").status_code == 200, path
        for form in ("csv", "xlsx"):
            assert client.get(f"/admin/{path}?export={form}").status_code == 200, path
    for path in LISTS[1:4]:
        for value in ("yes", "no"):
            assert client.get(f"/admin/{path}?in_force={value}").status_code == 200
    for value in ("open", "bounced", "used", "over"):
        assert client.get(f"/admin/people/invitations/?status={value}").status_code == 200
    assert "'=cmd" in exported(client.get("/admin/people/invitations/?export=csv"))


def test_lists_cost_the_same_however_long(client, partner):
    def statements(path):
        with CaptureQueriesContext(connection) as seen:
            assert client.get(f"/admin/{path}").status_code == 200
        return len(seen)

    def more(count):
        for _ in range(count):
            person = UserFactory(member_of=[partner])
            PartnerRoleFactory(partner=partner, user=person)
            SiteRole.objects.create(user=person, role="moderator")
            invite(by=SYSTEM, partner_id=partner.pk, email=f"i-{person.pk}@example.org", send=False)
            ApiToken.objects.create(name="t", digest="x", partner=partner, expires_at="2099-01-01T00:00Z")

    more(3)
    client.get("/admin/")  # makes the groups
    few = {path: statements(path) for path in LISTS}
    more(12)
    assert {path: statements(path) for path in LISTS} == few


def test_a_person_is_added_changed_and_closed(client):
    fields = {
        "email": " New@Example.org",
        "first_name": "Sam",
        "last_name": "Sample",
        "job_title": "Clerk",
        "phone": "",
    }
    powers = {"is_superuser": "on", "groups": "1"}
    assert client.post("/admin/users/new/", fields | powers).status_code == 302
    person = User.objects.get(email="new@example.org")
    assert (person.is_superuser, person.groups.count(), person.has_usable_password()) == (False, 0, False)
    assert person.emailaddress_set.get().verified
    page = client.get(f"/admin/users/edit/{person.pk}/").content.decode()
    assert "is_superuser" not in page
    changed = fields | {"email": "other@example.org", "is_active": ""}
    assert client.post(f"/admin/users/edit/{person.pk}/", changed | powers).status_code == 302
    person.refresh_from_db()
    assert (person.email, person.is_active, person.is_superuser) == ("other@example.org", False, False)
    assert [row.email for row in person.emailaddress_set.all()] == ["other@example.org"]
    twice = client.post("/admin/users/new/", fields | {"email": "OTHER@example.org"})
    assert twice.status_code == 200
    assert "already exists" in twice.content.decode()
    assert AuditEvent.objects.filter(action="person.changed").count() == 1


def test_an_editor_cannot_take_over_an_administrator(client):
    boss = UserFactory(is_superuser=True)
    fields = {"email": "mine@example.org", "first_name": "x", "last_name": "y", "is_active": "on"}
    answer = client.post(f"/admin/users/edit/{boss.pk}/", fields)
    assert answer.status_code in (302, 403)
    assert User.objects.get(pk=boss.pk).email == boss.email


def test_roles_are_given_and_ended_here_on_record(client, partner):
    person = UserFactory(member_of=[partner])
    fields = {"partner": partner.pk, "role": "ig_lead", "user": person.pk, "deputy": "", "starts_on": "2026-01-01"}
    fields |= {"ends_on": "", "confirmed_on": "", "service_area": "", "not_required_because": ""}
    assert client.post("/admin/people/roles/add/", fields).status_code == 302
    row = PartnerRole.objects.get()
    token = ApiToken.objects.create(
        name="t", digest="x", partner=partner, expires_at="2099-01-01T00:00Z", created_by=person
    )
    assert client.post(f"/admin/people/roles/edit/{row.pk}/", fields | {"ends_on": "2026-01-02"}).status_code == 302
    token.refresh_from_db()
    assert token.revoked_at is not None
    assert AuditEvent.objects.filter(action__in=["partnerrole.made", "partnerrole.changed"]).count() == 2
    wrong = client.post(f"/admin/people/roles/edit/{row.pk}/", fields | {"ends_on": "2025-01-02"})
    assert wrong.status_code == 200
    assert client.post(f"/admin/people/roles/delete/{row.pk}/").status_code in (302, 403, 404)
    assert PartnerRole.objects.exists()


def test_an_invitation_by_form_again_and_withdrawn(client, editor, partner):
    fields = {"partner": partner.pk, "email": "new@example.org", "name": "Sam", "job_title": "", "role": "isp_approver"}
    assert client.post("/admin/people/invitations/add/", fields).status_code == 302
    row = Invitation.objects.get(invited_by=editor, role="isp_approver")
    again = client.post("/admin/people/invitations/add/", fields)
    assert again.status_code == 200
    assert "has an invitation that can still be used" in again.content.decode()
    assert "Send again" in client.get("/admin/people/invitations/").content.decode()
    assert client.get(f"/admin/people/invitations/{row.pk}/revoke/").status_code == 200
    before = row.token_digest
    assert client.post(f"/admin/people/invitations/{row.pk}/resend/").status_code == 302
    row.refresh_from_db()
    assert row.token_digest != before
    client.post(f"/admin/people/invitations/{row.pk}/revoke/")
    assert not Invitation.objects.usable().exists()
    assert client.post(f"/admin/people/invitations/{row.pk}/resend/", follow=True).status_code == 200
    assert not Invitation.objects.usable().exists()


def test_mail_that_came_back_shows(client, partner):
    row = invite(by=SYSTEM, partner_id=partner.pk, email="gone@example.org")
    delivery = Delivery.objects.get()
    send_delivery(delivery.pk)
    mark_bounced(by=SYSTEM, delivery_id=delivery.pk)
    assert invitations_with_bounces().get(pk=row.pk).status_with_bounce == "Came back"
    assert "Came back" in client.get("/admin/people/invitations/?status=bounced").content.decode()


CONTACTS = """Organisation,Name,E-mail,Job title,Role
Sample Council,Ann Example,ann@example.org,Clerk,Information governance lead
Sample  council,Bob Example,BOB@example.org,,
sample council,Bob Again,bob@example.org,,
Sampel Council,Cy Example,cy@example.org,,
Sample Council,Di Example,not an address,,
Sample Council,Ed Example,ed@example.org,,Emperor
Sample Council,Flo Example,flo@example.org,,
"""


def test_inviting_from_a_file_row_by_row(client, partner):
    UserFactory(email="flo@example.org", member_of=[partner])
    upload = SimpleUploadedFile("contacts.csv", CONTACTS.encode())
    preview = client.post("/admin/people/invite-many/", {"file": upload})
    rows = preview.context_data["report"].rows
    expected = ["new", "new", "unchanged", "unresolved", "invalid", "invalid", "unchanged"]
    assert [row.status for row in rows] == expected
    assert "Sample Council" in " ".join(rows[3].errors)
    assert not Invitation.objects.exists()
    assert not Delivery.objects.exists()
    done = client.post("/admin/people/invite-many/", {"rows": preview.context_data["rows"]})
    assert [row.status for row in done.context_data["report"].rows] == expected
    assert set(Invitation.objects.values_list("email", "role")) == {
        ("ann@example.org", "ig_lead"),
        ("bob@example.org", ""),
    }
    assert Delivery.objects.count() == 2
    again = client.post("/admin/people/invite-many/", {"rows": preview.context_data["rows"]})
    assert again.context_data["report"].counts["new"] == 0
    assert Delivery.objects.count() == 2
    forged = client.post("/admin/people/invite-many/", {"rows": "x" + preview.context_data["rows"]})
    assert "too old" in forged.content.decode()


def test_inviting_from_excel_and_bad_files(client, partner):
    book = openpyxl.Workbook()
    for row in (["Organisation", "Name", "Email"], ["Sample Council", "Al", "al@example.org"]):
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    answer = client.post("/admin/people/invite-many/", {"file": SimpleUploadedFile("c.xlsx", content.getvalue())})
    assert [row.status for row in answer.context_data["report"].rows] == ["new"]
    for bad in (b"", b"a,b\n1,2\n"):
        answer = client.post("/admin/people/invite-many/", {"file": SimpleUploadedFile("c.csv", bad)})
        assert answer.status_code == 200
        assert "report" not in answer.context_data


def test_the_command_says_which_rows_wait(partner, tmp_path, capsys):
    path = tmp_path / "contacts.csv"
    path.write_text(CONTACTS)
    with pytest.raises(CommandError) as waiting:
        call_command("invite_contacts", str(path), "--json")
    assert waiting.value.returncode == 2
    assert json.loads(capsys.readouterr().out)["counts"]["unresolved"] == 1
    path.write_text("")
    with pytest.raises(CommandError) as refused:
        call_command("invite_contacts", str(path))
    assert refused.value.returncode == 1


def test_a_token_is_shown_once_and_revoked(client, editor, partner):
    fields = {"name": "Dashboard", "partner": partner.pk, "scopes": ["read:register"], "days": 30}
    page = client.post("/admin/people/tokens/add/", fields)
    text = page.context_data["text"]
    assert text in page.content.decode()
    row = ApiToken.objects.get(created_by=editor)
    assert find_token(*parse(text)) == row
    assert text not in client.get("/admin/people/tokens/").content.decode()
    assert client.post(f"/admin/people/tokens/{row.pk}/revoke/").status_code == 302
    assert find_token(*parse(text)) is None


def test_the_command_prints_a_token_once(partner, capsys):
    call_command("create_api_token", "BI", "--partner", partner.slug)
    text = capsys.readouterr().out.strip()
    row = find_token(*parse(text))
    assert (row.partner, set(row.scopes)) == (
        partner,
        {"read:content", "read:register", "read:community", "read:governance", "adhoc"},
    )
    call_command("create_api_token", "X", "--scope", "read:content", "--json")
    assert json.loads(capsys.readouterr().out)["scopes"] == ["read:content"]
    for wrong in (["--partner", "nobody"], ["--scope", "everything"], ["--days", "400"]):
        with pytest.raises(CommandError):
            call_command("create_api_token", "X", *wrong)
    assert ApiToken.objects.count() == 2


def test_the_management_group_enters_and_manages_nobody(partner):
    client = Client()
    client.force_login(UserFactory(site_role="management_group"), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/admin/").status_code == 200
    for path in [*LISTS, "people/invite-many/", "people/tokens/add/", "users/new/"]:
        assert client.get(f"/admin/{path}").status_code in (302, 403), path
    fields = {"partner": partner.pk, "email": "new@example.org", "name": "", "job_title": "", "role": ""}
    client.post("/admin/people/invitations/add/", fields)
    assert not Invitation.objects.exists()


def test_members_have_no_admin(partner):
    client = Client()
    client.force_login(UserFactory(member_of=[partner]), backend="django.contrib.auth.backends.ModelBackend")
    for path in ["", *LISTS]:
        answer = client.get(f"/admin/{path}")
        assert answer.status_code == 403
        assert "people who edit the site" in answer.content.decode()
    assert Membership.objects.count() == 1


def test_a_file_of_invitations_that_is_too_large_is_not_read(client, monkeypatch):
    """The size is looked at first: nothing of the upload is taken into memory."""
    monkeypatch.setattr("cms.members.admin_views.MAX_BYTES", 100)
    monkeypatch.setattr("cms.members.admin_views.read_table", lambda *_, **__: pytest.fail("it was read"))
    upload = SimpleUploadedFile("people.csv", b"organisation,name,e-mail\n" + b"x" * 100)
    page = client.post("/admin/people/invite-many/", {"file": upload}).content.decode()
    assert "The file is larger than" in page
    assert not Invitation.objects.exists()
