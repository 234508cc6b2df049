"""`import_register`: the copies as they were really published, and what later copies do."""

import datetime
import io
import json

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from cms.audit.models import AuditEvent
from cms.core.requester import SYSTEM
from cms.snippets.importers import services
from cms.snippets.models import ImportRow, Isp, IspVersion, Partner, RegisterImport

CARERS = "Theme (2),Carers,Find carers,Essex County Council,Essex Police,{}"


def run(file, *options):
    """The parsed answer and the exit code."""
    out, code = io.StringIO(), 0
    try:
        call_command("import_register", str(file), "--json", *options, stdout=out)
    except CommandError as error:
        code = error.returncode
    return json.loads(out.getvalue()), code


def apply(content, **options):
    plan = services.plan_import(content, name="x.csv", **options)
    services.apply_import(by=SYSTEM, plan=plan)
    return plan


def snapshot():
    """Everything that an import could touch."""
    rows = [list(model.objects.order_by("pk").values()) for model in (Isp, IspVersion, ImportRow, RegisterImport)]
    return json.dumps(rows, default=str)


def test_the_first_real_copy(partners, register):
    answer, code = run(register.folder / "isps-copy1.csv", "--as-of", "2018-01-01")
    assert code == 2
    first, second = answer["rows"]
    assert first["organisations"] == [
        {"text": "Essex County Council", "role": "lead", "partner": "essex-county-council", "how": "exact",
         "candidates": []},
        {"text": "Action For Family Carers (AFFC)", "role": "party", "partner": "action-for-family-carers",
         "how": "alias", "candidates": []},
    ]  # fmt: skip
    assert first["review"] == {"date": None, "precision": "none", "under_review": True}
    assert (second["status"], second["reference"]) == ("unresolved", None)
    assert "Under Review" in second["errors"][0]
    assert answer["counts"] == {"new": 1, "changed": 0, "unchanged": 0, "unresolved": 1, "invalid": 0, "gone": 0}
    isp = Isp.objects.get()
    assert (isp.reference, isp.theme.name, isp.owner, isp.visibility) == (
        first["reference"],
        "Health and Wellbeing",
        None,
        "members",
    )
    assert (isp.next_review_on, isp.under_review_noted_on) == (None, datetime.date(2018, 1, 1))
    version = isp.versions.get()
    assert (version.state, version.is_imported) == ("in_force", True)
    parts = set(version.parties.values_list("partner__slug", "role"))
    assert parts == {("essex-county-council", "lead"), ("action-for-family-carers", "both")}


def test_from_copy_two_to_copy_three(partners, register):
    copy2, code2 = run(register.folder / "isps-copy2.csv")
    assert ([row["status"] for row in copy2["rows"]], code2) == (["new", "new", "unresolved"], 2)
    assert copy2["rows"][0]["review"] == {"date": "2018-02-28", "precision": "month", "under_review": False}
    assert copy2["rows"][2]["organisations"][1]["candidates"][0] == "thurrock-council"
    assert {isp.title for isp in Isp.objects.all()} == {
        "VOA HMRC Information Sharing Protocol",
        "VOA HMRC Information Sharing Agreement",
    }
    copy3, code3 = run(register.folder / "isps-copy3.csv")
    assert (code3, copy3["gone"]) == (0, [])
    assert copy3["counts"] == {"new": 0, "changed": 0, "unchanged": 2, "unresolved": 0, "invalid": 0, "gone": 0}


def test_the_digital_economy_act_register(partners, register):
    earlier, _ = run(register.folder / "dea-2018-12-14.csv", "--as-of", "2018-12-14")
    assert (earlier["format"], earlier["rows"][0]["external_reference"]) == ("dea", "1")
    named = [(each["partner"], each["role"], each["how"]) for each in earlier["rows"][0]["organisations"]]
    assert named == [("companies-house", "controller", "code"), ("hmrc", "controller", "code")]
    later, code = run(register.folder / "dea-2019-02-25.csv", "--as-of", "2019-02-25")
    assert ([row["status"] for row in later["rows"]], code) == (["unchanged", "new", "new"], 0)
    isp = Isp.objects.get(title__startswith="National Fraud")
    version = isp.versions.get()
    assert (isp.lead.slug, version.retention, isp.ends_on) == ("cabinet-office", "2 years", datetime.date(2020, 12, 31))
    assert version.parties.get(role="processor").partner.slug == "hmrc"
    assert list(version.data_items.values_list("name", flat=True)) == [
        "Data items will relate to:",
        "Employed and self-employed earnings",
        "Household composition",
        "Property ownership",
    ]


def test_two_bodies_in_one_cell_wait(partners):
    header = "information-sharing-agreement-0001,name,controllers,controller-names,review-date\r\n"
    plan = services.plan_import((header + "4,Rates,,HMRC/VOA,2020-01-01\r\n").encode(), name="dea.csv")
    row = plan.as_json()["rows"][0]
    assert (row["status"], row["organisations"][0]["partner"]) == ("unresolved", None)
    assert row["organisations"][0]["candidates"][:2] == ["hmrc", "voa"]


@pytest.mark.parametrize("name", ["isps-copy1.csv", "isps-copy2.csv", "dea-2019-02-25.csv"])
def test_the_same_file_twice_changes_nothing(name, partners, register):
    run(register.folder / name, "--as-of", "2019-02-25")
    before, events = snapshot(), AuditEvent.objects.count()
    answer, _ = run(register.folder / name, "--as-of", "2019-02-25")
    assert answer["counts"]["new"] == answer["counts"]["changed"] == 0
    assert (snapshot(), AuditEvent.objects.count()) == (before, events)


def test_a_dry_run_writes_nothing_and_gives_no_reference(partners, register):
    before = snapshot()
    answer, code = run(register.folder / "isps-copy2.csv", "--dry-run")
    assert (snapshot(), code) == (before, 2)
    assert [row["reference"] for row in answer["rows"]] == [None, None, None]


@pytest.mark.parametrize("content", [b"", b"Theme,Title,Purpose,Lead Organisation\r\n", b"a,b\r\n1,2\r\n"])
def test_what_is_no_register_is_refused(content, partners, tmp_path):
    file = tmp_path / "bad.csv"
    file.write_bytes(content)
    with pytest.raises(CommandError) as refused:
        call_command("import_register", str(file))
    assert refused.value.returncode == 1
    assert not RegisterImport.objects.exists()


def test_a_later_copy_changes_only_what_the_register_changed(partners, register):
    apply(register.rows(CARERS.format("Mar-2024")), as_of=datetime.date(2024, 1, 1))
    isp = Isp.objects.get()
    owner_note = "Edited here"
    isp.versions.update(summary=owner_note)
    Isp.objects.filter(pk=isp.pk).update(theme=None)  # an editor's own change
    plan = apply(register.rows(CARERS.format("Mar-2026")), as_of=datetime.date(2025, 1, 1))
    assert (plan.rows[0].status, plan.rows[0].changed) == ("changed", ["review_on"])
    isp.refresh_from_db()
    assert (isp.next_review_on, isp.theme, isp.versions.get().summary) == (datetime.date(2026, 3, 31), None, owner_note)


def test_a_review_recorded_here_is_not_undone_by_the_same_register(partners, register):
    content = register.rows(CARERS.format("Mar-2024"))
    apply(content, as_of=datetime.date(2024, 1, 1))
    Isp.objects.update(next_review_on=datetime.date(2027, 1, 1), next_review_precision="day")
    assert apply(content, as_of=datetime.date(2024, 2, 1)).counts["unchanged"] == 1
    assert Isp.objects.get().next_review_on == datetime.date(2027, 1, 1)


def test_an_older_copy_changes_nothing(partners, register):
    apply(register.rows(CARERS.format("Mar-2026")), as_of=datetime.date(2025, 1, 1))
    plan = apply(register.rows(CARERS.format("Mar-2024")), as_of=datetime.date(2024, 1, 1))
    assert plan.rows[0].status == "unchanged"
    assert "Older than" in plan.rows[0].warnings[0]
    assert Isp.objects.get().next_review_on == datetime.date(2026, 3, 31)


def test_gone_only_when_complete_and_marked_never_deleted(partners, register):
    both = register.rows(CARERS.format("Mar-2024"), CARERS.format("Apr-2024").replace("Carers,", "Other,"))
    apply(both, as_of=datetime.date(2024, 1, 1))
    one = register.rows(CARERS.format("Mar-2024"))
    assert apply(one, as_of=datetime.date(2024, 2, 1)).gone == []
    plan = apply(one, as_of=datetime.date(2024, 3, 1), complete=True)
    other = Isp.objects.get(title="Other")
    assert (plan.as_json()["gone"], other.gone_on) == ([other.reference], datetime.date(2024, 3, 1))
    again = apply(both, as_of=datetime.date(2024, 4, 1), complete=True)
    other.refresh_from_db()
    assert (again.counts["changed"], other.gone_on) == (1, None)


def test_a_row_that_cannot_be_read_keeps_others_from_being_gone(partners, register):
    apply(register.rows(CARERS.format("Mar-2024")), as_of=datetime.date(2024, 1, 1))
    plan = apply(register.rows("Theme,Ragged"), as_of=datetime.date(2024, 2, 1), complete=True)
    assert (plan.counts["invalid"], plan.gone) == (1, [])
    assert "cannot be read" in plan.notes[0]


def test_another_register_is_not_gone_with_this_one(partners, register):
    run(register.folder / "dea-2018-12-14.csv", "--as-of", "2018-12-14")
    assert apply(register.rows(CARERS.format("Mar-2024")), complete=True).gone == []


def test_rows_that_cannot_be_told_apart_are_refused_after_the_first(partners, register):
    plan = apply(register.rows(CARERS.format("Mar-2024"), CARERS.format("Apr-2025")))
    assert [row.status for row in plan.rows] == ["new", "invalid"]
    assert "same agreement as row 1" in plan.rows[1].errors[0]


def test_a_party_that_is_no_longer_listed_has_left(partners, register):
    apply(register.rows(CARERS.format("Mar-2024")), as_of=datetime.date(2024, 1, 1))
    swapped = CARERS.format("Mar-2024").replace("Essex Police", "ECFRS; Homes England")
    apply(register.rows(swapped), as_of=datetime.date(2024, 5, 1))
    parties = {party.partner.slug: party.left_on for party in Isp.objects.get().versions.get().parties.all()}
    assert parties == {
        "essex-county-council": None,
        "essex-police": datetime.date(2024, 5, 1),
        "ecfrs": None,
        "homes-england": None,
    }


def test_an_xlsx_named_csv_and_a_latin_1_file_give_the_same_answer(partners, register):
    book = openpyxl.Workbook()
    for line in register.rows("Théme,Café,Prose,ECC,Essex Police,Mar-2024").decode().strip().split("\r\n"):
        book.active.append(line.split(","))
    out = io.BytesIO()
    book.save(out)
    text = register.rows("Théme,Café,Prose,ECC,Essex Police,Mar-2024").decode()
    plans = [services.plan_import(data, name="x.csv") for data in (out.getvalue(), text.encode("latin-1"))]
    assert plans[0].as_json()["rows"] == plans[1].as_json()["rows"]
    assert plans[0].rows[0].status == "new"


def test_one_import_is_one_audited_step(partners, register):
    before = AuditEvent.objects.count()
    apply(register.rows(CARERS.format("Mar-2024"), CARERS.format("Apr-2024").replace("Carers,", "Other,")))
    actions = list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))[before:]
    assert actions == ["register_import.uploaded", "register_import.applied"]


def test_an_import_never_makes_a_member(partners, register):
    run(register.folder / "isps-copy2.csv")
    assert set(Partner.objects.values_list("membership", flat=True)) == {"candidate"}


def test_fifty_thousand_rows(partners, register, django_assert_max_num_queries):
    """Planning asks the database a fixed number of times; applying writes in batches."""
    lines = [f"Theme,Agreement {n},Purpose,ECC,Essex Police; Body {n % 500},Mar-2024" for n in range(49_000)]
    lines += [f"Theme,Agreement {n},Purpose,ECC,Essex Police,Mar-2024" for n in range(49_000, 50_000)]
    with django_assert_max_num_queries(8):
        plan = services.plan_import(register.rows(*lines), name="big.csv")
    assert (plan.counts["unresolved"], plan.counts["new"]) == (49_000, 1_000)
    with django_assert_max_num_queries(1_000):
        services.apply_import(by=SYSTEM, plan=plan)
    assert Isp.objects.count() == 1_000
    assert services.waiting_rows().count() == 49_000
