"""Partners, their names and successions; practices and schools by code; contacts; evidence of signing."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from cms.core.errors import BadInput, Forbidden
from cms.core.requester import ANONYMOUS, SYSTEM
from cms.core.tabular import read_table
from cms.snippets.importers.contacts import import_contacts
from cms.snippets.importers.partners import import_partners, import_signatories
from cms.snippets.importers.practices import title_case
from cms.snippets.models import Partner, PartnerContact, Succession

from .conftest import DATA

PRACTICES = "ods_code,name,postcode,commissioner_code,commissioner,region_code,opened,closed,status\r\n"
SCHOOLS = "urn,name,local_authority,phase,type_group\r\n"


def table(header, *lines, name="list.csv"):
    return read_table((header + "".join(f"{line}\r\n" for line in lines)).encode(), name=name)


def test_the_list_of_partners(partners):
    assert Partner.objects.count() == 78
    council = Partner.objects.get(slug="essex-county-council")
    assert (council.gss_code, council.existence, council.membership) == ("E10000012", "active", "candidate")
    chain = Succession.objects.get(predecessor__slug="essex-police-authority")
    assert (chain.successor.slug, chain.on) == ("pcc-essex", "2012-11-22")
    assert set(Partner.objects.filter(successions_from__successor__slug="mse-ft").values_list("slug", flat=True)) == {
        "meht",
        "btuh",
        "suhft",
    }


def test_a_body_that_has_not_ended_has_no_successor(partners):
    assert not Succession.objects.filter(predecessor__slug="voa").exists()


def test_bodies_without_legal_personality_cannot_sign(partners):
    cannot = set(Partner.objects.filter(can_sign=False).values_list("slug", flat=True))
    assert {"weisf", "esab", "best-growth-hub", "ecda"} <= cannot
    assert not cannot & {"essex-county-council", "essex-police", "action-for-family-carers", "ecfrs"}


def test_a_divided_body_has_no_chosen_successor(partners):
    assert set(Partner.objects.filter(was_divided=True).values_list("slug", flat=True)) == {"beis", "selep"}


def test_the_same_list_twice_changes_nothing(partners):
    before = list(Partner.objects.order_by("pk").values())
    again = import_partners(read_table(DATA / "register/partners.csv"), by=SYSTEM)
    assert again.counts["unchanged"] == 78
    assert list(Partner.objects.order_by("pk").values()) == before


def test_signatories_are_evidence_not_membership(partners):
    signatories = read_table(DATA / "register/signatories.csv")
    assert import_signatories(signatories, by=SYSTEM).counts["changed"] == 18
    assert import_signatories(signatories, by=SYSTEM).counts["unchanged"] == 18
    council = Partner.objects.get(slug="essex-county-council")
    assert "Essex Trust Charter (2004)." in council.note
    assert council.membership == "candidate"
    assert import_partners(read_table(DATA / "register/partners.csv"), by=SYSTEM).counts["changed"] == 0


def test_a_membership_that_a_person_set_survives_an_import(partners):
    Partner.objects.filter(slug="essex-police").update(membership="member")
    import_partners(read_table(DATA / "register/partners.csv"), by=SYSTEM)
    assert Partner.objects.get(slug="essex-police").membership == "member"


def test_a_later_list_of_practices_renames_moves_and_closes(sectors):
    first = table(PRACTICES, "F1,OLD HOUSE SURGERY,CM1 1AA,06Q,NHS Mid Essex CCG,Q79,1974-04-01,,active")
    later = table(
        PRACTICES, "F1,THE NEW SURGERY,CM1 2BB,06Q,NHS Mid Essex sub-ICB location,QH8,1974-04-01,2022-01-31,closed"
    )
    assert import_partners(first, by=SYSTEM).counts["new"] == 1
    made = Partner.objects.get(ods_code="F1")
    assert (made.name, made.area) == ("Old House Surgery", "Mid Essex, CM1 1AA")
    report = import_partners(later, by=SYSTEM)
    words = " ".join(report.rows[0].warnings)
    assert all(word in words for word in ("renamed", "moved", "now: active → closed"))
    made.refresh_from_db()
    assert (made.name, made.existence, made.ended_on) == ("The New Surgery", "closed", "2022-01-31")
    assert made.slug == "old-house-surgery-f1"
    assert made.aliases.get(kind="former_name").name == "Old House Surgery"
    assert import_partners(later, by=SYSTEM).counts["unchanged"] == 1


def test_a_name_is_not_a_key(sectors):
    twice = table(SCHOOLS, "1,St Mary’s School,Essex,Primary,x", "2,St Mary’s School,Essex,Primary,x")
    import_partners(twice, by=SYSTEM)
    assert set(Partner.objects.values_list("name", flat=True)) == {"St Mary’s School (1)", "St Mary’s School (2)"}
    assert import_partners(twice, by=SYSTEM).counts["unchanged"] == 2


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("THE LIMES MEDICAL CENTRE", "The Limes Medical Centre"),
        ("ST GEORGE'S SURGERY", "St George's Surgery"),
        ("P A PATEL SURGERY", "P A Patel Surgery"),
        ("LITTLE WALTHAM & GT NOTLEY SURGERY", "Little Waltham & Gt Notley Surgery"),
        ("SURGERY ON THE HILL", "Surgery on the Hill"),
        ("Already Mixed", "Already Mixed"),
    ],
)
def test_capitals_are_shown_as_people_write(printed, shown):
    assert title_case(printed) == shown


def test_without_sectors_nothing_is_imported(db):
    with pytest.raises(BadInput, match="import the sectors first"):
        import_partners(table(SCHOOLS, "1,A,Essex,Primary,x"), by=SYSTEM)


def test_a_list_of_another_kind_is_refused(sectors):
    with pytest.raises(BadInput, match="not a list of partners"):
        import_partners(table("a,b\r\n", "1,2"), by=SYSTEM)


def test_contacts_resolve_by_rule_or_wait(partners):
    lines = (
        "ECC,Pat (example),Lead,PAT@ecc.example,01632 960000",
        "Nobody Known,A,B,a@b.example,",
        "hmrc,A,B,not-an-address,",
    )
    contacts = table("Organisation,Name,Job title,E-mail,Phone\r\n", *lines)
    report = import_contacts(contacts, by=SYSTEM)
    assert [row.status for row in report.rows] == ["new", "unresolved", "invalid"]
    made = PartnerContact.objects.get()
    assert (made.partner.slug, made.email, made.phone) == ("essex-county-council", "pat@ecc.example", "01632 960000")
    assert [row.status for row in import_contacts(contacts, by=SYSTEM).rows] == ["unchanged", "unresolved", "invalid"]


@pytest.mark.parametrize("work", [import_partners, import_signatories, import_contacts])
def test_only_the_core_team_imports(work, sectors):
    with pytest.raises(Forbidden):
        work(table(SCHOOLS, "1,A,Essex,Primary,x"), by=ANONYMOUS)
    assert not Partner.objects.exists()


def test_the_command_answers_in_json_and_a_dry_run_keeps_nothing(sectors, tmp_path):
    file = tmp_path / "schools.csv"
    file.write_text(SCHOOLS + "1,A School,Essex,Primary,x\n")
    out = io.StringIO()
    call_command("import_partners", str(file), "--json", "--dry-run", stdout=out)
    assert json.loads(out.getvalue()) == {
        "file": "schools.csv",
        "format": "schools",
        "rows": [{"row": 1, "key": "1", "status": "new", "what": [], "warnings": [], "errors": []}],
        "counts": {"new": 1, "changed": 0, "unchanged": 0, "unresolved": 0, "invalid": 0},
        "what": {},
    }
    assert not Partner.objects.exists()


def test_rows_that_were_not_applied_are_exit_code_two(sectors, tmp_path):
    file = tmp_path / "contacts.csv"
    file.write_text("partner,email\nNobody,a@b.example\n")
    with pytest.raises(CommandError) as partly:
        call_command("import_contacts", str(file), stdout=io.StringIO())
    assert partly.value.returncode == 2


def test_resolve_names_answers_each_row(partners, tmp_path):
    file = tmp_path / "names.csv"
    file.write_text("Body\nECC\nSouthend\n")
    out = io.StringIO()
    call_command("resolve_names", str(file), "--column", "body", "--json", stdout=out)
    first, second = json.loads(out.getvalue())
    assert first == {"text": "ECC", "partner": "essex-county-council", "how": "alias", "candidates": []}
    assert (second["partner"], second["how"]) == (None, None)
    assert set(second["candidates"]) >= {"southend-on-sea-city-council", "southend-ccg"}
    with pytest.raises(CommandError) as refused:
        call_command("resolve_names", str(file), "--column", "absent", stdout=io.StringIO())
    assert refused.value.returncode == 1
