"""Sections and schedules as people write them."""

import pytest

from search.ports import Synonym
from search.text import Unit, units_of


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("s17", (("s17",), ("section", "17"))),
        ("s.17A", (("section", "17a"), ("s", "17a"))),
        ("Section 17", (("section", "17"),)),
        ("sch 9", (("schedule", "9"), ("sch", "9"))),
        ("art9", (("art9",), ("article", "9"))),
        ("reg 4", (("regulation", "4"), ("reg", "4"))),
    ],
)
def test_a_place_of_a_law_is_one_idea(text: str, phrases: tuple[tuple[str, ...], ...]) -> None:
    assert units_of(text) == [Unit(phrases)]
    assert units_of(f"{text} children") == [Unit(phrases), Unit((("children",),))]


@pytest.mark.parametrize("text", ["MASH's 3 partners", "section of an act", "three sections", "covid19"])
def test_other_words_stay_as_they_are(text: str) -> None:
    assert all(len(phrase) == 1 for unit in units_of(text) for phrase in unit.phrases)


def test_a_synonym_of_the_site_goes_before() -> None:
    synonyms = (Synonym("section 115", ("CDA",)),)
    assert units_of("section 115", synonyms) == [Unit((("section", "115"), ("cda",)))]
