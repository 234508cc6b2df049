"""What runs again and again. Apps say so in AppConfig.ready; `manage.py ensure_schedules` writes the queue's rows."""

from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured

MAX_MINUTES = 24 * 60
_table: dict[str, "Recurring"] = {}


@dataclass(frozen=True, slots=True)
class Recurring:
    name: str
    path: str
    minutes: int
    cluster: str


def recurring(name: str, path: str, *, minutes: int, cluster: str = "default") -> None:
    """Run the function at the dotted `path`, without arguments, every so many minutes.

    A tick carries no meaning: the function works out from dates and rows what is due, so missed, doubled and late ticks
    are harmless. "Once a day" is an hourly function that asks `services.once_a_day`. Raises ImproperlyConfigured at
    start-up for a row that would block the scheduler, because one malformed row blocks every schedule.
    """
    entry = Recurring(name, path, minutes, cluster)
    if not name or len(name) > 100:
        raise ImproperlyConfigured(f"Recurring job {name!r}: a name has 1 to 100 characters.")
    if not (isinstance(minutes, int) and 0 < minutes <= MAX_MINUTES):
        raise ImproperlyConfigured(f"Recurring job {name!r}: minutes must be between 1 and {MAX_MINUTES}.")
    if cluster not in ("default", "slow"):
        raise ImproperlyConfigured(f"Recurring job {name!r}: there is no cluster {cluster!r}.")
    if not all(part.isidentifier() for part in path.split(".")) or "." not in path:
        raise ImproperlyConfigured(f"Recurring job {name!r}: {path!r} is not a dotted path.")
    if _table.setdefault(name, entry) != entry:
        raise ImproperlyConfigured(f"Two recurring jobs are called {name!r}.")


def table() -> list[Recurring]:
    """Every registered job, by name."""
    return [_table[name] for name in sorted(_table)]


def find(name: str) -> Recurring | None:
    return _table.get(name)
