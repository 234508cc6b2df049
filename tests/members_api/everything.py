"""Documents that ask for everything: each root field with every field below it, made from the schema."""

from typing import Any

from graphql import GraphQLInterfaceType, GraphQLObjectType, get_named_type, is_leaf_type, is_required_argument

from members_api import schema

DEPTH = 4


def root_fields() -> dict[str, Any]:
    query = schema.load().sealed.schema.query_type
    assert query is not None
    return dict(query.fields)


def selection(type_: Any, depth: int, path: tuple[str, ...] = ()) -> str:
    """Every field below a type; a type is entered twice on one way at most."""
    if is_leaf_type(type_):
        return ""
    if path.count(type_.name) >= 2 or depth == 0:
        return "{ __typename }"
    if isinstance(type_, GraphQLInterfaceType):
        found = schema.load().sealed.schema.get_possible_types(type_)
        parts = [f"... on {t.name} {selection(t, depth, path)}" for t in found]
        return "{ __typename " + " ".join(parts) + " }"
    assert isinstance(type_, GraphQLObjectType)
    parts = []
    for name, field in type_.fields.items():
        below = get_named_type(field.type)
        alias = f"{type_.name}_{name}: {name}"  # one name with two types cannot be merged in one answer
        parts.append(alias + arguments(field) + selection(below, depth - 1, (*path, type_.name)))
    return "{ " + " ".join(parts) + " }"


def arguments(field: Any) -> str:
    """Required arguments of fields below the root: enums take their last value."""
    found = []
    for name, argument in field.args.items():
        if is_required_argument(argument):
            enum: Any = get_named_type(argument.type)
            found.append(f"{name}: {list(enum.values)[-1]}")
    return f"({', '.join(found)})" if found else ""


def document(name: str, given: dict[str, str], depth: int = DEPTH) -> str:
    """One root field with these arguments, as text of the query language."""
    field = root_fields()[name]
    if "pageSize" in field.args:
        given = {"pageSize": "100", **given}
    inside = f"({', '.join(f'{key}: {value}' for key, value in given.items())})" if given else ""
    return "{ " + name + inside + selection(get_named_type(field.type), depth) + " }"
