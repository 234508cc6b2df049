"""The synonyms in force, for the search engine: a change counts from the next question on, in every process."""

import datetime
import threading

from django.db.models import Count, Max

from cms.discovery.models import SynonymSet
from search.ports import Synonym

Stamp = tuple[int, datetime.datetime | None]
_lock = threading.Lock()
_held: tuple[Stamp, tuple[Synonym, ...]] | None = None


def current() -> tuple[Synonym, ...]:
    """All synonyms; the same object while nothing changes, so that engines may keep what they make of it. One query."""
    global _held
    found = SynonymSet.objects.aggregate(count=Count("pk"), latest=Max("changed_at"))
    stamp: Stamp = (found["count"], found["latest"])
    with _lock:
        if _held is None or _held[0] != stamp:
            _held = (stamp, tuple(rule for row in SynonymSet.objects.order_by("pk") for rule in rules_of(row)))
        return _held[1]


def rules_of(row: SynonymSet) -> list[Synonym]:
    """What each word of the set finds besides itself. A case-sensitive word is never added to a question."""
    only_as_written = set(row.case_sensitive_list)
    members = list(dict.fromkeys([row.canonical, *row.term_list]))
    plain = [term for term in members if term not in only_as_written]
    target = row.also_finds or row.canonical
    rules = []
    for term in members:
        if row.direction == SynonymSet.Direction.TWO_WAY:
            finds = plain
        elif target.casefold() in {member.casefold() for member in members}:
            finds = [] if term.casefold() == target.casefold() else [target]
        else:
            finds = [*plain, target]
        others = tuple(other for other in finds if other.casefold() != term.casefold())
        if others:
            rules.append(Synonym(term, others, case_sensitive=term in only_as_written))
    return rules
