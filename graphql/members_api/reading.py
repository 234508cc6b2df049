"""What a request asks for: JSON only, one operation, known in advance unless a token may write its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import orjson
from django.http import HttpRequest
from graphql import OperationType, StringValueNode, Visitor, get_operation_ast, parse, validate, visit

from cms.core.errors import BadInput, Forbidden, NotFound
from cms.core.requester import Requester
from members_api import limits, schema
from members_api.persisted import Operation, public_write_of

MAX_BODY, MAX_NESTING = 100_000, 20  # bytes; levels of lists and objects in JSON
NOT_KEPT = "A text may not hold the character NUL."


@dataclass(frozen=True, slots=True)
class Asked:
    operation: Operation
    variables: dict[str, Any]
    name: str | None


def read(request: HttpRequest) -> dict[str, Any]:
    """The request's JSON: {id, variables} by GET, {id or query, operationName, variables} by POST. Raises BadInput."""
    try:
        if request.method == "GET":
            text = request.GET.get("variables") or "{}"
            if len(text) > limits.MAX_CHARACTERS:
                raise BadInput("The variables are too long.")
            return {"id": request.GET.get("id"), "variables": orjson.loads(text)}
        if request.content_type != "application/json":  # a form or text/plain can be sent by any web page
            raise BadInput("Send application/json.")
        if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_BODY:
            raise BadInput(f"Send at most {MAX_BODY:,} bytes.")
        data = orjson.loads(request.body)
    except orjson.JSONDecodeError as error:
        raise BadInput("This is not JSON.") from error
    if not isinstance(data, dict):
        raise BadInput("Send one operation, not a batch.")
    return data


def asked(data: dict[str, Any], requester: Requester) -> Asked:
    """The operation and its variables. Raises BadInput, Forbidden, NotFound and GraphQLError."""
    variables = data.get("variables") or {}
    if not isinstance(variables, dict) or _nesting(variables) > MAX_NESTING:
        raise BadInput("variables must be an object, and not a deep one.")
    if any("\0" in text for text in _texts(variables)):  # PostgreSQL keeps none; half characters are no JSON already
        raise BadInput(NOT_KEPT)
    name = data.get("operationName")
    name = name if isinstance(name, str) else None
    if key := data.get("id"):
        operation = schema.load().operations.get(key) if isinstance(key, str) else None
        if operation is None:
            raise NotFound("There is no operation with this id.")
        return Asked(operation, variables, operation.name)
    if requester.scopes is None or "adhoc" not in requester.scopes:
        raise Forbidden("Only known operations run here. A token with the scope adhoc may send its own.")
    return Asked(_written(data.get("query"), variables, name), variables, name)


def _written(text: Any, variables: dict[str, Any], name: str | None) -> Operation:
    if not isinstance(text, str) or len(text) > limits.MAX_CHARACTERS:
        raise BadInput(f"Send a query of at most {limits.MAX_CHARACTERS:,} characters.")
    sealed = schema.load().sealed
    document = parse(text, max_tokens=limits.MAX_TOKENS)
    visit(document, _NoNul())
    cost = limits.check(sealed.schema, document, variables)
    problems = validate(sealed.schema, document, max_errors=5, hide_suggestions=True)
    if problems:
        raise problems[0]
    operation = get_operation_ast(document, name)
    if operation is None:
        raise BadInput("Name one operation.")
    if sealed.schema.get_root_type(operation.operation) is None:
        raise BadInput("Nothing can be subscribed to here.")
    is_query, public_write = operation.operation is OperationType.QUERY, public_write_of(sealed.schema, operation)
    return Operation("", "", document, is_query, personal=True, kept=False, public_write=public_write, cost=cost)


class _NoNul(Visitor):
    """Refuses a NUL in a text that stands in the document itself, however it is written there."""

    @staticmethod
    def enter_string_value(node: StringValueNode, *_: Any) -> None:
        if "\0" in node.value:
            raise BadInput(NOT_KEPT)


def _texts(value: Any) -> Iterator[str]:
    """Every text in a JSON value, names of fields included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        if isinstance(value, dict):
            yield from value
            value = value.values()
        for inner in value:
            yield from _texts(inner)


def _nesting(value: Any) -> int:
    """Levels of lists and objects; counts no further than what is refused."""
    level, depth = [value], 0
    while level and depth <= MAX_NESTING:
        inner = [x for item in level for x in (item.values() if isinstance(item, dict) else item)]
        level, depth = [item for item in inner if isinstance(item, dict | list)], depth + 1
    return depth
