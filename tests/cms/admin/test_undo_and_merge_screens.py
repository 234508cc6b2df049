"""Lists of organisations, undoing, and putting two rows together, through the screens that an editor has."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cms.snippets.models import ChangeSet, Isp, IspParty, Partner
from tests.factories import admin as make
from tests.factories.people import SectorFactory

pytestmark = pytest.mark.django_db
COLUMNS = "ods_code,name,postcode,commissioner,closed,status\n"
BEFORE = "A1,THE LIMES,CM1 1AA,NHS Mid Essex CCG,,active\nA2,OLD HOUSE,CM1 1AB,NHS Mid Essex CCG,,active\n"
AFTER = "A1,THE ELMS,CM1 1AA,NHS Mid Essex CCG,,active\nA2,OLD HOUSE,CM9 9ZZ,NHS Mid Essex CCG,2022-01-31,closed\n"


@pytest.fixture
def editor():
    return make.signed_in(make.staff(superuser=False))


def check(client, text, as_of):
    file = SimpleUploadedFile("practices.csv", (COLUMNS + text).encode(), content_type="text/csv")
    return client.post(reverse("register_imports:list"), {"file": file, "kind": "partners", "as_of": as_of})


def said(answer):
    return " ".join(answer.content.decode().split())


def test_a_list_says_renamed_moved_and_closed_before_anything_changes_and_is_undone(editor):
    SectorFactory(code="health")
    check(editor, BEFORE, "2019-12-01")
    editor.post(reverse("register_imports:list"), {"apply": "1"})
    house = Partner.objects.get(ods_code="A2")
    isp = make.isp("Flu clinics", lead=make.partner("Elmbridge Council"))
    IspParty.objects.create(version=isp.versions.get(), partner=house)
    preview = said(check(editor, AFTER, "2023-06-01"))
    for words in (
        "1 renamed",
        "1 moved",
        "1 closed",
        "renamed: The Limes → The Elms",
        f"Still named in {isp.reference}",
    ):
        assert words in preview
    assert Partner.objects.filter(name="The Limes", existence="active").exists()
    applied = said(editor.post(reverse("register_imports:list"), {"apply": "1"}))
    step = ChangeSet.objects.first()
    assert (step.as_of, step.counts["closed"]) == (datetime.date(2023, 6, 1), 1)
    undo = reverse("register_imports:undo", args=[step.pk])
    assert f'href="{undo}"' in applied
    page = said(editor.get(reverse("wagtailsnippets_snippets_partner:edit", args=[house.pk])))
    assert "What lists and mergers changed" in page
    assert "existence: active → closed" in page
    assert "older one changes nothing" in said(check(editor, BEFORE, "2019-12-01"))
    # Somebody has touched one of the two since: it is left, and named.
    limes = Partner.objects.get(ods_code="A1")
    limes.name = "The Elms Surgery"
    limes.save()
    shown = said(editor.get(undo))
    assert "name is now “The Elms Surgery”" in shown
    assert "Existence: “closed” → “active”" in shown or "existence: “closed” → “active”" in shown
    assert Partner.objects.get(pk=house.pk).existence == "closed"  # opening the page changed nothing
    assert "1 left as they are" in said(editor.post(undo, follow=True))
    house.refresh_from_db()
    assert (house.existence, house.area) == ("active", "Mid Essex, CM1 1AB")
    assert "Undone on" in said(editor.get(reverse("register_imports:steps")))


def test_an_import_is_undone_from_its_own_page(editor):
    make.partner("Elmbridge Council")
    text = "Title,Lead Organisation,Other organisations involved\nHomes,Elmbridge Council,\n"
    file = SimpleUploadedFile("register.csv", text.encode(), content_type="text/csv")
    shown = editor.post(reverse("register_imports:index"), {"file": file, "as_of": "2024-05-01"}, follow=True)
    preview = shown.redirect_chain[-1][0]
    editor.post(preview)
    undo = reverse("register_imports:undo", args=[ChangeSet.objects.get().pk])
    assert f'href="{undo}"' in said(editor.get(preview))
    editor.post(undo)
    assert Isp.objects.get().retired_reason == "Import undone: register.csv"
    assert "There is nothing left to undo" in said(editor.get(undo))
    assert "Undone on" in said(editor.get(preview))


def test_two_rows_are_shown_before_they_are_put_together(editor):
    first, second = make.partner("Elmbridge Council"), make.partner("Elmbridge BC", gss_code="E1")
    isp = make.isp("Shelter", lead=second)
    url = reverse("register_imports:merge")
    asked = {"survivor": first.slug, "duplicate": second.slug}
    shown = said(editor.get(url, asked))
    for words in ("Elmbridge BC becomes a second row of Elmbridge Council", "GSS code: E1", "Put them together"):
        assert words in shown
    assert "Say that both are the same body" in said(editor.post(url, asked))
    assert Partner.objects.get(pk=second.pk).duplicate_of is None
    done = editor.post(url, {**asked, "confirmed": "yes"}, follow=True)
    assert "Put together: Elmbridge BC into Elmbridge Council" in said(done)
    isp.refresh_from_db()
    assert isp.lead == first
    listed = said(editor.get(reverse("wagtailsnippets_snippets_partner:list")))
    assert "Elmbridge BC" not in listed
    opened = said(editor.get(reverse("wagtailsnippets_snippets_partner:edit", args=[second.pk])))
    assert "A second row of" in opened
    editor.post(reverse("register_imports:undo", args=[ChangeSet.objects.get().pk]))
    assert Partner.objects.get(pk=second.pk).duplicate_of is None
    for name in ("merge", "steps"):
        group = make.signed_in(make.staff("chair@example.org", "management_group", superuser=False))
        assert group.get(reverse(f"register_imports:{name}")).status_code in (302, 403)
