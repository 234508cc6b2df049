"""The committed contract holds together: schema, operations, manifest and generated client say the same."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from graphql import OperationDefinitionNode, build_schema, parse, print_ast, separate_operations, validate

from tests.frontend import samples

GRAPHQL = Path(__file__).resolve().parents[2] / "graphql"
SOURCE = "\n".join(path.read_text() for path in sorted((GRAPHQL / "operations").glob("*.graphql")))


def test_every_operation_is_valid_against_the_schema() -> None:
    problems = validate(build_schema((GRAPHQL / "schema.graphql").read_text()), parse(SOURCE))
    assert problems == []


def test_the_manifest_names_every_operation_by_the_hash_of_its_text() -> None:
    made = {
        name: hashlib.sha256(print_ast(document).encode()).hexdigest()
        for name, document in separate_operations(parse(SOURCE)).items()
    }
    assert json.loads((GRAPHQL / "operations" / "manifest.json").read_text()) == made


def test_the_client_has_a_method_for_each_operation_and_no_other() -> None:
    named = {
        node.name.value
        for node in parse(SOURCE).definitions
        if isinstance(node, OperationDefinitionNode) and node.name is not None
    }
    assert set(samples.operations()) == named


# Words under the search box; feeds; the explorer's answer, on a page that stands whatever becomes of the question.
NO_PAGE = {"SearchCompletions", "PublicChanges", "BriefingFeed", "Explore"}


def test_each_page_asks_for_the_header_in_the_same_call() -> None:
    """One operation a page: what is shown in the header comes with it. A change is followed by a page of its own."""
    for name, document in separate_operations(parse(SOURCE)).items():
        text = print_ast(document)
        alone = name in NO_PAGE or text.startswith("mutation ")
        assert alone or ("...SiteBar" in text and "...ViewerBar" in text), name
