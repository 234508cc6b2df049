"""The days that a person has to keep in mind, for their own calendar. Apps register theirs in AppConfig.ready."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured

from cms.core.requester import Requester


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `uid` stays the same for the same thing, so that a changed date moves it; `changes` counts upwards.

    `starts` is a London day, or a moment, which then has an end. `path` is of the members' site.
    """

    uid: str
    title: str
    starts: datetime.date
    path: str
    about: str
    ends: datetime.datetime | None = None
    place: str = ""
    changes: int = 0
    is_cancelled: bool = False


Dates = Callable[[Requester], Iterable[Entry]]
_sources: dict[str, Dates] = {}


def register_dates(name: str, dates: Dates) -> None:
    """`dates(requester)` answers what the person has in mind today. Raises ImproperlyConfigured for a taken name."""
    if _sources.setdefault(name, dates) is not dates:
        raise ImproperlyConfigured(f"Two kinds of dates are called {name!r}.")


def dates_of(by: Requester) -> list[Entry]:
    """Of every kind, the earliest first; each uid once."""
    found = {entry.uid: entry for name in sorted(_sources) for entry in _sources[name](by)}
    return sorted(found.values(), key=lambda entry: (entry.starts.isoformat(), entry.uid))
