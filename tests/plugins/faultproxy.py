"""A proxy on loopback between the tests and a real server, which breaks what it is told to break.

    with FaultProxy("http://127.0.0.1:9200") as proxy:
        proxy.mode = "hang"
    with FaultProxy("http://127.0.0.1:57480", odds={"503": 0.10, "lost": 0.07}, seed=3) as proxy: ...
    with FaultProxy("127.0.0.1:57310", raw=True, odds={"refuse": 0.15}) as proxy: ...

ok       passed on, or what the odds say
refuse   closed at once: nobody is there
hang     accepted and never answered, until the mode changes; by the odds for HANG_S
429, 500, 503 answered here; the server never sees the request
busy     a bulk is answered with 429 for each of its entries; everything else is passed on
cut      half of the body reaches the server, then both sides are closed
lost     the server gets the request and answers, the client gets a closed connection
delay    the answer comes DELAY_S later

`raw` serves protocols that are not HTTP (a scanner): one decision for a connection.

The odds are reproducible: what happens to a request depends on the seed, its method, path and part number, and on how
often it was made before; never on timing or on the order of threads. `requests` counts what clients sent ("POST
/x/_bulk"), `faults` what was done to them, `arrived` which whole requests reached the server, by their key; `before`
is called with each before it is passed on.
"""

import collections
import hashlib
import json
import socket
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from types import TracebackType
from urllib.parse import parse_qsl, urlsplit

MODES = frozenset(("ok", "refuse", "hang", "429", "500", "503", "busy", "cut", "lost", "delay"))
RAW_MODES = frozenset(("ok", "refuse", "hang", "cut", "lost", "delay"))
PATIENCE_S, DELAY_S, HANG_S = 60.0, 1.0, 25.0
KEPT_IN_KEY = ("partNumber", "prefix")  # upload ids and signatures differ from run to run
PIECE = 1 << 18
ELASTIC = "HTTP/1.1 {status} Fault\r\nContent-Type: application/json\r\nX-Elastic-Product: Elasticsearch\r\n"
STORE = "HTTP/1.1 {status} Fault\r\nContent-Type: application/xml\r\n"
REFUSALS = {"500": "InternalError", "503": "SlowDown", "429": "SlowDown"}


class FaultProxy:
    def __init__(
        self, target: str, *, odds: Mapping[str, float] | None = None, seed: object = 1, raw: bool = False
    ) -> None:
        parts = urlsplit(target if "://" in target else f"//{target}")
        self._target = (parts.hostname or "127.0.0.1", parts.port or 80)
        self._raw, self._modes = raw, RAW_MODES if raw else MODES
        self.odds, self.seed = dict(odds or {}), seed
        if unknown := set(self.odds) - self._modes:
            raise ValueError(str(sorted(unknown)))
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self._listener.settimeout(0.2)
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._counting = threading.Lock()
        self._asked: collections.Counter[str] = collections.Counter()
        self._mode = "ok"
        self.before: Callable[[str], object] = lambda line: None
        self.requests: collections.Counter[str] = collections.Counter()
        self.faults: collections.Counter[str] = collections.Counter()
        self.arrived: collections.Counter[str] = collections.Counter()
        self.address = f"127.0.0.1:{self._listener.getsockname()[1]}"
        self.url = f"http://{self.address}"

    @property
    def mode(self) -> str:
        return self._mode

    @mode.setter
    def mode(self, value: str) -> None:
        if value not in self._modes:
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
                (self._one_connection if self._raw else self._one_request)(client)
            with suppress(OSError):
                client.shutdown(socket.SHUT_RDWR)

    def _decide(self, key: str) -> str:
        """The mode, unless it is "ok": then what the odds say of this request, the nth of its kind."""
        with self._counting:
            self._asked[key] += 1
            nth = self._asked[key]
        fault = self._mode
        if fault == "ok" and self.odds:
            digest = hashlib.sha256(f"{self.seed}|{key}|{nth}".encode()).digest()
            draw = int.from_bytes(digest[:8], "big") / 2**64
            for name, part in self.odds.items():
                if draw < part:
                    fault = name
                    break
                draw -= part
        with self._counting:
            self.faults[fault] += 1
        return fault

    def _hang(self) -> None:
        """Until the mode changes; where the odds said so, for a while."""
        until = time.monotonic() + HANG_S
        was = self._mode
        while self._mode == was and not self._closing.is_set() and (was == "hang" or time.monotonic() < until):
            time.sleep(0.05)

    def _one_connection(self, client: socket.socket) -> None:
        self.requests["tcp"] += 1
        fault = self._decide("tcp")
        if fault == "refuse":
            return
        if fault == "hang":
            self._hang()
            return
        with socket.create_connection(self._target, timeout=PATIENCE_S) as server:
            if fault == "cut":
                server.sendall(client.recv(65536)[:-1])
                return
            threading.Thread(target=pump, args=(client, server), daemon=True).start()
            answer = b""
            while data := server.recv(65536):
                answer += data
            if fault == "delay":
                time.sleep(DELAY_S)
            if fault != "lost":
                client.sendall(answer)

    def _one_request(self, client: socket.socket) -> None:
        data = b""
        while b"\r\n\r\n" not in data:
            more = client.recv(65536)
            if not more:
                return
            data += more
        head, _, begun = data.partition(b"\r\n\r\n")
        lines = head.decode("latin1").split("\r\n")
        given = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
        method, path = lines[0].split(" ")[:2]
        line = f"{method} {path.partition('?')[0]}"
        self.requests[line] += 1
        key = request_key(method, path)
        mode = self._decide(key)
        if mode == "refuse":
            return
        if mode == "hang":
            self._hang()
            return
        if "100-continue" in given.get("expect", "").lower():
            client.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")  # the answer of whoever stands before the server
        size = int(given.get("content-length", 0))
        body = bytearray(begun)
        while len(body) < (size // 2 if mode == "cut" else size):
            more = client.recv(PIECE)
            if not more:
                return
            body += more
        if mode in REFUSALS:
            self._refuse(client, mode, method, for_store="aws4-hmac" in head.decode("latin1").lower())
        elif mode == "busy" and path.partition("?")[0].endswith("/_bulk"):
            self._say(client, ELASTIC, 200, json.dumps({"errors": True, "took": 1, "items": refused(bytes(body))}))
        else:
            self.before(line)
            if mode != "cut":
                self.arrived[key] += 1
            self._pass_on(client, lines, body, size, mode)

    def _refuse(self, client: socket.socket, mode: str, method: str, *, for_store: bool) -> None:
        if for_store:
            text = f"<?xml version='1.0'?><Error><Code>{REFUSALS[mode]}</Code></Error>"
            self._say(client, STORE, int(mode), "" if method == "HEAD" else text)
            return
        kind = "es_rejected_execution_exception" if mode == "429" else "service_unavailable"
        said = {"error": {"type": kind, "reason": "a fault"}, "status": int(mode)}
        self._say(client, ELASTIC, int(mode), json.dumps(said))

    @staticmethod
    def _say(client: socket.socket, begin: str, status: int, answer: str) -> None:
        text = answer.encode()
        head = begin.format(status=status) + f"Content-Length: {len(text)}\r\nConnection: close\r\n\r\n"
        client.sendall(head.encode() + text)

    def _pass_on(self, client: socket.socket, lines: list[str], body: bytearray, size: int, mode: str) -> None:
        kept = [line for line in lines if not line.lower().startswith(("connection:", "expect:"))]
        with socket.create_connection(self._target, timeout=PATIENCE_S) as server:
            head = "\r\n".join([*kept, "Connection: close", "", ""]).encode("latin1")
            server.sendall(head)
            server.sendall(memoryview(body)[: size // 2 if mode == "cut" else size])
            first = True
            while mode != "cut" and (data := server.recv(PIECE)):
                if first:  # say that this connection ends, or the client may use it again just as it is closed
                    if mode == "delay":
                        time.sleep(DELAY_S)
                    status, _, rest = data.partition(b"\r\n")
                    data, first = status + b"\r\nConnection: close\r\n" + rest, False
                if mode != "lost":
                    client.sendall(data)


def request_key(method: str, target: str) -> str:
    """What a request is, whichever run makes it: "PUT /copies/a [('partNumber', '2'), ('uploadId', '')]"."""
    parts = urlsplit(target)
    asked = parse_qsl(parts.query, keep_blank_values=True)
    kept = sorted(
        (name, value if name in KEPT_IN_KEY else "") for name, value in asked if not name.startswith("X-Amz-")
    )
    return f"{method} {parts.path} {kept}" if kept else f"{method} {parts.path}"


def pump(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)


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
