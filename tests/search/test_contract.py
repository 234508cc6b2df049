"""One suite for every engine: which words find what, in which order. What is shown of it is in test_contract_shown,
what is written in test_contract_written, who may not see it in test_contract_leaks."""

from typing import get_args

import pytest

from search.ports import SearchEngine, Sort, Synonym
from tests.search.world import MEMBERS, NOW, SEED, complete, find, found, keys, suggest


def test_it_keeps_the_port(engine: SearchEngine) -> None:
    assert isinstance(engine, SearchEngine)
    assert engine.live()
    health = engine.health()
    assert health["engine"] == engine.name
    assert health["state"] == "ok"
    assert health["entries"] == len(SEED)
    assert health["kinds"] == {"guidance": 3, "isp": 1, "news": 2, "story": 1}
    assert health["generation"] == engine.live()
    assert health["version"]


# -- words -------------------------------------------------------------------------------------------
def test_words_may_be_spread_over_fields(seeded: SearchEngine) -> None:
    assert found(seeded, "guide partners write")[0] == "page:1"


def test_stems_folds_and_curly_quotes(seeded: SearchEngine) -> None:
    assert found(seeded, "cafe visiting") == ["page:3"]
    assert found(seeded, "CAFÉ VISITED") == ["page:3"]
    assert "page:1" in found(seeded, "partner\u2019s agreement")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("nandu", "page:50"),
        ("\u00f1and\u00fa", "page:50"),
        ("n\u0303andu\u0301", "page:50"),
        ("istanbul", "page:51"),
        ("\u0130STANBUL", "page:51"),
        ("windmill", "page:52"),
        ("wind\u00admill", "page:52"),
        ("telescope", "page:52"),
        ("flood plain", "page:53"),
        ("flood\u00a0plain", "page:53"),
        ("file notes", "page:54"),
        ("case_file", "page:54"),
        ("o'brien", "page:55"),
        ("O\u2019BRIEN\u2019S", "page:55"),
        ("\U0001f989 owlery", "page:56"),
        ("2026/27", "page:57"),
    ],
)
def test_every_engine_cuts_text_into_the_same_words(seeded: SearchEngine, text: str, key: str) -> None:
    assert found(seeded, text, relax=False) == [key]


@pytest.mark.parametrize(
    "text",
    [
        *('"', "a AND", "NEAR(", "title:x", "*", "-", "(((", "\u0000", "x" * 2000, "word " * 500, "the", "O'Brien's"),
        *("C++ & <b>", "\ud800", "_", "\U0001f989", "\u202egnp.exe", "a\u0308" * 90, "'; DROP TABLE entry; --", "\\"),
        *('{"match_all": {}}', "/.*/", "~~~", "\u200b", "\u0130" * 40, "*:*", "a" * 300, "kind:isp OR 1=1"),
    ],
)
def test_any_text_is_safe(seeded: SearchEngine, text: str) -> None:
    assert find(seeded, text).total >= 0
    complete(seeded, text)
    suggest(seeded, text)


@pytest.mark.parametrize("text", ["the", "*", "_", "\U0001f989", "\u200b", '"'])
def test_a_text_without_words_finds_nothing_and_no_text_finds_all(seeded: SearchEngine, text: str) -> None:
    assert find(seeded, text).total == 0
    assert find(seeded, "").total > 40
    assert find(seeded, "  ").total == find(seeded, "").total


def test_words_of_asking_do_not_count(seeded: SearchEngine) -> None:
    asked = found(seeded, "Who can I share with? Police")
    assert asked[0] == "page:19"
    assert "page:18" not in asked
    assert found(seeded, "who can do what")[0] == "page:18"
    assert found(seeded, "who can do what", relax=False) == ["page:18"]


# -- synonyms ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("text", ["DSA guide", "data sharing agreement review"])
def test_synonyms_of_several_words_both_ways_round(seeded: SearchEngine, text: str) -> None:
    assert {"page:1", "page:2"} <= set(found(seeded, text))


def test_a_synonym_is_a_phrase_and_not_loose_words(seeded: SearchEngine) -> None:
    assert set(found(seeded, "dsa")) == {"page:1", "page:2"}
    assert "page:7" not in found(seeded, "dsa")
    assert set(found(seeded, "mash")) == {"page:4", "page:5"}


def test_ordinary_words_are_synonyms_only_as_written(seeded: SearchEngine) -> None:
    assert set(found(seeded, "SET")) == {"page:11", "page:13"}
    assert {"page:11", "page:12"} == set(found(seeded, "set"))
    assert "page:12" not in found(seeded, "SET gateway")  # relaxed, and still not the ordinary word
    assert found(seeded, "SET procedures")[0] == "page:11"
    assert found(seeded, "IG") == ["page:22"]
    assert found(seeded, "the IG lead") == ["page:22"]
    assert set(found(seeded, "IT")) == {"page:35", "page:36"}  # a stop word, were it not in capitals
    assert set(found(seeded, "IT screens", relax=False)) == {"page:35", "page:36"}
    assert found(seeded, "it") == []


def test_the_capital_of_a_first_word_means_nothing(seeded: SearchEngine) -> None:
    assert found(seeded, "Prevent fraud")[0] == "page:14"
    assert found(seeded, "Prevent") == ["page:15"]
    assert found(seeded, "the Prevent duty")[0] == "page:15"
    assert "page:15" not in found(seeded, "prevent")


def test_a_loose_word_is_widened_only_when_it_is_the_whole_question(seeded: SearchEngine) -> None:
    assert found(seeded, "permission") == ["page:16"]
    assert "page:16" not in found(seeded, "permission retention")


def test_a_question_may_bring_its_own_synonyms(seeded: SearchEngine) -> None:
    tried = (Synonym("birdhouse", ("kingfisher nests",)),)
    assert found(seeded, "birdhouse", synonyms=tried) == ["page:26"]
    assert found(seeded, "birdhouse") == []
    assert found(seeded, "mash", synonyms=()) == []


# -- slips -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("saftguarding", "page:4"),
        ("safegaurding", "page:4"),
        ("kingfsiher", "page:26"),
        ("kingfishr", "page:26"),
        ("quarts", "page:32"),
        ("walruss", "page:24"),
        ("orgnaisation", "page:26"),
        ("kingfisher nsets", "page:26"),
    ],
)
def test_a_slip_of_the_finger_still_finds(seeded: SearchEngine, text: str, first: str) -> None:
    results = find(seeded, text)
    assert keys(results)[0] == first
    assert results.relaxed
    assert find(seeded, text, relax=False).total == 0


@pytest.mark.parametrize(
    "text",
    [
        "ostrey fens",  # nothing has the second word, and it is short
        "trims",  # one slip from trams, two letters from nothing else
        "bingfisher",  # people get the first letter right
        "kangfoshor",  # three slips
        "tram5",
    ],
)
def test_a_short_or_far_word_is_not_widened_beyond_measure(seeded: SearchEngine, text: str) -> None:
    expected = {"ostrey fens": ["page:34", "page:33"], "trims": ["page:21"], "tram5": ["page:21"]}
    assert found(seeded, text) == expected.get(text, [])


def test_a_word_that_the_caller_has_is_not_widened(seeded: SearchEngine) -> None:
    """ "older" stands in a text, "other" in a title: who types the first does not mean the second."""
    assert found(seeded, "older") == ["page:20"]
    assert found(seeded, "lodge zebra") == ["page:29", "page:30"]
    assert found(seeded, "stone", exclude=["page:31", "page:32"]) == []  # not widened because it is left out
    assert found(seeded, "quartz", until=NOW) == []


def test_a_slip_finds_nothing_where_all_is_asked_of_some_keys(seeded: SearchEngine) -> None:
    assert found(seeded, "saftguarding", keys=["page:4"]) == []


def test_correction(seeded: SearchEngine) -> None:
    assert suggest(seeded, "safegaurding consultation") == "safeguarding consultation"
    assert suggest(seeded, "safegaurding", frozenset({"public"})) is None
    assert suggest(seeded, "safeguarding") is None
    assert suggest(seeded, "safegaurding", exclude=["page:4", "page:5"]) is None
    assert suggest(seeded, "safegaurding kingfisher") is None  # no entry has both


def test_plain_words_are_not_corrected(seeded: SearchEngine) -> None:
    """A short word is too near to others, and a word that some text holds is no slip though no title has it."""
    assert suggest(seeded, "fall") is None
    assert suggest(seeded, "older") is None
    assert suggest(seeded, "older safegaurding") is None
    assert suggest(seeded, "reveiws") == "reviews"
    assert suggest(seeded, "r\u00e9veiws \u00f1andi") is None
    assert suggest(seeded, "r\u00e9veiws") == "reviews"


def test_relaxes_only_when_thin(seeded: SearchEngine) -> None:
    results = find(seeded, "gateway zebra")
    assert results.relaxed
    assert keys(results) == ["page:2"]
    assert not find(seeded, "gateway retention").relaxed
    assert find(seeded, "gateway zebra", relax=False).total == 0


def test_a_choice_of_facets_does_not_change_how_words_are_read(seeded: SearchEngine) -> None:
    """Eleven have both words, so none with one of them shows, however few are left by the choice."""
    assert find(seeded, "identical marmot", filters={"kind": ["news"]}).total == 0
    assert find(seeded, "multi hub zebra", filters={"year": ["2019"]}).total == 1
    assert find(seeded, "multi hub zebra", filters={"year": ["2019"]}).relaxed


# -- which and in what order -------------------------------------------------------------------------
def test_only_and_never(seeded: SearchEngine) -> None:
    assert found(seeded, "agreement", keys=["page:1"]) == ["page:1"]
    assert "page:1" not in found(seeded, "agreement", exclude=["page:1"])
    assert find(seeded, "agreement", keys=[]).total == 0
    assert found(seeded, "", keys=["page:2", "page:3", "isp:9"], exclude=["page:3"]) == ["page:2"]


def test_what_counts_for_more(seeded: SearchEngine) -> None:
    assert found(seeded, "quartz")[0] == "page:32"  # in the title
    assert found(seeded, "lodging")[0] == "page:30"  # as it is written
    assert found(seeded, "lodge")[0] == "page:29"
    assert found(seeded, "amber lantern")[0] == "page:27"  # close together
    assert found(seeded, "osprey") == ["page:34", "page:33"]  # more read


def test_newer_news_first_and_other_orders(seeded: SearchEngine) -> None:
    assert found(seeded, "consultation safeguarding")[:2] == ["page:4", "page:5"]
    assert found(seeded, "safeguarding", sort="newest")[:2] == ["page:4", "page:5"]
    order = {"topic": ["order"]}
    assert found(seeded, "", sort="newest", filters=order) == ["page:61", "page:63", "page:60", "page:64", "page:62"]
    assert found(seeded, "", sort="title", filters=order) == ["page:62", "page:64", "page:63", "page:61", "page:60"]


@pytest.mark.parametrize("sort", get_args(Sort))
def test_one_may_come_before_all_others(seeded: SearchEngine, sort: Sort) -> None:
    assert found(seeded, "safeguarding", first="page:5", sort=sort)[0] == "page:5"
    assert found(seeded, "marmot", first="page:43", sort=sort) == ["page:43", "page:41", "page:42", "page:44"]
    assert found(seeded, "marmot", first="page:43", sort=sort, offset=1, size=2) == ["page:41", "page:42"]
    assert "isp:9" not in found(seeded, "agreement", first="isp:9", sort=sort)


@pytest.mark.parametrize("sort", get_args(Sort))
def test_ties_are_in_the_order_of_keys(seeded: SearchEngine, sort: Sort) -> None:
    assert found(seeded, "marmot", sort=sort) == ["page:41", "page:42", "page:43", "page:44"]


@pytest.mark.parametrize("sort", get_args(Sort))
@pytest.mark.parametrize("text", ["", "share agreement data"])
def test_pages_put_together_are_the_whole(seeded: SearchEngine, sort: Sort, text: str) -> None:
    whole = find(seeded, text, sort=sort, size=1000)
    assert len(whole.hits) == whole.total
    pages = [found(seeded, text, sort=sort, size=3, offset=at) for at in range(0, whole.total, 3)]
    assert [key for page in pages for key in page] == keys(whole)
    assert found(seeded, text, sort=sort, offset=whole.total) == []
    assert find(seeded, text, sort=sort, offset=20_000).total == whole.total
    assert find(seeded, text, sort=sort, size=0).total == whole.total


def test_dates_from_and_until(seeded: SearchEngine) -> None:
    published = SEED[3].published
    assert published
    assert found(seeded, "safeguarding", since=published) == ["page:4"]
    assert found(seeded, "safeguarding", until=published) == ["page:5"]
    assert found(seeded, "safeguarding", since=published, until=published) == []
    assert found(seeded, "retention", since=published) == []  # without a date


# -- completion --------------------------------------------------------------------------------------
def test_completion(seeded: SearchEngine) -> None:
    assert complete(seeded, "caf fra") == ["page:3"]
    assert complete(seeded, "fra caf") == ["page:3"]
    assert complete(seeded, "caf") == ["page:3"]
    assert complete(seeded, "CAFÉ V") == ["page:3"]
    assert complete(seeded, "premises") == []  # titles only
    assert complete(seeded, "") == []
    assert complete(seeded, "isti") == []
    assert complete(seeded, "istanb") == ["page:51"]
    assert complete(seeded, "the frau") == ["page:3"]
    assert complete(seeded, "q" * 40) == []


def test_completion_puts_what_is_read_most_first_and_keeps_to_its_size(seeded: SearchEngine) -> None:
    assert complete(seeded, "ospr") == ["page:34", "page:33"]
    assert complete(seeded, "marm", size=2) == ["page:41", "page:42"]
    assert complete(seeded, "meerkat 8", kinds=("dataset",)) == ["isp:84"]


def test_kinds_that_a_caller_may_not_read_do_not_exist(seeded: SearchEngine) -> None:
    results = find(seeded, "", kinds=("news",), facets=("kind", "topic"))
    assert results.total == 2
    assert dict(results.facets["kind"]) == {"news": 2}
    assert find(seeded, "", kinds=()).total == 0
    assert complete(seeded, "data", kinds=("news",)) == []
    assert suggest(seeded, "safegaurding", kinds=("isp",)) is None
    assert found(seeded, "safegaurding", kinds=("isp",)) == []
    assert found(seeded, "safegaurding", MEMBERS, kinds=("news",))[0] == "page:4"
