"""Who builds tools reads docs/api-changes.md: what is new for them, and what would break them, stands there."""

import re
from typing import Any

import pytest
from django.conf import settings
from graphql import GraphQLInputObjectType, build_schema

from cms.members import tokens
from members_api import persisted, schema
from members_api.management.commands.api_contract import breaking_changes

RELEASED = settings.BASE_DIR / "graphql" / "released.graphql"
LOG = settings.BASE_DIR / "docs" / "api-changes.md"


def next_release() -> str:
    """The part of the log about what is not released yet."""
    parts = re.split(r"^## ", LOG.read_text(), flags=re.M)
    return parts[1] if parts[1].startswith("Next release") else ""


def test_new_questions_of_tools_are_in_the_log() -> None:
    old = build_schema(RELEASED.read_text()).query_type
    assert old
    declared = schema.load().sealed.schema.query_type.graphene_type._meta.fields  # type: ignore[union-attr]
    exposed = {persisted.graphql_name(attribute, field): field for attribute, field in declared.items()}
    new = {name for name, field in exposed.items() if field.scope in tokens.SCOPES} - set(old.fields)
    assert not {name for name in new if f"`{name}`" not in next_release()}


def test_what_is_new_in_types_that_tools_read_already_is_in_the_log() -> None:
    old = build_schema(RELEASED.read_text())
    current = build_schema((settings.BASE_DIR / "graphql" / "schema.graphql").read_text())
    new = set()
    for name, type_ in current.type_map.items():
        before: Any = old.type_map.get(name)
        if before is None or name.startswith("__") or type_ in (current.query_type, current.mutation_type):
            continue
        for part in ("fields", "values"):
            if not isinstance(type_, GraphQLInputObjectType):
                new |= {f"{name}.{one}" for one in set(getattr(type_, part, ())) - set(getattr(before, part, ()))}
    assert not {name for name in new if f"`{name}`" not in next_release()}


def test_what_would_break_a_tool_is_in_the_log() -> None:
    current = (settings.BASE_DIR / "graphql" / "schema.graphql").read_text()
    found = breaking_changes(RELEASED.read_text(), current)
    named = [(text, re.findall(r"[A-Za-z]+\.[A-Za-z]+|[A-Z][A-Za-z]+", text)[:1]) for text in found]
    assert not [text for text, names in named if not any(f"`{name}`" in next_release() for name in names)]


@pytest.mark.parametrize("line", re.findall(r"@deprecated\(reason: \"([^\"]+)\"", RELEASED.read_text()) or [""])
def test_what_goes_away_says_when(line: str) -> None:
    assert not line or re.search(r"20\d\d-\d\d-\d\d", line)
