"""What developers read about the API: the reference that `api_contract` writes, examples, and the log of changes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from .settings import ROOT

REFERENCE = Path(__file__).parent / "reference" / "schema.json"
SCHEMA = ROOT / "graphql" / "schema.graphql"
CHANGES = ROOT / "docs" / "api-changes.md"
# (heading, what it shows, file); each is run by a test against a running site
EXAMPLES = (
    ("A first call with curl", "Five agreements, with nothing but curl.", "clients/curl/first_call.sh"),
    (
        "A first call in Python",
        "The same with Python's own library, nothing to install.",
        "clients/python/first_call.py",
    ),
    (
        "The whole register in Python",
        "Page by page, with types that a checker knows, waiting where the API says so.",
        "clients/python/register.py",
    ),
)
# The same, but they ask nobody: what they read is a file that was downloaded.
CHECKS = (
    (
        "Is a file from a signed copy of the registers?",
        "Checked without this site: the copy’s own list, its signature and our public key.",
        "clients/python/verify_snapshot.py",
    ),
)
QUERIES = (
    ("register", "The register as a dashboard reads it, partners, one agreement, changes ahead."),
    ("guidance_full", "All guidance, with its text in parts."),
)


@dataclass(frozen=True)
class Reference:
    """`queries` and `mutations` are lists of fields, `types` a table by name; shapes as in members_api.reference."""

    limits: dict[str, int]
    scopes: list[str]
    queries: list[dict[str, Any]]
    mutations: list[dict[str, Any]]
    types: dict[str, dict[str, Any]]

    def for_tools(self) -> dict[str, list[dict[str, Any]]]:
        """{scope: queries} of what a token can be given."""
        return {
            scope: found
            for scope in self.scopes
            if (found := [query for query in self.queries if query["scope"] == scope])
        }

    def ended(self) -> Iterator[tuple[str, str]]:
        """(Type.field, why and when) of what goes away."""
        for owner in (*self.types.values(), {"name": "Query", "fields": self.queries}):
            for one in (*owner.get("fields", ()), *owner.get("values", ())):
                if "ended" in one:
                    yield f"{owner['name']}.{one['name']}", one["ended"]

    def uses(self, name: str) -> list[tuple[str, str]]:
        """(type, field) that give this type; "" is the root."""
        roots = [("", query["name"]) for query in self.queries if query["of"] == name]
        inner = [
            (owner["name"], one["name"])
            for owner in self.types.values()
            for one in owner.get("fields", ())
            if one["of"] == name
        ]
        return [*roots, *inner]


@lru_cache(maxsize=1)
def reference() -> Reference:
    found = json.loads(REFERENCE.read_text())
    return Reference(
        found["limits"],
        found["scopes"],
        found["queries"],
        found["mutations"],
        {one["name"]: one for one in found["types"]},
    )


@lru_cache(maxsize=1)
def programs() -> list[tuple[str, str, str, str]]:
    """(heading, what it shows, file, text)."""
    return [(heading, about, file, (ROOT / file).read_text()) for heading, about, file in (*EXAMPLES, *CHECKS)]


@lru_cache(maxsize=1)
def queries() -> list[tuple[str, str, str]]:
    """(name, what it shows, text) of the examples in GraphQL."""
    return [(name, about, (ROOT / f"graphql/examples/{name}.graphql").read_text()) for name, about in QUERIES]


@dataclass(frozen=True)
class Change:
    heading: str
    lines: list[str]


@lru_cache(maxsize=1)
def changes() -> list[Change]:
    """docs/api-changes.md: `## heading` and `- line`, newest first; other lines are for who writes it."""
    found: list[Change] = []
    for line in CHANGES.read_text().splitlines():
        if line.startswith("## "):
            found.append(Change(line[3:].strip(), []))
        elif line.startswith("- ") and found:
            found[-1].lines.append(line[2:].strip())
        elif line.startswith("  ") and found and found[-1].lines:
            found[-1].lines[-1] += " " + line.strip()
    return found


def in_code(text: str) -> list[tuple[bool, str]]:
    """(is code, words) of a line in which `code` stands between backticks."""
    return [(n % 2 == 1, part) for n, part in enumerate(re.split("`", text)) if part]
