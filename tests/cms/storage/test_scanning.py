"""The virus scanner's answers: one of them means clean, and every other one that the file waits."""

import datetime
import hashlib
import io
import os
import socket
import struct
import threading
from collections.abc import Callable, Iterator

import pytest
import time_machine

from cms.core.requester import ANONYMOUS
from cms.storage import scanning
from tests.factories.hostile_parts import eicar
from tests.members_api.conftest import run_as

Answers = Callable[[socket.socket], None]
CONTENT = b"some bytes of a file" * 5000
SHA256 = hashlib.sha256(CONTENT).hexdigest()


def read_stream(line: socket.socket) -> bytes:
    """What clamd reads: pieces with their lengths, to the piece of no length."""
    file = line.makefile("rb")
    assert file.read(10) == b"zINSTREAM\0"
    found = b""
    while (head := file.read(4)) and (length := struct.unpack("!I", head)[0]):
        found += file.read(length)
    return found


def answer(words: bytes) -> Answers:
    def act(line: socket.socket) -> None:
        assert read_stream(line) == CONTENT
        line.sendall(words)

    return act


ANSWERED = threading.Event()


class Waiting(io.BytesIO):
    """A file whose end is only reached once somebody has answered."""

    def read(self, size: int | None = -1) -> bytes:
        found = super().read(size)
        if not found:
            assert ANSWERED.wait(10)
        return found


def early(words: bytes) -> Answers:
    """It answers what it was not asked yet, and reads on: the answer of another file, or of a part."""

    def act(line: socket.socket) -> None:
        line.recv(1000)
        line.sendall(words)
        ANSWERED.set()
        while line.recv(1 << 16):
            pass

    return act


def reset(line: socket.socket) -> None:
    line.recv(1000)
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def limit(line: socket.socket) -> None:
    line.recv(1000)
    line.sendall(b"INSTREAM size limit exceeded. ERROR\0")


@pytest.fixture
def scanner(settings) -> Iterator[Callable[..., None]]:
    """`scanner(act)`: from now on a server of the test's own answers so. VERSION has an answer of its own."""
    server = socket.create_server(("127.0.0.1", 0))
    acts: list[Answers] = []

    def serve() -> None:
        while True:
            try:
                line, _ = server.accept()
            except OSError:
                return
            with line:
                line.settimeout(5)
                try:
                    if line.recv(4, socket.MSG_PEEK) == b"zVER":
                        line.recv(100)
                        line.sendall(b"ClamAV 1.4.6/27500/Mon Nov 23 04:05:06 2026\0")
                    else:
                        acts[-1](line)
                except OSError:
                    pass

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    settings.CLAMD_ADDRESS = f"127.0.0.1:{server.getsockname()[1]}"
    scanning.forget()

    def answers(act: Answers, *, forget: bool = True) -> None:
        acts.append(act)
        if forget:
            scanning.forget()

    yield answers
    server.shutdown(socket.SHUT_RDWR)
    server.close()
    thread.join(5)
    scanning.forget()


def ask(content: bytes = CONTENT, sha256: str = SHA256) -> scanning.Verdict:
    return scanning.verdict_of(io.BytesIO(content), sha256=sha256)


def test_only_the_exact_answer_to_all_of_the_file_is_clean(scanner) -> None:
    scanner(answer(b"stream: OK\0"))
    assert ask() == scanning.Verdict("clean", scanner="ClamAV 1.4.6/27500")
    scanner(answer(b"stream: Win.Test.EICAR_HDB-1 FOUND\0"))
    assert ask() == scanning.Verdict("found", "Win.Test.EICAR_HDB-1", "ClamAV 1.4.6/27500")
    odd = {
        "nothing": answer(b""),
        "no end": answer(b"stream: OK"),
        "a line's end": answer(b"stream: OK\n"),
        "more behind": answer(b"stream: OK\0stream: OK\0"),
        "of another file": answer(b"1: stream: OK\0"),
        "an error": answer(b"stream: Can't allocate memory ERROR\0"),
        "no words": answer(b"\0"),
        "found, cut short": answer(b"stream: Win.Test.EICAR_HDB-1 FOU"),
        "far too much": answer(b"x" * 100_000),
        "reset": reset,
        "the limit": limit,
    }
    for what, act in odd.items():
        scanner(act)
        assert ask().outcome == "unclear", what
    ANSWERED.clear()
    scanner(early(b"stream: OK\0"))
    assert scanning.verdict_of(Waiting(CONTENT), sha256=SHA256).outcome == "unclear"


def test_ok_after_a_cut_stream_is_not_clean(scanner) -> None:
    """The scanner saw all that it was sent, and said so rightly; it was not the file."""
    scanner(answer(b"stream: OK\0"))
    assert ask(CONTENT, sha256=hashlib.sha256(CONTENT + b"the rest of it").hexdigest()).outcome == "unclear"


def test_a_scanner_that_hangs_holds_nobody_up_for_long(scanner, monkeypatch) -> None:
    held = threading.Event()
    monkeypatch.setattr(scanning, "SECONDS", 0.3)
    scanner(lambda line: (read_stream(line), held.wait(3), None)[2])
    assert ask().outcome == "unclear"
    other = b"another file"
    assert ask(other, hashlib.sha256(other).hexdigest()).outcome == "unclear"  # at once: it is known to hang
    held.set()
    scanner(answer(b"stream: OK\0"))
    assert ask().outcome == "clean"


def test_answers_are_remembered_for_a_minute_unless_asked_anew(scanner) -> None:
    scanner(answer(b"stream: OK\0"))
    assert ask().outcome == "clean"
    scanner(answer(b"stream: Late FOUND\0"), forget=False)
    assert ask().outcome == "clean"
    assert scanning.verdict_of(io.BytesIO(CONTENT), sha256=SHA256, fresh=True).outcome == "found"
    assert ask().outcome == "found"


def test_nobody_there_and_nobody_set(settings) -> None:
    settings.CLAMD_ADDRESS = ""
    assert ask().outcome == "off"
    assert not scanning.is_configured()
    assert scanning.is_well()
    assert not scanning.is_silent()
    for address in ("127.0.0.1:9", "nowhere", "127.0.0.1:port", ":3310"):
        settings.CLAMD_ADDRESS = address
        scanning.forget()
        assert ask().outcome == "unclear"
        assert scanning.is_silent()
        assert not scanning.is_well()


def test_a_database_older_than_48_hours_is_an_alarm(scanner) -> None:
    for now, well in (("2026-11-23T12:00:00Z", True), ("2026-11-25T04:00:00Z", True), ("2026-11-25T05:00:00Z", False)):
        with time_machine.travel(now, tick=False):
            assert scanning.is_well() is well
    assert scanning.database_date() == datetime.datetime(2026, 11, 23, 4, 5, 6, tzinfo=datetime.UTC)


@pytest.mark.service("clamd")
def test_the_real_scanner(settings) -> None:
    settings.CLAMD_ADDRESS = os.environ["TEST_CLAMD_ADDRESS"]
    scanning.forget()
    assert ask().outcome == "clean"
    assert scanning.scanner_version().startswith("ClamAV ")
    virus = eicar()
    found = ask(virus, hashlib.sha256(virus).hexdigest())
    assert (found.outcome, "Eicar" in found.found) == ("found", True)
    large = bytes(41 << 20)  # more than StreamMaxLength
    assert ask(large, hashlib.sha256(large).hexdigest()).outcome == "unclear"
    assert not scanning.is_silent()
    assert not scanning.is_well()  # the tests' own database has no date


@pytest.mark.django_db
def test_the_api_says_whether_there_is_a_scanner(settings) -> None:
    for address in ("", "127.0.0.1:9"):
        settings.CLAMD_ADDRESS = address
        answer = run_as(ANONYMOUS, "{ site { filesAreScanned } }")
        assert answer.data == {"site": {"filesAreScanned": bool(address)}}
