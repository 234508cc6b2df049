"""Values for the variables of an operation: such as people send, and such as break careless programs."""

import random
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    OperationDefinitionNode,
    is_required_input_field,
    type_from_ast,
)

from members_api import schema
from members_api.persisted import Operation

TEXTS = (
    *("a", "Words that people write.", "two\nlines", "é ß 漢 😀", "\u202etxt.exe", "\ufeff", " ", "", "\x01\x1b[0m"),
    *("'; DROP TABLE x; --", "%_\\", "../../etc/passwd", "<script>alert(1)</script>", "{{ 7*7 }}", "=1+1", "\t\r\n"),
    *("0", "-1", "9" * 30, "1e309", "None", "null", "2026-02-30", "a@example.org", "https://example.org/x?y=1#z"),
    *("/", "/guidance/", "//evil.example", "x" * 60, "x" * 300, "x" * 5000, "mip_1_" + "a" * 43, "thread:1", "new"),
)
INTS = (0, 1, 2, 3, 5, 20, 100, 101, -1, 2026, 10_000, 999_999, 2**31 - 1, -(2**31))
FLOATS = (0.0, 1.5, -1.0, 1e308, 5e-324)
DAYS = ("2026-11-23", "2024-02-29", "2027-06-30", "2001-01-01", "0001-01-01", "9999-12-31", "1000-01-01")
TIMES = ("2026-11-23T09:30:00Z", "2026-11-23T09:30:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00")
NO_DAYS = ("2026-02-30", "", "x", "23.11.2026", "10000-01-01")
IDS = ("1", "2", "0", "-1", "999999", "9" * 18, "9" * 40, "x", "", "1.5", "٣")  # noqa: RUF001 - a digit that is no ASCII
NESTED = 3  # levels of input objects that are filled with more than they must have


class Stranger:
    """Makes values from types. `known` are what exists, by the end of an argument's name: {"reference": [...]}."""

    def __init__(self, seed: int, known: dict[str, list[Any]]) -> None:
        self.chance, self.known = random.Random(seed), known

    def variables(self, operation: Operation) -> dict[str, Any]:
        """Some for one call: now mostly such as people send, now mostly such as nobody should."""
        wild = self.chance.choice((0.02, 0.1, 0.5))
        definition = next(d for d in operation.document.definitions if isinstance(d, OperationDefinitionNode))
        found = {}
        for one in definition.variable_definitions or ():
            type_: Any = type_from_ast(schema.load().sealed.schema, one.type)
            if isinstance(type_, GraphQLNonNull) or self.chance.random() < 0.6:
                found[one.variable.name.value] = self.value(type_, one.variable.name.value, wild)
        return found

    def value(self, type_: Any, name: str, wild: float, level: int = 0) -> Any:
        if isinstance(type_, GraphQLNonNull):
            type_ = type_.of_type
        elif self.chance.random() < wild / 3:
            return None
        if isinstance(type_, GraphQLList):
            times = self.chance.choice((1, 1, 2, 3) if self.chance.random() > wild else (0, 2, 60))
            return [self.value(type_.of_type, name, wild, level + 1) for _ in range(times)]
        if isinstance(type_, GraphQLInputObjectType):
            more = 0.7 if level < NESTED else 0.0
            return {
                key: self.value(field.type, key, wild, level + 1)
                for key, field in type_.fields.items()
                if is_required_input_field(field) or self.chance.random() < more
            }
        if isinstance(type_, GraphQLEnumType):
            return self.chance.choice(list(type_.values))
        return self.leaf(type_.name, name, wild)

    def leaf(self, kind: str, name: str, wild: float) -> Any:
        is_wild = self.chance.random() < wild
        existing = next((values for end, values in self.known.items() if name.lower().endswith(end)), None)
        if existing and not is_wild:
            fitting = [one for one in existing if isinstance(one, int) == (kind == "Int")]
            if fitting:
                return self.chance.choice(fitting)
        usual, all_of_them = {
            "Int": (INTS[1:5], INTS),
            "Float": (FLOATS[:2], FLOATS),
            "Boolean": ((True, False), (True, False)),
            "ID": (IDS[:2], IDS),
            "Date": (DAYS[:3], DAYS + NO_DAYS),
            "DateTime": (TIMES[:1], TIMES + NO_DAYS),
        }.get(kind, (TEXTS[:3], TEXTS))
        return self.chance.choice(all_of_them if is_wild else usual)
