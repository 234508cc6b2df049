"""Every service that changes something puts it on record. Found in the source, not listed by hand: each public function
of cms with a keyword `by` from which a write can be reached must reach `cms.audit.services.record` too."""

import ast
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from django.conf import settings

ROOT = settings.BASE_DIR
WRITES = frozenset(
    ("save", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "delete", "update")
)
RECORD = ("cms.audit.services", "record")
# What these write is told by who calls them, or is machinery.
BELOW = ("cms.audit", "cms.core", "cms.jobs", "cms.notifications")
# One's own desk, and counts without people: nobody else sees a change.
NOT_RECORDED = {
    "cms.searchlog.services.note_search": "a count without a person",
    "cms.searchlog.services.note_opened": "a count without a person",
    "cms.saved_searches.services.mark_saved_search_seen": "one's own: seen or not",
    "cms.reviews.answers.save_answers": "one's own answers, before they are given; the review is on record",
    "cms.reviews.answers.discard_answers": "one's own answers, before they are given",
    "cms.storage.uploads.start_upload": "leave to send files; each file that is taken is on record",
    "cms.storage.upload_parts.standing_of": "it only corrects how much of a file is here",
    "cms.storage.uploads.keep_document": "a part of services that record the row which holds the file",
    "cms.signing.services.here.open_to_sign": "the row is the record: who opened which text, and when",
    "cms.members.services.invitations.send_invitation": "a part of inviting and of sending again, which record",
    "cms.pages.importers.writing.begin": "a part of importing pages, which records; it makes the sections",
    "cms.snippets.importers.applying.write_plan": "a part of applying an import, which records",
    "cms.snippets.importers.recording.keep_list": "a part of applying a list, which records; the row is its history",
    "cms.postbox.services.receive_mail": "the row is the record; what becomes of it is told by who takes it",
}


class Function(NamedTuple):
    is_service: bool
    writes: bool
    calls: frozenset[str]


def called(node: ast.AST) -> Iterator[str]:
    """Names that are used, and "module.name" of attributes."""
    for part in ast.walk(node):
        if isinstance(part, ast.Name):
            yield part.id
        elif isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name):
            yield f"{part.value.id}.{part.attr}"


def written(node: ast.AST) -> bool:
    """Whether rows are written in it. `update` with values by name: sets and dictionaries are given theirs at once."""
    return any(
        isinstance(part, ast.Call)
        and isinstance(part.func, ast.Attribute)
        and part.func.attr in WRITES
        and not (part.func.attr == "update" and part.args)
        for part in ast.walk(node)
    )


@cache
def source() -> tuple[dict[tuple[str, str], Function], dict[tuple[str, str], tuple[str, str]]]:
    """({(module, name): what it does}, {(module, name): where the name comes from})."""
    functions, origins = {}, {}
    for path in (ROOT / "cms").rglob("*.py"):
        if {"migrations", "demo", "management"} & set(path.parts):
            continue
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        tree = ast.parse(path.read_text())
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module:
                for alias in node.names:
                    origins[module, alias.asname or alias.name] = (node.module, alias.name)
            elif isinstance(node, ast.FunctionDef):
                keywords = {argument.arg for argument in node.args.kwonlyargs}
                service = "by" in keywords and not node.name.startswith("_")
                functions[module, node.name] = Function(service, written(node), frozenset(called(node)))
    return functions, origins


def found(module: str, name: str) -> tuple[str, str] | None:
    """Where a name that a module uses is defined: by itself, imported, or through one module after another."""
    functions, origins = source()
    for _ in range(6):
        if (module, name) in functions:
            return module, name
        first, _, rest = name.partition(".")
        if (module, first) not in origins:
            return None
        module, name = origins[module, first]
        if rest:
            module, name = f"{module}.{name}", rest
    return None


@cache
def reach(module: str, name: str) -> frozenset[tuple[str, str]]:
    """Everything that may be called from here, itself included; `record` is not looked into."""
    functions, _ = source()
    seen, waiting = {(module, name)}, [(module, name)]
    while waiting:
        where = waiting.pop()
        for call in functions[where].calls:
            one = found(where[0], call)
            if one is not None and one not in seen:
                seen.add(one)
                if one != RECORD:
                    waiting.append(one)
    return frozenset(seen)


def services() -> Iterator[tuple[str, bool, bool]]:
    """(full name, whether something is written, whether it is put on record) of each service."""
    functions, _ = source()
    for (module, name), what in functions.items():
        if what.is_service and not module.startswith(BELOW):
            there = reach(module, name)
            writes = any(functions[one].writes for one in there if not one[0].startswith(BELOW))
            yield f"{module}.{name}", writes, RECORD in there


def test_every_service_that_writes_puts_it_on_record() -> None:
    every = list(services())
    assert sum(writes and recorded for _, writes, recorded in every) > 150
    silent = {name for name, writes, recorded in every if writes and not recorded}
    assert sorted(silent - set(NOT_RECORDED)) == []
    assert sorted(set(NOT_RECORDED) - silent) == []
