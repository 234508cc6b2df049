"""What pip-audit answers, read: a hole fails, an index without advisories is a skip that says so."""

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def audit() -> Any:
    spec = importlib.util.spec_from_file_location("dependency_audit", ROOT / "infra/test/audit.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    import sys

    sys.modules["dependency_audit"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def test_a_known_hole_is_named(audit: Any) -> None:
    hole = {"id": "PYSEC-1", "fix_versions": ["2.1"], "aliases": [], "description": "x"}
    found = audit.read(json.dumps({"dependencies": [{"name": "a", "version": "2.0", "vulns": [hole]}]}), "")
    assert found.holes == ["a 2.0: PYSEC-1, mended in 2.1"]


def test_an_index_without_advisories_is_not_a_clean_answer(audit: Any) -> None:
    found = audit.read(json.dumps({"dependencies": [{"name": "a", "skip_reason": "not found"}]}), "")
    assert found.skipped
    assert not found.holes


def test_no_answer_is_a_skip_with_its_reason(audit: Any) -> None:
    assert "connection refused" in audit.read("", "ERROR: x\nERROR: connection refused").skipped


def test_nothing_known_is_counted(audit: Any) -> None:
    found = audit.read(json.dumps({"dependencies": [{"name": "a", "version": "2.0", "vulns": []}]}), "")
    assert (found.skipped, found.holes, found.looked_at) == ("", [], 1)


def test_each_accepted_advisory_says_why(audit: Any) -> None:
    assert all(len(why) > 20 for why in audit.ACCEPTED.values())
