"""Who asked on which path, and what was found there. Each answer is looked at for every kind of object at once."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from graphql import GraphQLList, GraphQLNonNull

from tests.members_api.everything import root_fields
from tests.reads.kinds import MARKER, OF

PATHS = (
    *("list", "detail", "count", "facet", "completion", "suggestion", "highlight", "reference", "file", "export"),
    *("feed", "calendar", "saved query", "mail", "admin", "preview", "error text"),
)
SEARCH = {"titleParts": "highlight", "snippetParts": "highlight", "facets": "facet", "suggestion": "suggestion"}
WHOLE = {"searchCompletions": "completion", "previewPage": "preview"}
BY_END = {".ics": "calendar", ".xml": "feed", "/suggest": "completion", "/preview": "preview"}
EXPORTS = (".csv", ".xlsx", ".docx", ".pdf", "/print", "/card", "/release")


class Cells:
    """The cells that one test looked at. `note` fails where somebody reads what is not theirs."""

    def __init__(self) -> None:
        self.asked: set[tuple[str, str]] = set()
        self.shown: set[tuple[str, str, str]] = set()
        self.noted: dict[str, Any] = {"answers": 0, "asked": self.asked, "shown": self.shown}

    def note(self, role: str, path: str, text: str, may: Iterable[str], of: Any = "") -> set[str]:
        """One answer. `may` are the markers that the role is allowed on this path; returns those that it found."""
        assert path in PATHS, path
        self.noted["answers"] += 1
        self.asked.add((role, path))
        found = set(MARKER.findall(text))
        assert found <= set(may), (role, path, of, found - set(may))
        self.shown.update((role, OF.get(marker, "?"), path) for marker in found)
        return found

    def note_answer(self, role: str, name: str, text: str, may: Iterable[str], of: Any = "") -> set[str]:
        """An answer of the API to one root field, as JSON: its parts stand on several paths."""
        self.noted["answers"] += 1
        paths = paths_of(name)
        self.asked.update((role, path) for path in paths)
        found = set(MARKER.findall(text))
        assert found <= set(may), (role, name, of, found - set(may))
        if found:
            answer = json.loads(text)
            for path, words in parts(name, (answer.get("data") or {}).get(name)):
                self.shown.update((role, OF.get(marker, "?"), path) for marker in MARKER.findall(words))
        return found


def path_of_route(route: str) -> str:
    """On which path an address of the members' site stands."""
    for end, path in BY_END.items():
        if route.endswith(end):
            return path
    if route.endswith(EXPORTS):
        return "export"
    return "detail" if "{" in route else "list"


def paths_of(name: str) -> set[str]:
    """The paths on which a root field answers, by its arguments and type."""
    field = root_fields()[name]
    if name == "search":
        return {"list", "count", "facet", "highlight", "suggestion", "reference", "error text"}
    if name in WHOLE:
        return {WHOLE[name], "error text"}
    if "pageSize" in field.args:
        return {"list", "count", "reference", "error text"}
    return {"list" if _is_list(field.type) else "detail", "reference", "error text"}


def _is_list(type_: Any) -> bool:
    return isinstance(type_.of_type if isinstance(type_, GraphQLNonNull) else type_, GraphQLList)


def parts(name: str, data: Any) -> Iterator[tuple[str, str]]:
    """(path, words) of every text in the answer of one root field."""
    if name == "search":
        yield from _of_search(data)
    elif name in WHOLE:
        yield WHOLE[name], json.dumps(data)
    else:
        many = "pageSize" in root_fields()[name].args
        top, most = ("list", 2) if many else ("list" if isinstance(data, list) else "detail", 1)
        for depth, words in _words(data):
            yield (top if depth <= most else "reference"), words


def _of_search(data: Any, path: str = "list") -> Iterator[tuple[str, str]]:
    if isinstance(data, dict):
        for key, below in data.items():
            yield from _of_search(below, SEARCH.get(key.rpartition("_")[2], path))
    elif isinstance(data, list):
        for one in data:
            yield from _of_search(one, path)
    elif isinstance(data, str):
        yield path, data


def _words(data: Any, depth: int = 0) -> Iterator[tuple[int, str]]:
    if isinstance(data, dict):
        for below in data.values():
            yield from _words(below, depth + 1)
    elif isinstance(data, list):
        for one in data:
            yield from _words(one, depth)
    elif isinstance(data, str):
        yield depth, data
