"""A client that does what Power Query (Excel, Power BI) does with a web address. It is no Excel: it is what we read of
how Power Query asks, so that a change which would break a workbook breaks a test."""

import base64
import csv
import gzip
import io
import json
import re
from typing import Any

from django.test import Client
from openpyxl import load_workbook

AGENT = "Microsoft.Data.Mashup (https://go.microsoft.com/fwlink/?LinkID=304225)"
DATE = re.compile(r"\d{4}-\d\d-\d\d")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


class PowerQuery:
    """One data source with the credentials of a workbook: asked without them first, then with them at once."""

    def __init__(self, user: str, password: str) -> None:
        self.client = Client(enforce_csrf_checks=True)
        pair = base64.b64encode(f"{user}:{password}".encode()).decode()
        self.basic = f"Basic {pair}"
        self.usual = {"User-Agent": AGENT, "Accept": "*/*", "Accept-Encoding": "gzip, deflate"}

    def probe(self, address: str) -> Any:
        """What happens before anybody chose how to sign in: no credentials at all."""
        return self.client.get(address, headers=self.usual)

    def get(self, address: str, **headers: str) -> Any:
        return self.client.get(address, headers=self.usual | {"Authorization": self.basic} | headers)

    def body(self, address: str) -> bytes:
        """A refresh: the preview asks once, loading asks again; both must say the same."""
        first, second = self.get(address), self.get(address)
        assert first.status_code == second.status_code == 200, first.content
        assert first["ETag"] == second["ETag"]
        packed = first.headers.get("Content-Encoding") == "gzip"
        return gzip.decompress(first.content) if packed else bytes(first.content)

    def table(self, address: str) -> list[dict[str, Any]]:
        """`Table.FromRecords(Json.Document(Web.Contents(...)))`, with the types that Power Query finds by itself."""
        records = json.loads(self.body(address))
        assert isinstance(records, list)
        names = {tuple(record) for record in records}
        assert len(names) <= 1, "every record has the same fields in the same order"
        return records

    def rows_of_csv(self, address: str) -> list[dict[str, str]]:
        text = self.body(address)
        assert text.startswith(b"\xef\xbb\xbf")
        return list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"), newline="")))

    def rows_of_workbook(self, address: str) -> list[dict[str, Any]]:
        book = load_workbook(io.BytesIO(self.body(address)), read_only=True)
        assert len(book.sheetnames) == 1
        head, *rows = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
        return [dict(zip(head, row, strict=True)) for row in rows]


def column_types(records: list[dict[str, Any]]) -> dict[str, str]:
    """The type that Power Query would give each column, from its values."""
    found = {}
    for name in records[0] if records else ():
        kinds = {_kind(record[name]) for record in records if record[name] is not None}
        found[name] = kinds.pop() if len(kinds) == 1 else "any"
    return found


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "logical"
    if isinstance(value, int | float):
        return "number"
    if isinstance(value, str):
        return "date" if DATE.fullmatch(value) else "datetimezone" if MOMENT.fullmatch(value) else "text"
    raise AssertionError(f"{value!r} is not flat")


class Workbook:
    """What a workbook holds between refreshes, merged as the guide says."""

    def __init__(self, source: PowerQuery, address: str) -> None:
        self.source, self.address = source, address
        self.rows: dict[str, dict[str, Any]] = {}

    def refresh(self) -> None:
        """Everything at first; afterwards only what changed, with the latest time that the workbook holds."""
        since = max((row["_changed_at"] for row in self.rows.values()), default="")
        for row in self.source.table(f"{self.address}?changedSince={since}" if since else self.address):
            self.rows.pop(row["id"], None)
            if not row["_gone"]:
                self.rows[row["id"]] = row
