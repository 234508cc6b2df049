"""Write what other programs read: schema.graphql, the manifests, the developers' reference; or check them."""

import difflib
import json
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from graphql import (
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    build_schema,
    find_breaking_changes,
    lexicographic_sort_schema,
    print_schema,
)

from members_api import persisted, reference, schema


def contract() -> dict[Path, str]:
    """{path: text} of the files of the contract, as the code makes them now."""
    api, folder = schema.load(), settings.BASE_DIR / "graphql"
    # Sorting the live schema fails on graphene's enum defaults; a schema rebuilt from its own text sorts.
    sorted_schema = lexicographic_sort_schema(build_schema(print_schema(api.sealed.schema)))
    files = {folder / "schema.graphql": print_schema(sorted_schema) + "\n"}
    for name, operations in api.by_folder.items():
        manifest = json.dumps(persisted.manifest(operations), indent=2, sort_keys=True)
        files[folder / name / "manifest.json"] = manifest + "\n"
    pages = settings.BASE_DIR / "frontend" / "reference"
    files[pages / "schema.json"] = reference.reference(sorted_schema, api.sealed.schema)
    return files


def breaking_changes(old_text: str, new_text: str) -> list[str]:
    """What would break a client of the old contract. A new type behind an interface breaks typed clients too."""
    old, new = build_schema(old_text), build_schema(new_text)
    found = [change.description for change in find_breaking_changes(old, new)]
    for name in ("PageInterface", "StreamFieldInterface"):
        added = _members(new, name) - _members(old, name)
        found += [f"{member} was added to {name}: typed clients know a closed list." for member in sorted(added)]
    return found


def _members(built: GraphQLSchema, interface: str) -> set[str]:
    type_ = built.type_map.get(interface)
    if not isinstance(type_, GraphQLInterfaceType):
        return set()
    return {t.name for t in built.get_possible_types(type_) if isinstance(t, GraphQLObjectType)}


class Command(BaseCommand):
    help = "Write graphql/schema.graphql and the operations' manifest. --check compares instead: 1 where they differ."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="Change nothing; fail where the files differ.")
        parser.add_argument(
            "--against", type=Path, help="An older schema.graphql: fail on changes that break its clients."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        files = contract()
        if options["against"]:
            old = options["against"].read_text()
            broken = breaking_changes(old, next(iter(files.values())))
            if broken:
                raise CommandError("Breaking changes:\n" + "\n".join(broken))
        for path, text in files.items():
            old = path.read_text() if path.exists() else ""
            if old == text:
                continue
            if options["check"]:
                sys.stderr.writelines(
                    difflib.unified_diff(
                        old.splitlines(True), text.splitlines(True), f"{path.name} (committed)", path.name
                    )
                )
                raise CommandError(f"{path.name} is not what the code makes: run `manage.py api_contract`.")
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)
            self.stdout.write(f"wrote {path.relative_to(settings.BASE_DIR)}")
