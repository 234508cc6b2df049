"""Write tables that open safely: no cell leaves as a formula."""

import csv
import datetime
import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

DANGEROUS = tuple("=+-@\t\r\n")


def safe_text(text: str) -> str:
    """Text that a spreadsheet would run as a formula, with an apostrophe before it."""
    return f"'{text}" if text.startswith(DANGEROUS) or text.lstrip(" ").startswith(DANGEROUS[:4]) else text


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """UTF-8 with a byte order mark (Excel needs it), CRLF line ends. Numbers and dates stay as they are."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([safe_text(column) for column in columns])
    for row in rows:
        writer.writerow([safe_text(cell) if isinstance(cell, str) else _plain(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def write_xlsx(columns: Sequence[str], rows: Iterable[Sequence[Any]], *, sheet: str = "Sheet1") -> bytes:
    """One sheet, its header frozen. Every text is stored as text, whatever it begins with."""
    book = Workbook(write_only=True)
    page = book.create_sheet(sheet[:31])
    page.freeze_panes = "A2"
    for row in [columns, *rows]:
        page.append([_xlsx_cell(page, cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _plain(cell: Any) -> Any:
    if cell is None:
        return ""
    if isinstance(cell, datetime.datetime):
        return (timezone.localtime(cell) if timezone.is_aware(cell) else cell).isoformat(sep=" ", timespec="minutes")
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, int | float | datetime.date):
        return cell
    return safe_text(str(cell))


def _xlsx_cell(page: Any, cell: Any) -> Any:
    if cell is None or isinstance(cell, int | float | datetime.date) and not isinstance(cell, bool | datetime.datetime):
        return cell
    if isinstance(cell, datetime.datetime):
        return timezone.localtime(cell).replace(tzinfo=None) if timezone.is_aware(cell) else cell
    text = ("yes" if cell else "no") if isinstance(cell, bool) else ILLEGAL_CHARACTERS_RE.sub("", str(cell))
    written = WriteOnlyCell(page, value="")
    written.value = text
    written.data_type = "s"  # after the value: openpyxl takes a leading "=" for a formula
    return written
