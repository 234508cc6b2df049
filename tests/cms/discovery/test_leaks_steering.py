"""Every role against pins, exclusions, the explanation and the test box, each with a canary in what is hidden."""

from typing import Any

import pytest

from cms.core import policy
from cms.core.errors import Forbidden
from cms.core.requester import Requester
from cms.discovery.explaining import READERS, explain
from cms.discovery.models import Exclusion, Pin, SynonymSet
from cms.discovery.selectors import completions, find
from cms.discovery.services import record_decision, remove_decision
from cms.discovery.trying import try_synonyms
from search import registry
from tests.cms.discovery.test_leaks import ALL, EDITORS, FINDS, MEMBERS, PUBLIC, said
from tests.factories.searchable import take_engine_away

World = dict[str, Any]
People = dict[str, Requester]
QUESTION = "a question of nobody"


def key_of(thing: Any) -> str:
    source = next(source for source in registry.sources() if isinstance(thing, source.model))
    return registry.key_of(source.kind, thing.pk)


def canaries(world: World) -> dict[str, str]:
    """The key of each searchable thing by its word."""
    names = {"datapool": "dataset", "gatewing": "gateway"}
    return {word: key_of(world[names.get(word, word)]) for word in sorted(ALL)}


def test_a_pin_reaches_exactly_those_who_may_open_its_thing(world: World, people: People) -> None:
    for role in FINDS:
        bare = find(QUESTION, by=people[role])
        for word, key in canaries(world).items():
            pin = Pin.objects.create(phrases=QUESTION, key=key, note=f"{word} note")
            page = find(QUESTION, by=people[role])
            if word in FINDS[role]:
                assert page.hits[0].key == key, f"{role} is not shown {word}"
                assert page.hits[0].pinned
                assert page.total == bare.total + (key not in {hit.key for hit in bare.hits})
            else:
                assert (page.total, page.hits, page.facets) == (bare.total, bare.hits, bare.facets), f"{role}: {word}"
                assert word not in said(page)
            assert "note" not in said(page)
            for kind in ("isp", "guidance"):
                filtered = find(QUESTION, by=people[role], kinds=[kind])
                assert word in FINDS[role] or word not in said(filtered)
            pin.delete()


def test_three_hidden_pins_do_not_keep_a_visible_one_from_its_place(world: World, people: People) -> None:
    keys = canaries(world)
    for at, word in enumerate(("draftpage", "passwordpage", "grouppage"), start=1):
        Pin.objects.create(phrases=QUESTION, key=keys[word], position=at)
    Pin.objects.create(phrases=QUESTION, key=keys["openpage"], position=3)
    for role in FINDS:
        shown = [hit.key for hit in find(QUESTION, by=people[role]).hits if hit.pinned]
        expected = [w for w in ("passwordpage", "grouppage", "openpage") if w in FINDS[role]]
        assert shown == [keys[word] for word in expected], role


def test_the_simple_answer_shows_pins_to_as_few(world: World, people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    take_engine_away(monkeypatch)
    for role in FINDS:
        for word, key in canaries(world).items():
            pin = Pin.objects.create(phrases=QUESTION, key=key)
            page = find(QUESTION, by=people[role])
            assert page.degraded
            assert [hit.key for hit in page.hits] == ([key] if word in FINDS[role] else [])
            assert page.total == len(page.hits)
            pin.delete()


def test_leaving_out_what_is_hidden_changes_nothing_that_shows(world: World, people: People) -> None:
    """Nobody learns that there is such a thing from the answer without it."""
    for role in FINDS:
        for word, key in canaries(world).items():
            before = find(word, by=people[role])
            row = Exclusion.objects.create(phrases=word, key=key, reason="hidden reason")
            after = find(word, by=people[role])
            if word in FINDS[role]:
                assert key not in {hit.key for hit in after.hits}
                assert word not in str(completions(word, by=people[role])).lower()
            else:
                same = [(p.total, p.hits, p.facets, p.relaxed, p.suggestion) for p in (before, after)]
                assert same[0] == same[1], f"{role}: {word}"
            assert "hidden reason" not in said(after)
            row.delete()


def test_a_tool_with_a_scope_for_some_kinds_gets_pins_of_those_alone(world: World, people: People) -> None:
    Pin.objects.create(phrases=QUESTION, key=key_of(world["memberisp"]))
    assert not any(hit.pinned for hit in find(QUESTION, by=people["content tool"]).hits)
    assert find(QUESTION, by=people["party member"]).hits[0].pinned


def test_decisions_themselves_are_rows_for_the_core_team(world: World, people: People) -> None:
    Pin.objects.create(phrases=QUESTION, key=key_of(world["openpage"]))
    Exclusion.objects.create(phrases=QUESTION, key=key_of(world["memberpage"]))
    SynonymSet.objects.create(code="x", canonical="heron", terms="bird")
    for role in FINDS:
        for model in (Pin, Exclusion, SynonymSet):
            count = policy.visible(model._default_manager.all(), people[role]).count()
            assert count == (1 if role == "editor" else 0), f"{role}: {model}"


def test_only_the_core_team_asks_why_or_changes_anything(world: World, people: People) -> None:
    row = Pin.objects.create(phrases=QUESTION, key=key_of(world["openpage"]))
    for role in FINDS.keys() - {"editor"}:
        for refused in (
            lambda by: explain("openpage", by=by),
            lambda by: record_decision(by=by, row=row),
            lambda by: remove_decision(by=by, row=row),
        ):
            with pytest.raises(Forbidden):
                refused(people[role])
        assert Pin.objects.exists(), role
    assert explain("openpage", by=people["editor"]).hits
    remove_decision(by=people["editor"], row=row)
    assert not Pin.objects.exists()


def test_an_editors_tool_is_no_editor_in_person(world: World) -> None:
    tool = Requester(is_editor=True, token_id=1, scopes=frozenset({"read:content", "read:register"}))
    with pytest.raises(Forbidden):
        explain("openpage", by=tool)


@pytest.mark.parametrize(("reader", "finds"), [("public", PUBLIC), ("member", MEMBERS), ("editor", EDITORS)])
def test_an_explanation_holds_what_that_reader_may_find(
    reader: str, finds: set[str], world: World, people: People
) -> None:
    for word in sorted(ALL):
        text = repr(explain(word, by=people["editor"], reader=reader).hits).lower()
        assert (word in text) == (word in finds), f"{reader}: {word}"
    assert set(READERS) == {"public", "member", "editor"}


def test_the_test_box_finds_what_its_editor_may_find(world: World, people: People) -> None:
    """A change that would join every hidden word to one question brings the editor's own part and no more."""
    row = SynonymSet(code="x", canonical="heron", terms="\n".join(sorted(ALL)))
    trial = try_synonyms("heron", by=people["editor"], row=row)
    text = repr((trial.come, trial.then)).lower()
    assert trial.now.total == 0
    assert {word for word in ALL if f"{word}'" in text or f" {word}" in text or word in text} - {"draftpage"} >= {
        "openpage",
        "memberisp",
    }
    assert not any("draftpage" in hit.title.lower() for hit in trial.come)
    assert trial.then.total == len(trial.come)
    outsider = try_synonyms("heron", by=people["anonymous"], row=row)
    titles = repr([(hit.title, hit.summary, hit.owner) for hit in outsider.come]).lower()
    assert not [word for word in ALL - PUBLIC if word in titles]
    assert not SynonymSet.objects.exists()
