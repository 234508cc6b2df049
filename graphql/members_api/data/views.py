"""The address of a saved query: GET gives JSON, CSV or Excel to whoever has a token of the body that made it."""

import datetime
import gzip
import hashlib
import re
from typing import Any

import orjson
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.text import slugify
from django.views.decorators.csrf import csrf_exempt
from graphql import GraphQLError

from cms.audit.services import record
from cms.core import clock
from cms.core.errors import BadInput, DomainError, Forbidden, NotFound
from cms.core.requester import Requester
from cms.core.tabular.writing import write_csv, write_xlsx
from cms.tools.ledger import Changes, lock_audience, note_rows
from cms.tools.models import QueryReader, SavedQuery
from cms.tools.services import note_use
from members_api.data.basic import CHALLENGE, reader_of
from members_api.data.documents import Prepared, prepared
from members_api.data.rows import CHANGED, GONE, ID, Table, digests, read, typed
from members_api.going import going_away, named_going
from members_api.rates import Meter
from members_api.views import HEADERS, Call, refusal

KINDS = {
    "json": "application/json; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
NOTED_EVERY = datetime.timedelta(minutes=5)
MOST_OF_A_CELL = 32_767  # characters: Excel holds no more, and what writes workbooks would cut the rest off
SMALL = 1000  # bytes that are not worth packing
EARLIEST = datetime.datetime(2000, 1, 2, tzinfo=datetime.UTC)  # of `changedSince`
AHEAD = datetime.timedelta(minutes=5)  # by which clocks of two of our machines may differ


@csrf_exempt  # it changes nothing and answers GET alone; Django would refuse a POST before it can say so
def data_view(request: HttpRequest, key: str, kind: str) -> HttpResponse:
    """All rows; with `changedSince=<time of an earlier answer>` those that changed since, and what is gone."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
    request_id: str = request.request_id  # type: ignore[attr-defined]
    call = Call()
    try:
        response = _answer(request, key, kind, request_id, call)
    except (DomainError, GraphQLError, DatabaseError) as error:
        response = refusal(error, request_id)
    if response.status_code == 401:
        response["WWW-Authenticate"] = CHALLENGE
    response["Vary"] = "Authorization, Accept-Encoding"
    if call.meter is not None:
        call.meter.write(response)
        what, refused = call.name or "saved query", response.status_code >= 400
        note_use(call.meter.token_id, what=what, cost=call.meter.cost, refused=refused, also=named_going(call.going))
    return response


def _answer(request: HttpRequest, key: str, kind: str, request_id: str, call: Call) -> HttpResponse:
    by = reader_of(request)
    call.meter = Meter(by.token_id or 0)
    call.meter.count_call()
    since = _moment(request.GET.get("changedSince", ""))
    query = SavedQuery.objects.standing().filter(key=key, partner=by.acting_for, partner__isnull=False).first()
    if query is None:  # the same for one that ended, never was, or is another body's
        raise NotFound("There is no saved query at this address.")
    call.name = f"Saved query: {query.name}"
    if query.text and not by.has_scope("adhoc"):
        raise Forbidden("This query is the organisation’s own GraphQL: the token needs the scope adhoc.")
    asked = prepared(query)
    call.going = going_away(asked[0].document)
    table, changes = _rows(query, asked, by, since, request_id, call.meter)
    _note_reader(query, by, len(table.rows))
    records = [[row[column] for column in table.names] for row in table.rows.values()]
    # Weak: of the same rows, whatever a workbook notes of the time it was written, packed or not.
    etag = f'W/"{hashlib.sha256(kind.encode() + orjson.dumps([table.names, records])).hexdigest()[:32]}"'
    headers = HEADERS | {"Cache-Control": "private, no-cache", "ETag": etag}
    headers["X-Data-As-Of"] = _iso(changes.as_of)
    headers["X-Data-Complete"] = "yes" if changes.full else "no"
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304, headers=headers)
    body = _written(kind, table, records, query.name)
    headers["X-Data-Rows"] = str(len(table.rows))
    if kind != "json":
        headers["Content-Disposition"] = f'attachment; filename="{slugify(query.name) or "data"}.{kind}"'
    if "gzip" in request.headers.get("Accept-Encoding", "") and len(body) > SMALL:
        body, headers["Content-Encoding"] = gzip.compress(body, mtime=0), "gzip"
    return HttpResponse(body, content_type=KINDS[kind], headers=headers)


@transaction.atomic
def _rows(
    query: SavedQuery,
    asked: tuple[Prepared, dict[str, Any]],
    by: Requester,
    since: datetime.datetime | None,
    request_id: str,
    meter: Meter,
) -> tuple[Table, Changes]:
    """Rows with when they changed. What calls of equal rights meet is noted one after another, under a lock."""
    what, variables = asked
    audience = lock_audience(query, by)
    as_of = clock.now()
    table = read(what, variables, by, request_id, meter)
    changes = note_rows(audience, digests(table), as_of, since)
    partial = since if since is not None and not changes.full else None
    rows: dict[str, dict[str, Any]] = {}
    for key, row in table.rows.items():
        if partial is None or changes.changed_at[key] > partial:
            rows[key] = row | {CHANGED: _iso(changes.changed_at[key]), GONE: False}
    if partial is not None:
        empty = dict.fromkeys(table.names)
        for key, moment in changes.gone.items():
            if moment > partial:
                rows[key] = empty | {ID: key, CHANGED: _iso(moment), GONE: True}
    return Table((*table.names, CHANGED, GONE), table.kinds, rows), changes


def _written(kind: str, table: Table, records: list[list[Any]], name: str) -> bytes:
    if kind == "json":
        return orjson.dumps([dict(zip(table.names, record, strict=True)) for record in records])
    if kind == "csv":
        return write_csv(table.names, records)
    for row in records:
        if long := next((name for name, cell in zip(table.names, row, strict=True) if _too_long(cell)), ""):
            raise BadInput(f"“{long}” of {row[0]} is longer than a cell of a workbook. Take CSV or JSON.")
    kinds = [table.kinds.get(column, "") for column in table.names]
    cells = ([typed(*pair) for pair in zip(kinds, record, strict=True)] for record in records)
    return write_xlsx(table.names, cells, sheet=re.sub(r"[\[\]:*?/\\']", " ", name)[:31].strip() or "Data")


def _too_long(cell: Any) -> bool:
    return isinstance(cell, str) and len(cell) > MOST_OF_A_CELL


def _note_reader(query: SavedQuery, by: Requester, rows: int) -> None:
    """Who uses it, every five minutes at most; on the record once a day for each token."""
    now = clock.now()
    with transaction.atomic():
        found, made = QueryReader.objects.get_or_create(
            query=query, token_id=by.token_id, defaults={"rows": rows, "last_read_at": now}
        )
        if not made and now - found.last_read_at < NOTED_EVERY:
            return
        # The conditional update decides between two calls at once.
        before = found.last_read_at
        won = made or QueryReader.objects.filter(pk=found.pk, last_read_at=before).update(last_read_at=now, rows=rows)
        if won and (made or before.astimezone(clock.LONDON).date() != clock.today()):
            record(by, "query.read", query, organisation_id=query.partner_id)


def _moment(text: str) -> datetime.datetime | None:
    """A time as our answers have it. Raises BadInput for anything else: a slip must not look like "nothing new"."""
    if not text:
        return None
    try:
        # A "+" that was not encoded arrives as a space.
        found = datetime.datetime.fromisoformat(text.strip().replace(" ", "+") if "T" in text else text.strip())
    except ValueError as error:
        raise BadInput("changedSince is a time of an earlier answer, such as 2026-11-23T09:30:00Z.") from error
    if found.tzinfo is None:
        found = found.replace(tzinfo=datetime.UTC)
    if not EARLIEST <= found <= clock.now() + AHEAD:
        raise BadInput("changedSince is a time of an earlier answer: not before 2000, and not in the future.")
    return found


def _iso(moment: datetime.datetime) -> str:
    return moment.astimezone(datetime.UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
