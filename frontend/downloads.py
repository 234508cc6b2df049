"""CSV, Excel and calendar files, written from the same operation as the page they mirror."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from icalendar import Calendar, Event
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from starlette.requests import Request
from starlette.responses import Response

from .pages import caching

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Cell = str | int | date | None


def _file(request: Request, body: bytes, kind: str, name: str) -> Response:
    headers = caching(request) | {"Content-Disposition": f'attachment; filename="{name}"'}
    headers.pop("ETag", None)  # a file may take several calls, so one answer's validator says nothing
    return Response(body, media_type=kind, headers=headers)


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """CSV in which no cell is a formula: a leading = + - @ tab or CR gets an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_plain(value) for value in row])
    return out.getvalue()


def _plain(value: Cell) -> str:
    text = "" if value is None else value.isoformat() if isinstance(value, date) else str(value)
    return "'" + text if text.startswith(DANGEROUS) else text


def as_csv(request: Request, name: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Response:
    # The mark tells Excel that the text is UTF-8.
    return _file(request, ("\ufeff" + csv_text(columns, rows)).encode(), "text/csv; charset=utf-8", f"{name}.csv")


def workbook(title: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """An Excel file of one sheet. Every text cell is marked as text, so none becomes a formula; control characters,
    which Excel's format cannot hold, are left out."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    for number, heading in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = max(14, min(60, len(heading) + 4))
    sheet.column_dimensions["B"].width = 60

    def cell(value: Any, *, bold: bool = False) -> Any:
        if isinstance(value, str):
            value = ILLEGAL_CHARACTERS_RE.sub("", value)
        made = WriteOnlyCell(sheet, value=value if value is not None else "")
        if isinstance(value, str):
            made.data_type = "s"
        if bold:
            made.font = Font(bold=True)
        if isinstance(value, date):
            made.number_format = "d mmmm yyyy"
        return made

    sheet.append([cell(heading, bold=True) for heading in columns])
    for row in rows:
        sheet.append([cell(value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_xlsx(request: Request, name: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Response:
    return _file(request, workbook(name, columns, rows), XLSX, f"{name}.xlsx")


def calendar(
    entries: Iterable[tuple[str, str, date | datetime, date | datetime | None, str, str]],
    made: date,
    cancelled: Collection[str] = (),
) -> bytes:
    """iCalendar from (uid, title, start, end, place, description); a date makes an all-day entry. `cancelled` are the
    uids of what does not take place."""
    out = Calendar()
    out.add("prodid", "-//Information sharing network//EN")
    out.add("version", "2.0")
    for uid, title, start, end, place, description in entries:
        event = Event()
        event.add("uid", uid)
        event.add("dtstamp", datetime.combine(made, datetime.min.time()))
        event.add("summary", title)
        event.add("dtstart", start)
        event.add("dtend", end or (start if isinstance(start, datetime) else start + timedelta(days=1)))
        if place:
            event.add("location", place)
        if description:
            event.add("description", description)
        if uid in cancelled:
            event.add("status", "CANCELLED")
        out.add_component(event)
    body: bytes = out.to_ical()
    return body


def as_calendar(request: Request, name: str, body: bytes) -> Response:
    return _file(request, body, "text/calendar; charset=utf-8", f"{name}.ics")
