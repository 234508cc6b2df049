"""Files as people send them: every encoding, every shape, and what is refused with a reason."""

import datetime
import io
import zipfile

import openpyxl
import pytest

from cms.core.errors import BadInput
from cms.core.tabular import read_table, table_from
from cms.core.tabular.dates import printed_date

HEADER = "Title,Lead Organisation\r\n"


def workbook(*rows, formats=None):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for cell, form in (formats or {}).items():
        book.active[cell].number_format = form
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def cells(content, name="x.csv"):
    return [row.cells for row in read_table(content, name=name).rows]


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", "Café ’26"),
        ("utf-8-sig", "Café ’26"),
        ("cp1252", "Café ’26"),
        ("latin-1", "Café £5"),
        ("utf-16", "Café ’26"),
    ],
)
def test_characters_survive_whatever_the_encoding(encoding, text):
    content = f"{HEADER}{text},ECC\r\n".encode(encoding)
    assert cells(content) == [{"Title": text, "Lead Organisation": "ECC"}]


def test_quoted_newlines_commas_and_quotes_stay_in_their_cell():
    content = (HEADER + '"One,\r\ntwo ""three""",ECC\r\n').encode()
    assert cells(content) == [{"Title": 'One,\ntwo "three"', "Lead Organisation": "ECC"}]


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_other_delimiters_are_seen_from_the_header(delimiter):
    content = f'Title{delimiter}"a,b,c{delimiter}"\nOne{delimiter}Two\n'.encode()
    assert list(cells(content)[0].values()) == ["One", "Two"]


def test_a_ragged_row_says_so_and_the_others_are_read():
    table = read_table((HEADER + "Short\r\nOne,ECC\r\nLong,ECC,surplus\r\nTrailing,ECC,,\r\n").encode(), name="x.csv")
    assert [bool(row.faults) for row in table.rows] == [True, False, True, False]
    assert table.rows[0].faults == ("1 cells, the header has 2",)


def test_blank_rows_do_not_count():
    table = read_table((HEADER + "\r\n,,\r\nOne,ECC\r\n").encode(), name="x.csv")
    assert [(row.number, row.cells["Title"]) for row in table.rows] == [(1, "One")]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf\r\n", "empty"),
        (HEADER.encode(), "no rows below the header"),
        (b"\xd0\xcf\x11\xe0rest", "Save it as .xlsx"),
        (b"\x00\x01\x02binary", "not a CSV or XLSX"),
        (b"PK\x03\x04not a zip", "not an Excel workbook"),
        ((HEADER + '"never closed,ECC\r\nOne,ECC\r\n').encode(), "cannot be read"),
        (b"Title,title\r\na,b\r\n", "appears twice"),
    ],
)
def test_what_is_no_table_is_refused_with_a_reason(content, says):
    with pytest.raises(BadInput, match=says):
        read_table(content, name="x.csv")


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(BadInput, match="absent.csv: No such file"):
        read_table(tmp_path / "absent.csv")


def test_a_workbook_is_known_by_its_content_not_by_its_name():
    table = read_table(workbook(["Title", "Count"], ["One", 12.0]), name="really-excel.csv")
    assert (table.kind, table.rows[0].cells) == ("xlsx", {"Title": "One", "Count": "12"})


def test_excel_dates_keep_the_precision_of_their_format():
    day = datetime.datetime(2024, 3, 1)  # noqa: DTZ001 - Excel has no zones
    content = workbook(["Review date", "Start"], [day, day], formats={"A2": "mmm-yy", "B2": "dd/mm/yyyy"})
    assert cells(content) == [{"Review date": "2024-03", "Start": "2024-03-01"}]


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 60_000_000)
    with pytest.raises(BadInput, match="unpacks to more"):
        read_table(out.getvalue(), name="bomb.xlsx")


def test_a_workbook_that_declares_entities_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", '<!DOCTYPE x [<!ENTITY a "b">]><workbook/>')
    with pytest.raises(BadInput, match="document type"):
        read_table(out.getvalue(), name="x.xlsx")


def test_a_zip_that_is_no_workbook_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("notes.txt", "hello")
    with pytest.raises(BadInput, match="not an Excel workbook"):
        read_table(out.getvalue(), name="x.xlsx")


def test_a_cell_longer_than_pythons_own_limit_is_read():
    long = "x" * 200_000
    assert cells((HEADER + f'"{long}",ECC\r\n').encode())[0]["Title"] == long


def test_fifty_thousand_rows_are_read():
    body = "".join(f"Agreement {n},ECC\r\n" for n in range(50_000))
    table = read_table((HEADER + body).encode(), name="big.csv")
    assert (len(table.rows), table.rows[-1].number) == (50_000, 50_000)


def test_columns_are_found_whatever_their_case_and_spacing():
    table = read_table(b"TITLE , Lead  organisation\r\na,b\r\n", name="x.csv")
    assert table.has("Title", "Lead Organisation")
    with pytest.raises(BadInput, match="Review date is missing"):
        table.require("Review date")


def test_rows_that_were_kept_keep_their_numbers():
    table = table_from("x.csv", [{"a": "1"}, {"a": "2"}], numbers=[4, 9])
    assert [row.number for row in table.rows] == [4, 9]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("Feb-2018", "2018-02"),
        ("Feb-18", "2018-02"),
        ("Sept 2018", "2018-09"),
        ("28 February 2018", "2018-02-28"),
        ("3/4/2018", "2018-04-03"),
        ("04/2018", "2018-04"),
        ("2018-02-28T00:00:00", "2018-02-28"),
        ("2018", "2018"),
    ],
)
def test_dates_as_people_print_them(text, iso):
    assert printed_date(text).iso == iso


@pytest.mark.parametrize("text", ["soon", "Under", "31 February 2018", "Foo-2018", "13/13/2018", "-2018", ""])
def test_what_is_no_date_is_not_guessed(text):
    with pytest.raises(ValueError, match="."):
        printed_date(text)
