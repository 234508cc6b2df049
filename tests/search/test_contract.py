"""One suite for every engine: what any of them must do, whatever it is made of."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from search.engines.fts5 import FTS5Engine
from search.ports import Entry, Query, Results, SearchEngine, Segments, Synonym
from search.reconcile import reason
from tests.factories.engines import publish, write

MEMBERS, PARTY = frozenset({"members"}), frozenset({"members", "party:1"})
NOW = datetime(2026, 11, 1, tzinfo=UTC)
AGREEMENT = ("dsa", "data sharing agreement")
SYNONYMS = (
    Synonym("dsa", AGREEMENT),
    Synonym("data sharing agreement", AGREEMENT),
    Synonym("mash", ("multi-agency safeguarding hub",)),
    Synonym("SET", ("Southend, Essex and Thurrock",), case_sensitive=True),
    Synonym("Prevent", ("Channel panel",), case_sensitive=True),
    Synonym("permission", ("consent",), case_sensitive=True),
)


def entry(key: str, title: str, body: str = "", version: int = 1, **more: object) -> Entry:
    values = {"kind": "guidance", "url": "/", "audience": MEMBERS} | more
    return Entry(key=key, version=version, title=title, body=body, **values)  # type: ignore[arg-type]


SEED = [
    entry(
        "page:1",
        "Data sharing agreements: a guide",
        "When partners share data they write an agreement.",
        topic=("sharing",),
    ),
    entry("page:2", "How to review a DSA", "Check the legal gateway & the <b>retention</b> period.", topic=("review",)),
    entry("page:3", "Café visits by the fraud team", "Officers visit premises.", kind="story", topic=("fraud",)),
    entry(
        "page:4",
        "Consultation on safeguarding",
        "A multi-agency safeguarding hub shares information.",
        kind="news",
        published=datetime(2026, 10, 20, tzinfo=UTC),
        topic=("safeguarding", "sharing"),
    ),
    entry(
        "page:5",
        "Consultation on safeguarding",
        "A multi-agency safeguarding hub shares information.",
        kind="news",
        published=datetime(2019, 10, 20, tzinfo=UTC),
        topic=("safeguarding",),
    ),
    entry(
        "isp:9",
        "Zeppelin witness protocol",
        "Zeppelin data sharing agreement for protected witnesses.",
        kind="isp",
        audience=frozenset({"party:1"}),
        topic=("witness",),
        status=("in_force",),
        partner=("police",),
    ),
    entry("page:6", "Nobody sees this", "Agreement draft", audience=frozenset()),
]


@pytest.fixture(params=["fts5"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SearchEngine]:
    embedded = FTS5Engine(tmp_path / "search.sqlite3", synonyms=lambda: SYNONYMS)
    publish(embedded, SEED)
    yield embedded
    embedded.generations.close()


def apply(engine: SearchEngine, upserts: list[Entry], deletes: list[tuple[str, int]]) -> None:
    assert not write(engine, upserts, deletes)


def find(engine: SearchEngine, text: str, tokens: frozenset[str] = MEMBERS, **more: object) -> Results:
    return engine.search(Query(text, tokens, now=NOW, **more))  # type: ignore[arg-type]


def keys(results: Results) -> list[str]:
    return [hit.key for hit in results.hits]


def marked(segments: Segments) -> list[str]:
    return [text for text, match in segments if match]


def complete(engine: SearchEngine, prefix: str, tokens: frozenset[str]) -> list[str]:
    return [key for key, _ in engine.complete(Query(prefix, tokens))]


def test_it_keeps_the_port(engine: SearchEngine) -> None:
    assert isinstance(engine, SearchEngine)
    assert engine.live()
    assert engine.health()["entries"] == len(SEED)


def test_words_may_be_spread_over_fields(engine: SearchEngine) -> None:
    assert keys(find(engine, "guide partners write"))[0] == "page:1"


def test_stems_folds_and_curly_quotes(engine: SearchEngine) -> None:
    assert keys(find(engine, "cafe visiting")) == ["page:3"]
    assert "page:1" in keys(find(engine, "partner\u2019s agreement"))


@pytest.mark.parametrize("text", ["DSA guide", "data sharing agreement review"])
def test_synonyms_of_several_words(engine: SearchEngine, text: str) -> None:
    assert {"page:1", "page:2"} <= set(keys(find(engine, text)))


def test_a_synonym_is_a_phrase_and_not_loose_words(engine: SearchEngine) -> None:
    apply(engine, [entry("page:7", "Sharing a car", "Data on agreement of journeys")], [])
    assert "page:7" not in keys(find(engine, "dsa"))


def test_ordinary_words_are_synonyms_only_as_written(engine: SearchEngine) -> None:
    apply(
        engine,
        [
            entry("page:11", "SET procedures", "What we agreed."),
            entry("page:12", "A set of forms", "For everyone."),
            entry("page:13", "Area arrangements", "Southend, Essex and Thurrock work together."),
        ],
        [],
    )
    assert set(keys(find(engine, "SET"))) == {"page:11", "page:13"}
    assert {"page:11", "page:12"} == set(keys(find(engine, "set")))
    assert "page:12" not in keys(find(engine, "SET gateway"))  # relaxed, and still not the ordinary word
    titles = {hit.key: hit.title for hit in find(engine, "SET").hits}
    assert marked(titles["page:11"]) == ["SET"]


def test_the_capital_of_a_first_word_means_nothing(engine: SearchEngine) -> None:
    apply(
        engine, [entry("page:14", "How to prevent fraud", "Ask early."), entry("page:15", "Channel panel", "Duty.")], []
    )
    assert keys(find(engine, "Prevent fraud"))[0] == "page:14"
    assert keys(find(engine, "Prevent")) == ["page:15"]
    assert keys(find(engine, "the Prevent duty"))[0] == "page:15"
    assert "page:15" not in keys(find(engine, "prevent"))


def test_a_loose_word_is_widened_only_when_it_is_the_whole_question(engine: SearchEngine) -> None:
    apply(engine, [entry("page:16", "Consent", "When to ask.")], [])
    assert keys(find(engine, "permission")) == ["page:16"]
    assert "page:16" not in keys(find(engine, "permission retention"))


def test_audience_is_mandatory_everywhere(engine: SearchEngine) -> None:
    facets = ("kind", "topic", "sector", "partner", "status", "year")
    member, party = (find(engine, "zeppelin agreement", who, facets=facets) for who in (MEMBERS, PARTY))
    assert "isp:9" not in keys(member)
    assert keys(party)[0] == "isp:9"
    for facet, value in (("topic", "witness"), ("kind", "isp"), ("status", "in_force"), ("partner", "police")):
        assert value not in dict(member.facets[facet])
        assert dict(party.facets[facet])[value] == 1
    assert find(engine, "", frozenset()).total == 0
    assert find(engine, "agreement", frozenset()).total == 0
    assert "page:6" not in keys(find(engine, "draft", PARTY))
    assert complete(engine, "zepp", MEMBERS) == []
    assert complete(engine, "zepp", PARTY) == ["isp:9"]
    assert complete(engine, "zepp", frozenset()) == []
    assert engine.suggest(Query("zeppelim", MEMBERS)) is None
    assert engine.suggest(Query("zeppelim", PARTY)) is None  # a word of one party's is never offered
    assert engine.suggest(Query("safegaurding", frozenset())) is None


def test_kinds_that_a_caller_may_not_read_do_not_exist(engine: SearchEngine) -> None:
    results = find(engine, "", kinds=("news",), facets=("kind", "topic"))
    assert results.total == 2
    assert dict(results.facets["kind"]) == {"news": 2}
    assert find(engine, "", kinds=()).total == 0
    assert [key for key, _ in engine.complete(Query("data", MEMBERS, kinds=("news",)))] == []
    assert engine.suggest(Query("safegaurding", MEMBERS, kinds=("isp",))) is None


def test_correction(engine: SearchEngine) -> None:
    assert engine.suggest(Query("safegaurding consultation", MEMBERS)) == "safeguarding consultation"
    assert engine.suggest(Query("safegaurding", frozenset({"public"}))) is None
    assert engine.suggest(Query("safeguarding", MEMBERS)) is None
    assert engine.suggest(Query("safegaurding", MEMBERS, exclude=["page:4", "page:5"])) is None


def test_plain_words_are_not_corrected(engine: SearchEngine) -> None:
    """A short word is too near to others, and a word that some text holds is no slip though no title has it."""
    write(engine, [entry("page:7", "Other full reviews", "Shared with older neighbours.")])
    assert engine.suggest(Query("fall", MEMBERS)) is None
    assert engine.suggest(Query("older", MEMBERS)) is None
    assert engine.suggest(Query("older safegaurding", MEMBERS)) is None
    assert engine.suggest(Query("reveiws", MEMBERS)) == "reviews"


def test_the_summary_is_shown_before_the_text(engine: SearchEngine) -> None:
    write(engine, [entry("page:8", "Lists", "Names of trams.", summary="What trams are for.")])
    assert "".join(text for text, _ in find(engine, "trams").hits[0].snippet) == "What trams are for."


def test_facets_keep_their_other_choices(engine: SearchEngine) -> None:
    results = find(engine, "", facets=("kind", "topic", "year"), filters={"kind": ["news"]})
    assert results.total == 2
    assert dict(results.facets["kind"]) == {"guidance": 2, "news": 2, "story": 1}
    assert dict(results.facets["topic"]) == {"safeguarding": 2, "sharing": 1}
    assert dict(results.facets["year"]) == {"2026": 1, "2019": 1}
    assert find(engine, "", filters={"kind": ["news", "story"]}).total == 3
    assert find(engine, "", filters={"year": ["2019"]}).total == 1
    assert find(engine, "", filters={"kind": ["no-such-kind"]}).total == 0
    with pytest.raises(ValueError, match="unknown filter"):
        find(engine, "", filters={"audience": ["members"]})


def test_marks_are_segments_of_plain_text(engine: SearchEngine) -> None:
    hit = find(engine, "retention").hits[0]
    assert marked(hit.snippet) == ["retention"]
    assert "".join(text for text, _ in hit.snippet) == "Check the legal gateway & the <b>retention</b> period."
    assert marked(find(engine, "guide").hits[0].title) == ["guide"]


def test_marks_cannot_be_forged(engine: SearchEngine) -> None:
    apply(engine, [entry("page:17", "\x02Forged\x03 heron", "\x02heron\x03 again")], [])
    hit = find(engine, "heron").hits[0]
    assert marked(hit.title) == ["heron"]


def test_newer_news_first_and_other_orders(engine: SearchEngine) -> None:
    assert keys(find(engine, "consultation safeguarding"))[:2] == ["page:4", "page:5"]
    assert keys(find(engine, "", sort="newest"))[:2] == ["page:4", "page:5"]
    assert keys(find(engine, "", sort="title"))[0] == "page:3"
    assert keys(find(engine, "safeguarding", first="page:5"))[0] == "page:5"


@pytest.mark.parametrize(
    "text",
    [
        '"',
        "a AND",
        "NEAR(",
        "title:x",
        "*",
        "-",
        "(((",
        "\u0000",
        "x" * 2000,
        "word " * 500,
        "the",
        "O'Brien's",
        "C++ & <b>",
        "\ud800",
        "_",
    ],
)
def test_any_text_is_safe(engine: SearchEngine, text: str) -> None:
    assert find(engine, text).total >= 0
    complete(engine, text, MEMBERS)
    engine.suggest(Query(text, MEMBERS))


def test_words_of_asking_do_not_count(engine: SearchEngine) -> None:
    apply(
        engine,
        [entry("page:18", "Who can do what", "When we ask."), entry("page:19", "Sharing with the police", "")],
        [],
    )
    found = keys(find(engine, "Who can I share with? Police"))
    assert found[0] == "page:19"
    assert "page:18" not in found
    assert keys(find(engine, "who can do what")) == ["page:18"]


def test_relaxes_only_when_thin(engine: SearchEngine) -> None:
    results = find(engine, "gateway zebra")
    assert results.relaxed
    assert keys(results) == ["page:2"]
    assert not find(engine, "gateway retention").relaxed
    assert find(engine, "gateway zebra", relax=False).total == 0


def test_versions(engine: SearchEngine) -> None:
    apply(engine, [entry("page:8", "Tenth heron", version=10)], [])
    apply(engine, [entry("page:8", "Ninth heron", version=9)], [])
    assert find(engine, "ninth").total == 0
    apply(engine, [entry("page:8", "Again heron", version=10)], [])
    assert find(engine, "again heron").total == 1
    apply(engine, [], [("page:8", 11)])
    apply(engine, [entry("page:8", "Stale heron", version=10)], [])
    assert find(engine, "heron").total == 0
    apply(engine, [], [("page:8", 11), ("page:never", 3)])
    apply(engine, [entry("page:8", "Back heron", version=12)], [])
    assert find(engine, "heron").total == 1


def test_a_refused_entry_does_not_take_the_others_along(engine: SearchEngine) -> None:
    refused = write(engine, [entry("page:20", " "), entry("page:21", "Whole heron")])
    assert list(refused) == ["page:20"]
    assert keys(find(engine, "heron")) == ["page:21"]


def test_only_and_never(engine: SearchEngine) -> None:
    assert keys(find(engine, "agreement", keys=["page:1"])) == ["page:1"]
    assert "page:1" not in keys(find(engine, "agreement", exclude=["page:1"]))
    assert find(engine, "agreement", keys=[]).total == 0


def test_completion(engine: SearchEngine) -> None:
    assert complete(engine, "caf fra", MEMBERS) == ["page:3"]
    assert complete(engine, "caf", MEMBERS) == ["page:3"]
    assert complete(engine, "premises", MEMBERS) == []  # titles only


def test_dates_and_pages(engine: SearchEngine) -> None:
    assert keys(find(engine, "safeguarding", since=datetime(2026, 1, 1, tzinfo=UTC))) == ["page:4"]
    first, second = keys(find(engine, "", size=2)), keys(find(engine, "", size=2, offset=2))
    assert len(first) == 2
    assert not set(first) & set(second)


def test_a_new_generation_forgets(engine: SearchEngine) -> None:
    publish(engine, SEED[:1])
    assert find(engine, "").total == 1
    assert [held.key for held in stored(engine)] == ["page:1"]


def test_stored_says_what_the_index_holds(engine: SearchEngine) -> None:
    held = stored(engine)
    assert [one.key for one in held] == sorted(one.key for one in SEED)
    for ours, theirs in zip(sorted(SEED, key=lambda one: one.key), held, strict=True):
        assert (theirs.version, theirs.audience) == (ours.version, ours.audience)
        assert reason(theirs, ours) == ""


def stored(engine: SearchEngine) -> list[Entry]:
    live = engine.live()
    assert live
    return list(engine.stored(live))
