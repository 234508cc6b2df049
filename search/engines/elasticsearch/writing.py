"""Writing entries: requests of a bounded size, external versions, and what became of each entry."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from elasticsearch import ApiError, Elasticsearch

from search.engines.elasticsearch.client import guarded
from search.engines.elasticsearch.mapping import source_of
from search.ports import Entry, Refusal, Unavailable
from search.text import KEY_BYTES, fault_of

CHUNK = 500  # entries of a request
CHUNK_BYTES = 5_000_000  # an entry of its own may be larger
REASON = 300  # letters of a refusal
MALFORMED = (400, 413)  # of a whole request: one of its lines is broken, or too much of it
# An index that is not there would be made by a delete with an external version, where the server is so set. A bulk in
# which one line asks for an alias makes none; this line does nothing else.
GUARD = "never-an-entry"

Item = tuple[str, bytes]  # key and its lines of a bulk


def lines(*parts: Mapping[str, Any]) -> bytes:
    return b"\n".join(
        json.dumps(part, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace") for part in parts
    )


def items(upserts: Iterable[Entry], deletes: Iterable[tuple[str, int]], refused: dict[str, Refusal]) -> Iterator[Item]:
    """What to send; entries that no engine can take are put among the refused."""
    for entry in upserts:
        fault = fault_of(entry)
        if fault:
            refused[entry.key] = Refusal(fault, final=True)
            continue
        action = {"_id": entry.key, "version": entry.version, "version_type": "external_gte"}
        yield entry.key, lines({"index": action}, source_of(entry))
    for key, version in deletes:
        if 0 < len(key.encode("utf-8", "replace")) <= KEY_BYTES and version >= 0:
            yield key, lines({"delete": {"_id": key, "version": version, "version_type": "external_gte"}})


def chunks(found: Iterable[Item]) -> Iterator[list[Item]]:
    chunk: list[Item] = []
    size = 0
    for item in found:
        if chunk and (len(chunk) >= CHUNK or size + len(item[1]) > CHUNK_BYTES):
            yield chunk
            chunk, size = [], 0
        chunk.append(item)
        size += len(item[1])
    if chunk:
        yield chunk


class Bulk:
    """One call of `write`: to an alias that one generation alone has, so that nothing is made by writing."""

    def __init__(self, client: Elasticsearch, alias: str) -> None:
        self.client = client
        self.alias = alias
        self.refused: dict[str, Refusal] = {}
        self.accepted = 0

    def send(self, chunk: list[Item]) -> None:
        """Raises Unavailable where the server takes none of it."""
        guard = lines({"update": {"_id": GUARD, "require_alias": True}}, {"doc": {}})
        operations: list[Any] = [guard, *(data for _, data in chunk)]  # as text already
        try:
            answer = self.client.bulk(index=self.alias, operations=operations, require_alias=True)
        except ApiError as error:
            if error.meta.status not in MALFORMED:
                raise
            self._halve(chunk, error)
            return
        results = [next(iter(item.values())) for item in answer["items"]][1:]
        for (key, _), result in zip(chunk, results, strict=True):
            self._note(key, result)

    def _halve(self, chunk: list[Item], error: ApiError) -> None:
        """One line makes the server refuse the whole request: look for it."""
        if len(chunk) == 1:
            self.refused[chunk[0][0]] = Refusal(str(error.message)[:REASON], final=True)
            return
        middle = len(chunk) // 2
        self.send(chunk[:middle])
        self.send(chunk[middle:])

    def _note(self, key: str, result: Mapping[str, Any]) -> None:
        status, error = int(result["status"]), result.get("error")
        if status == 409 or not error:  # newer is there already; or done, and a delete may find nothing
            self.accepted += 1
            return
        kind, reason = error.get("type", ""), error.get("reason", "")
        if status == 404:
            raise Unavailable("the generation is not there")
        cause = error.get("caused_by") or {}
        said = f"{kind}: {reason} {cause.get('reason') or ''}".strip()[:REASON]
        # 403 is a block of the whole index, 429 and 5xx pass; what is left is about the entry.
        self.refused[key] = Refusal(said, final=status == 400)


def write(
    client: Elasticsearch, alias: str, upserts: Iterable[Entry], deletes: Iterable[tuple[str, int]]
) -> Mapping[str, Refusal]:
    """Write through a generation's own alias. Raises Unavailable where the server took nothing at all."""
    bulk = Bulk(client, alias)
    with guarded():
        for chunk in chunks(items(upserts, deletes, bulk.refused)):
            bulk.send(chunk)
    passing = [refusal for refusal in bulk.refused.values() if not refusal.final]
    if passing and not bulk.accepted:
        raise Unavailable(passing[0].reason)  # blocked or overloaded: nothing is the matter with the entries
    return bulk.refused
