"""What editors decide for a question: first, or left out, while its days last, and counted rightly."""

import datetime
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.core.requester import Requester
from cms.discovery.models import Exclusion, Pin
from cms.discovery.phrases import normal
from cms.discovery.selectors import completions, find
from search.service import get_engine
from tests.factories.searchable import build, flock, guidance, isp, take_engine_away

World = dict[str, Any]
People = dict[str, Requester]


def key(thing: Any) -> str:
    return f"{'isp' if type(thing).__name__ == 'Isp' else 'guidance'}:{thing.pk}"


def pin(thing: Any, *phrases: str, **fields: Any) -> Pin:
    return Pin.objects.create(phrases="\n".join(phrases), key=key(thing), **fields)


def leave_out(thing: Any, *phrases: str, **fields: Any) -> Exclusion:
    return Exclusion.objects.create(phrases="\n".join(phrases), key=key(thing), **fields)


def keys(page: Any) -> list[str]:
    return [hit.key for hit in page.hits]


@pytest.mark.parametrize(
    ("typed", "known"),
    [("  ASB ", "asb"), ("Café rules?", "cafe rules"), ("anti-social", "anti social"), ("data’s\tuse", "data s use")],
)
def test_capitals_accents_and_signs_make_no_difference(typed: str, known: str) -> None:
    assert normal(typed) == known


@pytest.mark.parametrize("typed", ["guidance", "Guidance!", " GUIDANCE "])
def test_a_chosen_thing_comes_first_once_and_says_so(typed: str, world: World, people: People) -> None:
    member = people["other member"]
    plain = find("guidance", by=member)
    last = plain.hits[-1]
    Pin.objects.create(phrases="guidance", key=last.key)
    page = find(typed, by=member)
    assert page.hits[0].key == last.key
    assert [hit.pinned for hit in page.hits] == [True] + [False] * (len(page.hits) - 1)
    assert sorted(keys(page)) == sorted(keys(plain))
    assert page.total == plain.total
    assert page.facets == plain.facets
    assert ("Guidance", True) in page.hits[0].title_segments
    assert not any(hit.pinned for hit in find("guidance openpage", by=member).hits)


def test_what_does_not_have_the_words_is_added_to_the_counts(world: World, people: People) -> None:
    """An agreement is chosen for a question whose words it lacks."""
    member = people["other member"]
    plain = find("openpage", by=member)
    pin(world["memberisp"], "openpage")
    page = find("openpage", by=member)
    assert keys(page) == [key(world["memberisp"]), *keys(plain)]
    assert page.total == plain.total + 1
    counts = {value.value: value.count for value in page.facets["kind"]}
    assert counts == {"guidance": 1, "isp": 1}
    assert {value.value for value in page.facets["topic"]} == {"safety"}


def test_filters_hold_for_chosen_things_too(world: World, people: People) -> None:
    member = people["other member"]
    pin(world["memberisp"], "openpage")
    assert not any(hit.pinned for hit in find("openpage", by=member, kinds=["guidance"]).hits)
    page = find("openpage", by=member, kinds=["guidance"])
    assert page.total == len(page.hits) == 1
    assert {value.value: value.count for value in page.facets["kind"]} == {"guidance": 1, "isp": 1}  # the other choice
    assert page.facets["topic"] == []
    only = find("openpage", by=member, kinds=["isp"])
    assert (keys(only), only.total) == ([key(world["memberisp"])], 1)


def test_pages_hold_each_thing_once_whatever_their_size(people: People) -> None:
    flock(0, 5)
    editor = people["editor"]
    everything = find("flockword", by=editor, page_size=100)
    chosen = [everything.hits[at].key for at in (19, 11, 6)]
    for at, one in enumerate(chosen, start=1):
        Pin.objects.create(phrases="flockword", key=one, position=at)
    for size in (1, 2, 3, 7, 20):
        seen: list[str] = []
        for number in range(1, 20 // size + 2):
            page = find("flockword", by=editor, page=number, page_size=size)
            assert page.total == 20
            assert page.page == number
            seen += keys(page)
        assert len(seen) == len(set(seen)) == 20, size
        assert seen[:3] == chosen, size


def test_the_position_decides_the_order_and_no_more_than_three_are_shown(people: People) -> None:
    flock(0, 5)
    found = find("flockword", by=people["editor"], page_size=100).hits
    for at, hit in enumerate(found[-5:]):
        Pin.objects.create(phrases="flockword", key=hit.key, position=5 - at)  # more than a form lets through
    page = find("flockword", by=people["editor"])
    assert keys(page)[:3] == [hit.key for hit in reversed(found[-3:])]
    assert sum(hit.pinned for hit in page.hits) == 3
    assert page.total == 20


def test_other_orders_and_references_are_left_alone(world: World, people: People) -> None:
    member = people["other member"]
    pin(world["memberpage"], "guidance", world["memberisp"].reference.lower().replace("-", " "))
    assert not any(hit.pinned for hit in find("guidance", by=member, sort="newest").hits)
    leave_out(world["memberisp"], world["memberisp"].reference)
    page = find(world["memberisp"].reference, by=member)
    assert page.hits[0].key == key(world["memberisp"])
    assert not any(hit.pinned for hit in page.hits)


def test_what_is_left_out_is_in_nothing_of_the_answer(world: World, people: People) -> None:
    member = people["other member"]
    plain = find("agreement", by=member)
    assert key(world["memberisp"]) in keys(plain)
    leave_out(world["memberisp"], "agreement", "agree")
    page = find("Agreement", by=member)
    assert page.total == plain.total - 1
    assert sorted([*keys(page), key(world["memberisp"])]) == sorted(keys(plain))
    isps = [{v.value: v.count for v in one.facets["kind"]}["isp"] for one in (plain, page)]
    assert isps == [2, 1]
    assert key(world["memberisp"]) in {one.key for one in completions("agreemen", by=member)}
    assert key(world["memberisp"]) not in {one.key for one in completions("agreement", by=member)}
    assert key(world["memberisp"]) in keys(find("agreement memberisp", by=member))  # another question


def test_days_decide_and_both_ends_count(world: World, people: People) -> None:
    member = people["other member"]
    pin(
        world["memberisp"],
        "openpage",
        from_on=datetime.date(2026, 5, 3),
        until_on=datetime.date(2026, 5, 5),
        position=1,
    )
    leave_out(world["openpage"], "openpage", until_on=datetime.date(2026, 5, 3))
    seen = {}
    for day in (2, 3, 5, 6):
        # Half past midnight in London is still yesterday in UTC.
        with time_machine.travel(datetime.datetime(2026, 5, day - 1, 23, 30, tzinfo=datetime.UTC), tick=False):
            seen[day] = keys(find("openpage", by=member))
    one, other = key(world["memberisp"]), key(world["openpage"])
    assert seen == {2: [], 3: [one], 5: [one, other], 6: [other]}


def test_the_simple_answer_keeps_the_decisions(world: World, people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    take_engine_away(monkeypatch)
    member = people["other member"]
    pin(world["memberisp"], "guidance")
    leave_out(world["openpage"], "guidance")
    page = find("guidance", by=member)
    assert page.degraded
    assert keys(page)[0] == key(world["memberisp"])
    assert [hit.pinned for hit in page.hits][:2] == [True, False]
    assert key(world["openpage"]) not in keys(page)
    assert page.total == len(page.hits)
    assert not any(hit.pinned for hit in find("guidance", by=member, kinds=["guidance"]).hits)


def test_a_chosen_thing_that_was_deleted_or_closed_is_nothing(world: World, people: People) -> None:
    member = people["other member"]
    plain = find("openpage", by=member)
    gone = isp("goneisp", world["leadbird"])
    pin(gone, "openpage")
    pin(world["draftisp"], "openpage", position=2)
    Pin.objects.create(phrases="openpage", key="nothing:1", position=3)
    gone.delete()
    page = find("openpage", by=member)
    assert (keys(page), page.total, page.facets) == (keys(plain), plain.total, plain.facets)
    world["memberpage"].unpublish()
    Pin.objects.filter(position=1).update(key=key(world["memberpage"]))
    assert find("openpage", by=people["editor"]).total == plain.total + 1  # the draft agreement, for an editor alone
    assert not any("memberpage" in hit.key for hit in find("openpage", by=member).hits)


def test_a_decision_costs_two_queries_and_pins_a_few_more_however_many_hits_there_are(people: People) -> None:
    counts: dict[int, int] = {}
    member = people["other member"]
    made = 0
    for many in (4, 12):
        flock(made, many)
        made = many
        if many == 4:
            for at, hit in enumerate(find("flockword", by=member).hits[:3], start=1):
                Pin.objects.create(phrases="flockword", key=hit.key, position=at)
        find("flockword", by=member, page_size=100)
        with CaptureQueriesContext(connection) as queries:
            page = find("flockword", by=member, page_size=100)
        assert page.total == many * 4
        counts[many] = len(queries)
    assert counts[4] == counts[12], counts


def test_a_page_asks_the_engine_once_and_gets_the_correction_along(
    world: World, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = get_engine()
    asked: list[str] = []
    for name in ("search", "suggest"):
        real = getattr(engine, name)

        def counting(query: Any, real: Any = real, name: str = name) -> Any:
            asked.append(name)
            return real(query)

        monkeypatch.setattr(engine, name, counting)
    monkeypatch.setattr("cms.discovery.selectors.get_engine", lambda: engine)
    pin(world["memberisp"], "opnpage")
    leave_out(world["memberpage"], "opnpage")
    assert find("opnpage", by=people["other member"]).suggestion == "openpage"
    assert asked == ["search"]


# -- what a form refuses ---------------------------------------------------------------------------------
def checked(row: Any) -> dict[str, list[str]]:
    try:
        row.full_clean(exclude=["matched"])
    except ValidationError as error:
        return error.message_dict
    return {}


def test_contradictions_and_doubles_are_refused_while_their_days_meet(world: World) -> None:
    may, june = datetime.date(2027, 5, 1), datetime.date(2027, 6, 1)
    one, other = key(world["memberisp"]), key(world["openpage"])
    Pin.objects.create(phrases="asb\nnuisance", key=one, from_on=may, until_on=datetime.date(2027, 5, 31))
    assert "already chosen for “asb”" in checked(Pin(phrases="ASB!", key=one, position=2))["phrases"][0]
    assert "position 1 for “nuisance”" in checked(Pin(phrases="x\nNuisance", key=other))["position"][0]
    assert "chosen to come first" in checked(Exclusion(phrases="asb", key=one, reason="x"))["phrases"][0]
    assert checked(Pin(phrases="asb", key=one, from_on=june)) == {}
    assert checked(Pin(phrases="asb", key=other, position=2)) == {}
    assert checked(Exclusion(phrases="asb", key=one, reason="x", from_on=june)) == {}
    assert checked(Exclusion(phrases="asb", key=other, reason="x")) == {}
    Exclusion.objects.create(phrases="asb", key=other, reason="x")
    assert "already left out" in checked(Exclusion(phrases="asb", key=other, reason="y"))["phrases"][0]
    assert "left out on some" in checked(Pin(phrases="asb", key=other, position=3))["phrases"][0]
    stored = Pin.objects.get()
    assert checked(stored) == {}  # not in conflict with itself


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"phrases": "?!"}, "phrases"),
        ({"phrases": " \n "}, "phrases"),
        ({"phrases": "\n".join(f"w{n}" for n in range(31))}, "phrases"),
        ({"from_on": datetime.date(2027, 2, 2), "until_on": datetime.date(2027, 2, 1)}, "until_on"),
        ({"until_on": datetime.date(2020, 2, 1)}, "until_on"),
        ({"position": 4}, "position"),
        ({"position": 0}, "position"),
    ],
)
def test_what_makes_no_sense_is_refused(wrong: dict[str, Any], field: str, world: World) -> None:
    assert field in checked(Pin(**({"phrases": "a word nobody typed", "key": key(world["openpage"])} | wrong)))


def test_a_reference_is_no_phrase(world: World) -> None:
    wrong = checked(Pin(phrases=world["memberisp"].reference, key=key(world["openpage"])))
    assert "always comes first" in wrong["phrases"][0]


def test_a_phrase_is_matched_whole_and_literally(people: People) -> None:
    page = guidance("percent", audience="public")
    build()
    pin(page, "a_c")
    assert find("abc", by=people["editor"]).total == 0
    assert find("A_C", by=people["editor"]).total == 1
    assert find("a_c d", by=people["editor"]).total == 0
