"""Answers of every operation, made from the generated client's own types: short, long, empty and null."""

from __future__ import annotations

import importlib
import types
from datetime import UTC, date, datetime
from enum import Enum
from itertools import count
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from frontend import client
from frontend.client.api import Api

SHORT, LONG, EMPTY, NULL = "short", "long", "empty", "null"
MODES = (SHORT, LONG, EMPTY, NULL)
MARKUP = '<b class="from-data">&"quoted"</b>'
LONG_TEXT = (MARKUP + " Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogoch and partners. ") * 8


class Sample:
    """Builds JSON for a model. In `null` everything that may be null is; in `empty` lists and texts are empty."""

    def __init__(self, mode: str) -> None:
        self.mode = mode
        self.numbers = count(1)
        self.chosen = count()

    def of(self, kind: Any, name: str = "", depth: int = 0) -> Any:
        origin = get_origin(kind)
        if origin is Annotated:
            return self.of(get_args(kind)[0], name, depth)
        if origin is Literal:
            return get_args(kind)[0]
        if origin in (Union, types.UnionType):
            options = [one for one in get_args(kind) if one is not type(None)]
            if len(options) < len(get_args(kind)) and (self.mode == NULL and depth > 1):
                return None
            return self.of(options[next(self.chosen) % len(options)], name, depth)
        if origin is list:
            return self.many(get_args(kind)[0], name, depth)
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            kind.model_rebuild()
            return {
                field.alias or key: self.of(field.annotation, field.alias or key, depth + 1)
                for key, field in kind.model_fields.items()
            }
        return self.scalar(kind, name)

    def many(self, item: Any, name: str, depth: int) -> list[Any]:
        if self.mode == EMPTY:
            return []
        inner = get_args(item)[0] if get_origin(item) is Annotated else item
        if get_origin(inner) in (Union, types.UnionType):  # a body: one of each block
            return [self.of(one, name, depth) for one in get_args(inner)]
        size = 2 if self.mode != LONG else (20 if depth < 3 else 3)
        return [self.of(item, name, depth) for _ in range(size)]

    def scalar(self, kind: Any, name: str) -> Any:
        number = next(self.numbers)
        if isinstance(kind, type) and issubclass(kind, Enum):
            members = list(kind)
            return members[number % len(members)].value
        if kind is bool:
            return True if name == "isSignedIn" else number % 2 == 0
        if kind is int:
            return {"page": 1, "pageSize": 20, "totalCount": 0 if self.mode == EMPTY else 240}.get(name, number)
        if kind is datetime:
            return datetime(2026, 12, 10, 10, 30, tzinfo=UTC).isoformat()
        if kind is date:
            return date(2026, 12, 4).isoformat()
        return self.text(name, number)

    def text(self, name: str, number: int) -> str:
        fixed = {
            "path": f"/guidance/page-{number}",
            "actionPath": "/tasks",
            "url": f"/documents/{number}/",
            "reference": f"ISP-{number:04}",
            "slug": f"thing-{number}",
            "code": f"code-{number}",
            "id": str(number),
            "keyDate": "2027-02",
            "html": f"<p>An ISP and text {number}</p>",
        }
        if name in fixed:
            return fixed[name]
        if self.mode == EMPTY:
            return "" if name not in ("title", "name", "term", "label") else f"{name} {number}"
        return LONG_TEXT if self.mode == LONG else f"{name} {number}"


def result_type(operation: str) -> type[BaseModel]:
    """The generated class of an operation's answer, by the operation's name."""
    snake = "".join("_" + c.lower() if c.isupper() else c for c in operation).lstrip("_")
    module = importlib.import_module(f"{client.__name__}.{snake}")
    found: type[BaseModel] = getattr(module, operation)
    return found


def operations() -> list[str]:
    """Names of all operations that the generated client has."""
    return sorted(
        "".join(part.capitalize() for part in name.split("_"))
        for name in vars(Api)
        if not name.startswith("_") and callable(getattr(Api, name))
    )


def answer(operation: str, mode: str = SHORT, **changes: Any) -> dict[str, Any]:
    """The JSON `data` of one operation. `changes` replaces root fields."""
    data: dict[str, Any] = Sample(mode).of(result_type(operation))
    if "viewer" in data:
        data["viewer"]["isSignedIn"] = True
    return data | changes


def variant(operation: str, field: str, typename: str) -> Any:
    """The JSON of one root field of an interface, as one of its types."""
    model = result_type(operation)
    model.model_rebuild()
    kinds = [one for one in get_args(model.model_fields[field].annotation) if one is not type(None)]
    while get_origin(kinds[0]) in (Annotated, Union, types.UnionType):
        kinds = list(get_args(kinds[0])) if get_origin(kinds[0]) is not Annotated else [get_args(kinds[0])[0]]
    (kind,) = [one for one in kinds if typename in get_args(one.model_fields["typename__"].annotation)]
    return Sample(SHORT).of(kind)
