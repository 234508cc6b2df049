"""The endpoint: JSON only, one operation a request. People run known operations; tools may write their own."""

import re
from dataclasses import dataclass, field
from typing import Any

import orjson
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.views.decorators.csrf import csrf_exempt
from graphql import GraphQLError

from cms.audit.once import HOUR, record_once, record_refusal
from cms.core.errors import BadInput, DomainError, Forbidden
from cms.core.requester import Requester
from cms.members.selectors import requester_for
from cms.tools.services import note_use
from members_api import rates, reading
from members_api.access import Access
from members_api.answers import Answers, NotedRequester
from members_api.errors import HTTP_STATUS, error_payload
from members_api.going import going_away, named_going
from members_api.rates import Meter
from members_api.running import run

EXPORT = re.compile(r"/[A-Za-z0-9/._-]{1,120}\.(?:csv|xlsx|pdf|docx|ics)")  # as the frontend says it
HEADERS = {
    "Vary": "Cookie, Authorization",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}


@csrf_exempt  # checked below for every POST without a token; Django's own check would refuse the tokens
def graphql_view(request: HttpRequest) -> HttpResponse:
    """GET ?id=…&variables=… for known queries; POST application/json for mutations and for tokens' own queries."""
    request_id: str = request.request_id  # type: ignore[attr-defined]
    call = Call()
    try:
        response = _answer(request, request_id, call)
    except (DomainError, GraphQLError, DatabaseError) as error:
        response = refusal(error, request_id)
    if call.meter is not None:
        call.meter.write(response)
        refused, going = response.status_code >= 400, named_going(call.going)
        what = call.name or "unnamed"
        note_use(call.meter.token_id, what=what, cost=call.meter.cost, refused=refused, also=going)
    return response


@dataclass(slots=True)
class Call:
    """What is known of a token's call while it is answered: for the limits on the answer, and for its use by day."""

    meter: Meter | None = None
    name: str = ""
    going: list[str] = field(default_factory=list)  # fields asked for that will go away


def refusal(error: Exception, request_id: str) -> HttpResponse:
    """The one shape of an answer in which nothing ran."""
    payload = error_payload(error, request_id)
    status = HTTP_STATUS.get(payload["extensions"]["code"], 400)
    response = _json(orjson.dumps({"errors": [payload]}), status=status)
    if "retryAfter" in payload["extensions"]:
        response["Retry-After"] = str(payload["extensions"]["retryAfter"])
    return response


def _answer(request: HttpRequest, request_id: str, call: Call) -> HttpResponse:
    if request.method not in ("GET", "POST"):
        return HttpResponse(status=405, headers={"Allow": "GET, POST"})
    requester = requester_for(request)
    if requester.token_id is not None:
        call.meter = Meter(requester.token_id)
        call.meter.count_call()
    _note_export(request, requester)
    data = reading.read(request)
    if request.method == "POST" and requester.token_id is None:
        _check_csrf(request)
    asked = reading.asked(data, requester)
    operation = asked.operation
    call.name = asked.name or operation.name
    if request.method == "GET" and not operation.is_query:
        raise BadInput("A mutation needs POST.")
    if call.meter is not None:
        call.meter.count_cost(operation.cost)
        call.going = going_away(operation.document)
    if operation.public_write:
        rates.count_public_write(request, operation.public_write)

    access = Access(requester, requester.content_version or None)
    if not operation.kept:  # writes, previews, and what a tool wrote itself
        body, clean = _run(asked, Access(requester, access.version), request_id)
        return _json(body)
    answers = Answers(operation, asked.variables, requester, access)
    kept = answers.kept()
    if kept is None:
        noted = NotedRequester.of(requester)
        body, clean = _run(asked, Access(noted, access.version), request_id)
        if not clean:
            return _json(body)
        kept = body, answers.keep(body, noted)
    body, etag = kept
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304, headers=_headers(etag))
    return _json(body, etag)


def _run(asked: reading.Asked, access: Access, request_id: str) -> tuple[bytes, bool]:
    """The answer's body, and whether it is free of errors."""
    result = run(asked.operation.document, asked.variables, asked.name, access, request_id)
    answer: dict[str, Any] = {"data": result.data}
    if result.errors:
        answer["errors"] = [error_payload(error, request_id) for error in result.errors[:5]]
        _note_refusals(access, result.errors)
    return orjson.dumps(answer), not result.errors


def _note_export(request: HttpRequest, requester: Requester) -> None:
    """The frontend makes a file of this answer for somebody signed in: on record, once for each of their requests."""
    path = request.headers.get("X-Export", "")
    if requester.user_id is not None and EXPORT.fullmatch(path):
        request_id = str(getattr(request, "request_id", ""))
        record_once(requester, "export.taken", seconds=HOUR, label=path, about=request_id)


def _note_refusals(access: Access, errors: list[GraphQLError]) -> None:
    """Somebody signed in, or a tool, may not do this: on record, once an hour, by the name of the field alone."""
    for error in errors[:5]:
        if isinstance(error.original_error, Forbidden) and error.path:
            record_refusal(access.requester, str(error.path[0]))


class _Csrf(CsrfViewMiddleware):
    """Django's own check, which says no without making a page about it that nobody sees."""

    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:
        return HttpResponse(status=403)


def _check_csrf(request: HttpRequest) -> None:
    guarded = graphql_view.__wrapped__  # type: ignore[attr-defined]  # without the exemption
    if _Csrf(lambda _: HttpResponse()).process_view(request, guarded, (), {}):
        raise Forbidden("The CSRF token is missing or wrong.")


def _headers(etag: str) -> dict[str, str]:
    kept = {"Cache-Control": "private, no-cache", "ETag": etag} if etag else {"Cache-Control": "private, no-store"}
    return HEADERS | kept


def _json(body: bytes, etag: str = "", status: int = 200) -> HttpResponse:
    return HttpResponse(body, content_type="application/json", status=status, headers=_headers(etag))
