"""The programs that developers are shown, each run as it stands, by its own process, against the API over HTTP."""

import csv
import importlib
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import httpx
import pytest
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from graphql import OperationDefinitionNode, parse

from cms.snippets.models import Isp, Partner
from frontend import schema_reference
from tests.factories import registers as make

CLIENTS = settings.BASE_DIR / "clients"
Run = Callable[..., str]


class Quiet(WSGIRequestHandler):
    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def run(db: None) -> Iterator[Run]:
    """Runs a program while this process answers it: in the test's own thread, which holds its transaction."""
    server = make_server("127.0.0.1", 0, get_wsgi_application(), handler_class=Quiet)
    server.timeout = 0.1
    partner = make.make_partner("trust", name="A Trust")
    environment = {
        "PATH": os.environ["PATH"],
        "API": f"http://127.0.0.1:{server.server_port}/graphql/",
        "TOKEN": make.make_token(partner),
    }

    def one(*command: str, **changed: str) -> str:
        process = subprocess.Popen(
            command, env=environment | changed, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        while process.poll() is None:
            server.handle_request()
        out, err = process.communicate()
        assert process.returncode == 0, err
        return out

    for signal in (request_started, request_finished):  # as Django's own test client does: the transaction stays open
        signal.disconnect(close_old_connections)
    yield one
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
    server.server_close()


@pytest.fixture
def isps(run: Run) -> list[Isp]:
    lead = Partner.objects.get(slug="trust")
    return [make.make_isp(f"Agreement {n}", lead=lead) for n in range(3)]


def commands() -> Iterator[Any]:
    for _, _, file in schema_reference.EXAMPLES:
        program = "sh" if file.endswith(".sh") else sys.executable
        needs = pytest.mark.skipif(program == "sh" and not shutil.which("curl"), reason="curl is not installed here")
        yield pytest.param([program, str(settings.BASE_DIR / file)], id=Path(file).name, marks=needs)


@pytest.mark.parametrize("command", commands())
def test_each_program_runs_as_it_is_shown(run: Run, isps: list[Isp], command: list[str]) -> None:
    out = run(*command)
    assert all(isp.reference in out and isp.title in out for isp in isps)


@pytest.mark.parametrize(("file", "about"), schema_reference.QUERIES)
def test_each_question_is_answered_as_it_is_shown(client: Client, db: None, file: str, about: str) -> None:
    """Every operation of the file, sent as a tool would copy it from the page: whole, naming the one that it wants."""
    isp = make.make_isp("Agreement", lead=(partner := make.make_partner("trust")))
    text = next(text for name, _, text in schema_reference.queries() if name == file)
    headers = {"Authorization": f"Bearer {make.make_token(partner)}"}
    names = [one.name.value for one in parse(text).definitions if isinstance(one, OperationDefinitionNode) and one.name]
    assert names
    for name in names:
        body = {"query": text, "operationName": name, "variables": {"reference": isp.reference, "path": "/guidance/x"}}
        answer = client.post("/graphql/", json.dumps(body), "application/json", headers=headers).json()
        assert "errors" not in answer, (name, answer)
        assert answer["data"], name


def test_no_program_is_left_out_of_the_pages() -> None:
    written = {file.relative_to(settings.BASE_DIR).as_posix() for file in CLIENTS.rglob("*.sh")}
    written |= {file.relative_to(settings.BASE_DIR).as_posix() for file in (CLIENTS / "python").glob("*.py")}
    assert written == {file for _, _, file in (*schema_reference.EXAMPLES, *schema_reference.CHECKS)}


def test_the_register_is_a_table(run: Run, isps: list[Isp]) -> None:
    rows = list(csv.DictReader(io.StringIO(run(sys.executable, str(CLIENTS / "python/register.py")))))
    assert {row["reference"] for row in rows} == {isp.reference for isp in isps}
    assert {row["lead"] for row in rows} == {"A Trust"}


@pytest.fixture
def register(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    monkeypatch.syspath_prepend(str(CLIENTS / "python"))
    yield importlib.import_module("register")
    for name in [name for name in sys.modules if name == "register" or name.partition(".")[0] == "intranet"]:
        del sys.modules[name]


def test_told_to_wait_it_waits_and_asks_again(register: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr(register.time, "sleep", waited.append)
    item = {"reference": "ISP-1", "title": "One", "statusLabel": "In force", "nextReview": "2027-01-31", "lead": None}
    answers = [
        httpx.Response(429, headers={"Retry-After": "7"}, json={"errors": []}),
        httpx.Response(200, json={"data": {"isps": {"totalCount": 101, "items": [item] * 100}}}),
        httpx.Response(503),
        httpx.Response(200, json={"data": {"isps": {"totalCount": 101, "items": [item]}}}),
    ]
    wire = httpx.MockTransport(lambda _: answers.pop(0))
    api = register.Intranet(url="http://api.example/", http_client=httpx.Client(transport=wire))
    assert len(list(register.agreements(api))) == 101
    assert waited == [7.0, register.USUAL_WAIT]


def test_refused_for_good_it_says_so(register: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    wire = httpx.MockTransport(lambda _: httpx.Response(401, json={"errors": [{"message": "no"}]}))
    api = register.Intranet(url="http://api.example/", http_client=httpx.Client(transport=wire))
    with pytest.raises(register.GraphQLClientHttpError, match="401"):
        list(register.agreements(api))
