"""The gate on relevance: judged collections, read and scored; the Cranfield floor below which nobody ships."""

import json
import math
import os
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from search.engines.elasticsearch import ElasticsearchEngine
from search.ports import Query, Ranking
from search.relevance import (
    EVERYONE,
    CollectionError,
    Document,
    Figures,
    ask,
    fill,
    read_documents,
    read_judgements,
    read_queries,
    score,
    to_entry,
)
from search.throwaway import bare_figures, product_figures, throwaway_engine

SHARED = Path(os.environ.get("SHARED_DIR", Path(__file__).parents[3] / "shared"))
CRANFIELD = SHARED / "data" / "cranfield"
pytestmark = pytest.mark.xdist_group("relevance")  # what a test leaves on the server is counted
NDCG_FLOOR, MAP_FLOOR, APART = 0.37, 0.30, 0.02
ENGINES = ["fts5", pytest.param("elasticsearch", marks=pytest.mark.service("elasticsearch"))]


@pytest.fixture
def server(settings: Any) -> str:
    settings.ELASTICSEARCH_URL = os.environ.get("TEST_ELASTICSEARCH_URL", "")
    return str(settings.ELASTICSEARCH_URL)


@pytest.fixture
def indices(server: str) -> Iterator[Any]:
    """The names of all indices of measurements on the server, asked when called."""
    engine = ElasticsearchEngine(server, "nothing", read_timeout=60)
    yield lambda: set(engine.connection.writer.indices.get(index="relevance-*", features=["aliases"]).body)
    engine.close()


def collection(folder: Path, **files: str) -> Path:
    texts = {
        "documents": '{"id": "a", "title": "Damp homes", "text": "Mould grows. It is cold. Repairs follow."}\n'
        '{"id": "b", "title": "", "text": "Falls at home are common."}\n'
        '{"id": "c", "title": "Taxis", "text": ""}\n',
        "queries": '{"id": "1", "text": "damp"}\n{"id": "2", "text": "falls"}\n',
        "qrels": "query\tdocument\tgrade\n1\ta\t3\n2\tb\t1\n",
    } | files
    for name, ending in (("documents", "jsonl"), ("queries", "jsonl"), ("qrels", "tsv")):
        (folder / f"{name}.{ending}").write_bytes(texts[name].encode())
    return folder


# -- Cranfield -----------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def cranfield() -> Any:
    """Figures by engine and query, each measured once."""
    held: dict[tuple[str, str], Figures] = {}

    def figures(engine: str, query: str) -> Figures:
        if not CRANFIELD.exists():
            pytest.skip("the judged collection is not in SHARED_DIR")
        if (engine, query) not in held:
            measure = bare_figures if query == "bare" else product_figures
            held[engine, query] = measure(engine, CRANFIELD)
            print(f"Cranfield, {engine}, {query}: {held[engine, query].as_json()}")
        return held[engine, query]

    return figures


@pytest.mark.shared_data
@pytest.mark.parametrize("engine", ENGINES)
def test_cranfield_stays_above_its_floor_and_above_a_plain_match(engine: str, cranfield: Any, server: str) -> None:
    ours, bare = cranfield(engine, "product"), cranfield(engine, "bare")
    assert ours.queries == bare.queries == 225
    assert ours.ndcg >= NDCG_FLOOR
    assert ours.precision >= MAP_FLOOR
    assert ours.ndcg >= bare.ndcg
    assert ours.precision >= bare.precision
    assert ours.recall >= bare.recall


@pytest.mark.shared_data
@pytest.mark.service("elasticsearch")
def test_both_engines_rank_cranfield_alike(cranfield: Any, server: str) -> None:
    embedded, remote = cranfield("fts5", "product"), cranfield("elasticsearch", "product")
    assert abs(embedded.ndcg - remote.ndcg) <= APART
    assert abs(embedded.precision - remote.precision) <= APART


# -- reading -------------------------------------------------------------------------------------------
def test_columns_are_found_by_their_names_in_any_order(tmp_path: Path) -> None:
    collection(tmp_path, qrels="grade\tquery\tdocument\r\n2\tq 1\tdoc:1/a b\r\n-1\tq 1\tx\r\n")
    assert read_judgements(tmp_path) == {"q 1": {"doc:1/a b": 2, "x": 0}}


@pytest.mark.parametrize(
    "rows",
    [
        "1\ta\t3\n2\tb\t1\n",
        "1\t0\ta\t3\n2\t0\tb\t1\n",
        "1 0 a 3\n2 0 b 1\n",
        "\ufeffquery-id\tcorpus-id\tscore\n1\ta\t3\n2\tb\t1",
    ],
)
def test_judgements_are_read_without_a_header_and_as_others_write_them(tmp_path: Path, rows: str) -> None:
    assert read_judgements(collection(tmp_path, qrels=rows)) == {"1": {"a": 3}, "2": {"b": 1}}


def test_questions_without_judgements_and_judgements_without_a_question_are_left_out(tmp_path: Path) -> None:
    collection(tmp_path, qrels="query\tdocument\tgrade\n2\tb\t1\n9\tb\t1\n")
    assert read_queries(tmp_path, read_judgements(tmp_path)) == {"2": "falls"}


def test_documents_may_lack_a_title_or_a_text(tmp_path: Path) -> None:
    collection(tmp_path, documents='{"id": 7, "text": null}\r\n\r\n{"_id": "é", "title": "T"}\r\n')
    assert list(read_documents(tmp_path)) == [Document("7", "", ""), Document("é", "T", "")]


def test_the_first_two_sentences_under_a_title_are_its_summary() -> None:
    entry = to_entry(Document("a", "Damp", "One. Two? Three. Four."), "document:1")
    assert (entry.title, entry.summary, entry.body) == ("Damp", "One. Two?", "Three. Four.")
    entry = to_entry(Document("a", " ", "One. Two? Three."), "document:1")
    assert (entry.summary, entry.body) == ("", "One. Two? Three.")


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"documents": "{"}, "documents.jsonl, line 1: not JSON"),
        ({"documents": '{"title": "x"}'}, "documents.jsonl, line 1: not an object with an id"),
        ({"documents": ""}, "holds no document"),
        ({"queries": '["x"]'}, "queries.jsonl, line 1"),
        ({"qrels": "query\tdocument\tgrade\n1\ta\tgood\n"}, "qrels.tsv, line 2"),
        ({"qrels": "1\ta\n"}, "qrels.tsv, line 1"),
        ({"qrels": "query\tdocument\tgrade\n8\ta\t1\n"}, "no question"),
    ],
)
def test_what_is_wrong_with_a_collection_is_said_with_file_and_line(
    tmp_path: Path, files: dict[str, str], said: str
) -> None:
    with pytest.raises(CollectionError, match=said):
        product_figures("fts5", collection(tmp_path, **files))


# -- scoring -------------------------------------------------------------------------------------------
def test_figures_are_those_that_a_pencil_gives() -> None:
    grades = {"1": {"a": 3, "b": 1, "gone": 2}, "2": {"c": 1}, "3": {"d": 1}}
    found = score(grades, {"1": ["b", "x", "a"], "2": ["c"], "3": []})
    ideal = 3 + 2 / math.log2(3) + 1 / 2
    assert found.ndcg == pytest.approx(((1 + 3 / 2) / ideal + 1 + 0) / 3)
    assert found.precision == pytest.approx(((1 + 2 / 3) / 3 + 1 + 0) / 3)
    assert found.recall == pytest.approx((2 / 3 + 1 + 0) / 3)
    assert found.queries == 3


# -- the whole way -------------------------------------------------------------------------------------
@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("measure", [product_figures, bare_figures])
def test_any_ids_and_any_text_can_be_scored(tmp_path: Path, engine: str, measure: Any, server: str) -> None:
    ids = ["doc 1", "page:7/public", "ä/ö#?", '"quoted"', "x" * 600]
    documents = [{"id": name, "title": "", "text": f"Number {at} is about badgers."} for at, name in enumerate(ids)]
    documents += [{"id": "same", "title": "Old", "text": "weasels"}, {"id": "same", "title": "New", "text": "stoats"}]
    texts = {
        "q": "badgers " + "and so on " * 400,
        "r": "stoats",
        "s": "weasels",
        "empty": "",
        "signs": '"*" NEAR( title:x \x00',
    }
    queries = [{"id": name, "text": text} for name, text in texts.items()]
    rows = [f"q\t{name}\t1" for name in ids]
    rows += ["r\tsame\t2", "s\tsame\t0", "s\tmissing\t1", "empty\tsame\t1", "signs\tsame\t1"]
    collection(
        tmp_path,
        documents="\n".join(json.dumps(row) for row in documents),
        queries="\n".join(json.dumps(row) for row in queries),
        qrels="\n".join(["query\tdocument\tgrade", *rows]),
    )
    found = measure(engine, tmp_path)
    # "q" and "r" find all they should; of "same" the later text counts; nothing is found for the others.
    assert found.as_json() == {"ndcg@10": 0.4, "map": 0.4, "recall@100": 0.4, "queries": 5}


@pytest.mark.parametrize("engine", ENGINES)
def test_equal_scores_fall_in_the_order_of_the_file(tmp_path: Path, engine: str, server: str) -> None:
    documents = (Document(f"d{at}", "Badger", "") for at in reversed(range(30)))
    with throwaway_engine(engine) as made:
        ids = fill(made, documents)
        assert ask(made, ids, {"q": "badger"})["q"] == [f"d{at}" for at in reversed(range(30))]


@pytest.mark.parametrize("engine", ENGINES)
def test_who_asks_for_a_long_page_also_gets_entries_with_some_of_the_words(engine: str, server: str) -> None:
    both = [Document(f"both{at}", "Damp and mould", "") for at in range(12)]
    with throwaway_engine(engine) as made:
        ids = fill(made, iter([Document("one", "Damp", ""), *both]))
        assert set(ask(made, ids, {"q": "damp mould"})["q"]) == set(ids)
        short = made.search(Query("damp mould", EVERYONE, size=20))
        assert (short.total, short.relaxed) == (12, False)


@pytest.mark.parametrize("engine", ENGINES)
def test_an_entry_with_every_word_counts_for_more_than_those_with_some(engine: str, server: str) -> None:
    documents = [Document(f"some{at}", "Tenancy", "Of homes.") for at in range(3)]
    documents += [Document("every", "Meetings", "The police. A tenancy."), Document("none", "Else", "Of neither.")]
    scores = []
    for weight in (0.0, 2.0):
        with throwaway_engine(engine, Ranking(all_words=weight)) as made:
            ids = fill(made, iter(documents))
            results = made.search(Query("police tenancy", EVERYONE, explain=True))
        assert results.relaxed
        scores.append({ids[int(hit.key.partition(":")[2])]: hit.score for hit in results.hits})
        for hit in results.hits:
            assert sum(share.points for share in hit.shares) == pytest.approx(hit.score, rel=0.01)
    assert scores[1] == pytest.approx(scores[0] | {"every": 3 * scores[0]["every"]}, rel=0.01)
    assert max(scores[1], key=scores[1].__getitem__) == "every"


@pytest.mark.service("elasticsearch")
def test_nothing_stays_on_the_server_whatever_happens(tmp_path: Path, server: str, indices: Any) -> None:
    before = indices()
    product_figures("elasticsearch", collection(tmp_path))
    bare_figures("elasticsearch", tmp_path)
    with pytest.raises(KeyboardInterrupt), throwaway_engine("elasticsearch") as made:  # noqa: PT012 - it needs an index
        made.publish(made.create())
        made.create()
        assert len(indices() - before) == 2
        raise KeyboardInterrupt
    assert indices() <= before


# -- the command ---------------------------------------------------------------------------------------
def run(*args: str) -> str:
    out = StringIO()
    call_command("search_relevance", *args, stdout=out)
    return out.getvalue()


def test_the_command_prints_one_object(tmp_path: Path) -> None:
    found = json.loads(run(str(collection(tmp_path)), "--engine", "fts5", "--json"))
    assert found == {"ndcg@10": 1.0, "map": 1.0, "recall@100": 1.0, "queries": 2}


def test_the_command_prints_a_table(tmp_path: Path) -> None:
    text = run(str(collection(tmp_path)), "--bare")
    assert "one plain match" in text
    assert "ndcg@10        1.0000" in text


@pytest.mark.parametrize("missing", ["documents.jsonl", "queries.jsonl", "qrels.tsv"])
def test_the_command_names_the_file_that_is_missing(tmp_path: Path, missing: str) -> None:
    (collection(tmp_path) / missing).unlink()
    with pytest.raises(CommandError, match=missing) as caught:
        run(str(tmp_path), "--json")
    assert caught.value.returncode == 2


def test_the_command_wants_a_folder_and_the_address_of_the_server(tmp_path: Path, settings: Any) -> None:
    settings.ELASTICSEARCH_URL = ""
    for args, said in (
        ((str(tmp_path / "nowhere"),), "not a folder"),
        ((str(collection(tmp_path)), "--engine", "elasticsearch"), "ELASTICSEARCH_URL"),
    ):
        with pytest.raises(CommandError, match=said) as caught:
            run(*args)
        assert caught.value.returncode == 2


def test_the_command_says_that_the_server_does_not_answer(tmp_path: Path, settings: Any) -> None:
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"
    with pytest.raises(CommandError, match="does not answer"):
        run(str(collection(tmp_path)), "--engine", "elasticsearch", "--json")
