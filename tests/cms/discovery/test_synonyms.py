"""Synonyms: what each set means, and the importer."""

import json
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from cms.core.errors import Forbidden
from cms.core.requester import ANONYMOUS, SYSTEM
from cms.discovery.models import SynonymSet
from cms.discovery.services import import_synonyms
from cms.discovery.synonyms import current, rules_of
from search.ports import Synonym

pytestmark = pytest.mark.django_db
DATA = Path(__file__).parents[3] / "data" / "reference" / "synonyms.csv"
HEAD = "group,canonical,terms,direction,unsafe_when_lowercased,source\n"


def rules(**fields: str) -> dict[str, Synonym]:
    return {rule.term: rule for rule in rules_of(SynonymSet(code="x", **fields))}


def test_two_way_words_find_each_other_but_never_an_ordinary_word() -> None:
    found = rules(
        canonical="Southend, Essex and Thurrock", terms="SET\nGreater Essex", case_sensitive="SET", direction="two_way"
    )
    assert found["SET"] == Synonym("SET", ("Southend, Essex and Thurrock", "Greater Essex"), True)
    assert found["Greater Essex"] == Synonym("Greater Essex", ("Southend, Essex and Thurrock",))
    assert found["Southend, Essex and Thurrock"].finds == ("Greater Essex",)


def test_old_names_find_the_new_one_and_not_the_reverse() -> None:
    found = rules(canonical="integrated care board", terms="ICB\nCCG", direction="one_way")
    assert found["CCG"].finds == ("integrated care board",)
    assert "integrated care board" not in found


def test_one_way_to_something_else() -> None:
    found = rules(
        canonical="Data Protection Act 1998", terms="DPA98", direction="one_way", also_finds="Data Protection Act 2018"
    )
    assert found["DPA98"].finds == ("Data Protection Act 1998", "Data Protection Act 2018")
    assert found["Data Protection Act 1998"].finds == ("DPA98", "Data Protection Act 2018")


@pytest.mark.parametrize(
    "wrong",
    [
        {"terms": "the of"},
        {"terms": ""},
        {"terms": "a => b"},
        {"canonical": "!!!"},
        {"case_sensitive": "Set"},
        {"also_finds": "elsewhere"},
    ],
)
def test_rules_that_would_break_or_blur_search_are_refused(wrong: dict[str, str]) -> None:
    row = SynonymSet(**({"code": "x", "canonical": "area", "terms": "SET", "direction": "two_way"} | wrong))
    with pytest.raises(ValidationError):
        row.full_clean()


def test_the_projects_own_list_loads_once(capsys: pytest.CaptureFixture[str]) -> None:
    rows = len(DATA.read_text(encoding="utf-8").splitlines()) - 1
    call_command("import_synonyms", str(DATA), "--dry-run", "--json")
    assert json.loads(capsys.readouterr().out)["counts"]["new"] == rows
    assert not SynonymSet.objects.exists()
    call_command("import_synonyms", str(DATA), "--json")
    answer = json.loads(capsys.readouterr().out)
    assert answer["file"] == "synonyms.csv"
    assert answer["counts"] == {"new": rows, "changed": 0, "unchanged": 0, "invalid": 0}
    stamps = set(SynonymSet.objects.values_list("changed_at", flat=True))
    call_command("import_synonyms", str(DATA), "--json")
    assert json.loads(capsys.readouterr().out)["counts"] == {"new": 0, "changed": 0, "unchanged": rows, "invalid": 0}
    assert set(SynonymSet.objects.values_list("changed_at", flat=True)) == stamps
    assert SynonymSet.objects.get(code="dpa98").also_finds == "Data Protection Act 2018"
    assert SynonymSet.objects.get(code="channel").case_sensitive_list == ["Channel", "Prevent"]


def test_invalid_rows_wait_and_bad_files_change_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "more.csv"
    file.write_text("\ufeff" + HEAD + "one,heron,bird,two-way,,me\ntwo,the,of,two-way,,me\n", encoding="utf-8")
    with pytest.raises(SystemExit) as stop:
        call_command("import_synonyms", str(file), "--json")
    assert stop.value.code == 2
    answer = json.loads(capsys.readouterr().out)
    assert answer["new"] == ["one"]
    assert [(row["row"], row["code"]) for row in answer["invalid"]] == [(2, "two")]
    for text in ("", HEAD, "a,b\n1,2\n"):
        file.write_text(text)
        with pytest.raises(CommandError):
            call_command("import_synonyms", str(file))
    file.write_bytes(b"\xff\xfe\x00binary")
    with pytest.raises(CommandError):
        call_command("import_synonyms", str(file))
    with pytest.raises(CommandError):
        call_command("import_synonyms", str(tmp_path / "absent.csv"))
    assert SynonymSet.objects.count() == 1


def test_only_the_core_team_imports(tmp_path: Path) -> None:
    with pytest.raises(Forbidden):
        import_synonyms(by=ANONYMOUS, path=DATA)
    assert not SynonymSet.objects.exists()


def test_the_list_in_force_is_kept_until_something_changes() -> None:
    import_synonyms(by=SYSTEM, path=DATA)
    first = current()
    assert current() is first
    SynonymSet.objects.get(code="mash").delete()
    assert len(current()) < len(first)
