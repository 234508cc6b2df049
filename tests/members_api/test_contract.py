"""The contract is committed, changes on purpose, and the seal refuses what it cannot guard."""

import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import graphene
import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import models
from graphene.utils.str_converters import to_snake_case
from graphql import ExecutionContext, GraphQLError, GraphQLField, GraphQLString, parse, print_schema
from wagtail import blocks

from cms.audit.models import AuditSeal
from cms.core import policy
from cms.core.requester import ANONYMOUS, Requester
from cms.pages.blocks import BodyBlock
from cms.pages.models import GuidancePage, NewsPage
from cms.pages.permissions import EDITORIAL
from members_api import guards, limits, persisted, schema
from members_api.access import Access, gate_model
from members_api.batch import Loader
from members_api.management.commands.api_contract import breaking_changes
from tests.factories.community import Community
from tests.members_api.conftest import run_as
from tests.members_api.everything import document

CONTRACT = settings.BASE_DIR / "graphql"


def test_schema_and_manifests_are_the_committed_ones() -> None:
    """To change them: `manage.py api_contract`, and show the difference in review."""
    call_command("api_contract", check=True)


def test_a_difference_fails_the_check(tmp_path: Path, settings: Any) -> None:
    (tmp_path / "graphql" / "operations").mkdir(parents=True)
    settings.BASE_DIR = tmp_path
    with pytest.raises(CommandError, match=r"schema\.graphql"):
        call_command("api_contract", check=True)


def test_changes_that_break_clients_are_named() -> None:
    old = "interface PageInterface { id: ID! } type A implements PageInterface { id: ID! b: Int } type Query { a: A }"
    new = """interface PageInterface { id: ID! } type A implements PageInterface { id: ID! }
        type C implements PageInterface { id: ID! } type Query { a: A c: C }"""
    found = breaking_changes(old, new)
    assert any("A.b" in text for text in found)
    assert any(text.startswith("C was added") for text in found)  # typed clients know a closed list
    assert breaking_changes(old, old) == []


def test_every_block_of_the_body_is_declared() -> None:
    """An undeclared block vanishes from the API; this says so before an editor notices."""
    assert not [name for name, child in BodyBlock().child_blocks.items() if not hasattr(child, "graphql_fields")]


def test_an_undeclared_or_bare_block_vanishes() -> None:
    class Undeclared(blocks.StructBlock):
        secret = blocks.CharBlock()

    body = BodyBlock([("undeclared", Undeclared()), ("page", blocks.PageChooserBlock()), ("bare", blocks.CharBlock())])
    raw = [{"type": kind, "value": 1} for kind in ("undeclared", "page", "bare", "gone")]
    assert schema.load().sealed._children(body, raw, "0") == []


def test_what_pages_do_not_declare_is_not_in_the_schema() -> None:
    fields = set(schema.load().sealed.schema.type_map["GuidancePage"].fields)  # type: ignore[union-attr]
    assert {"title", "path", "body", "supersedes"} <= fields
    assert not fields & {"provenance", "draftTitle", "owner", "live", "revisions", "searchDescription", "url", "slug"}


BANNED = """draftTitle hasUnpublishedChanges rawValue revisions password live provenance fileHash searchQuery digest
    contentType collection redirects settings snippets tags JSONString GenericScalar tokenDigest"""


def test_banned_words_are_not_in_the_schema() -> None:
    text = print_schema(schema.load().sealed.schema)
    assert not [word for word in BANNED.split() if re.search(rf"^\s+{word}\b", text, re.MULTILINE)]


def test_a_relation_declared_as_text_stops_the_process() -> None:
    with pytest.raises(ImproperlyConfigured, match="evades its gate"):
        schema.load().sealed._edge(NewsPage, "picture", GraphQLField(GraphQLString))


def test_choices_without_an_enum_stop_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guards, "enum_for", lambda *_: None)
    with pytest.raises(ImproperlyConfigured, match="has choices"):
        schema.load().sealed._edge(GuidancePage, "authority", GraphQLField(GraphQLString))


def test_a_model_without_a_rule_stops_the_process() -> None:
    with pytest.raises(ImproperlyConfigured, match="no rule"):
        gate_model(AuditSeal)


def test_a_root_field_without_an_audience_stops_the_process() -> None:
    class Query(schema.Query):
        careless = graphene.String()

    with pytest.raises(ImproperlyConfigured, match="careless"):
        guards.Sealed(schema.unsealed(Query, None))


def test_what_a_careless_resolver_returns_is_read_again_as_the_requester(community: Community) -> None:
    loader = Loader(schema.load().sealed, parse("{ __typename }"), Access(ANONYMOUS))
    info = SimpleNamespace(context=SimpleNamespace(loader=loader), field_nodes=[])
    hidden = GuidancePage.objects.get(title="SECRET-draft-page")
    assert guards.gate(lambda *_: hidden, False, None, info) is None
    assert guards.gate(lambda *_: [hidden], True, None, info) == []
    assert guards.gate(lambda *_: GuidancePage.objects.filter(pk=hidden.pk), True, None, info) == []
    isp = community.isps["parties"]
    assert guards.gate(lambda *_: isp, False, None, info) is None


def test_every_model_with_a_rule_names_a_token_scope() -> None:
    assert policy._rows
    assert not [model for model, rows in policy._rows.items() if not rows.scope.startswith(("read:", "write:"))]


def test_every_model_of_the_schema_is_watched() -> None:
    """A kept answer must not outlive what it shows."""
    from cms.core.content_version import _watched

    shown = [model for model in schema.load().sealed.type_names if issubclass(model, models.Model)]
    personal = {
        "Notification",  # in the key of personal answers by a stamp
        "ApiToken",  # its fields are not kept: its use changes by itself
        "SavedQuery",  # the same
        "Draft",  # of a post: its fields are not kept
    }
    watched = [model for model in shown if any(issubclass(model, seen) for seen in _watched)]
    assert {model.__name__ for model in shown} - {model.__name__ for model in watched} <= personal
    assert set(EDITORIAL) <= set(shown)


def test_operations_with_mistakes_stop_the_process(tmp_path: Path) -> None:
    sealed = schema.load().sealed.schema
    for text, words in (
        ("query A { nope }", "nope"),
        ("query A { ...Missing }", "Missing"),
        ("query A {", "Syntax"),
        (
            "query A($n: Int) { guidanceItems(pageSize: $n) { items { supersedes { supersedes { supersedes { id }}}}}}",
            "too much",
        ),
    ):  # fmt: skip
        (tmp_path / "a.graphql").write_text(text)
        with pytest.raises(ImproperlyConfigured, match=words):
            persisted.load(tmp_path, sealed)
    (tmp_path / "a.graphql").write_text("query A { site { name } }")
    assert [operation.name for operation in persisted.load(tmp_path, sealed).values()] == ["A"]


def test_a_variable_page_size_is_priced_at_the_most() -> None:
    built = schema.load().sealed.schema
    fixed = parse("{ isps(pageSize: 10) { items { title } } }")
    free = parse("query A($n: Int) { isps(pageSize: $n) { items { title } } }")
    assert limits.check(built, free) > 5 * limits.check(built, fixed)
    assert limits.check(built, free, {"n": 10}) == limits.check(built, fixed)


@pytest.mark.parametrize("kind", ["query", "mutation"])
def test_fragments_that_double_at_every_level_are_refused_at_once(kind: str) -> None:
    """They name no field, so counting fields alone would walk 2^60 ways before the first limit."""
    root = "Query" if kind == "query" else "Mutation"
    doubling = " ".join(f"fragment F{n} on {root} {{ ...F{n + 1} ...F{n + 1} }}" for n in range(60))
    with pytest.raises(GraphQLError, match="fewer fragments"):
        limits.check(schema.load().sealed.schema, parse(f"{kind} A {{ ...F0 }} {doubling}", max_tokens=2000))


@pytest.mark.parametrize("role", ["anonymous", "party"])
def test_the_short_way_answers_as_the_usual_one(
    role: str, requester: Callable[[str], Requester], community: Community
) -> None:
    by, plain = requester(role), schema.load().sealed.plain
    assert {"title", "summary", "path", "authority", "reviewOn"} <= set(plain["GuidancePage"])
    assert "html" in plain["ProseBlock"]
    for name, given in (
        ("newsItem", {"path": '"/news/leaky"'}),
        ("guidanceItems", {"includeSuperseded": "true"}),
        ("isps", {}),
        ("events", {}),
        ("legalConditions", {}),
    ):
        text = document(name, given)
        short, usual = run_as(by, text), run_as(by, text, way=ExecutionContext)
        assert (short.data, str(short.errors)) == (usual.data, str(usual.errors)), name


def test_what_members_alone_may_read_never_goes_the_short_way() -> None:
    sealed = schema.load().sealed
    for name, fields in sealed.plain.items():
        part = getattr(sealed.schema.type_map[name].graphene_type, "public_part", None)  # type: ignore[attr-defined]
        if part is not None:
            assert {to_snake_case(field) for field in fields} <= {*part, "id"}
