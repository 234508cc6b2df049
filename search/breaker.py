"""A server that does not answer costs a few readers a second each, and then nobody: reads are refused for a while."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from search.ports import Entry, Query, Refusal, Results, SearchEngine, Unavailable

FAILURES = 5  # in a row
OPEN_S = 10.0


class Breaker:
    """Of one process, for all its threads. FAILURES in a row open it for OPEN_S seconds; then one call tries."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._closed_again = 0.0
        self._trying = False

    @property
    def is_open(self) -> bool:
        return self._failures >= FAILURES

    @contextmanager
    def call(self) -> Iterator[None]:
        """Let the block through, or raise Unavailable at once."""
        tries = self._enter()
        try:
            yield
        except Unavailable:
            self._note(failed=True, tries=tries)
            raise
        except BaseException:  # says nothing of the server
            if tries:
                self._trying = False
            raise
        self._note(failed=False, tries=tries)

    def reset(self) -> None:
        with self._lock:
            self._failures, self._trying = 0, False

    def _enter(self) -> bool:
        with self._lock:
            if self._failures < FAILURES:
                return False
            if self._trying or self._clock() < self._closed_again:
                raise Unavailable("search did not answer a moment ago; it is asked again soon")
            self._trying = True
            return True

    def _note(self, *, failed: bool, tries: bool) -> None:
        with self._lock:
            self._failures = self._failures + 1 if failed else 0
            if self._failures >= FAILURES:
                self._closed_again = self._clock() + OPEN_S
            if tries or not failed:
                self._trying = False


class Guarded:
    """An engine whose reads go through a breaker; writing is for jobs, which can wait."""

    def __init__(self, engine: SearchEngine, breaker: Breaker | None = None) -> None:
        self.engine = engine
        self.breaker = breaker or Breaker()
        self.name = engine.name

    def search(self, query: Query) -> Results:
        with self.breaker.call():
            return self.engine.search(query)

    def complete(self, query: Query) -> Sequence[tuple[str, str]]:
        with self.breaker.call():
            return self.engine.complete(query)

    def suggest(self, query: Query) -> str | None:
        with self.breaker.call():
            return self.engine.suggest(query)

    def create(self) -> str:
        return self.engine.create()

    def write(
        self, generation: str, upserts: Iterable[Entry], deletes: Iterable[tuple[str, int]]
    ) -> Mapping[str, Refusal]:
        return self.engine.write(generation, upserts, deletes)

    def counts(self, generation: str) -> Mapping[str, int]:
        return self.engine.counts(generation)

    def publish(self, generation: str) -> None:
        self.engine.publish(generation)
        self.breaker.reset()  # there is something to read now

    def drop(self, generation: str) -> None:
        self.engine.drop(generation)

    def live(self) -> str | None:
        return self.engine.live()

    def stored(self, generation: str) -> Iterator[Entry]:
        return self.engine.stored(generation)

    def health(self) -> Mapping[str, object]:
        return self.engine.health()
