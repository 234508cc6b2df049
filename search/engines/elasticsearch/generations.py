"""Generations as indices: names, the aliases that readers and writers use, the swap, and what is stored in one."""

import re
import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from elasticsearch import NotFoundError

from search.engines.elasticsearch.client import Connection, guarded
from search.engines.elasticsearch.mapping import entry_of, form, form_hash
from search.engines.elasticsearch.query import kinds
from search.engines.elasticsearch.writing import write
from search.ports import Entry, Refusal, Unavailable

STORED = 100  # entries read at a time: each may hold 200 kB
OPEN_FOR = "5m"
REFRESH = "1s"  # said outright: an index at rest would otherwise refresh only when somebody asks
WRITING = "-w"


class Generations:
    """`alias` is what people know the index by. Readers use an alias of this form of it, writers one a generation."""

    def __init__(self, connection: Connection, alias: str, replicas: int) -> None:
        if not re.fullmatch(r"[a-z0-9][a-z0-9_.-]{0,99}", alias):
            raise ValueError("the name of the search index is lower-case letters, digits, dots and hyphens")
        self.connection = connection
        self.alias = alias
        self.replicas = replicas
        self.reading = f"{alias}-{form_hash()}"
        self._name = re.compile(rf"{re.escape(alias)}-[0-9a-f]{{8}}-(\d{{20}})-[0-9a-f]{{6}}")

    # -- writing -----------------------------------------------------------------------------------
    def create(self) -> str:
        name = f"{self.reading}-{datetime.now(UTC):%Y%m%d%H%M%S%f}-{secrets.token_hex(3)}"
        settings = {
            **form()["settings"],
            "number_of_replicas": 0,  # copies of a finished index cost less than copying each write
            "refresh_interval": "-1",
        }
        with guarded():
            self.connection.writer.indices.create(
                index=name, settings=settings, mappings=form()["mappings"], aliases={name + WRITING: {}}
            )
        return name

    def write(
        self, generation: str, upserts: Iterable[Entry], deletes: Iterable[tuple[str, int]]
    ) -> Mapping[str, Refusal]:
        refused = write(self.connection.writer, generation + WRITING, upserts, deletes)
        if self._published(generation):  # what was written can be found: alerts ask at once
            self._refresh(generation)
        return refused

    def counts(self, generation: str) -> dict[str, int]:
        self._refresh(generation)
        with guarded():
            answer = self.connection.writer.search(index=generation, body=kinds())
        whole(answer.body)
        return {bucket["key"]: bucket["doc_count"] for bucket in answer["aggregations"]["kinds"]["buckets"]}

    def stored(self, generation: str) -> Iterator[Entry]:
        self._refresh(generation)
        client = self.connection.writer
        with guarded():
            point = client.open_point_in_time(index=generation, keep_alive=OPEN_FOR)["id"]
        try:
            after: dict[str, Any] = {}
            while True:
                with guarded():
                    answer = client.search(
                        pit={"id": point, "keep_alive": OPEN_FOR},
                        size=STORED,
                        sort=[{"key": "asc"}],
                        version=True,
                        track_total_hits=False,
                        **after,
                    )
                whole(answer.body)
                hits, point = answer["hits"]["hits"], answer["pit_id"]
                yield from (entry_of(hit) for hit in hits)
                if len(hits) < STORED:
                    return
                after = {"search_after": hits[-1]["sort"]}
        finally:
            self._forget(point)

    def _forget(self, point: str) -> None:
        try:
            with guarded():
                self.connection.writer.close_point_in_time(id=point)
        except Unavailable:
            return  # it closes by itself

    def _refresh(self, generation: str) -> None:
        with guarded():
            self.connection.writer.indices.refresh(index=generation)

    # -- which one is read -------------------------------------------------------------------------
    def publish(self, generation: str) -> None:
        """Raises Unavailable where the generation is gone or a server stands in the way; readers then keep theirs."""
        indices = self.connection.writer.indices
        with guarded():
            indices.put_settings(
                index=generation, settings={"refresh_interval": REFRESH, "number_of_replicas": self.replicas}
            )
            indices.refresh(index=generation)
            before = self._holders(self.alias) - {generation}
            readers = self._holders(self.reading) - {generation}
            indices.update_aliases(
                actions=[
                    *({"remove": {"index": name, "alias": self.alias}} for name in sorted(before)),
                    *({"remove": {"index": name, "alias": self.reading}} for name in sorted(readers)),
                    {"add": {"index": generation, "alias": self.alias}},
                    {"add": {"index": generation, "alias": self.reading}},
                ]
            )
            if before:
                self._drop_older(generation, before)

    def _drop_older(self, generation: str, before: set[str]) -> None:
        """Those made before the one that was live; a newer one may be filling now."""
        kept = {generation, *before}
        bound = self._moment(generation)
        names = self.connection.writer.indices.get(index=f"{self.alias}-*", features=["settings"]).body
        old = [name for name in names if self._name.fullmatch(name) and name not in kept]
        for name in old:
            if self._moment(name) < bound:
                self.connection.writer.indices.delete(index=name, ignore_unavailable=True)

    def _moment(self, generation: str) -> str:
        match = self._name.fullmatch(generation)
        return match.group(1) if match else ""

    def _holders(self, alias: str) -> set[str]:
        try:
            return set(self.connection.writer.indices.get_alias(name=alias).body)
        except NotFoundError:
            return set()

    def _published(self, generation: str) -> bool:
        with guarded():
            return generation in self._holders(self.alias)

    def drop(self, generation: str) -> None:
        """Raises ValueError for the generation that readers see."""
        if not self._name.fullmatch(generation):
            return
        if self._published(generation):
            raise ValueError("the live generation cannot be dropped")
        with guarded(), suppress(NotFoundError):  # another process may have found and dropped it at this moment
            self.connection.writer.indices.delete(index=generation, ignore_unavailable=True)

    def live(self) -> str | None:
        with guarded():
            names = self._holders(self.reading) & self._holders(self.alias)
        return max(names, default=None)


def whole(answer: Mapping[str, Any]) -> None:
    """A part of an answer looks like a short true one."""
    if answer["timed_out"] or answer["_shards"]["failed"]:
        raise Unavailable("a part of the index did not answer")
