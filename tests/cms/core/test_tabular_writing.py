"""Exports: nothing leaves as a formula, and what leaves can come back."""

import datetime
import io

import openpyxl
import pytest

from cms.core.tabular import read_table, write_csv, write_xlsx

FORMULAS = ["=1+1", "+44 1632", "-2", "@SUM(A1)", "\tx", "\rx", ' =HYPERLINK("http://x")']


@pytest.mark.parametrize("text", FORMULAS)
def test_a_csv_cell_never_begins_a_formula(text):
    line = write_csv(["name"], [[text]]).decode("utf-8-sig").split("\r\n", 1)[1]
    assert line.lstrip('"').startswith("'")


@pytest.mark.parametrize("text", FORMULAS)
def test_an_xlsx_cell_is_stored_as_text(text):
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx(["name"], [[text]])))
    cell = book.active["A2"]
    assert cell.data_type == "s"
    assert str(cell.value).strip() == text.strip()


def test_an_error_word_stays_a_word():
    assert openpyxl.load_workbook(io.BytesIO(write_xlsx(["name"], [["#N/A"]]))).active["A2"].data_type == "s"


def test_numbers_and_dates_stay_what_they_are():
    rows = [[-5, 2.5, datetime.date(2026, 11, 22), True, None]]
    assert write_csv(["a", "b", "c", "d", "e"], rows).decode("utf-8-sig").split("\r\n")[1] == "-5,2.5,2026-11-22,yes,"
    sheet = openpyxl.load_workbook(io.BytesIO(write_xlsx(["a", "b", "c", "d", "e"], rows))).active
    assert [cell.value for cell in sheet[2]][:2] == [-5, 2.5]
    assert sheet["D2"].value == "yes"


def test_control_characters_do_not_break_the_workbook():
    sheet = openpyxl.load_workbook(io.BytesIO(write_xlsx(["a"], [["bell\x07 rings"]]))).active
    assert sheet["A2"].value == "bell rings"


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_what_was_exported_reads_back_unchanged(write):
    rows = [["=1+1", "Café ’26"], ["plain", "two\nlines"], ["@name", "-"]]
    table = read_table(write(["Title", "Note"], rows), name="back")
    assert [list(row.cells.values()) for row in table.rows] == rows


def test_a_workbook_export_freezes_its_header():
    assert openpyxl.load_workbook(io.BytesIO(write_xlsx(["a"], [["b"]], sheet="ISPs"))).active.freeze_panes == "A2"
