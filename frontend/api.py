"""How views call the API: the client of this process, and what each request adds to a call."""

from __future__ import annotations

import json
import logging
import re
import sys
from typing import Any

from starlette.requests import Request

from .client import Api, GraphQLClientGraphQLMultiError
from .pages import session_of
from .transport import Exchange, Reply, forwarded

log = logging.getLogger("frontend")
# With one of these the main thing was refused; with any other code the rest of the page still stands.
REFUSALS = frozenset({"UNAUTHENTICATED", "FORBIDDEN", "NOT_FOUND", "BAD_USER_INPUT", "CONFLICT", "RATE_LIMITED"})


class Client(Api):
    """The generated client, which also takes an answer of which one part failed."""

    def get_data(self, response: Any) -> dict[str, Any]:
        try:
            return super().get_data(response)
        except GraphQLClientGraphQLMultiError as error:
            if not error.data or codes(error) & REFUSALS or not any(v is not None for v in error.data.values()):
                raise
            if isinstance(response, Reply):
                response.exchange.partial = True
            report("a part of a page failed", codes=sorted(codes(error)))
            return error.data


def codes(error: GraphQLClientGraphQLMultiError) -> set[str]:
    """The stable codes among the errors. The API's words are never shown to people."""
    found = {(e.extensions or {}).get("code") for e in error.errors}
    return {c for c in found if isinstance(c, str)} or {"INTERNAL"}


def code(error: GraphQLClientGraphQLMultiError) -> str:
    found = [(e.extensions or {}).get("code") for e in error.errors]
    return next((c for c in found if isinstance(c, str)), "INTERNAL")


def field_errors(error: GraphQLClientGraphQLMultiError) -> dict[str, str]:
    """{field: first message} of a BAD_USER_INPUT; names as the API writes them."""
    out: dict[str, str] = {}
    for one in error.errors:
        fields = (one.extensions or {}).get("fields")
        if isinstance(fields, dict):
            for name, messages in fields.items():
                first = messages[0] if isinstance(messages, list) and messages else messages
                out[str(name)] = str(first)
    return out


def retry_after(error: GraphQLClientGraphQLMultiError) -> int:
    found = [(e.extensions or {}).get("retryAfter") for e in error.errors]
    return next((c for c in found if isinstance(c, int)), 60)


def api(request: Request) -> Client:
    client: Client = request.app.state.api
    return client


def call(request: Request) -> dict[str, Any]:
    """Keyword arguments of every call: headers that carry the reader's session, and what comes back beside data.

    The first call of a public GET offers the validator that the browser holds, when our own part of it is current.
    """
    exchange: Exchange | None = getattr(request.state, "exchange", None)
    if exchange is None:
        exchange = Exchange()
        if request.method == "GET" and not session_of(request):
            held = re.fullmatch(r'W/"([0-9a-f]{8})-([^"]+)"', request.headers.get("if-none-match", ""))
            if held and held[1] == request.app.state.build:
                exchange.if_none_match = f'"{held[2]}"'
        request.state.exchange = exchange
    return {"headers": forwarded(request, request.app.state.settings), "exchange": exchange}


def report(message: str, **details: object) -> None:
    """One JSON line on stderr, with the request's id where there is one."""
    sys.stderr.write(json.dumps({"log": "frontend", "message": message, **details}) + "\n")
