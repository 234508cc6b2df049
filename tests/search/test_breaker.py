"""Five failures in a row, ten seconds without asking, one that tries."""

import threading

import pytest

from search.breaker import FAILURES, OPEN_S, Breaker
from search.ports import Unavailable


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


class Server:
    """Counts how often it is asked."""

    def __init__(self, breaker: Breaker) -> None:
        self.breaker, self.asked, self.up = breaker, 0, False

    def ask(self) -> str:
        try:
            with self.breaker.call():
                self.asked += 1
                if not self.up:
                    raise Unavailable("away")
        except Unavailable:
            return "away"
        return "here"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def server(clock: Clock) -> Server:
    return Server(Breaker(clock))


def test_it_opens_and_one_call_tries(server: Server, clock: Clock) -> None:
    assert {server.ask() for _ in range(20)} == {"away"}
    assert server.asked == FAILURES
    clock.now += OPEN_S - 0.1
    server.ask()
    assert server.asked == FAILURES
    clock.now += 0.2
    assert {server.ask() for _ in range(5)} == {"away"}
    assert server.asked == FAILURES + 1  # the one that tried has opened it again
    clock.now += OPEN_S + 0.1
    server.up = True
    assert {server.ask() for _ in range(5)} == {"here"}
    assert not server.breaker.is_open


def test_failures_that_are_not_in_a_row_do_not_open_it(server: Server) -> None:
    for _ in range(4):
        for _ in range(FAILURES - 1):
            server.ask()
        server.up = True
        assert server.ask() == "here"
        server.up = False
    assert not server.breaker.is_open


def test_an_error_of_ours_is_not_the_servers(server: Server, clock: Clock) -> None:
    for _ in range(10):
        with pytest.raises(ValueError, match="unknown filter"), server.breaker.call():
            raise ValueError("unknown filter")
    assert not server.breaker.is_open
    for _ in range(FAILURES):
        server.ask()
    clock.now += OPEN_S + 0.1
    with pytest.raises(ValueError, match="unknown filter"), server.breaker.call():
        raise ValueError("unknown filter")  # the one that tried: another may try at once
    server.up = True
    assert server.ask() == "here"


def test_while_one_tries_the_others_do_not_wait(clock: Clock) -> None:
    breaker = Breaker(clock)
    server = Server(breaker)
    for _ in range(FAILURES):
        server.ask()
    clock.now += OPEN_S + 0.1
    inside, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        with breaker.call():
            inside.set()
            go_on.wait(20)

    thread = threading.Thread(target=slow)
    thread.start()
    assert inside.wait(20)
    answers = [server.ask() for _ in range(10)]
    go_on.set()
    thread.join()
    assert set(answers) == {"away"}
    assert server.asked == FAILURES
    server.up = True
    assert server.ask() == "here"
