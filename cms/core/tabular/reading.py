"""Read a table that somebody sent: what it is comes from its bytes, never from its name."""

import csv
import datetime
import hashlib
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any, BinaryIO

import openpyxl

from cms.core.errors import BadInput

MAX_BYTES = 50 * 1024 * 1024
MAX_UNPACKED = 400 * 1024 * 1024  # an XLSX of 50,000 rows unpacks to some 50 MB
MAX_RATIO = 300
MAX_PARTS = 2_000
MAX_ROWS = 200_000
MAX_COLUMNS = 300
MAX_CELL = 1_000_000
DELIMITERS = (",", ";", "\t")
DAY_IN_FORMAT = re.compile(r"d", re.IGNORECASE)

csv.field_size_limit(MAX_CELL)  # Python's own limit refuses a long purpose


@dataclass(frozen=True, slots=True)
class Row:
    """One data row: `number` counts from 1, `cells` by column name, `faults` say what is wrong with its shape."""

    number: int
    cells: dict[str, str]
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A file as read: its base name, its columns as printed, its rows in order."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    sha256: str
    kind: str = "csv"
    encoding: str = ""
    notes: tuple[str, ...] = field(default=())

    def has(self, *columns: str) -> bool:
        known = {column_key(column) for column in self.columns}
        return all(column_key(column) in known for column in columns)

    def require(self, *columns: str) -> None:
        """Raises BadInput that names the columns that are missing."""
        if missing := [column for column in columns if not self.has(column)]:
            raise BadInput(f"{self.name}: the column {', '.join(missing)} is missing.")


def column_key(name: str) -> str:
    """Header words differ in case and spacing between copies of one file."""
    return " ".join(name.split()).casefold()


def read_table(source: Path | bytes | BinaryIO, *, name: str = "") -> Table:
    """The first table of a CSV or XLSX file, each cell as text.

    Survives byte order marks, UTF-8, UTF-16 and Windows Latin-1, quoted newlines, and an XLSX by another name. A row
    whose cells do not match the header carries a fault. Blank rows do not count. Raises BadInput for an empty file, one
    that is not a table, or one beyond the limits above.
    """
    name, content = _bytes(source, name)
    if not content.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise BadInput(f"{name}: the file is empty.")
    if content.startswith(b"PK\x03\x04"):
        lines, kind, encoding, padded = _xlsx(content, name), "xlsx", "", True
    elif content.startswith(b"\xd0\xcf\x11\xe0"):
        raise BadInput(f"{name}: an old Excel file (.xls). Save it as .xlsx or .csv and send it again.")
    else:
        text, encoding = _decode(content, name)
        lines, kind, padded = _csv(text, name), "csv", False
    return _table(name, lines, hashlib.sha256(content).hexdigest(), kind, encoding, padded)


def table_from(name: str, rows: Iterable[dict[str, str]], *, numbers: Iterable[int] = ()) -> Table:
    """A table of rows that were read before, with the numbers they had then."""
    kept = list(rows)
    counted = list(numbers) or range(1, len(kept) + 1)
    columns = tuple(dict.fromkeys(column for cells in kept for column in cells))
    return Table(name, columns, tuple(Row(n, cells) for n, cells in zip(counted, kept, strict=True)), "")


def _bytes(source: Path | bytes | BinaryIO, name: str) -> tuple[str, bytes]:
    if isinstance(source, bytes):
        content = source
    elif isinstance(source, Path):
        name = name or source.name
        try:
            with source.open("rb") as handle:
                content = handle.read(MAX_BYTES + 1)
        except OSError as error:
            raise BadInput(f"{name}: {error.strerror or 'it cannot be opened'}.") from error
    else:
        name = name or PurePath(str(getattr(source, "name", ""))).name
        content = source.read(MAX_BYTES + 1)
    name = PurePath(name or "the file").name
    if len(content) > MAX_BYTES:
        raise BadInput(f"{name}: larger than {MAX_BYTES // 1024 // 1024} MB.")
    return name, content


def _decode(content: bytes, name: str) -> tuple[str, str]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\0" in content[:4096]:
        raise BadInput(f"{name}: not a CSV or XLSX file.")
    else:
        # Latin-1 last: it reads anything, and only where Windows' own set has a gap.
        encodings = ["utf-8-sig", "cp1252", "latin-1"]
    for encoding in encodings:
        try:
            return content.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise BadInput(f"{name}: its characters cannot be read.")


def _csv(text: str, name: str) -> Iterator[list[str]]:
    first = text.lstrip("\r\n").splitlines()[0] if text.strip() else ""
    outside_quotes = re.sub(r'"[^"]*"?', "", first)
    delimiter = max(DELIMITERS, key=outside_quotes.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        yield from reader
    except csv.Error as error:
        raise BadInput(f"{name}: line {reader.line_num} cannot be read: {error}.") from error


def _xlsx(content: bytes, name: str) -> Iterator[list[str]]:
    _refuse_bombs(content, name)
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        if not sheets:
            raise BadInput(f"{name}: the workbook has no visible sheet.")
        sheet: Any = sheets[0]
        sheet.reset_dimensions()  # the size a file claims is not always its size
        for count, cells in enumerate(sheet.iter_rows()):
            if count > MAX_ROWS:
                raise BadInput(f"{name}: more than {MAX_ROWS:,} rows.")
            if len(cells) > MAX_COLUMNS:
                raise BadInput(f"{name}: more than {MAX_COLUMNS} columns.")
            yield [_cell(cell) for cell in cells]
        book.close()
    except BadInput:
        raise
    except Exception as error:  # a stranger's file: openpyxl raises what its parts happen to raise, TypeError for one
        raise BadInput(f"{name}: not an Excel workbook that can be read ({type(error).__name__}).") from error


def _refuse_bombs(content: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            size = sum(part.file_size for part in parts)
            if len(parts) > MAX_PARTS or size > MAX_UNPACKED or size > MAX_RATIO * max(len(content), 10_000):
                raise BadInput(f"{name}: it unpacks to more than a table of this kind can hold.")
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as handle:
                        if b"<!DOCTYPE" in handle.read(2048):
                            raise BadInput(f"{name}: it declares a document type, which a workbook never does.")
            if "xl/workbook.xml" not in archive.namelist():
                raise BadInput(f"{name}: a compressed file, but not an Excel workbook (.xlsx).")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError) as error:
        raise BadInput(f"{name}: not an Excel workbook that can be read ({type(error).__name__}).") from error


def _cell(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime.datetime | datetime.date):
        moment = value if isinstance(value, datetime.datetime) else datetime.datetime.combine(value, datetime.time())
        if not DAY_IN_FORMAT.search(re.sub(r'"[^"]*"|\[[^\[\]]*\]', "", cell.number_format or "")):
            return (
                f"{moment:%Y-%m}"  # Excel turns a typed "Mar-2024" into a day; its format still says that it is a month
            )
        return f"{moment:%Y-%m-%d}" if moment.time() == datetime.time() else f"{moment:%Y-%m-%dT%H:%M:%S}"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _plain(text: str) -> str:
    """The cell without what our own exports add to keep it from being a formula."""
    text = text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    return text[1:] if len(text) > 1 and text[0] == "'" and text[1] in "=+-@\t" else text


def _table(name: str, lines: Iterable[list[str]], sha256: str, kind: str, encoding: str, padded: bool) -> Table:
    header: list[str] | None = None
    rows: list[Row] = []
    for line in lines:
        cells = [_plain(cell) for cell in line]
        if not any(cell.strip() for cell in cells):
            continue
        if header is None:
            header = _header(cells, name)
            continue
        if len(rows) >= MAX_ROWS:
            raise BadInput(f"{name}: more than {MAX_ROWS:,} rows.")
        rows.append(_row(len(rows) + 1, header, cells, padded))
    if header is None or not rows:
        raise BadInput(f"{name}: no rows below the header.")
    return Table(name, tuple(header), tuple(rows), sha256, kind, encoding)


def _header(cells: list[str], name: str) -> list[str]:
    header = [" ".join(cell.split()) for cell in cells]
    while header and not header[-1]:
        header.pop()
    if len(header) > MAX_COLUMNS:
        raise BadInput(f"{name}: more than {MAX_COLUMNS} columns.")
    keys = [column_key(column) for column in header if column]
    if twice := sorted({column for column in header if column and keys.count(column_key(column)) > 1}):
        raise BadInput(f"{name}: the column “{twice[0]}” appears twice.")
    return header


def _row(number: int, header: list[str], cells: list[str], padded: bool) -> Row:
    faults = []
    beyond = [cell for cell in cells[len(header) :] if cell.strip()]
    if beyond or (len(cells) < len(header) and not padded):
        faults.append(f"{len(cells)} cells, the header has {len(header)}")
    cells = cells + [""] * (len(header) - len(cells))
    return Row(number, {column: cell for column, cell in zip(header, cells, strict=False) if column}, tuple(faults))
