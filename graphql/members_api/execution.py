"""A short way for plain values.

Four fields of five are columns or words of blocks. graphql-core's usual way to them (arguments, a resolve info, three
rounds of completion) costs more than all else in a long answer. What is not plain, and every error, goes the usual way.
"""

from collections.abc import Callable
from functools import partial
from operator import attrgetter
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from graphene.types.resolver import dict_or_attr_resolver
from graphene.utils.str_converters import to_snake_case
from graphql import (
    ExecutionContext,
    FieldNode,
    GraphQLError,
    GraphQLNonNull,
    GraphQLObjectType,
    OperationDefinitionNode,
    OperationType,
    get_nullable_type,
    is_leaf_type,
)
from graphql.pyutils import Path
from wagtail.models import Page

from cms.core import content_version
from cms.pages.selectors import members_path
from members_api.batch import Html
from members_api.guards import RESOLVERS, Sealed, block_value

Read = Callable[[Any, Any], Any]  # of an object and the loader
Plain = tuple[Read, Callable[[Any], Any], bool]  # how to read, how to write, whether it must be there


def plain_fields(sealed: Sealed) -> dict[str, dict[str, Plain]]:
    """{type: {field: how to answer it}} of every field whose resolver does nothing but read a value."""
    found: dict[str, dict[str, Plain]] = {}
    for type_ in sealed.schema.type_map.values():
        if not isinstance(type_, GraphQLObjectType) or type_.name.startswith("__"):
            continue
        fields = found[type_.name] = {}
        for name, field in type_.fields.items():
            leaf: Any = get_nullable_type(field.type)
            if is_leaf_type(leaf) and not field.args and (read := _reader(sealed, type_.name, name, field.resolve)):
                fields[name] = read, leaf.serialize, isinstance(field.type, GraphQLNonNull)
    return found


def _reader(sealed: Sealed, type_name: str, name: str, resolve: Any) -> Read | None:
    """None unless it is known exactly what the resolver does: one that somebody wrote or wrapped is called as usual."""
    if isinstance(resolve, partial):
        if resolve.func is block_value:
            child, attribute, empty = resolve.args
            return lambda obj, _: block_value(child, attribute, empty, obj, None)
        if resolve.func is dict_or_attr_resolver:
            get = attrgetter(resolve.args[0])
            return lambda obj, _: get(obj)
        return None
    edge = sealed.edges.get((type_name, name))
    if isinstance(edge, Html):
        source = edge.source
        usual = RESOLVERS[Html](edge)
        same = getattr(resolve, "__code__", None) is usual.__code__
        return (lambda obj, loader: loader.html(source(obj))) if same else None
    if _origin(resolve) == "DjangoObjectType.resolve_id":
        return lambda obj, _: obj.pk
    model = sealed.generated.get(type_name)
    if edge is None and model is not None and _origin(resolve) == "model_resolver.<locals>.mixin":
        return _column(model, name)
    if model is not None and issubclass(model, Page) and _origin(resolve) == "PageInterface.resolve_path":
        return lambda obj, _: members_path(obj)
    return None


def _origin(resolve: Any) -> str:
    return str(getattr(resolve, "__qualname__", ""))


def _column(model: type, name: str) -> Read | None:
    attribute = to_snake_case(name)
    try:
        column = model._meta.get_field(attribute)  # type: ignore[attr-defined]
    except FieldDoesNotExist:
        return None
    if column.is_relation or not column.concrete:
        return None
    get = attrgetter(attribute)
    return lambda obj, _: get(obj)


class Execution(ExecutionContext):
    """Executes as graphql-core does, but reads plain values straight away, and a query at one content version."""

    def execute_operation(self, operation: OperationDefinitionNode, root_value: Any) -> Any:
        if operation.operation is not OperationType.QUERY:  # it may change what its own answer shows
            return super().execute_operation(operation, root_value)
        with content_version.held(self.context_value.access.version):
            return super().execute_operation(operation, root_value)

    def execute_field(
        self, parent_type: GraphQLObjectType, source: Any, field_nodes: list[FieldNode], path: Path
    ) -> Any:
        name = field_nodes[0].name.value
        if name == "__typename":
            return parent_type.name
        loader = self.context_value.loader
        plain = loader.sealed.plain.get(parent_type.name, {}).get(name)
        if plain is not None:
            read, write, required = plain
            try:
                value = read(source, loader)
                if value is not None:
                    return write(value)
                if not required:
                    return None
            except (AttributeError, TypeError, ValueError, GraphQLError):
                pass  # told the usual way
        return super().execute_field(parent_type, source, field_nodes, path)
