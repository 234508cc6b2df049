"""All rows of a saved query, flat, as one reader may see them: to the end, or a message. Never a silent cut."""

import datetime
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLError

from cms.core.errors import BadInput, Conflict
from cms.core.requester import Requester
from members_api.access import Access
from members_api.data.documents import Column, Prepared, fingerprint
from members_api.lists import MAX_ROW
from members_api.rates import Meter
from members_api.running import run

ID, CHANGED, GONE = "id", "_changed_at", "_gone"
AGAIN = 3  # readings, where rows come and go meanwhile
Flat = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """`names` in order; `rows` by their stable key, in the list's order."""

    names: tuple[str, ...]
    kinds: dict[str, str]
    rows: dict[str, Flat]


def read(
    what: Prepared, variables: dict[str, Any], by: Requester, request_id: str, meter: Meter | None = None, most: int = 0
) -> Table:
    """Every row, or the first `most`. Each page is counted on `meter`.

    Raises BadInput beyond 10,000 rows, Conflict where rows moved three times while they were read, RateLimited, and
    what the operation itself answers with.
    """
    names = (ID, *(column.name for column in what.columns), *(f"{'.'.join(path)}.count" for path in what.counts))
    kinds = {column.name: column.kind for column in what.columns if not column.many}
    for _ in range(AGAIN):
        rows = _once(what, variables, by, request_id, meter, most)
        if rows is not None:
            return Table(names, kinds, rows)
    raise Conflict("Rows changed while they were read. Ask again.")


def _once(
    what: Prepared, variables: dict[str, Any], by: Requester, request_id: str, meter: Meter | None, most: int
) -> dict[str, Flat] | None:
    """None where the total or a row moved between two pages."""
    access, rows, total, page, read_rows, made = Access(by), {}, None, 1, 0, 0
    while total is None or read_rows < (min(total, most) if most else total):
        if meter is not None:
            meter.count_cost(what.cost)
        result = run(what.document, {**variables, "dataPage": page}, None, access, request_id)
        if result.errors or result.data is None:
            raise (result.errors or [GraphQLError("Something went wrong.")])[0]
        found = result.data[what.field]
        if max(found[what.total], made) > MAX_ROW and not most:
            many = f"{max(found[what.total], made):,}"
            raise BadInput(f"This has {many} rows or more, and a file holds {MAX_ROW:,}. Use a filter.")
        if total is not None and found[what.total] != total:
            return None
        total, items = found[what.total], found[what.items]
        for row in (flat(what, one) for item in items for one in taken_apart(item, what.apart)):
            rows[row[ID]] = row
            made += 1
        read_rows += len(items)
        if not items:
            break
        page += 1
    complete = len(rows) == made and (most or read_rows == total)
    return rows if complete else None


def taken_apart(item: dict[str, Any], path: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """The item once for each entry of its list at `path`, with that entry in the list's place; itself without path."""
    if not path:
        yield item
        return
    below = item.get(path[0])
    if isinstance(below, list):
        yield from ({**item, path[0]: one} for one in below)
    elif isinstance(below, dict):
        yield from ({**item, path[0]: one} for one in taken_apart(below, path[1:]))


def flat(what: Prepared, item: dict[str, Any]) -> Flat:
    """One row of plain values: an inner list's values are joined by "; ", and counted beside."""
    row: Flat = {ID: str(item[what.key.path[0]])}
    if what.inner is not None:
        row[ID] += f"/{_cell(what.inner, item)}"
    row |= {column.name: _cell(column, item) for column in what.columns}
    for path in what.counts:
        row[f"{'.'.join(path)}.count"] = sum(1 for value in _values(item, path) if value is not None)
    return row


def _cell(column: Column, item: Any) -> Any:
    values = [value for value in _values(item, column.path) if value is not None]
    if column.many:
        return "; ".join(_words(value) for value in values)
    return values[0] if values else None


def _words(value: Any) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _values(value: Any, path: tuple[str, ...]) -> Iterator[Any]:
    if isinstance(value, list):
        for one in value:
            yield from _values(one, path)
    elif not path:
        yield value
    elif isinstance(value, dict):
        yield from _values(value.get(path[0]), path[1:])
    else:
        yield None


def digests(table: Table) -> dict[str, str]:
    return {key: hashlib.sha256(fingerprint(row)).hexdigest() for key, row in table.rows.items()}


def typed(kind: str, value: Any) -> Any:
    """For a workbook: a date as a date, where it stands alone in its cell."""
    if kind == "Date" and isinstance(value, str):
        return datetime.date.fromisoformat(value)
    return value
