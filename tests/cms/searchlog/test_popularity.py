"""What is opened often comes higher, nobody moves it alone, and what is out of date sinks all the same."""

import pytest

from cms.searchlog import popularity
from cms.searchlog.models import Click, LoggedSearch, Popularity
from cms.searchlog.popularity import MOST_A_NIGHT, STEP, popularities, popularity_of, refresh_popularity
from cms.searchlog.tasks import work_out_popularity
from search import registry
from search.models import SearchOutbox
from tests.factories.people import PartnerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def seen():
    """seen(organisation, keys, opened place or None, times): searches as the log holds them, today."""

    def write(organisation, keys, place, times):
        partner = PartnerFactory(slug=organisation) if organisation else None
        for _ in range(times):
            row = LoggedSearch.objects.create(phrase="x", organisation=partner, total=len(keys), shown=list(keys))
            if place:
                Click.objects.create(search=row, key=keys[place - 1], position=place)

    return write


@pytest.fixture
def usual(seen):
    """What places are worth is learnt from all searches: mostly the first result is opened."""
    for n in range(12):
        seen(f"org-{n}", ["page:1", "page:2", "page:3"], 1, 30)


def test_without_clicks_or_searches_everything_is_as_usual(seen):
    assert popularities() == {}
    refresh_popularity()
    assert not Popularity.objects.exists()


def test_what_is_opened_more_than_its_place_explains_rises_and_the_other_falls(seen, usual):
    for n in range(12):
        seen(f"org-{n}", ["isp:1", "isp:2", "isp:3"], 2, 10)  # the second is opened, never the first
    found = popularities()
    assert found["isp:2"] > 0.6
    assert found["isp:1"] < 0.35
    assert found["isp:3"] < found["isp:2"]
    assert all(0 < value < 1 for value in found.values())


def test_the_first_place_is_forgiven_its_clicks(seen):
    """Two things that swap places and are opened wherever they come first are equally popular."""
    for n in range(12):
        seen(f"org-{n}", ["isp:1", "isp:2"], 1, 5)
        seen(f"org-{n}", ["isp:2", "isp:1"], 1, 5)
    found = popularities()
    assert found["isp:1"] == pytest.approx(found["isp:2"])
    assert found["isp:1"] == pytest.approx(0.5, abs=0.05)


@pytest.mark.parametrize("who", ["one-org", None])
def test_one_organisation_or_all_visitors_move_it_by_a_tenth_at_most(seen, usual, who):
    seen(who, ["isp:1", "isp:2"], 2, 400)
    found = popularities()
    assert 0.5 < found["isp:2"] <= 0.6
    assert 0.4 <= found["isp:1"] < 0.5


def test_many_organisations_outweigh_one_that_clicks_without_end(seen, usual):
    for n in range(12):
        seen(f"org-{n}", ["isp:1", "isp:2"], 1, 10)
    before = popularities()
    seen("eager", ["isp:1", "isp:2"], 2, 1000)
    after = popularities()
    assert after["isp:1"] > after["isp:2"] - 0.1
    assert abs(after["isp:2"] - before["isp:2"]) < 0.2


def swapped(seen):
    """Two things of which the second is opened, among many searches of which the first is."""
    for n in range(12):
        seen(f"org-{n}", ["isp:1", "isp:2"], 2, 10)


def test_clicks_of_more_than_ninety_days_ago_are_forgotten(seen, usual, time_machine):
    swapped(seen)
    LoggedSearch.objects.update(day="2026-01-01")
    time_machine.move_to("2026-01-01 12:00:00+00:00", tick=False)
    refresh_popularity()
    assert Popularity.objects.get(key="isp:2").value > 0.6
    time_machine.move_to("2026-04-02 12:00:00+00:00", tick=False)
    SearchOutbox.objects.all().delete()
    refresh_popularity()
    assert not Popularity.objects.exists()
    assert set(SearchOutbox.objects.values_list("key", flat=True)) >= {"isp:1", "isp:2"}


def test_the_index_is_told_of_steps_and_not_of_trifles(seen, usual):
    swapped(seen)
    refresh_popularity()
    told = set(SearchOutbox.objects.filter(reason="popularity").values_list("key", flat=True))
    assert told == set(Popularity.objects.values_list("key", flat=True))
    assert {"isp:1", "isp:2"} <= told
    SearchOutbox.objects.all().delete()
    stored = Popularity.objects.get(key="isp:2").value
    seen("org-0", ["isp:1", "isp:2"], 2, 1)
    assert refresh_popularity() == 0
    assert not SearchOutbox.objects.exists()
    assert Popularity.objects.get(key="isp:2").value == stored  # what the index holds


def test_a_night_moves_so_many_things_and_the_rest_the_night_after(seen, usual, monkeypatch):
    assert MOST_A_NIGHT == 500
    monkeypatch.setattr(popularity, "MOST_A_NIGHT", 1)
    swapped(seen)
    wanted = popularities()
    assert refresh_popularity() == 1
    (first,) = Popularity.objects.all()
    assert first.value == pytest.approx(wanted[first.key])
    assert abs(first.value - 0.5) == pytest.approx(max(abs(value - 0.5) for value in wanted.values()))
    assert [row.key for row in SearchOutbox.objects.filter(reason="popularity")] == [first.key]
    nights = 1
    while refresh_popularity():
        nights += 1
    assert nights == sum(abs(value - 0.5) >= STEP for value in wanted.values()) == Popularity.objects.count() > 1


def test_once_a_night(seen, usual, time_machine):
    swapped(seen)
    time_machine.move_to("2026-11-25 02:30:00+00:00", tick=False)
    LoggedSearch.objects.update(day="2026-11-20")
    work_out_popularity()
    assert not Popularity.objects.exists()
    time_machine.move_to("2026-11-25 03:30:00+00:00", tick=False)
    work_out_popularity()
    assert Popularity.objects.filter(key="isp:2").exists()
    Popularity.objects.all().delete()
    work_out_popularity()
    assert not Popularity.objects.exists()


def test_mixing_leaves_the_usual_alone_and_never_lifts_what_is_out_of_date():
    for own in (0.0, 0.2, 0.5, 1.0):
        assert registry.mixed(own, 0.5) == pytest.approx(own)
        values = [registry.mixed(own, used / 10) for used in range(11)]
        assert values == sorted(values)
        assert all(0 <= value <= 1 for value in values)
    assert registry.mixed(0.0, 1.0) == 0
    assert registry.mixed(0.5, 0.8) == pytest.approx(0.8)


def test_entries_carry_it_and_stale_guidance_stays_at_the_bottom():
    from tests.factories.searchable import guidance

    page, stale, other = guidance("one"), guidance("two", review_on="2020-01-01"), guidance("three")
    for row in (page, stale):
        Popularity.objects.create(key=f"guidance:{row.pk}", value=0.8)
    source = registry.source_of("guidance")
    entries, errors = registry.read_entries(source, [page.pk, stale.pk, other.pk])
    assert errors == {}
    found = {entry.key: entry.popularity for entry in entries}
    assert found[f"guidance:{page.pk}"] == pytest.approx(0.8)
    assert found[f"guidance:{stale.pk}"] == 0
    assert found[f"guidance:{other.pk}"] == 0.5
    assert popularity_of("guidance", [page.pk, other.pk]) == {page.pk: 0.8}
