"""The registers' list screens: they open, narrow, search and export, and no export carries a formula."""

import csv
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.snippets.models import get_snippet_models
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from cms.members.models import PartnerRole, SiteRole
from cms.snippets.models import LegalGateway, Partner, PartnerContact, Succession
from tests.factories import admin as make
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return make.signed_in(make.staff(superuser=False))


def listing(name: str) -> str:
    return reverse(f"wagtailsnippets_snippets_{name}:list")


def rows_of(response) -> list[dict[str, str]]:
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_every_registered_list_and_form_opens(editor):
    made = make.isp()
    make.gateway()
    for model in get_snippet_models():
        if model._meta.app_label != "snippets":
            continue
        page = editor.get(
            model.snippet_viewset.get_url_name("list") and reverse(model.snippet_viewset.get_url_name("list"))
        )
        assert page.status_code == 200, model
        row = model._default_manager.first()
        if row is not None:
            form = editor.get(reverse(model.snippet_viewset.get_url_name("edit"), args=[row.pk]))
            assert form.status_code == 200, model
    assert made.reference.encode() in editor.get(listing("isp")).content


def test_partners_show_contact_and_other_names_and_are_found_by_a_former_name(editor):
    council = make.partner("Elmbridge Council")
    make.partner("Elmbridge Borough Council", slug="second-row", duplicate_of=council)
    make.partner("Harrow Trust")
    make.alias(council, "Elmbridge Urban District")
    PartnerContact.objects.create(partner=council, name="Robin Sample", email="robin@example.org")
    page = editor.get(listing("partner")).content.decode()
    assert "Robin Sample" in page
    assert "Harrow Trust" in page
    for name in ("choose", "choose_results"):  # a second row of a body is offered for nothing new
        window = editor.get(reverse(Partner.snippet_viewset.chooser_viewset.get_url_name(name))).content.decode()
        assert ("Elmbridge Council" in window, "Elmbridge Borough Council" in window) == (True, False)
    found = editor.get(listing("partner"), {"q": "urban district"}).content.decode()
    assert "Elmbridge Council" in found
    assert "Harrow Trust" not in found
    without = editor.get(listing("partner"), {"contact": "none"}).content.decode()
    assert "Harrow Trust" in without
    assert "Elmbridge Council" not in without.split("<main", 1)[1]


def test_isps_are_narrowed_by_a_status_worked_out_from_dates(editor, time_machine):
    time_machine.move_to("2026-03-02 12:00:00+00:00")
    lead = make.partner()
    make.isp("Late one", lead=lead, next_review_on=make.day("2026-01-31"))
    make.isp("Fine one", lead=lead, next_review_on=make.day("2027-01-31"))
    make.isp("Draft one", lead=lead, state="draft")
    everything = editor.get(listing("isp")).content.decode()
    assert all(title in everything for title in ("Late one", "Fine one", "Draft one"))
    assert "Review late" in everything
    late = editor.get(listing("isp"), {"status": "review_late"}).content.decode()
    assert "Late one" in late
    assert "Fine one" not in late
    assert "Draft one" not in late


def test_exports_carry_every_row_and_no_formula(editor):
    for index in range(60):  # more than a page of the list
        make.partner(f"Body {index:02}", slug=f"body-{index:02}")
    evil = make.partner("=cmd|' /C calc'!A0", slug="evil", area="@SUM(1)", note="-2+3")
    make.alias(evil, "+44")
    rows = rows_of(editor.get(listing("partner"), {"export": "csv"}))
    assert len(rows) == 61
    row = next(row for row in rows if row["Short name in addresses"] == "evil")
    assert row["Name"] == "'=cmd|' /C calc'!A0"
    assert row["Area"] == "'@SUM(1)"
    assert row["Note"] == "'-2+3"
    assert row["Other names"] == "'+44"
    assert row["Membership"] == "Member"
    book = load_workbook(io.BytesIO(b"".join(editor.get(listing("partner"), {"export": "xlsx"}).streaming_content)))
    cells = [cell for line in book.active.iter_rows() for cell in line]
    assert book.active.max_row == 62
    assert not [cell.value for cell in cells if cell.data_type == "f"]
    assert "=cmd|' /C calc'!A0" in [cell.value for cell in cells]


def test_isp_export_names_status_and_parties(editor):
    made = make.isp(next_review_on=None, next_review_precision="none")
    row = rows_of(editor.get(listing("isp"), {"export": "csv"}))[0]
    assert row["Reference"] == made.reference
    assert row["Status"] == "In force"
    assert row["Parties of the version in force"] == "Elmbridge Council"


def test_facts_nobody_looked_up_are_shown_filtered_and_confirmed(editor, time_machine):
    time_machine.move_to("2026-03-02 12:00:00+00:00")
    unsure = make.gateway(slug="a", verification="from memory", title="Unsure one")
    make.gateway(slug="b", verification="stored page", title="Sure one", provision="s.17")
    page = editor.get(listing("legalgateway")).content.decode()
    assert "Not confirmed" in page
    narrowed = editor.get(listing("legalgateway"), {"unconfirmed": "no"}).content.decode()
    assert "Unsure one" in narrowed
    assert "Sure one</" not in narrowed
    url = reverse("wagtail_bulk_action", args=["snippets", "legalgateway", "confirm"]) + f"?id={unsure.pk}"
    assert editor.get(url).status_code == 200
    assert editor.post(url).status_code == 302
    unsure.refresh_from_db()
    assert unsure.verified_on == make.day("2026-03-02")
    assert not LegalGateway.objects.get(pk=unsure.pk).is_unverified


def test_the_list_costs_the_same_for_one_row_and_for_many(editor, django_assert_max_num_queries):
    editor.get(reverse("wagtailadmin_home"))  # the first request makes the groups
    for name in ("isp", "partner"):
        for index in range(20):
            make.isp(f"ISP {name} {index}", lead=make.partner(f"{name} body {index}"))
        with django_assert_max_num_queries(25):
            assert editor.get(listing(name)).status_code == 200


@pytest.mark.parametrize("name", ["isp", "ispversion", "partner", "legalgateway"])
def test_nothing_of_the_register_is_deleted_not_even_by_a_superuser(name):
    editor, made = make.signed_in(make.staff()), make.isp()
    make.gateway()
    row = {
        "isp": made,
        "ispversion": made.versions.get(),
        "partner": made.lead,
        "legalgateway": LegalGateway.objects.get(),
    }
    url = reverse(f"wagtailsnippets_snippets_{name}:delete", args=[row[name].pk])
    assert editor.post(url).status_code == 302
    assert type(row[name]).objects.filter(pk=row[name].pk).exists()
    assert url not in editor.get(listing(name)).content.decode()
    bulk = reverse("wagtail_bulk_action", args=["snippets", name, "delete"]) + f"?id={row[name].pk}"
    editor.post(bulk)
    assert type(row[name]).objects.filter(pk=row[name].pk).exists()


def test_the_management_group_has_no_registers():
    make.isp()
    person = make.signed_in(make.staff("member@example.org", SiteRole.Role.MANAGEMENT_GROUP, superuser=False))
    for name in ("isp", "partner", "legalgateway"):
        refused = person.get(listing(name))
        assert refused.status_code == 302
        assert refused.url == reverse("wagtailadmin_home")
    assert b"Registers" not in person.get(reverse("wagtailadmin_home")).content


def test_a_partners_page_shows_both_ends_of_a_succession_and_its_roles(editor):
    old, new = make.partner("Old Trust", existence="merged"), make.partner("New Board")
    Succession.objects.create(predecessor=old, successor=new, on="2022-07-01")
    person = UserFactory(email="lead@example.org")
    PartnerRole.objects.create(partner=new, role=PartnerRole.Role.SIRO, user=person)
    shown = editor.get(reverse("wagtailsnippets_snippets_partner:edit", args=[new.pk])).content.decode()
    assert "Old Trust" in shown
    assert f"Senior information risk owner ({person}" in shown
    assert "New Board" in editor.get(reverse("wagtailsnippets_snippets_partner:edit", args=[old.pk])).content.decode()


def test_an_editor_adds_a_partners_names_and_not_that_it_has_joined(editor):
    council = make.partner("Elmbridge Council", membership="candidate")
    sent = nested_form_data(
        {
            "name": council.name,
            "slug": council.slug,
            "legal_controller": "",
            "can_sign": "on",
            "sector": council.sector_id,
            "existence": "active",
            "membership": "member",
            "joined_on": "2026-01-05",
            "note": "",
            "aliases": inline_formset([{"id": "", "name": "Elmbridge BC", "kind": "abbreviation"}]),
            "contacts": inline_formset([{"id": "", "name": "Robin", "email": "robin@example.org"}]),
            "successions_from": inline_formset([]),
        }
    )
    url = reverse("wagtailsnippets_snippets_partner:edit", args=[council.pk])
    assert editor.post(url, sent).status_code == 302
    council.refresh_from_db()
    assert (council.membership, council.joined_on) == ("candidate", None)  # a decision of its own: cms.joining
    shown = editor.get(url).content.decode()
    assert f"{reverse('partner_standing')}?partner={council.pk}" in shown
    assert council.aliases.get().name == "Elmbridge BC"
    assert council.contacts.get().email == "robin@example.org"
    history = editor.get(reverse("wagtailsnippets_snippets_partner:history", args=[council.pk]))
    assert "Pat Sample" in history.content.decode()
