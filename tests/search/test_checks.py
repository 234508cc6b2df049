"""What `manage.py check` says of search, and that it never says a secret."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from search import checks
from search.rebuild import rebuild

ROOT = Path(__file__).parents[2]


class Server(BaseHTTPRequestHandler):
    """Says that it is an Elasticsearch of some version, and no more."""

    version = "9.1.0"

    def do_GET(self) -> None:
        body = json.dumps({"version": {"number": self.version}, "tagline": "You Know, for Search"}).encode()
        self.send_response(200)
        for name, value in (("Content-Type", "application/json"), ("X-Elastic-Product", "Elasticsearch")):
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        return


@pytest.fixture
def newer_server() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://reader:hunter2@127.0.0.1:{server.server_port}"
    server.shutdown()


def ids(found: list[Any]) -> list[str]:
    return sorted(message.id for message in found)


@pytest.mark.django_db
def test_the_embedded_engine(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    rebuild()
    (told,) = checks.engine_check(None)
    where = "PostgreSQL with the embedded engine" if connection.vendor == "postgresql" else "the embedded engine"
    assert f"Search runs on {where}" in told.msg
    assert "fine up to about 20,000 entries; 0 entries" in told.msg
    monkeypatch.setattr(checks, "LIMIT", -1)
    assert ids(checks.engine_check(None)) == ["search.I001", "search.W005"]


@pytest.mark.django_db
def test_a_file_in_the_way_is_an_error(settings: Any, tmp_path: Path) -> None:
    settings.SEARCH_FILE = tmp_path / "mine.sqlite3"
    settings.SEARCH_FILE.write_text("keep me")
    assert ids(checks.settings_check(None)) == ["search.E003"]
    assert checks.engine_check(None) == []


def test_addresses(settings: Any) -> None:
    settings.ELASTICSEARCH_URL = "http://reader:hunter2@search.example.org:9200"
    (warning,) = checks.settings_check(None)
    assert warning.id == "search.W002"
    assert "search.example.org" in warning.msg
    assert "hunter2" not in str(warning)
    for good in ("https://reader:hunter2@search.example.org", "http://127.0.0.1:9200", "http://[::1]:9200"):
        settings.ELASTICSEARCH_URL = good
        assert checks.settings_check(None) == []
    settings.ELASTICSEARCH_URL = "reader:hunter2@search.example.org"
    (error,) = checks.settings_check(None)
    assert error.id == "search.E004"
    assert "hunter2" not in str(error)


def test_a_server_of_another_version(settings: Any, newer_server: str) -> None:
    settings.ELASTICSEARCH_URL, settings.SEARCH_READ_TIMEOUT_S = newer_server, 20.0
    found = checks.engine_check(None)
    assert ids(found) == ["search.I001", "search.W004"]
    assert "9.1.0 is not supported" in found[0].msg
    assert "hunter2" not in str(found)


def test_the_command_says_it_and_other_commands_do_not(tmp_path: Path) -> None:
    refused = "http://reader:hunter2@127.0.0.1:9"  # nobody listens on the discard port
    environment = {**os.environ, "ELASTICSEARCH_URL": refused, "DATA_DIR": str(tmp_path)}

    def said(command: str) -> str:
        run = subprocess.run(
            [sys.executable, "manage.py", command],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return run.stdout + run.stderr

    told = said("check")
    assert "search.W003" in told
    assert "does not answer" in told
    assert "hunter2" not in told
    assert "search." not in said("showmigrations")
