"""Rules of the house that no linter knows."""

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

BASE: Path = settings.BASE_DIR
OURS = ("cms", "graphql", "search", "frontend")
GENERATED = ("/migrations/", "frontend/client/")


def modules(*folders: str) -> Iterator[tuple[str, str]]:
    for folder in folders or OURS:
        for path in sorted((BASE / folder).rglob("*.py")):
            name = path.relative_to(BASE).as_posix()
            if not any(part in name for part in GENERATED):
                yield name, path.read_text()


def imports(text: str) -> set[str]:
    """Full names of what a module imports: "grapple.models", "grapple.models.GraphQLString"."""
    found = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def test_graphql_is_a_source_root_and_not_a_package() -> None:
    """One __init__.py there, or in tests/graphql, would hide graphql-core and break every import."""
    assert not (BASE / "graphql" / "__init__.py").exists()
    assert not (BASE / "tests" / "graphql").exists()
    assert "site-packages" in str(importlib.import_module("graphql").__file__)


def test_modules_stay_under_400_lines() -> None:
    assert not {name: n for name, text in modules() if (n := text.count("\n")) >= 400}


def test_no_module_is_a_drawer_for_everything() -> None:
    assert not [name for name, _ in modules() if Path(name).stem in ("utils", "helpers", "common", "misc")]


VENDORS = {
    "elasticsearch": ("search/",),
    "elasticsearch_dsl": ("search/",),
    "boto3": ("cms/storage/",),
    "botocore": ("cms/storage/",),
    "django_q": ("cms/jobs/",),
    "graphene": ("graphql/",),
    "graphene_django": ("graphql/",),
    "graphql": ("graphql/",),
    "grapple": ("graphql/", "cms/pages/"),
}


@pytest.mark.parametrize("vendor", VENDORS)
def test_each_vendor_has_one_door(vendor: str) -> None:
    def uses(text: str) -> bool:
        return any(name == vendor or name.startswith(vendor + ".") for name in imports(text))

    outside = [name for name, text in modules() if uses(text) and not name.startswith(VENDORS[vendor])]
    assert not outside


def test_pages_use_of_grapple_only_how_fields_are_declared() -> None:
    allowed = ("grapple.models", "grapple.helpers")
    used = {found for _, text in modules("cms/pages") for found in imports(text) if found.startswith("grapple")}
    assert used
    assert not [found for found in used if not found.startswith(allowed)]


def test_the_stock_endpoints_are_never_included() -> None:
    found = imports((BASE / "cms" / "urls.py").read_text())
    for stock in ("grapple.urls", "wagtail.urls", "wagtail.documents.urls"):
        assert not [name for name in found if name.startswith(stock)]


def test_resolvers_have_no_request() -> None:
    """Only the door reads cookies, headers and users."""
    door = {"views.py", "basic.py", "file_views.py", "upload_views.py", "reading.py", "rates.py", "urls.py"}
    door |= {"cover_views.py", "snapshot_views.py", "part_views.py", "file_host.py"}
    found = [
        name
        for name, text in modules("graphql")
        if Path(name).name not in door and any(i.startswith("django.http") for i in imports(text))
    ]
    assert not found
    assert not [
        name for name, text in modules("graphql") if re.search(r"\binfo\.context\.(request\b|user\b|session\b)", text)
    ]


def test_time_comes_from_the_clock() -> None:
    pattern = re.compile(r"\b(datetime\.now|date\.today|timezone\.now|timezone\.localdate)\(")
    found = [name for name, text in modules("cms", "graphql") if pattern.search(text)]
    assert [name for name in found if name != "cms/core/clock.py"] == []


# where one failure must not hold up the rest
JOB_EDGES = ("cms/jobs/", "cms/storage/inbound/services.py", "search/registry.py", "search/worker.py")


def test_nothing_outside_the_edges_of_jobs_swallows_everything() -> None:
    def swallows(handler: ast.ExceptHandler) -> bool:
        broad = handler.type is None or (isinstance(handler.type, ast.Name) and handler.type.id == "Exception")
        return broad and not any(isinstance(line, ast.Raise) for line in handler.body)

    found = {
        name
        for name, text in modules()
        if any(isinstance(node, ast.ExceptHandler) and swallows(node) for node in ast.walk(ast.parse(text)))
    }
    assert not {name for name in found if not name.startswith(JOB_EDGES)}


def test_selectors_that_answer_members_start_from_what_they_may_see() -> None:
    """A function of a selector that takes a requester reads rows through the policy, or hands the requester on."""
    bare = []
    for name, text in modules("cms"):
        if "selectors" not in name:
            continue
        for node in ast.walk(ast.parse(text)):
            if not isinstance(node, ast.FunctionDef):
                continue
            takes = [arg.arg for arg in (*node.args.args, *node.args.kwonlyargs) if arg.arg in ("requester", "by")]
            body = ast.get_source_segment(text, node) or ""
            uses = {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
            if takes and ".objects" in body and not uses & set(takes):
                bare.append(f"{name}:{node.name}")
    assert not bare


def test_who_is_a_member_changes_through_one_door() -> None:
    """`cms.snippets.standing`: there it gets on record, and tokens and sessions of who is no member end."""
    stored = [
        name
        for name, text in modules("cms", "graphql")
        for node in ast.walk(ast.parse(text))
        if (isinstance(node, ast.Attribute) and node.attr == "membership" and isinstance(node.ctx, ast.Store))
        or (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in ("update", "update_or_create")
            and any(word.arg == "membership" for word in node.keywords)
        )
    ]
    assert stored == ["cms/snippets/standing.py"]


CONNECTIONS = (
    "socket",
    "http.client",
    "urllib.request",
    "requests",
    "httpx",
    "aiohttp",
    "urllib3",
    "ftplib",
    "telnetlib",
)
DOORS = {
    "cms/core/outbound.py": "addresses that people typed, public ones alone",
    "cms/members/directories.py": "sign-in by an organisation's directory: requests' sessions with the door beneath",
    "cms/members/sso.py": "makes those sessions",
    "cms/members/views/directories.py": "names their errors",
    "cms/storage/s3_read.py": "names the errors of a store's answer that breaks off; opens no connection",
    "cms/storage/scanning.py": "the virus scanner, whose address is a setting",
    "frontend/transport.py": "the API, whose address is a setting",
    "search/runs.py": "the name of this machine; opens no connection",
}


def test_only_the_guarded_door_opens_connections() -> None:
    """What fetches an address goes through cms.core.outbound, which never reaches into our own network. Mail servers,
    the index and the file store are settings of the installation, spoken to by their own libraries (VENDORS above)."""

    def connects(text: str) -> bool:
        return any(name == door or name.startswith(door + ".") for name in imports(text) for door in CONNECTIONS)

    found = {name for name, text in modules() if connects(text)}
    assert found == set(DOORS)


def test_elasticsearch_is_spoken_to_by_one_name() -> None:
    """elasticsearch-dsl 8.18 only forwards to elasticsearch.dsl; both must be the same classes."""
    dsl = pytest.importorskip("elasticsearch.dsl")
    old = pytest.importorskip("elasticsearch_dsl")
    assert old.Search is dsl.Search
