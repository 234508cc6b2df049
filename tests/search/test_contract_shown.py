"""One suite for every engine: what is shown of what was found."""

import pytest

from search.ports import FACETS, SearchEngine
from tests.search.world import PARTY, find, marked, plain


def test_the_summary_is_shown_before_the_text(seeded: SearchEngine) -> None:
    assert plain(find(seeded, "trams").hits[0].snippet) == "What trams are for."


def test_facets_keep_their_other_choices(seeded: SearchEngine) -> None:
    results = find(seeded, "meerkat", facets=FACETS, filters={"sector": ["health"]})
    assert results.total == 2
    assert dict(results.facets["sector"]) == {"council": 2, "health": 2, "police": 1}
    assert dict(results.facets["partner"]) == {"trust": 2, "council": 1}
    assert dict(results.facets["status"]) == {"in_force": 1, "lapsed": 1}
    assert dict(results.facets["year"]) == {"2024": 1, "2025": 1}
    assert dict(results.facets["topic"]) == {"meerkats": 2}
    assert dict(results.facets["kind"]) == {"isp": 2}


def test_values_of_one_facet_widen_and_facets_narrow_each_other(seeded: SearchEngine) -> None:
    both = find(seeded, "meerkat", facets=FACETS, filters={"sector": ["health", "council"], "status": ["in_force"]})
    assert {hit.key for hit in both.hits} == {"isp:80", "isp:83"}
    assert dict(both.facets["sector"]) == {"council": 1, "health": 1, "police": 1}
    assert dict(both.facets["status"]) == {"in_force": 2, "lapsed": 2}
    assert dict(both.facets["partner"]) == {"council": 2, "trust": 1}
    assert find(seeded, "", filters={"partner": ["trust"], "year": ["2024", "2026"]}).total == 2
    assert find(seeded, "", filters={"kind": ["no-such-kind"]}).total == 0
    assert find(seeded, "meerkat", filters={"kind": []}).total == 5


def test_counts_are_in_order_and_belong_to_the_question(seeded: SearchEngine) -> None:
    results = find(seeded, "safeguarding", facets=("kind", "topic", "year"))
    assert list(results.facets["topic"]) == [("safeguarding", 2), ("sharing", 1)]
    assert list(results.facets["year"]) == [("2019", 1), ("2026", 1)]
    assert find(seeded, "zebra", facets=("kind",)).facets == {"kind": []}
    assert find(seeded, "safeguarding").facets == {}


def test_unknown_facets_are_an_error(seeded: SearchEngine) -> None:
    with pytest.raises(ValueError, match="unknown filter"):
        find(seeded, "", filters={"audience": ["members"]})
    with pytest.raises(ValueError, match="unknown filter"):
        find(seeded, "", facets=("audience",))


def test_marks_are_segments_of_plain_text(seeded: SearchEngine) -> None:
    hit = find(seeded, "retention").hits[0]
    assert marked(hit.snippet) == ["retention"]
    assert plain(hit.snippet) == "Check the legal gateway & the <b>retention</b> period."
    assert marked(find(seeded, "guide").hits[0].title) == ["guide"]
    assert plain(find(seeded, "guide").hits[0].title) == "Data sharing agreements: a guide"
    assert marked(find(seeded, "cafe visiting").hits[0].title) == ["Caf\u00e9", "visits"]


def test_marks_cannot_be_forged(seeded: SearchEngine) -> None:
    hit = find(seeded, "heron").hits[0]
    assert marked(hit.title) == ["heron"]
    assert plain(hit.title) == "Forged heron"


def test_a_word_in_exactly_this_spelling_is_marked_in_it_alone(seeded: SearchEngine) -> None:
    titles = {hit.key: hit.title for hit in find(seeded, "SET").hits}
    assert marked(titles["page:11"]) == ["SET"]


def test_what_stands_in_for_a_word_is_marked(seeded: SearchEngine) -> None:
    assert "".join(marked(find(seeded, "mash").hits[0].snippet)).startswith("multi")
    assert marked(find(seeded, "kingfsiher").hits[0].title) == ["Kingfisher"]


def test_no_marks_are_made_where_none_are_asked(seeded: SearchEngine) -> None:
    hit = find(seeded, "trams", marks=False).hits[0]
    assert hit.title == [("Lists", False)]
    assert hit.snippet == [("What trams are for.", False)]


def test_a_long_text_is_shown_where_it_has_the_word(seeded: SearchEngine) -> None:
    snippet = find(seeded, "pelican").hits[0].snippet
    assert marked(snippet) == ["pelican"]
    assert 20 < len(plain(snippet)) < 320


def test_what_stands_in_the_file_alone_is_said_to(seeded: SearchEngine) -> None:
    hits = {hit.key: hit for hit in find(seeded, "walrus programme").hits}
    assert hits["page:23"].in_attachment
    assert marked(hits["page:23"].snippet) == ["walrus", "programme"]
    assert "<i>March</i>" in plain(hits["page:23"].snippet)
    assert not hits["page:24"].in_attachment  # the title has one of the words
    assert not find(seeded, "minutes").hits[0].in_attachment
    assert not find(seeded, "", keys=["page:23"]).hits[0].in_attachment


@pytest.mark.parametrize(
    "text",
    [
        "consultation safeguarding",
        "dsa guide",
        "SET procedures",
        "osprey",
        "quartz stone",
        "saftguarding",
        "share data with partners",
        "multi hub zebra",
        "amber lantern",
    ],
)
def test_shares_add_up_to_the_score(seeded: SearchEngine, text: str) -> None:
    results = find(seeded, text, explain=True)
    assert results.hits
    for hit in results.hits:
        assert sum(share.points for share in hit.shares) == pytest.approx(hit.score, rel=1e-3)
        assert [share.points for share in hit.shares] == sorted((s.points for s in hit.shares), reverse=True)
        assert all(share.points > 0 for share in hit.shares)


def test_shares_name_words_and_fields(seeded: SearchEngine) -> None:
    def parts(text: str) -> set[tuple[str, str]]:
        return {(share.word, share.field) for share in find(seeded, text, PARTY, explain=True).hits[0].shares}

    assert parts("consultation hub") == {("consultation", "title"), ("hub", "body"), ("", "recency")}
    assert parts("osprey bird") == {("osprey", "title"), ("bird", "body"), ("", "popularity")}
    assert parts("mash") == {("multi agency safeguarding hub", "body"), ("", "recency")}
    assert ("amber lantern", "pair") in parts("amber lantern")
    assert parts("bandicootfield") == {("bandicootfield", "body")}
    assert find(seeded, "osprey").hits[0].shares == ()
