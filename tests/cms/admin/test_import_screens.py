"""Imports in the admin, from upload to applied, through the screens that an editor has."""

import datetime

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cms.audit.models import AuditEvent
from cms.core import clock
from cms.members.models import SiteRole
from cms.pages.models import HorizonPage
from cms.snippets.admin_views.files import HELD
from cms.snippets.models import Isp, NameDecision, Partner, PartnerContact, RegisterImport, Sector
from cms.snippets.tasks import sweep_held_files
from cms.storage.models import Content
from tests.factories import admin as make

pytestmark = pytest.mark.django_db
REGISTER = """Theme,Title,Purpose,Lead Organisation,Other organisations involved,Review Date
Housing,Known bodies,To house people.,Elmbridge Council,Harrow Trust,Mar-2024
Housing,Strange body,To house people.,Elmbridge Council,Elmbrige Homes,Under Review
Housing,Cut off,To house people.,Elmbridge Council,Harrow Trust,Under
"""


@pytest.fixture
def editor():
    return make.signed_in(make.staff(superuser=False))


@pytest.fixture
def bodies():
    return make.partner("Elmbridge Council"), make.partner("Harrow Trust"), make.partner("Elmbridge Homes")


def csv_file(text=REGISTER, name="register.csv"):
    return SimpleUploadedFile(name, text.encode("utf-8"), content_type="text/csv")


def upload(client, text=REGISTER, **fields):
    url = reverse("register_imports:index")
    return client.post(url, {"file": csv_file(text), "as_of": "2024-05-01", **fields}, follow=True)


def settle_url(text, back=""):
    return reverse("register_imports:settle") + f"?text={text}" + (f"&next={back}" if back else "")


def test_a_register_is_previewed_settled_and_applied(editor, bodies):
    council, trust, homes = bodies
    shown = upload(editor)
    kept = RegisterImport.objects.get()
    preview = reverse("register_imports:preview", args=[kept.pk])
    page = shown.content.decode()
    assert "Nothing is changed yet." in page
    assert "Known bodies" in page
    assert "“Elmbrige Homes”" in page
    assert "Nearest: Elmbridge Homes" in page
    assert not Isp.objects.exists()

    url = settle_url("Elmbrige Homes", preview)
    form = editor.get(url).content.decode()
    assert "Elmbridge Homes (Active)" in form
    refused = editor.post(url, {"outcome": "this"})
    assert "Choose the one partner that it is." in refused.content.decode()
    assert editor.post(url, {"outcome": "this", "near": [homes.slug]}).url == preview
    assert NameDecision.objects.get().partners.get() == homes
    assert "is settled" in editor.get(preview).content.decode()
    assert "“Elmbrige Homes”" not in editor.get(preview, {"status": "unresolved"}).content.decode()

    before = AuditEvent.objects.filter(action="register_import.applied").count()
    applied = editor.post(preview)
    assert applied.url == reverse("register_imports:waiting")
    assert set(Isp.objects.values_list("title", flat=True)) == {"Known bodies", "Strange body"}
    assert AuditEvent.objects.filter(action="register_import.applied").count() == before + 1
    strange = Isp.objects.get(title="Strange body")
    names = set(strange.versions.get().parties.values_list("partner__name", flat=True))
    assert names == {council.name, homes.name}

    waiting = editor.get(applied.url).content.decode()
    assert "Cut off" in waiting
    row = kept.rows.get(number=3)
    row_url = reverse("register_imports:row", args=[row.pk])
    assert "Under" in editor.get(row_url).content.decode()
    cells = {f"cell-{index}": text for index, text in enumerate(row.cells.values())}
    column = list(row.cells).index("Review Date")
    assert editor.post(row_url, {**cells, f"cell-{column}": "Under Review"}).status_code == 302
    assert Isp.objects.filter(title="Cut off").exists()
    assert "Cut off" not in editor.get(applied.url).content.decode()
    again = editor.post(preview, follow=True)
    assert "applied before" in again.content.decode()
    assert Isp.objects.count() == 3


def test_the_same_file_twice_changes_nothing_and_an_answer_frees_rows_that_wait(editor, bodies):
    upload(editor)
    editor.post(reverse("register_imports:preview", args=[RegisterImport.objects.get().pk]))
    assert Isp.objects.count() == 1
    Sector.objects.get_or_create(code="voluntary", defaults={"label": "Voluntary"})
    url = settle_url("Elmbrige Homes")
    missing = editor.post(url, {"outcome": "new"})
    assert "A new partner needs a sector." in missing.content.decode()
    freed = editor.post(url, {"outcome": "new", "sector": Sector.objects.get(code="voluntary").pk}, follow=True)
    assert "1 waiting rows were applied" in freed.content.decode()
    made = Partner.objects.get(name="Elmbrige Homes")
    assert made.membership == Partner.Membership.CANDIDATE
    assert Isp.objects.count() == 2
    second = upload(editor)
    assert "Unchanged: 2" in second.content.decode()
    newest = RegisterImport.objects.first()
    editor.post(reverse("register_imports:preview", args=[newest.pk]))
    assert Isp.objects.count() == 2


@pytest.mark.parametrize("text", ["", "Theme,Title\n", "nothing,like,it\n1,2,3\n"])
def test_a_file_that_is_no_register_is_refused_with_a_reason(editor, text):
    refused = upload(editor, text)
    assert refused.status_code == 200
    assert refused.context["form"].errors["file"]
    assert not RegisterImport.objects.exists()


def test_a_row_is_left_out_and_stays_on_record(editor, bodies):
    upload(editor)
    kept = RegisterImport.objects.get()
    row = kept.rows.get(number=2)
    editor.post(reverse("register_imports:row", args=[row.pk]), {"set-aside": "1"})
    row.refresh_from_db()
    assert row.set_aside_at is not None
    page = editor.get(reverse("register_imports:preview", args=[kept.pk])).content.decode()
    assert "Strange body" not in page


def test_other_lists_are_checked_first_and_applied_from_the_same_bytes(editor, bodies):
    text = "partner,name,email\nElmbridge Council,Robin Sample,robin@example.org\nNobody Known,X,x@example.org\n"
    url = reverse("register_imports:list")
    checked = editor.post(url, {"kind": "contacts", "file": csv_file(text, "contacts.csv")}).content.decode()
    assert "What would happen" in checked
    assert "not a name that we know" in checked
    assert not PartnerContact.objects.exists()
    done = editor.post(url, {"apply": "1"}).content.decode()
    assert "What was done" in done
    assert PartnerContact.objects.get().email == "robin@example.org"
    gone = editor.post(url, {"apply": "1"}, follow=True).content.decode()
    assert "not held any more" in gone
    editor.post(url, {"kind": "contacts", "file": csv_file(f"{text}\n", "contacts.csv")})
    Content.objects.update(state=Content.State.WAITING)  # the same bytes came by another door, where they wait
    assert "not held any more" in editor.post(url, {"apply": "1"}, follow=True).content.decode()


def test_pages_come_in_through_the_same_screen(editor):
    text = (
        "title,source,stage,stage_detail,key_date,date_kind,so_what,source_url,verification\n"
        "A new duty,Parliament,passed,passed,2027-04,start not confirmed,Check your templates,,general knowledge\n"
    )
    url = reverse("register_imports:list")
    checked = editor.post(url, {"kind": "horizon", "file": csv_file(text, "horizon.csv")}).content.decode()
    assert "A new duty" in checked
    assert not HorizonPage.objects.exists()
    editor.post(url, {"apply": "1"})
    page = HorizonPage.objects.get()
    assert (page.title, page.key_date, page.audience, page.live) == ("A new duty", "2027-04", "members", True)


def test_a_file_that_was_checked_and_left_is_swept_after_a_day(editor):
    text = "partner,name,email\nNobody Known,X,x@example.org\n"
    with time_machine.travel(clock.now(), tick=False) as time:
        editor.post(reverse("register_imports:list"), {"kind": "contacts", "file": csv_file(text, "contacts.csv")})
        path = editor.session[HELD]["path"]
        sweep_held_files()
        assert default_storage.exists(path)
        time.shift(datetime.timedelta(hours=25))
        sweep_held_files()
        assert not default_storage.exists(path)


def test_a_partner_list_never_makes_anybody_a_member(editor):
    Sector.objects.get_or_create(code="local authority", defaults={"label": "Local authority"})
    text = "id,name,sector,status,membership\nnew-body,New Body,local authority,active,member\n"
    url = reverse("register_imports:list")
    editor.post(url, {"kind": "partners", "file": csv_file(text, "partners.csv")})
    editor.post(url, {"apply": "1"})
    assert not Partner.objects.filter(membership=Partner.Membership.MEMBER).exists()


def test_only_the_core_team_opens_the_screens(bodies):
    kept = upload(make.signed_in(make.staff()))
    assert kept.status_code == 200
    person = make.signed_in(make.staff("member@example.org", SiteRole.Role.MANAGEMENT_GROUP, superuser=False))
    pk = RegisterImport.objects.get().pk
    for url in (reverse("register_imports:index"), reverse("register_imports:preview", args=[pk]), settle_url("X")):
        assert person.get(url).status_code in (302, 403)
        assert person.post(url).status_code in (302, 403)
    assert not Isp.objects.exists()
    assert b"/admin/imports/" not in person.get(reverse("wagtailadmin_home")).content
