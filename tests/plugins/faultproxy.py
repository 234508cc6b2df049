"""A proxy on loopback between the tests and a real HTTP server, which breaks what it is told to break.

    with FaultProxy("http://127.0.0.1:9200") as proxy:
        proxy.mode = "hang"

ok       passed on
refuse   closed at once: nobody is there
hang     accepted and never answered, until the mode changes
429, 503 answered here; the server never sees the request
busy     a bulk is answered with 429 for each of its entries; everything else is passed on
cut      half of the body reaches the server, then both sides are closed
lost     the server gets the request and answers, the client gets a closed connection

`requests` counts what clients sent, "POST /x/_bulk" and so on; `before` is called with each before it is passed on.
"""

import collections
import json
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from urllib.parse import urlsplit

MODES = frozenset(("ok", "refuse", "hang", "429", "503", "busy", "cut", "lost"))
PATIENCE_S = 60.0
HEADERS = "HTTP/1.1 {status} Fault\r\nContent-Type: application/json\r\nX-Elastic-Product: Elasticsearch\r\n"


class FaultProxy:
    def __init__(self, target: str) -> None:
        parts = urlsplit(target)
        self._target = (parts.hostname or "127.0.0.1", parts.port or 80)
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self._listener.settimeout(0.2)
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._mode = "ok"
        self.before: Callable[[str], object] = lambda line: None
        self.requests: collections.Counter[str] = collections.Counter()
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    @property
    def mode(self) -> str:
        return self._mode

    @mode.setter
    def mode(self, value: str) -> None:
        if value not in MODES:
            raise ValueError(value)
        self._mode = value

    def __enter__(self) -> "FaultProxy":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._mode = "ok"
        self._closing.set()
        self._thread.join()
        self._listener.close()

    def _serve(self) -> None:
        while not self._closing.is_set():
            try:
                client, _ = self._listener.accept()
            except TimeoutError:
                continue
            threading.Thread(target=self._answer, args=(client,), daemon=True).start()

    def _answer(self, client: socket.socket) -> None:
        with client:
            client.settimeout(PATIENCE_S)
            with suppress(OSError):  # either side went away, which is what this is for
                self._one_request(client)
            with suppress(OSError):
                client.shutdown(socket.SHUT_RDWR)

    def _one_request(self, client: socket.socket) -> None:
        data = b""
        while b"\r\n\r\n" not in data:
            more = client.recv(65536)
            if not more:
                return
            data += more
        head, _, body = data.partition(b"\r\n\r\n")
        lines = head.decode("latin1").split("\r\n")
        sizes = [line.partition(":")[2] for line in lines if line.lower().startswith("content-length:")]
        method, path = lines[0].split(" ")[:2]
        line = f"{method} {path.partition('?')[0]}"
        self.requests[line] += 1
        mode = self._mode
        if mode == "refuse":
            return
        while mode == "hang" and self._mode == "hang":
            time.sleep(0.05)
        if mode == "hang":
            return
        size = int(sizes[0]) if sizes else 0
        while len(body) < (size // 2 if mode == "cut" else size):
            more = client.recv(65536)
            if not more:
                return
            body += more
        if mode in ("429", "503"):
            kind = "es_rejected_execution_exception" if mode == "429" else "service_unavailable"
            self._say(client, int(mode), {"error": {"type": kind, "reason": "a fault"}, "status": int(mode)})
        elif mode == "busy" and path.partition("?")[0].endswith("/_bulk"):
            self._say(client, 200, {"errors": True, "took": 1, "items": refused(body)})
        else:
            self.before(line)
            self._pass_on(client, lines, body, size, mode)

    @staticmethod
    def _say(client: socket.socket, status: int, answer: object) -> None:
        text = json.dumps(answer).encode()
        head = HEADERS.format(status=status) + f"Content-Length: {len(text)}\r\nConnection: close\r\n\r\n"
        client.sendall(head.encode() + text)

    def _pass_on(self, client: socket.socket, lines: list[str], body: bytes, size: int, mode: str) -> None:
        kept = [line for line in lines if not line.lower().startswith("connection:")]
        with socket.create_connection(self._target, timeout=PATIENCE_S) as server:
            head = "\r\n".join([*kept, "Connection: close", "", ""]).encode("latin1")
            server.sendall(head + body[: size // 2 if mode == "cut" else size])
            first = True
            while mode != "cut" and (data := server.recv(65536)):
                if first:  # say that this connection ends, or the client may use it again just as it is closed
                    status, _, rest = data.partition(b"\r\n")
                    data, first = status + b"\r\nConnection: close\r\n" + rest, False
                if mode != "lost":
                    client.sendall(data)


def refused(body: bytes) -> list[dict[str, object]]:
    """Each action of a bulk, refused with 429 as a full queue refuses it."""
    items: list[dict[str, object]] = []
    lines = iter(body.splitlines())
    for line in lines:
        action, about = next(iter(json.loads(line).items()))
        if action != "delete":
            next(lines)
        error = {"type": "es_rejected_execution_exception", "reason": "a fault"}
        items.append({action: {"_id": about.get("_id"), "status": 429, "error": error}})
    return items
