"""Ask as one of a body's tokens: its rights, its limits, its errors. Never the rights of the person who tries it."""

from dataclasses import dataclass
from typing import Any

import orjson
from django.db import DatabaseError
from graphql import GraphQLError

from cms.core.errors import BadInput, DomainError, RateLimited
from cms.core.requester import Requester
from cms.members.selectors.exploring import requester_as_token
from cms.tools.services import note_use
from members_api import reading, running
from members_api.access import Access
from members_api.errors import error_payload
from members_api.going import going_away, named_going
from members_api.rates import Meter

LARGEST = 200_000  # characters that a page shows
TOO_LARGE = "The answer is too large for this page. Ask for fewer rows or fields: a tool gets it whole."


@dataclass(frozen=True, slots=True)
class Answered:
    text: str
    cost: int


def ask(by: Requester, pk: int, query: str, variables: str, operation: str, version: str, request_id: str) -> Answered:
    """What the API answers to this token. Its mistakes are part of the answer, as a tool would get them.

    Raises NotFound for a token that one does not lead, BadInput for variables that are no JSON object and for
    mutations, and RateLimited, which counts with the token's own calls.
    """
    token, meter = requester_as_token(by, pk), Meter(pk)
    given = _variables(variables)
    meter.count_call()
    going: list[str] = []
    try:
        asked = reading.asked({"query": query, "variables": given, "operationName": operation or None}, token)
        if not asked.operation.is_query:
            raise BadInput("The explorer reads. It sends no mutation.")
        meter.count_cost(asked.operation.cost)
        going = named_going(going_away(asked.operation.document))
        result = running.run(asked.operation.document, asked.variables, asked.name, Access(token, version), request_id)
        answer: dict[str, Any] = {"data": result.data}
        errors: list[Any] = list(result.errors or ())[:5]
    except RateLimited:
        raise
    except (DomainError, GraphQLError, DatabaseError) as error:
        answer, errors = {}, [error]
    if errors:
        answer["errors"] = [error_payload(error, request_id) for error in errors]
    note_use(pk, what="explorer", cost=meter.cost, refused="data" not in answer, also=going)
    text = orjson.dumps(answer, option=orjson.OPT_INDENT_2).decode()
    if len(text) > LARGEST:
        raise BadInput(TOO_LARGE, fields={"query": [TOO_LARGE]})
    return Answered(text, meter.cost)


def _variables(text: str) -> dict[str, Any]:
    try:
        found = orjson.loads(text) if text.strip() else {}
    except orjson.JSONDecodeError:
        found = None
    if not isinstance(found, dict):
        raise BadInput("The variables are no JSON object.", fields={"variables": ["Write a JSON object, or leave it"]})
    return found
