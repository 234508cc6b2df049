import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from infra.test.generated import _toml

ROOT = Path(__file__).resolve().parents[2]
FILE = """
import pytest

@pytest.mark.service("s3")
def test_needs_a_server():
    pytest.skip("not today")

@pytest.mark.shared_data
def test_may_skip():
    pytest.skip("not here")
"""


def run(tmp_path, **environment):
    (tmp_path / "test_it.py").write_text(FILE)
    (tmp_path / "pytest.ini").write_text(
        "[pytest]\nmarkers =\n    service(name): x\n    browser: x\n    shared_data: x\n"
    )
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TEST_S3") and name != "CI"}
    options = ["-p", "no:django", "-p", "tests.plugins.services", "-rs", "-q", "--rootdir", str(tmp_path)]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, "-c", str(tmp_path / "pytest.ini"), str(tmp_path)],
        cwd=ROOT,
        env={**kept, **environment},
        capture_output=True,
        text=True,
        timeout=120,
    )
    return done.stdout


def test_elsewhere_it_is_a_visible_skip(tmp_path):
    said = run(tmp_path)
    assert "2 skipped" in said
    assert "infra/services/s3/start" in said


@pytest.mark.parametrize(
    ("address", "outcome"),
    [({}, "1 skipped, 1 error"), ({"TEST_S3_ENDPOINT_URL": "http://127.0.0.1:1"}, "1 failed, 1 skipped")],
)
def test_in_ci_neither_a_missing_server_nor_a_skip_of_its_test_passes(tmp_path, address, outcome):
    assert outcome in run(tmp_path, CI="1", **address)


def test_the_configuration_of_the_client_survives_being_written_out():
    table = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["ariadne-codegen"]
    assert tomllib.loads(_toml(table, "tool.ariadne-codegen"))["tool"]["ariadne-codegen"] == table
