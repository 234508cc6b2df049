"""Which fields that will go away a tool still asks for: their owners see it by day on the token's page."""

import datetime
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    visit,
)

from cms.tools.services.use import GOES_AWAY
from members_api import schema

LAST = re.compile(r"Gone after (\d{4}-\d\d-\d\d)")


@lru_cache(maxsize=1)
def _any() -> bool:
    return _marks(schema.load().sealed.schema)


def _marks(found: GraphQLSchema) -> bool:
    types = (one for one in found.type_map.values() if isinstance(one, GraphQLObjectType | GraphQLInterfaceType))
    return any(field.deprecation_reason for one in types for field in one.fields.values())


def ends_in(of: GraphQLSchema) -> dict[str, datetime.date]:
    """{"Isp.oldName": its last day} of every field that is marked so; the reason says "Gone after 2027-06-01". A field
    without a day in its reason has none here."""
    types = [one for one in of.type_map.values() if isinstance(one, GraphQLObjectType | GraphQLInterfaceType)]
    said = {f"{one.name}.{name}": field.deprecation_reason or "" for one in types for name, field in one.fields.items()}
    days = {name: LAST.search(reason) for name, reason in said.items()}
    return {name: datetime.date.fromisoformat(found[1]) for name, found in days.items() if found}


def going_away(document: DocumentNode) -> list[str]:
    """Names such as "Isp.oldName", each once; nothing is walked while the schema marks no field."""
    return names_in(schema.load().sealed.schema, document) if _any() else []


def named_going(names: Iterable[str]) -> list[str]:
    """As the counts of a token's day have them, beside the names of what was asked."""
    return [f"{GOES_AWAY}{name}" for name in names]


def names_in(of: GraphQLSchema, document: DocumentNode) -> list[str]:
    info = TypeInfo(of)
    seen = _Seen(info)
    visit(document, TypeInfoVisitor(info, seen))
    return list(seen.names)


class _Seen(Visitor):
    def __init__(self, info: TypeInfo) -> None:
        super().__init__()
        self.info = info
        self.names: dict[str, None] = {}

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        field, parent = self.info.get_field_def(), self.info.get_parent_type()
        if field is not None and parent is not None and field.deprecation_reason:
            self.names[f"{parent.name}.{node.name.value}"] = None
