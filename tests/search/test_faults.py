"""Elasticsearch away in every way it can be, on the real server: nobody waits, search says so, the index catches up."""

import os
import signal
import socket
import subprocess
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from cms.core.requester import Requester
from cms.discovery.selectors import completions, find, suggestion
from cms.pages.models import GuidancePage
from cms.snippets.models import Isp
from search import breaker, outbox, worker
from search.models import SearchOutbox
from search.rebuild import rebuild
from search.reconcile import reconcile
from search.service import get_engine
from tests.factories.searchable import guidance, isp, partner
from tests.plugins.faultproxy import FaultProxy

# one process for all: they share a server of their own
pytestmark = [pytest.mark.django_db, pytest.mark.service("elasticsearch"), pytest.mark.xdist_group("faults")]
ROOT = Path(__file__).parents[2]
EDITOR = Requester(user_id=1, is_editor=True)
AWAY = ("refuse", "hang", "429", "503", "cut", "lost")


@pytest.fixture(scope="module")
def own_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator["OwnServer"]:
    """A server that may be frozen and killed. It starts while the other tests run."""
    server = OwnServer(tmp_path_factory.mktemp("elasticsearch"))
    yield server
    server.script("stop").wait()


def free_port() -> int:
    """One that stays the same over a restart; the server takes the one a thousand above it too."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port


class OwnServer:
    def __init__(self, state: Path) -> None:
        self.state, self.port = state, free_port()
        self.environment = {**os.environ, "ELASTICSEARCH_PORT": str(self.port), "ELASTICSEARCH_STATE": str(state)}
        self.environment |= {"ELASTICSEARCH_ENGINE": "unpacked", "ELASTICSEARCH_KEEP": "1"}
        self.starting = self.script("start")

    def script(self, name: str) -> "subprocess.Popen[bytes]":
        path = ROOT / "infra/services/elasticsearch" / name
        if name == "stop":
            self.environment.pop("ELASTICSEARCH_KEEP")
        return subprocess.Popen([path], env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    def wait(self) -> str:
        _, said = self.starting.communicate()
        assert self.starting.returncode == 0, said.decode()
        return f"http://127.0.0.1:{self.port}"

    def signal(self, number: signal.Signals) -> None:
        (line,) = [line for line in (self.state / "env").read_text().split() if line.startswith("ELASTICSEARCH_PID=")]
        os.kill(int(line.partition("=")[2]), number)

    def start_again(self) -> None:
        self.starting = self.script("start")
        self.wait()


@pytest.fixture(scope="module")
def shared_proxy(own_server: OwnServer) -> Iterator[FaultProxy]:
    with FaultProxy(os.environ["TEST_ELASTICSEARCH_URL"]) as proxy:
        yield proxy


@pytest.fixture
def proxy(request: pytest.FixtureRequest) -> Iterator[FaultProxy]:
    if getattr(request, "param", "shared") == "own":
        server: OwnServer = request.getfixturevalue("own_server")
        with FaultProxy(server.wait()) as own:
            yield own
    else:
        yield request.getfixturevalue("shared_proxy")


@pytest.fixture(autouse=True)
def index(settings: Any, monkeypatch: pytest.MonkeyPatch, proxy: FaultProxy) -> Iterator[str]:
    """The whole site on Elasticsearch behind the proxy, an index of its own; pages are as patient as in production."""
    name = f"faults-{uuid.uuid4().hex[:8]}"
    settings.ELASTICSEARCH_URL, settings.SEARCH_INDEX = proxy.url, name
    settings.SEARCH_WRITE_TIMEOUT_S = 5.0  # a job could wait for longer, a test need not
    monkeypatch.setattr(outbox, "_listeners", [])
    monkeypatch.setattr("search.rebuild.PAUSE_S", 0.1)
    proxy.mode = "ok"
    yield name
    proxy.mode = "ok"
    with Elasticsearch(proxy.url, request_timeout=60) as client:
        for found in client.indices.get(index=f"{name}-*", allow_no_indices=True):
            client.indices.delete(index=found)


@pytest.fixture
def world() -> tuple[GuidancePage, Isp]:
    lead = partner("leadbird", membership="member")
    made = guidance("heron"), isp("heron", lead, parties=(lead,))
    rebuild()
    SearchOutbox.objects.all().delete()
    return made


def change(page: GuidancePage, agreement: Isp, proxy: FaultProxy) -> int:
    """An editor publishes a page and saves an agreement: the engine hears of neither. How many rows wait then."""
    before = proxy.requests.total()
    page.title = f"{page.title} again"
    page.save_revision().publish()
    agreement.title = f"{agreement.title} again"
    agreement.save()
    assert proxy.requests.total() == before
    rows = SearchOutbox.objects.count()
    assert rows >= 2
    return rows


def is_limited(word: str, proxy: FaultProxy) -> None:
    """The page lists titles from the database and says that search is limited; later ones do not even ask."""
    engine: Any = get_engine()
    assert engine.engine.connection.reader._request_timeout == 1.0
    engine.breaker.reset()
    asked = proxy.requests.total()
    begun = time.monotonic()
    page = find(word, by=EDITOR)
    print(f"  a page while it is {proxy.mode}: {time.monotonic() - begun:.2f} s")
    assert page.degraded
    assert {hit.kind for hit in page.hits} == {"guidance", "isp"}
    assert not any(page.facets.values())
    assert proxy.requests.total() - asked <= 1  # one call, never tried again
    for _ in range(breaker.FAILURES):
        completions(word, by=EDITOR)
    assert engine.breaker.is_open
    asked = proxy.requests.total()
    assert find(word, by=EDITOR).degraded
    assert suggestion(word, by=EDITOR) == ""
    assert proxy.requests.total() == asked


def converges(word: str, rows: int) -> None:
    """Once the server is back: everything is sent, and the index is the database."""
    get_engine().breaker.reset()  # type: ignore[attr-defined]
    report = worker.run_until_done(60)
    assert (report.unavailable, report.failed, report.dead) == ("", 0, 0)
    assert report.written + report.removed >= rows
    assert not SearchOutbox.objects.exists()
    compared = reconcile()
    assert (compared.faults, compared.moved) == (0, 0)
    found = find(word, by=EDITOR)
    assert not found.degraded
    assert {hit.title.rpartition(" ")[2] for hit in found.hits} == {"again"}


@pytest.mark.parametrize("fault", AWAY)
def test_away(fault: str, world: tuple[GuidancePage, Isp], proxy: FaultProxy) -> None:
    proxy.mode = fault
    rows = change(*world, proxy)
    is_limited("heron", proxy)
    if fault == "hang":
        get_engine().engine.connection._timeouts = (1.0, 1.0)  # type: ignore[attr-defined]
        get_engine().engine.connection.close()  # type: ignore[attr-defined]
    assert worker.run_once().unavailable
    assert set(SearchOutbox.objects.values_list("attempts", "claimed_until")) == {(0, None)}
    change(*world, proxy)
    proxy.mode = "ok"
    converges("heron", rows)


def test_a_full_queue_refuses_each_entry(world: tuple[GuidancePage, Isp], proxy: FaultProxy) -> None:
    rows = change(*world, proxy)
    proxy.mode = "busy"
    assert worker.run_once().unavailable
    assert set(SearchOutbox.objects.values_list("attempts", flat=True)) == {0}
    assert not find("heron", by=EDITOR).degraded  # reading goes on
    proxy.mode = "ok"
    converges("heron", rows)


def test_an_index_that_is_read_only(world: tuple[GuidancePage, Isp], proxy: FaultProxy) -> None:
    """As a server does whose disk is full."""
    engine = get_engine()
    live = engine.live()
    with Elasticsearch(proxy.url, request_timeout=60) as client:
        client.indices.put_settings(index=live, settings={"index.blocks.read_only_allow_delete": True})
        rows = change(*world, proxy)
        assert worker.run_once().unavailable
        page = find("heron", by=EDITOR)
        assert not page.degraded
        assert {hit.title.rpartition(" ")[2] for hit in page.hits} == {"again"}  # of the database, not of the index
        client.indices.put_settings(index=live, settings={"index.blocks.read_only_allow_delete": None})
    converges("heron", rows)


def test_a_rebuild_that_loses_the_server_leaves_the_old_index(
    world: tuple[GuidancePage, Isp], proxy: FaultProxy
) -> None:
    live = get_engine().live()
    rows = change(*world, proxy)

    def cut_the_bulk(line: str) -> None:
        proxy.mode = "refuse" if line.endswith("_bulk") else proxy.mode

    proxy.before = cut_the_bulk
    with pytest.raises(worker.Unavailable):
        rebuild()
    proxy.before, proxy.mode = lambda line: None, "ok"
    assert get_engine().live() == live
    converges("heron", rows)
    with Elasticsearch(proxy.url, request_timeout=60) as client:
        assert list(client.indices.get(index=f"{live}*")) == [live]


@pytest.mark.parametrize("proxy", ["own"], indirect=True)
def test_frozen_and_restarted_in_the_middle_of_a_bulk(
    world: tuple[GuidancePage, Isp], proxy: FaultProxy, own_server: OwnServer
) -> None:
    own_server.signal(signal.SIGSTOP)
    try:
        rows = change(*world, proxy)
        is_limited("heron", proxy)
        assert worker.run_once().unavailable
    finally:
        own_server.signal(signal.SIGCONT)
    converges("heron", rows)

    def kill(line: str) -> None:
        if line.endswith("_bulk"):
            proxy.before = lambda line: None
            own_server.signal(signal.SIGKILL)

    rows = change(*world, proxy)
    proxy.before = kill
    assert worker.run_once().unavailable
    is_limited("heron", proxy)
    own_server.start_again()
    converges("heron", rows)
