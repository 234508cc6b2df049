"""What a change of synonyms would do to one question: asked twice, once as things are, once as they would be."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from cms.core.requester import Requester
from cms.discovery.models import SynonymSet
from cms.discovery.results import SearchHit, SearchPage
from cms.discovery.selectors import find
from cms.discovery.synonyms import rules_of
from search.ports import Synonym
from search.text import Unit, units_of

COMPARED = 100  # things of each answer that are compared; an answer is said to be longer where it is
LISTED = 10  # of which so many are shown in their order

Change = Literal["same", "new", "up", "down", "gone"]


@dataclass(frozen=True, slots=True)
class Place:
    """One thing of an answer: its place from 1, and what became of it compared with the other answer."""

    hit: SearchHit
    at: int
    change: Change
    by: int = 0  # places moved

    @property
    def said(self) -> str:
        """As an editor reads it; empty where nothing changes."""
        words = {"new": "new", "gone": "no longer found", "same": ""}
        places = f"{self.by} place{'' if self.by == 1 else 's'}"
        return words.get(self.change, f"{self.change} {places}")


@dataclass(frozen=True, slots=True)
class Side:
    understood: Sequence[str]  # ["asb or anti-social behaviour", "case"]
    total: int
    relaxed: bool
    degraded: bool
    places: Sequence[Place]


@dataclass(frozen=True, slots=True)
class Trial:
    text: str
    now: Side
    then: Side
    come: Sequence[SearchHit]  # found with the change and not now, the best first
    gone: Sequence[SearchHit]
    whole: bool  # both answers were compared to their end

    @property
    def changes_nothing(self) -> bool:
        return [place.hit.key for place in self.now.places] == [place.hit.key for place in self.then.places] and not (
            self.come or self.gone
        )


def understood(text: str, synonyms: tuple[Synonym, ...]) -> list[str]:
    """Each idea of the question in words: what any of it finds."""
    return [_said(unit) for unit in units_of(text, synonyms)]


def _said(unit: Unit) -> str:
    cased = [f"{unit.cased} (only as written)"] if unit.cased else []
    return " or ".join([*cased, *(" ".join(phrase) for phrase in unit.phrases)])


def rules_in_force() -> tuple[Synonym, ...]:
    return tuple(rule for row in SynonymSet.objects.order_by("pk") for rule in rules_of(row))


def rules_with(row: SynonymSet) -> tuple[Synonym, ...]:
    """The synonyms as they would be, were this set saved as it stands."""
    others = [one for one in SynonymSet.objects.order_by("pk") if one.pk != row.pk]
    sets = sorted([*others, row], key=lambda one: one.pk or float("inf"))
    return tuple(rule for one in sets for rule in rules_of(one))


def try_synonyms(text: str, *, by: Requester, row: SynonymSet) -> Trial:
    """Both answers to the question, as this requester would get them. Nothing is saved and nothing is remembered."""
    before, after = rules_in_force(), rules_with(row)
    now = find(text, by=by, page_size=COMPARED, synonyms=before)
    then = find(text, by=by, page_size=COMPARED, synonyms=after)
    return compare(text, now, then, understood(text, before), understood(text, after))


def compare(text: str, now: SearchPage, then: SearchPage, words_now: Sequence[str], words_then: Sequence[str]) -> Trial:
    """The two answers side by side: a pure function of them."""
    was = {hit.key: at for at, hit in enumerate(now.hits, start=1)}
    will = {hit.key: at for at, hit in enumerate(then.hits, start=1)}
    return Trial(
        text=text,
        now=Side(
            words_now,
            now.total,
            now.relaxed,
            now.degraded,
            [_place(hit, was, will, "gone") for hit in now.hits[:LISTED]],
        ),
        then=Side(
            words_then,
            then.total,
            then.relaxed,
            then.degraded,
            [_place(hit, will, was, "new") for hit in then.hits[:LISTED]],
        ),
        come=[hit for hit in then.hits if hit.key not in was],
        gone=[hit for hit in now.hits if hit.key not in will],
        whole=now.total <= COMPARED and then.total <= COMPARED,
    )


def _place(hit: SearchHit, own: dict[str, int], other: dict[str, int], alone: Literal["gone", "new"]) -> Place:
    at = own[hit.key]
    if hit.key not in other:
        return Place(hit, at, alone)
    # Seen from now: places by which it will rise or fall.
    moved = at - other[hit.key] if alone == "gone" else other[hit.key] - at
    return Place(hit, at, "up" if moved > 0 else "down" if moved < 0 else "same", abs(moved))
