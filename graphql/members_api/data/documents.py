"""What a saved query runs: one list field, paged by us, whose selection says the columns of flat rows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import orjson
from graphql import (
    ArgumentNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLList,
    IntValueNode,
    NamedTypeNode,
    NameNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    VariableDefinitionNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_leaf_type,
    parse,
    validate,
)

from cms.core.errors import BadInput
from cms.tools.models import SavedQuery
from members_api import limits, schema
from members_api.data.catalogue import LISTS, PAGE, check_choice, text_of

KEYS = ("id", "reference", "slug", "number", "code")  # fields by which a row may be known for good
PAGE_SIZE = 100
MOST_COLUMNS = 60


@dataclass(frozen=True, slots=True)
class Column:
    """`path` of keys in the answer; `name` in the file. `many`: values of several rows stand in one cell."""

    path: tuple[str, ...]
    kind: str  # the scalar's name, such as Date
    many: bool

    @property
    def name(self) -> str:
        return ".".join(self.path)


@dataclass(frozen=True, slots=True)
class Prepared:
    """`field` and `items` are keys in the answer; `counts` are paths of inner lists, each of which gives a number.

    `apart`: an inner list of which each entry is a row, known by `key` and `inner`.
    """

    document: DocumentNode
    field: str
    items: str
    total: str
    key: Column
    columns: tuple[Column, ...]
    counts: tuple[tuple[str, ...], ...]
    page_size: int
    cost: int  # of one page
    apart: tuple[str, ...] = ()
    inner: Column | None = None


def prepared(query: SavedQuery) -> tuple[Prepared, dict[str, Any]]:
    """What to run, with its filters as variables. Raises BadInput and GraphQLError where the schema moved on."""
    if query.text:
        return of_text(query.text), {}
    listed = check_choice(query.list_name, query.columns, query.filters)
    text, order = text_of(listed, query.columns, query.filters), tuple(query.columns)
    return of_text(text, key=listed.key, order=order, apart=listed.apart, inner=listed.inner), dict(query.filters)


@lru_cache(maxsize=200)
def of_text(text: str, *, key: str = "", order: tuple[str, ...] = (), apart: str = "", inner: str = "") -> Prepared:
    """One's own GraphQL, checked: a query of exactly one list field with items and a key, without variables.

    `order`: column names in the order that is wanted; `apart`, `inner`: as the catalogue has them. Raises BadInput with
    `fields`, and GraphQLError.
    """
    if len(text) > limits.MAX_CHARACTERS:
        raise _no(f"Use at most {limits.MAX_CHARACTERS:,} characters")
    sealed = schema.load().sealed.schema
    document = parse(text, max_tokens=limits.MAX_TOKENS)
    operations = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
    if len(operations) != 1 or operations[0].operation is not OperationType.QUERY:
        raise _no("Write one query, and no mutation")
    operation = operations[0]
    own = not key
    if own and operation.variable_definitions:
        raise _no("Write values into the query: a saved query has no variables")
    roots = operation.selection_set.selections
    root = roots[0] if len(roots) == 1 else None
    if not isinstance(root, FieldNode) or root.name.value.startswith("__") or root.directives:
        raise _no("Ask for one list, such as isps")
    field = sealed.query_type.fields.get(root.name.value) if sealed.query_type else None
    if field is None or not {"page", "pageSize"} <= set(field.args) or root.selection_set is None:
        raise _no("Ask for one list that comes in pages, such as isps")
    page_size = _page_size(root)
    if own:
        document = _paged(document, operation, root, page_size)
    cost = limits.check(sealed, document, {PAGE: 1})
    problems = validate(sealed, document, max_errors=5, hide_suggestions=True)
    if problems:
        raise problems[0]
    walk = _Walk(document, tuple(apart.split(".")) if apart else ())
    parts = {node.name.value: node for node in walk.fields(root.selection_set)}
    if "items" not in parts or parts["items"].selection_set is None:
        raise _no("Ask for items")
    if own and ("totalCount" not in parts):
        raise _no("Ask for totalCount beside items: we compare it with the rows that come")
    item = get_named_type(get_named_type(field.type).fields["items"].type)  # type: ignore[union-attr]
    walk.columns(parts["items"].selection_set, item, (), many=False)
    direct = {column.name: column for column in walk.found if len(column.path) == 1 and not column.many}
    chosen = direct.get(key) if key else next((direct[name] for name in KEYS if name in direct), None)
    if chosen is None:
        raise _no("Ask for id, reference or slug of each item: rows are known by it")
    if len(walk.found) > MOST_COLUMNS:
        raise _no(f"Ask for at most {MOST_COLUMNS} columns")
    by_name = {column.name: column for column in walk.found}
    columns = [by_name[name] for name in order] if order else [c for c in walk.found if c.name != "id"]
    return Prepared(
        document=document,
        field=_as(root),
        items=_as(parts["items"]),
        total=_as(parts["totalCount"]),
        key=chosen,
        columns=tuple(columns),
        counts=tuple(walk.lists),
        page_size=page_size,
        cost=cost,
        apart=walk.apart,
        inner=by_name[inner] if inner else None,
    )


def check_text(text: str) -> None:
    """Raises BadInput with `fields` for a text that cannot be a saved query, in words for its writer."""
    try:
        of_text(text)
    except GraphQLError as error:
        raise _no(error.message) from error


def what_is_asked(query: SavedQuery) -> str:
    """For lists of what is used: the list's name, or that it is one's own."""
    listed = LISTS.get(query.list_name)
    return listed.label if listed is not None else "Your own GraphQL"


def fingerprint(row: Mapping[str, Any]) -> bytes:
    """The same for equal rows."""
    return orjson.dumps(row, option=orjson.OPT_SORT_KEYS)


class _Walk:
    """Collects columns along a selection, fragments followed. The list at `apart` is one of rows, not of values."""

    def __init__(self, document: DocumentNode, apart: tuple[str, ...] = ()) -> None:
        self.apart = apart
        self.fragments = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
        self.found: list[Column] = []
        self.lists: list[tuple[str, ...]] = []

    def fields(self, selections: SelectionSetNode) -> Iterator[FieldNode]:
        for node in selections.selections:
            if node.directives:
                raise _no("Use no directives: every row has the same columns")
            if isinstance(node, FieldNode):
                yield node
            elif isinstance(node, FragmentSpreadNode):
                yield from self.fields(self.fragments[node.name.value].selection_set)
            else:
                yield from self.fields(node.selection_set)  # type: ignore[attr-defined]

    def columns(self, selections: SelectionSetNode, parent: Any, path: tuple[str, ...], *, many: bool) -> None:
        for node in self.fields(selections):
            name = node.name.value
            field = getattr(parent, "fields", {}).get(name)
            if field is None:
                if name == "__typename":
                    continue
                raise _no("Ask for fields of the list's own type: parts for some types alone make no columns")
            here, named = (*path, _as(node)), get_named_type(field.type)
            inner = isinstance(get_nullable_type(field.type), GraphQLList) and here != self.apart
            if is_leaf_type(named):
                column = Column(here, named.name, many or inner)
                if column not in self.found:
                    self.found.append(column)
                continue
            if node.selection_set is None:
                continue
            if inner and here not in self.lists and not many:
                self.lists.append(here)
            self.columns(node.selection_set, named, here, many=many or inner)


def _as(node: FieldNode) -> str:
    return node.alias.value if node.alias else node.name.value


def _page_size(root: FieldNode) -> int:
    for argument in root.arguments:
        if argument.name.value == "pageSize" and isinstance(argument.value, IntValueNode):
            return max(1, min(int(argument.value.value[:9]), PAGE_SIZE))
    return PAGE_SIZE


def _paged(document: DocumentNode, operation: OperationDefinitionNode, root: FieldNode, page_size: int) -> DocumentNode:
    """The same document, with our page in the list's arguments."""
    variable = VariableNode(name=NameNode(value=PAGE))
    size = IntValueNode(value=str(page_size))
    kept = [argument for argument in root.arguments if argument.name.value not in ("page", "pageSize")]
    pages = [
        ArgumentNode(name=NameNode(value="page"), value=variable),
        ArgumentNode(name=NameNode(value="pageSize"), value=size),
    ]
    root.arguments = (*kept, *pages)
    kind = NamedTypeNode(name=NameNode(value="Int"))
    operation.variable_definitions = (VariableDefinitionNode(variable=variable, type=kind, directives=()),)
    return document


def _no(message: str) -> BadInput:
    return BadInput(message, fields={"text": [message]})
