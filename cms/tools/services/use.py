"""How much a token is used, by day: counted in the shared cache, written every five minutes at most.

A process that dies loses some minutes of the count, never an answer. Rates are counted apart (members_api.rates).
"""

import datetime
import re
from collections.abc import Iterable

from django.core.cache import cache
from django.db import transaction
from django.db.models import F

from cms.core import clock
from cms.members.models import ApiToken
from cms.tools.models import TokenUse

KEPT = 3 * 24 * 3600  # seconds that counters wait in the cache
WRITTEN_EVERY = 300  # seconds
MOST_NAMES, OTHER = 50, "others"
GOES_AWAY = "Goes away: "  # before the name of a field that a tool still asks for
COUNTERS = ("calls", "cost", "refused")


def note_use(token_id: int, *, what: str, cost: int = 0, refused: bool = False, also: Iterable[str] = ()) -> None:
    """Count one call on today's page. `what`: the operation's or query's name; `also`: what else is counted by name."""
    base = _base(token_id, clock.today())
    _add(f"{base}:calls", 1)
    _add(f"{base}:cost", cost)
    _add(f"{base}:refused", int(refused))
    for name in (what, *also):
        _count_name(base, name)
    if cache.add(f"use-written:{token_id}", 1, WRITTEN_EVERY) and (cache.get(f"{base}:calls") or 0) > 1:
        flush_use(token_id)


def _count_name(base: str, what: str) -> None:
    name = re.sub(r"[^\w .,:()’'-]", "", what)[:60].strip() or "unnamed"
    names: list[str] = cache.get(f"{base}:names") or []
    if name not in names:
        if len(names) >= MOST_NAMES:
            name = OTHER
        # Two at once may lose a name: its next call brings it back, and the totals are counted apart.
        cache.set(f"{base}:names", [*names, name] if name not in names else names, KEPT)
    _add(f"{base}:of:{name.replace(' ', '_')}", 1)


def pending(token_id: int, day: datetime.date) -> dict[str, int]:
    """{counter: amount} of a day that is counted and not written yet."""
    base = _base(token_id, day)
    found = cache.get_many([f"{base}:{name}" for name in COUNTERS])
    return {name: int(found.get(f"{base}:{name}") or 0) for name in COUNTERS}


def flush_use(token_id: int) -> None:
    """Write what is counted of today and yesterday. What is counted meanwhile stays for the next time."""
    for day in (clock.today(), clock.today() - datetime.timedelta(days=1)):
        _flush(token_id, day)


def flush_use_of_all() -> int:
    """Each five minutes: for every token used within two days. Returns how many those were."""
    since = clock.now() - datetime.timedelta(days=2)
    keys = list(ApiToken.objects.filter(last_used_at__gt=since).values_list("pk", flat=True))
    for key in keys:
        flush_use(key)
    return len(keys)


@transaction.atomic
def _flush(token_id: int, day: datetime.date) -> None:
    base = _base(token_id, day)
    taken = {name: _take(f"{base}:{name}") for name in COUNTERS}
    if not taken["calls"]:
        return
    names = cache.get(f"{base}:names") or []
    by_name = {name: _take(f"{base}:of:{name.replace(' ', '_')}") for name in names}
    TokenUse.objects.get_or_create(token_id=token_id, day=day)
    row = TokenUse.objects.select_for_update().get(token_id=token_id, day=day)
    operations = dict(row.operations)
    for name, calls in by_name.items():
        key = name if name in operations or len(operations) < MOST_NAMES else OTHER
        if calls:
            operations[key] = operations.get(key, 0) + calls
    TokenUse.objects.filter(pk=row.pk).update(
        calls=F("calls") + taken["calls"],
        cost=F("cost") + taken["cost"],
        refused=F("refused") + taken["refused"],
        operations=operations,
    )


def _base(token_id: int, day: datetime.date) -> str:
    return f"use:{token_id}:{day.isoformat()}"


def _add(key: str, amount: int) -> None:
    if not amount:
        return
    cache.add(key, 0, KEPT)
    try:
        cache.incr(key, amount)
    except ValueError:  # the cache dropped it in between
        cache.set(key, amount, KEPT)


def _take(key: str) -> int:
    """What stands there, taken away; what another process adds meanwhile stays."""
    amount = int(cache.get(key) or 0)
    if amount:
        try:
            cache.decr(key, amount)
        except ValueError:
            return 0
    return amount
