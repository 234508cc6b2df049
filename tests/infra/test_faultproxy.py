"""The proxy that breaks what it is told to break: the same faults in every run of one seed, each as it is described."""

import http.client
import threading
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.plugins.faultproxy import FaultProxy, request_key

ODDS = {"503": 0.2, "500": 0.1, "lost": 0.1, "refuse": 0.1}


class Echo(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_PUT(self) -> None:
        body = self.rfile.read(size := int(self.headers["Content-Length"]))
        if len(body) < size:
            self.close_connection = True
            return
        self.server.seen[self.path] += 1  # type: ignore[attr-defined]
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def server() -> Iterator[ThreadingHTTPServer]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Echo) as made:
        made.seen = Counter()  # type: ignore[attr-defined]
        threading.Thread(target=made.serve_forever, daemon=True).start()
        yield made
        made.shutdown()


def put(proxy: FaultProxy, path: str, body: bytes = b"some bytes", **headers: str) -> int:
    """The status, or 0 where the connection was closed."""
    link = http.client.HTTPConnection(proxy.address, timeout=5)
    try:
        link.request("PUT", path, body, headers)
        answer = link.getresponse()
        assert answer.status != 200 or answer.read() == body
        return answer.status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        link.close()


def test_the_odds_are_the_same_in_every_run_of_a_seed(server: ThreadingHTTPServer) -> None:
    target = f"http://127.0.0.1:{server.server_port}"

    def run(seed: int, paths: list[str]) -> tuple[dict[str, int], Counter[str]]:
        with FaultProxy(target, odds=ODDS, seed=seed) as proxy:
            return {path: put(proxy, path) for path in paths}, proxy.faults

    paths = [f"/a/{number}?partNumber=1&uploadId={number}" for number in range(60)]
    one, faults = run(1, paths)
    again, _ = run(1, [path.replace("uploadId=", "uploadId=9") for path in reversed(paths)])
    other, _ = run(2, paths)
    assert list(one.values()) == list(reversed(again.values()))
    assert list(one.values()) != list(other.values())
    assert set(one.values()) == {200, 503, 500, 0}
    assert set(faults) == {"ok", "503", "500", "lost", "refuse"}


def test_each_fault_is_what_it_says(server: ThreadingHTTPServer) -> None:
    seen: Counter[str] = server.seen  # type: ignore[attr-defined]
    with FaultProxy(f"http://127.0.0.1:{server.server_port}") as proxy:
        for mode, status, reached in (("ok", 200, 1), ("lost", 0, 1), ("503", 503, 0), ("cut", 0, 0), ("refuse", 0, 0)):
            proxy.mode, before = mode, seen["/x"]
            assert put(proxy, "/x", bytes(400_000)) == status, mode
            assert seen["/x"] - before == reached, mode
        proxy.mode = "ok"
        assert put(proxy, "/y", Expect="100-continue") == 200
    assert proxy.requests["PUT /x"] == 5
    assert proxy.arrived[request_key("PUT", "/x")] == 2
