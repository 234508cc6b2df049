"""What only the real server has: its aliases, its blocks, its refusals, its absence."""

import os
import socket
from collections.abc import Iterator
from typing import Any

import elasticsearch.dsl
import elasticsearch_dsl
import pytest

from search.engines.elasticsearch import ElasticsearchEngine, generations, writing
from search.engines.elasticsearch.generations import whole
from search.ports import Query, SearchEngine, Unavailable
from tests.factories.engines import indices_of, new_alias, publish, remote, remove_all, server
from tests.search.world import MEMBERS, SEED, SYNONYMS, WORLD, entry, find, found

SERVER = pytest.mark.service("elasticsearch")


@pytest.fixture
def engine() -> Iterator[ElasticsearchEngine]:
    with remote(synonyms=lambda: SYNONYMS) as made:
        publish(made, SEED)
        yield made


def client(engine: ElasticsearchEngine) -> Any:
    return engine.connection.writer


def test_one_package_under_two_names() -> None:
    assert elasticsearch_dsl.Document is elasticsearch.dsl.Document


# -- writing makes nothing ---------------------------------------------------------------------------
@pytest.fixture
def makes_indices(engine: ElasticsearchEngine) -> Iterator[None]:
    """A cluster that makes an index for whoever writes to a name, for names of this test alone."""
    name = "action.auto_create_index"
    before = client(engine).cluster.get_settings(flat_settings=True)["persistent"].get(name)
    client(engine).cluster.put_settings(persistent={name: f"+{engine.generations.alias}*"})
    yield
    client(engine).cluster.put_settings(persistent={name: before})


@SERVER
@pytest.mark.parametrize(
    ("upserts", "deletes"),
    [(SEED[:1], []), ([], [("page:1", 7)]), (SEED[:1], [("page:1", 7)])],
    ids=["upserts", "deletes", "both"],
)
def test_a_missing_generation_is_never_made_by_writing(
    engine: ElasticsearchEngine, makes_indices: None, upserts: list[Any], deletes: list[Any]
) -> None:
    gone = engine.create()
    engine.drop(gone)
    before = indices_of(engine)
    with pytest.raises(Unavailable):
        engine.write(gone, upserts, deletes)
    assert indices_of(engine) == before


@SERVER
def test_such_a_cluster_would_have_made_it(engine: ElasticsearchEngine, makes_indices: None) -> None:
    name = f"{engine.generations.alias}-by-writing"
    action = {"delete": {"_id": "page:1", "version": 7, "version_type": "external_gte"}}
    client(engine).bulk(index=name, operations=[action])
    assert name in indices_of(engine)


# -- generations -------------------------------------------------------------------------------------
@SERVER
def test_a_generation_is_a_quiet_index_until_it_is_published() -> None:
    with remote(replicas=1) as engine:
        name = engine.create()

        def settings() -> Any:
            return client(engine).indices.get_settings(index=name, flat_settings=True)[name]["settings"]

        assert settings()["index.refresh_interval"] == "-1"
        assert settings()["index.number_of_replicas"] == "0"
        assert settings()["index.gc_deletes"] == "1d"
        engine.publish(name)
        assert settings()["index.refresh_interval"] == "1s"
        assert settings()["index.number_of_replicas"] == "1"
        assert set(client(engine).indices.get_alias(name=engine.generations.alias)) == {name}


@SERVER
def test_an_index_of_another_form_is_not_read(engine: ElasticsearchEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    """A release with another form finds nothing until it is rebuilt; processes of the release before go on reading."""
    old = engine.live()
    monkeypatch.setattr(generations, "form_hash", lambda: "0fade0ff")
    newer = ElasticsearchEngine(server(), engine.generations.alias, read_timeout=20)
    assert newer.live() is None
    assert newer.health()["state"] == "missing"
    with pytest.raises(Unavailable):
        find(newer, "guide")
    publish(newer, SEED[:1])
    assert found(newer, "") == ["page:1"]
    assert engine.live() is None  # nobody writes to it any more
    assert find(engine, "").total == 5
    assert sum(engine.counts(old or "").values()) == len(SEED)
    newer.close()


@SERVER
def test_another_index_of_a_longer_name_is_left_alone(engine: ElasticsearchEngine) -> None:
    other = ElasticsearchEngine(server(), f"{engine.generations.alias}-other", read_timeout=20)
    theirs = publish(other, SEED[:1])
    publish(engine, SEED)
    publish(engine, SEED)
    assert other.live() == theirs
    assert find(other, "guide").total == 1
    remove_all(other)


@pytest.mark.parametrize("alias", ["", "Upper", "a*", "-x", "a,b", "a/b", "../a", "_all"])
def test_a_name_that_means_more_than_one_index_is_refused(alias: str) -> None:
    with pytest.raises(ValueError, match="name of the search index"):
        ElasticsearchEngine("http://127.0.0.1:9", alias)


# -- what the server refuses -------------------------------------------------------------------------
@SERVER
@pytest.mark.parametrize("block", ["write", "read_only", "read_only_allow_delete"])
def test_an_index_that_takes_no_writes_is_the_engines_fault_and_not_the_entries(
    engine: ElasticsearchEngine, block: str
) -> None:
    live = engine.live()
    client(engine).indices.put_settings(index=live, settings={f"index.blocks.{block}": True})
    try:
        with pytest.raises(Unavailable):
            engine.write(live or "", [entry("page:8", "Heron")], [])
        assert find(engine, "guide").total == 1
    finally:
        client(engine).indices.put_settings(index=live, settings={f"index.blocks.{block}": None})
    assert not engine.write(live or "", [entry("page:8", "Heron")], [])
    assert found(engine, "heron") == ["page:8"]  # at once, without waiting for the server's own pace


@SERVER
def test_what_the_server_cannot_read_is_refused_for_good(
    engine: ElasticsearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = writing.source_of

    def spoilt(one: Any) -> dict[str, Any]:
        return honest(one) | ({"published": "some day"} if one.key == "page:8" else {})

    monkeypatch.setattr(writing, "source_of", spoilt)
    refused = engine.write(engine.live() or "", [entry("page:8", "Heron"), entry("page:9", "Egret")], [])
    assert list(refused) == ["page:8"]
    assert refused["page:8"].final
    assert "published" in refused["page:8"].reason
    assert found(engine, "egret") == ["page:9"]


@SERVER
def test_one_line_that_spoils_a_whole_request_is_found(
    engine: ElasticsearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "fault_of", lambda one: "")  # as if a limit were not known here
    entries = [entry(f"page:{n}", "Heron") for n in range(20, 40)] + [entry("x" * 600, "Heron")]
    refused = engine.write(engine.live() or "", entries, [])
    assert list(refused) == ["x" * 600]
    assert refused["x" * 600].final
    assert find(engine, "heron").total == 20


def test_requests_have_a_bounded_size() -> None:
    large = [("a", b"x" * (writing.CHUNK_BYTES + 1)), *(("b", b"y" * 1_000_000) for _ in range(12))]
    sizes = [sum(len(data) for _, data in chunk) for chunk in writing.chunks(large)]
    assert sizes == [writing.CHUNK_BYTES + 1, 5_000_000, 5_000_000, 2_000_000]
    assert [len(chunk) for chunk in writing.chunks([("a", b"x")] * 1200)] == [500, 500, 200]


# -- when it is away ---------------------------------------------------------------------------------
def ways_to_ask(engine: SearchEngine) -> list[Any]:
    return [
        engine.create,
        engine.live,
        lambda: engine.write("a-b", SEED[:1], []),
        lambda: engine.counts("a-b"),
        lambda: engine.publish("a-b"),
        lambda: list(engine.stored("a-b")),
        lambda: find(engine, "guide"),
        lambda: engine.complete(Query("dat", MEMBERS)),
        lambda: engine.suggest(Query("safegaurding", MEMBERS)),
    ]


def secret_engine(port: int) -> ElasticsearchEngine:
    url = f"http://reader:s3cr%2Ft@127.0.0.1:{port}/es"
    return ElasticsearchEngine(url, new_alias(), read_timeout=0.3, write_timeout=0.3)


def test_a_refused_connection_is_one_error_and_tells_no_secret() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        engine = secret_engine(closed.getsockname()[1])
    for ask in ways_to_ask(engine):
        with pytest.raises(Unavailable) as caught:
            ask()
        told = f"{caught.value!r} {caught.value.__context__ if not caught.value.__suppress_context__ else ''}"
        assert "s3cr" not in told
        assert caught.value.__cause__ is None
    health = engine.health()
    assert health["state"] == "away"
    assert "s3cr" not in str(health)


def test_a_server_that_never_answers_is_asked_once() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(64)
        silent.setblocking(False)
        engine = secret_engine(silent.getsockname()[1])
        for ask in ways_to_ask(engine):
            with pytest.raises(Unavailable, match="Timeout"):
                ask()
            silent.accept()[0].close()
            with pytest.raises(BlockingIOError):  # one wait, and no second try
                silent.accept()
        assert engine.health()["state"] == "away"


@pytest.mark.parametrize(
    "url",
    [
        *("reader:s3cret@host:9200", "ftp://reader:s3cret@host", "http://", "s3cret"),
        *("https://reader:s3cret/a@host:9200", "https://reader:1#s3cret@host", "https://reader:1?s3cret@host:9200"),
        *("https://:s3cret@host:9200", "https://host:9200?s3cret", "https://host:9200#s3cret", "https://[s3cret"),
    ],
)
def test_a_wrong_address_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(ValueError, match="address of Elasticsearch") as caught:
        ElasticsearchEngine(url, "intranet")
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize(
    "answer", [{"timed_out": True, "_shards": {"failed": 0}}, {"timed_out": False, "_shards": {"failed": 1}}]
)
def test_a_part_of_an_answer_is_no_answer(answer: dict[str, Any]) -> None:
    with pytest.raises(Unavailable):
        whole(answer)


@SERVER
def test_a_fork_gets_its_own_connections(engine: ElasticsearchEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = engine.connection.reader
    assert engine.connection.reader is ours
    monkeypatch.setattr(os, "getpid", lambda: -1)
    assert engine.connection.reader is not ours
    assert find(engine, "guide").total == 1


# -- calls -------------------------------------------------------------------------------------------
@SERVER
@pytest.mark.parametrize(
    ("text", "most"),
    [
        ("guide", 1),
        ("saftguarding", 2),
        ("safegaurding consultaton zebra", 2),
        ("gateway retention zebra", 2),
        ("dsa SET", 2),
        ("", 1),
        ("the", 0),
    ],
)
def test_a_page_costs_at_most_two_calls(
    engine: ElasticsearchEngine, monkeypatch: pytest.MonkeyPatch, text: str, most: int
) -> None:
    publish(engine, WORLD)
    calls = []
    transport = engine.connection.reader.transport
    perform = transport.perform_request

    def counted(*args: Any, **more: Any) -> Any:
        calls.append(args)
        return perform(*args, **more)

    monkeypatch.setattr(transport, "perform_request", counted)
    find(engine, text, facets=("kind", "topic"), filters={"kind": ["news"]}, exclude=["page:3"], suggest=True)
    assert len(calls) <= most


@SERVER
def test_the_second_call_gets_what_the_first_one_left(
    engine: ElasticsearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(engine, WORLD)
    waits = []
    transport = engine.connection.reader.transport
    perform = transport.perform_request

    def timed(*args: Any, **more: Any) -> Any:
        waits.append(more["request_timeout"])
        return perform(*args, **more)

    monkeypatch.setattr(transport, "perform_request", timed)
    assert find(engine, "safegaurding zebra", suggest=True).relaxed
    first, second = waits
    assert first == engine.patience_s
    assert 0 < second < first
