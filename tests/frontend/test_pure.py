"""Pure functions: dates, telephone numbers, glossary, files, tokens, settings, assets, the theme."""

from __future__ import annotations

import csv
import gzip
import io
import re
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from icalendar import Calendar
from jinja2 import UndefinedError
from openpyxl import load_workbook

from frontend import downloads, statuses, words
from frontend.client.enums import IspStatus
from frontend.client.fragments import IspLink
from frontend.forms import Form, whole_number
from frontend.glossary import Glossary
from frontend.pages import ENV
from frontend.security import issue_token, safe_path, same_origin, sign_in_url, token_ok
from frontend.settings import Settings, SettingsError
from frontend.views.editorial import sort_changes

ROOT = Path(__file__).resolve().parents[2]


def test_dates_as_people_write_them() -> None:
    assert words.long_date(date(2026, 11, 22)) == "22 November 2026"
    assert words.long_date("2026-06") == "June 2026"
    assert words.long_date("2026") == "2026"
    assert words.long_date(None) == ""
    assert words.long_date("Spring 2027") == "Spring 2027"
    assert words.long_date(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == "1 July 2026", "the day it is here"
    assert words.clock_time(datetime(2026, 12, 10, 10, tzinfo=UTC)) == "10am"
    assert words.clock_time("2026-07-10T11:30:00+00:00") == "12:30pm"
    assert words.days_phrase(date(2026, 11, 1), date(2026, 12, 2)) == "31 days late"
    assert words.days_phrase(date(2026, 12, 3), date(2026, 12, 2)) == "in 1 day"


def test_only_numbers_become_telephone_links() -> None:
    assert 'href="tel:01632960117"' in words.tel("01632 960 117")
    assert words.tel("ask <b>reception</b>") == "ask &lt;b&gt;reception&lt;/b&gt;"
    text = words.phones("Ring <the hub> on 01632 960 199, always. Section 115, 2026")
    assert str(text) == (
        'Ring &lt;the hub&gt; on <a class="app-tel" href="tel:01632960199">01632 960 199</a>, always. Section 115, 2026'
    )


def test_glossary_marks_the_first_use_in_running_text_only() -> None:
    terms = [
        SimpleNamespace(term="ISP", slug="isp", definition="d"),
        SimpleNamespace(term="DPIA", slug="dpia", definition="d"),
    ]
    glossary = Glossary(terms)
    html = glossary.mark('<h3>ISP</h3><p title="ISP">An <a href="/x">ISP</a>, an ISP and an ISP. CRISPS.</p>')
    assert html.count("popovertarget") == 1
    assert "an <button" in html
    assert "<h3>ISP</h3>" in html
    assert ">ISP</a>" in html
    assert [term.slug for term in glossary.used] == ["isp"]
    assert Glossary([]).mark("<p>ISP</p>") == "<p>ISP</p>"


def test_rich_text_finds_files_on_the_cms_side() -> None:
    cms = Settings("", "http://localhost:8080", "http://localhost:8000", b"x").cms
    assert words.rich('<a href="/documents/5/">f</a> <a href="/isps">i</a>', cms) == (
        '<a href="http://localhost:8000/documents/5/">f</a> <a href="/isps">i</a>'
    )


def test_no_template_trusts_html_but_through_rich() -> None:
    for path in (ROOT / "frontend" / "templates").rglob("*.html"):
        text = path.read_text()
        assert not re.search(r"\|\s*safe\b|Markup|autoescape", text), path
        assert not re.search(r'\sstyle="|\son\w+="', text), path


def test_every_state_of_the_contract_has_words_and_colour() -> None:
    for state in IspStatus:
        assert statuses.key_of(state) in statuses.STATUSES, state
    assert {k for k, (colour, _) in statuses.STATUSES.items() if colour == "late"} == {
        "review_late",
        "lapsed",
        "late",
        "high",
    }
    assert statuses.status("something_new") == ("", "Something new")


def test_misspelt_field_is_an_error_not_a_blank() -> None:
    isp = IspLink(reference="ISP-0042", title="T", status=IspStatus.LAPSED, statusLabel="Lapsed")
    for template in (
        "{{ r.titel }}",
        "{% if r.titel %}x{% endif %}",
        "{% for x in r.titel %}{% endfor %}",
        "{{ nothing }}",
    ):
        with pytest.raises(UndefinedError):
            ENV.from_string(template).render(r=isp)
    assert ENV.from_string("{{ d.absent }}{{ r.title }}").render(d={}, r=isp) == "T"


def test_no_cell_becomes_a_formula() -> None:
    nasty = ["=1+1", "+44", "-2", "@x", "\tx", "\rx", "plain, with comma", date(2026, 3, 1)]
    (row,) = list(csv.reader(io.StringIO(downloads.csv_text(["a"] * 8, [nasty]), newline="")))[1:]
    assert [cell[0] for cell in row[:6]] == ["'"] * 6
    assert row[6:] == ["plain, with comma", "2026-03-01"]
    sheet = load_workbook(io.BytesIO(downloads.workbook("t", ["h"] * 8, [nasty]))).active
    assert sheet is not None
    cells = list(sheet.iter_rows(min_row=2))[0]
    assert [c.data_type for c in cells[:7]] == ["s"] * 7
    assert cells[0].value == "=1+1"
    assert cells[7].value.date() == nasty[7]


def test_a_control_character_in_a_title_does_not_fail_the_export() -> None:
    sheet = load_workbook(io.BytesIO(downloads.workbook("t", ["h\x01"], [["Pasted\x0b from\x00 Word\nline"]]))).active
    assert sheet is not None
    assert [cell.value for (cell,) in sheet.iter_rows()] == ["h", "Pasted from Word\nline"]


def test_calendar_reads_back() -> None:
    body = downloads.calendar(
        [("u@h", "Complaints; duty", date(2026, 6, 19), None, "", "http://x/y")], date(2026, 1, 1)
    )
    (event,) = Calendar.from_ical(body).walk("VEVENT")
    assert event["summary"] == "Complaints; duty"
    assert event["dtstart"].dt == date(2026, 6, 19)
    assert event["dtend"].dt == date(2026, 6, 20)


def test_changes_are_sorted_by_what_a_reader_has_to_do() -> None:
    def item(stage: str, key_date: str) -> SimpleNamespace:
        return SimpleNamespace(stage=stage, key_date=key_date)

    items = [
        item("IN_FORCE", "2026-02-05"),
        item("IN_FORCE", "2018-05"),
        item("PASSED", ""),
        item("CONSULTATION", "2027-02-12"),
        item("PASSED", "2026-11"),
        item("CONSULTATION", "2026-10"),
    ]
    changes = sort_changes(items, date(2026, 11, 22))
    assert [[i.key_date for i in some] for some in changes] == [
        ["2026-02-05"],
        ["2026-11", "2027-02-12"],
        ["2026-10", ""],
        ["2018-05"],
    ]


@pytest.mark.parametrize(
    "path", ["//evil.example", "/\\evil.example", "https://evil.example", "", "/a\\b", "/a\n/b", "/a b", "javascript:1"]
)
def test_unsafe_next_becomes_home(path: str) -> None:
    one = Settings("", "https://a.example", "https://a.example", b"x")
    assert safe_path(path) == "/"
    assert sign_in_url(one, path) == "/account/login/?next=/"


def test_token_belongs_to_its_session_and_key() -> None:
    assert token_ok(b"k", "s", issue_token(b"k", "s"))
    assert not token_ok(b"k", "t", issue_token(b"k", "s"))
    assert not token_ok(b"k2", "s", issue_token(b"k", "s"))
    assert issue_token(b"k", "s") != issue_token(b"k", "s")
    assert not token_ok(b"k", "s", "é.é")


def test_no_evidence_of_origin_is_refused() -> None:
    assert not same_origin({}, "https://a")
    assert same_origin({"sec-fetch-site": "same-origin"}, "https://a")
    assert same_origin({"origin": "https://a"}, "https://a")


def test_settings_refuse_to_start_without_a_secret(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="FRONTEND_SECRET"):
        Settings.from_env({"DATA_DIR": str(tmp_path)})
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "frontend_secret").write_text("abc\n")
    read = Settings.from_env({"DATA_DIR": str(tmp_path), "CMS_PORT": "8100", "FRONTEND_PORT": "8180"})
    assert read.secret == b"abc"
    assert read.graphql_url == "http://127.0.0.1:8100/graphql/"
    assert read.frontend_origin == "http://localhost:8180"
    assert read.cms("/admin/") == "http://localhost:8100/admin/"
    with pytest.raises(SettingsError, match="not an origin"):
        Settings.from_env({"FRONTEND_SECRET": "x", "CMS_ORIGIN": "localhost:8000"})


def test_compiled_files_are_what_their_sources_say() -> None:
    done = subprocess.run(
        [sys.executable, "frontend/theme/build.py", "--check"], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr


def test_own_scripts_are_small() -> None:
    assert len(gzip.compress((ROOT / "frontend/static/app.js").read_bytes(), 9)) < 2_400
    assert len(gzip.compress((ROOT / "frontend/static/upload.js").read_bytes(), 9)) < 3_000  # on upload pages alone


def test_a_date_in_three_boxes_and_a_number_are_read_in_one_way() -> None:
    def form(day: str, month: str, year: str) -> Form:
        return Form({"on_day": day, "on_month": month, "on_year": year})

    assert form("27", " 3 ", "2028").day("on") == date(2028, 3, 27)
    for parts in (("27", "3", "28"), ("31", "2", "2028"), ("1", "1", "2101"), ("٣", "3", "2028"), ("1_0", "3", "2028")):
        assert form(*parts).day("on") is None
        assert form(*parts).has_day("on")
    assert not form("", " ", "").has_day("on")
    assert [whole_number(text) for text in ("17", "", "-1", "²", "9" * 40)] == [17, 0, 0, 0, 0]
