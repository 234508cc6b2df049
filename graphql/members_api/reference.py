"""The schema as plain JSON, for the pages on which developers read it. The frontend knows no GraphQL library."""

import json
from typing import Any

from django.conf import settings
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    Undefined,
    ast_from_value,
    get_named_type,
    is_introspection_type,
    is_specified_scalar_type,
    print_ast,
)

from cms.members import tokens
from members_api import limits, lists, reading
from members_api.persisted import graphql_name

KINDS = (
    (GraphQLInterfaceType, "interface"),
    (GraphQLObjectType, "type"),
    (GraphQLInputObjectType, "input"),
    (GraphQLEnumType, "enum"),
    (GraphQLUnionType, "union"),
)


def reference(built: GraphQLSchema, sealed: GraphQLSchema) -> str:
    """JSON text, one root field or type a line. `built` has the words, `sealed` who may call what.

    {"limits": {name: number}, "scopes": [name], "queries": [field], "mutations": [field], "types": [type]}; a field has
    name, about, type, of (the named type), args, ended (why it goes away) and at the root scope and audience.
    """
    named = [t for name, t in sorted(built.type_map.items()) if not is_introspection_type(t)]
    roots = [built.query_type, built.mutation_type]
    parts = {
        "limits": [json.dumps(_limits(), sort_keys=True)],
        "scopes": [json.dumps(tokens.SCOPES)],
        "queries": _root(built.query_type, sealed.query_type),
        "mutations": _root(built.mutation_type, sealed.mutation_type),
        "types": [_line(_type(t)) for t in named if t not in roots and not is_specified_scalar_type(t)],
    }
    plain = ("limits", "scopes")
    written = [
        f'"{name}": {lines[0]}' if name in plain else f'"{name}": [\n' + ",\n".join(lines) + "\n]"
        for name, lines in parts.items()
    ]
    return "{\n" + ",\n".join(written) + "\n}\n"


def _limits() -> dict[str, int]:
    return {
        "characters": limits.MAX_CHARACTERS,
        "tokens": limits.MAX_TOKENS,
        "depth": limits.MAX_DEPTH,
        "aliases": limits.MAX_ALIASES,
        "fields": limits.MAX_FIELDS,
        "cost": limits.MAX_COST,
        "body_bytes": reading.MAX_BODY,
        "page_size": lists.MAX_PAGE_SIZE,
        "last_row": lists.MAX_ROW,
        "calls_per_minute": settings.MEMBERS_API["CALLS_PER_MINUTE"],
        "cost_per_minute": settings.MEMBERS_API["COST_PER_MINUTE"],
    }


def _line(found: dict[str, Any]) -> str:
    return json.dumps(_filled(found), ensure_ascii=False)


def _filled(found: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in found.items() if value}


def _root(built: Any, sealed: Any) -> list[str]:
    declared = sealed.graphene_type._meta.fields if sealed is not None else {}
    exposed = {graphql_name(attribute, field): field for attribute, field in declared.items()}
    found = []
    for name, field in sorted(built.fields.items() if built is not None else ()):
        door = exposed[name]
        found.append(_line({**_field(name, field), "scope": door.scope, "audience": door.audience}))
    return found


def _field(name: str, field: Any) -> dict[str, Any]:
    return {
        "name": name,
        "about": field.description or "",
        "type": str(field.type),
        "of": get_named_type(field.type).name,
        "args": [_argument(key, argument) for key, argument in getattr(field, "args", {}).items()],
        "ended": field.deprecation_reason or "",
    }


def _argument(name: str, argument: Any) -> dict[str, Any]:
    usual = ""
    if argument.default_value is not Undefined:
        node = ast_from_value(argument.default_value, argument.type)
        usual = print_ast(node) if node is not None else ""
    found = {"name": name, "about": argument.description or "", "type": str(argument.type), "default": usual}
    return _filled(found)


def _type(found: Any) -> dict[str, Any]:
    kind = next((word for cls, word in KINDS if isinstance(found, cls)), "scalar")
    values = found.values.items() if isinstance(found, GraphQLEnumType) else ()
    return {
        "name": found.name,
        "kind": kind,
        "about": found.description or "",
        "implements": sorted(one.name for one in getattr(found, "interfaces", ())),
        "fields": [_filled(_field(name, field)) for name, field in getattr(found, "fields", {}).items()],
        "values": [
            _filled({"name": name, "about": value.description, "ended": value.deprecation_reason})
            for name, value in values
        ],
    }
