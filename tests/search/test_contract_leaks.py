"""One suite for every engine: nothing of an entry reaches a caller who may not find it, by any way of asking."""

import pytest

from search.ports import FACETS, SearchEngine
from tests.search.world import (
    CANARIES,
    FACET_CANARIES,
    HIDDEN,
    MEMBERS,
    NOBODY,
    PARTY,
    complete,
    find,
    found,
    keys,
    suggest,
)

STRANGERS = [MEMBERS, frozenset({"public"}), frozenset({"members", "party:2", "party:11"}), NOBODY]


@pytest.mark.parametrize("tokens", STRANGERS, ids=["member", "public", "other party", "nobody"])
@pytest.mark.parametrize("word", CANARIES.values(), ids=CANARIES)
def test_a_hidden_word_tells_nothing(seeded: SearchEngine, word: str, tokens: frozenset[str]) -> None:
    slip = word[:3] + word[4] + word[3] + word[5:]
    for text in (word, slip, f"{word} agreement", f"agreement {slip}", word.upper()):
        results = find(seeded, text, tokens, facets=FACETS, explain=True, first=HIDDEN.key)
        assert HIDDEN.key not in keys(results)
        assert word not in str(results)
        hidden = {value for values in FACET_CANARIES.values() for value in values} | {"1987"}
        assert not hidden & {value for counts in results.facets.values() for value, _ in counts}
        assert word not in (suggest(seeded, text, tokens) or "")
        assert complete(seeded, text, tokens) == []
    assert find(seeded, word, tokens).total == 0
    assert complete(seeded, word[:4], tokens) == []


@pytest.mark.parametrize("word", CANARIES.values(), ids=CANARIES)
def test_who_may_find_it_does(seeded: SearchEngine, word: str) -> None:
    results = find(seeded, word, PARTY, facets=FACETS)
    assert keys(results) == [HIDDEN.key]
    for name, (value,) in FACET_CANARIES.items():
        assert results.facets[name] == [(value, 1)]
    assert found(seeded, word[:3] + word[4] + word[3] + word[5:], PARTY) == [HIDDEN.key]
    assert suggest(seeded, word[:3] + word[4] + word[3] + word[5:], PARTY) is None  # never a word of one party's


def test_a_party_completes_its_own_titles(seeded: SearchEngine) -> None:
    assert complete(seeded, "zepp", PARTY) == ["isp:9"]
    assert complete(seeded, "zepp", MEMBERS) == []
    assert complete(seeded, "quok", PARTY) == [HIDDEN.key]


def test_audience_is_mandatory_everywhere(seeded: SearchEngine) -> None:
    facets = ("kind", "topic", "sector", "partner", "status", "year")
    member, party = (find(seeded, "zeppelin agreement", who, facets=facets) for who in (MEMBERS, PARTY))
    assert "isp:9" not in keys(member)
    assert keys(party)[0] == "isp:9"
    for facet, value in (("topic", "witness"), ("kind", "isp"), ("status", "in_force"), ("partner", "police")):
        assert value not in dict(member.facets[facet])
        assert dict(party.facets[facet])[value] == 1
    assert find(seeded, "", NOBODY).total == 0
    assert find(seeded, "agreement", NOBODY).total == 0
    assert find(seeded, "agreement", NOBODY, keys=["page:1"]).total == 0
    assert "page:6" not in found(seeded, "draft", PARTY)
    assert find(seeded, "", PARTY, keys=["page:6"]).total == 0


def test_a_whole_list_holds_what_the_caller_may_find_and_no_more(seeded: SearchEngine) -> None:
    member, party = (set(found(seeded, "", who, size=1000)) for who in (MEMBERS, PARTY))
    assert party - member == {"isp:9", HIDDEN.key}
    assert not member - party
    assert "page:6" not in party
