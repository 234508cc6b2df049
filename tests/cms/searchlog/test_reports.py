"""What editors are shown of what people look for: only what enough organisations asked."""

import io

import pytest
from openpyxl import load_workbook

from cms.core.errors import BadInput, Forbidden
from cms.core.requester import ANONYMOUS, Requester
from cms.searchlog.export import as_xlsx
from cms.searchlog.selectors import report, times_asked
from cms.searchlog.services import note_opened

EDITOR = Requester(user_id=1, is_editor=True)
pytestmark = pytest.mark.django_db


def phrases(**given):
    return [row.phrase for row in report(by=EDITOR, **given).rows]


def ask(search, text, organisations, *keys, **fields):
    return [search(f"org-{n}", text, *keys, **fields) for n in range(organisations)]


def test_four_organisations_are_too_few_and_five_are_enough(search):
    ask(search, "prevent", 4)
    found = report(by=EDITOR)
    assert (found.rows, found.other_phrases, found.other_searches) == ([], 1, 4)
    search("org-3", "prevent")
    assert phrases() == []  # the fourth again
    search("org-4", "prevent")
    (row,) = report(by=EDITOR).rows
    assert (row.phrase, row.searches, row.organisations, row.nothing) == ("prevent", 6, 5, 6)


def test_visitors_are_no_organisation(search):
    for _ in range(50):
        search(ANONYMOUS, "prevent")
    ask(search, "prevent", 4)
    found = report(by=EDITOR)
    assert (found.rows, found.other_phrases, found.other_searches) == ([], 1, 54)
    assert times_asked("prevent") == 0
    search("org-4", "prevent")
    (row,) = report(by=EDITOR).rows
    assert (row.organisations, row.by_visitors, row.searches) == (5, 50, 55)


def test_an_installation_may_ask_for_more_or_fewer(search, settings):
    ask(search, "prevent", 2)
    settings.SEARCH_LOG_MIN_ORGANISATIONS = 3
    assert phrases() == []
    settings.SEARCH_LOG_MIN_ORGANISATIONS = 1
    assert phrases() == ["prevent"]
    settings.SEARCH_LOG_MIN_ORGANISATIONS = 0
    assert phrases() == ["prevent"]


def test_each_kind_counts_its_own(search):
    found = ask(search, "many things", 5, "isp:1", "isp:2")
    for mark in found[:2]:
        note_opened(by=ANONYMOUS, mark=mark, position=1)
    ask(search, "nothing at all", 6)
    ask(search, "filtered away", 5, filters=("topic",))
    ask(search, "half of it", 7, "isp:1", relaxed=True)
    assert phrases() == ["half of it", "nothing at all", "filtered away", "many things"]
    assert phrases(kind="nothing") == ["nothing at all"]  # what a filter hid is not missing
    assert phrases(kind="some") == ["half of it"]
    assert phrases(kind="left") == ["half of it", "many things"]
    many = report(by=EDITOR, kind="left").rows[1]
    assert (many.searches, many.left, many.nothing, many.some) == (5, 3, 0, 0)


def test_periods_count_days_of_london(search, time_machine):
    time_machine.move_to("2026-01-01 12:00:00+00:00", tick=False)
    ask(search, "in january", 5)
    time_machine.move_to("2026-01-30 12:00:00+00:00", tick=False)
    assert phrases(days=30) == ["in january"]
    time_machine.move_to("2026-01-31 12:00:00+00:00", tick=False)
    assert phrases(days=30) == []
    assert phrases(days=90) == ["in january"]
    time_machine.move_to("2026-12-31 12:00:00+00:00", tick=False)
    assert phrases(days=365) == ["in january"]


def test_a_sector_is_a_slice_with_the_same_rule(search, member):
    from tests.factories.people import SectorFactory

    health = SectorFactory(code="health")
    for n in range(5):
        search(member(f"trust-{n}", sector=health), "discharge")
    for n in range(4):
        search(f"org-{n}", "discharge")
    assert report(by=EDITOR).rows[0].organisations == 9
    assert report(by=EDITOR, sector="health").rows[0].organisations == 5
    assert phrases(sector="local_government") == []


def test_only_the_core_team_in_person_reads_it():
    tool = Requester(token_id=1, is_editor=True, scopes=frozenset({"read:content"}))
    for other in (ANONYMOUS, Requester(user_id=2, partners=frozenset({1})), tool):
        with pytest.raises(Forbidden):
            report(by=other)
    for wrong in ({"kind": "who"}, {"days": 31}):
        with pytest.raises(BadInput):
            report(by=EDITOR, **wrong)


def test_a_task_learns_a_number_only_where_enough_asked(search):
    ask(search, "prevent", 4)
    assert times_asked("prevent") == 0
    search("org-4", "prevent")
    assert times_asked("prevent") == 5
    assert times_asked("something else") == 0


def test_the_workbook_holds_what_the_screen_shows_and_no_formula(search, settings):
    from cms.searchlog.models import LoggedSearch

    ask(search, "prevent", 5)
    ask(search, "too few", 4)
    LoggedSearch.objects.filter(phrase="prevent").update(phrase='=HYPERLINK("http://evil.example")')
    sheet = load_workbook(io.BytesIO(as_xlsx(report(by=EDITOR, kind="nothing")))).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][:3] == ["What was typed", "Searches", "Organisations"]
    assert rows[1] == ['=HYPERLINK("http://evil.example")', 5, 5, 0, 5, 0, 0]
    assert sheet.cell(2, 1).data_type == "s"  # a text, whatever it begins with
    assert "too few" not in str(rows)
    assert rows[2][0] == "1 other phrase, each asked by fewer than 5 organisations"
    assert rows[2][1] == 4
    assert len(rows) == 3


def test_a_real_installation_never_shows_what_one_organisation_asked(settings):
    from cms.searchlog.checks import enough_organisations

    for number, errors in ((5, 0), (2, 0), (1, 1), (0, 1)):
        settings.SEARCH_LOG_MIN_ORGANISATIONS = number
        assert len(enough_organisations()) == errors
