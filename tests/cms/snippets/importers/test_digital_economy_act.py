"""The Digital Economy Act register in its two real states: what is new, who is what, and nothing guessed."""

import datetime
import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from cms.core.requester import SYSTEM
from cms.snippets.importers import services
from cms.snippets.importers.undoing import undo
from cms.snippets.models import ChangeSet, Isp, IspContact, IspParty, Partner
from tests.factories.admin import signed_in, staff

EARLIER, LATER = "dea-2018-12-14.csv", "dea-2019-02-25.csv"


def run(folder, name, *options):
    out, code = io.StringIO(), 0
    day = name.removeprefix("dea-").removesuffix(".csv")
    try:
        call_command("import_register", str(folder / name), "--json", "--as-of", day, *options, stdout=out)
    except CommandError as error:
        code = error.returncode
    return json.loads(out.getvalue()), code


def roles(row):
    return [(body["partner"], body["role"]) for body in row["organisations"]]


def test_from_the_first_state_to_the_second(partners, register):
    first, code = run(register.folder, EARLIER)
    assert (code, first["file"], first["format"], first["counts"]["new"]) == (0, EARLIER, "dea", 1)
    dry, _ = run(register.folder, LATER, "--complete", "--dry-run")
    second, code = run(register.folder, LATER, "--complete")
    assert (code, second["counts"]) == (
        0,
        {"new": 2, "changed": 0, "unchanged": 1, "unresolved": 0, "invalid": 0, "gone": 0},
    )
    assert dry["counts"] == second["counts"]
    assert [row["reference"] for row in dry["rows"]] == [None, None, None]
    assert [roles(row) for row in second["rows"]] == [
        [("companies-house", "controller"), ("hmrc", "controller")],
        [("hmrc", "controller"), ("homes-england", "controller")],
        [("cabinet-office", "controller"), ("hmrc", "processor")],
    ]
    # Controllers are parties and the first leads; a processor does not sign.
    parts = IspParty.objects.values_list("version__isp__external_reference", "partner__slug", "role")
    assert {part[1:] for part in parts if part[0] == "dea:2"} == {("hmrc", "lead"), ("homes-england", "both")}
    assert {part[1:] for part in parts if part[0] == "dea:3"} == {("cabinet-office", "lead"), ("hmrc", "processor")}
    # Whose the printed address is, the register does not say.
    assert set(IspContact.objects.values_list("partner", flat=True)) == {None}
    scheme = Isp.objects.get(title__contains="Help to Buy")
    assert (scheme.next_review_on, scheme.ends_on, scheme.external_reference) == (
        datetime.date(2019, 1, 17),
        datetime.date(2019, 3, 31),
        "dea:2",
    )
    again, _ = run(register.folder, LATER, "--complete")
    assert (again["counts"]["unchanged"], again["counts"]["gone"]) == (3, 0)
    older, _ = run(register.folder, EARLIER, "--complete")
    assert (older["counts"]["unchanged"], older["counts"]["gone"]) == (1, 0)  # an older copy takes nothing away
    page = signed_in(staff(superuser=False)).get(reverse("wagtailsnippets_snippets_isp:edit", args=[scheme.pk]))
    assert "Legal power, by its code" in page.content.decode()


def test_a_later_state_that_changes_drops_and_names_a_strange_body(partners, register):
    run(register.folder, LATER)
    head, first_line, second_line, _ = (register.folder / LATER).read_text().splitlines()
    changed = second_line.replace("2019-01-17", "2020-01-17").replace("Homes England", "Homes Agency")
    file = "\n".join([head, first_line.replace(",P11M,", ",P2Y ,"), changed]) + "\n"
    plan = services.plan_import(file.encode(), name="dea.csv", as_of=datetime.date(2020, 2, 1), complete=True)
    one, two = plan.rows
    (strange,) = [body for _, body in two.organisations if not body.is_settled]
    assert (two.status, strange.partner, "homes-england" in strange.candidates) == ("unresolved", None, True)
    assert ("kept for", "11 months", "2 years") in one.differences
    assert [isp.reference for isp in plan.gone] == [Isp.objects.get(external_reference="dea:3").reference]
    services.apply_import(by=SYSTEM, plan=plan)
    first = Isp.objects.get(external_reference="dea:1")
    assert first.versions.get().retention == "2 years"
    assert Isp.objects.get(external_reference="dea:2").next_review_on == datetime.date(2019, 1, 17)
    # A person says what the strange name is; only then the row is applied, and all of it can be undone.
    homes = Partner.objects.get(slug="homes-england")
    services.settle_name(by=SYSTEM, text="Homes Agency", outcome="this", partners=[homes])
    assert Isp.objects.get(external_reference="dea:2").next_review_on == datetime.date(2020, 1, 17)
    assert (first.source_row["file"], IspParty.objects.filter(partner=homes).count()) == ("dea.csv", 1)
    assert undo(by=SYSTEM, change_set=ChangeSet.objects.first()).left == []
    assert Isp.objects.get(external_reference="dea:1").versions.get().retention == "11 months"
    assert Isp.objects.get(external_reference="dea:2").next_review_on == datetime.date(2019, 1, 17)
    assert Isp.objects.get(external_reference="dea:3").gone_on is None


@pytest.mark.parametrize("content", [b"", b"information-sharing-agreement-0001,name,controllers\r\n"])
def test_an_empty_or_header_only_file_is_refused(content, partners, tmp_path):
    file = tmp_path / "dea.csv"
    file.write_bytes(content)
    with pytest.raises(CommandError) as refused:
        call_command("import_register", str(file), stdout=io.StringIO())
    assert refused.value.returncode == 1
