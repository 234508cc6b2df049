"""Counting what happens in a window of time, over all processes, in the cache."""

from django.core.cache import cache

from cms.core import clock


def add(name: str, amount: int, window: int) -> tuple[int, int]:
    """Count `amount` more of `name`: (total of the running window of so many seconds, seconds until the next begins).

    Nobody waits for a lock: where the cache cannot count in one step, two at one moment may count as one.
    """
    moment = int(clock.now().timestamp())
    key = _key(name, window, moment)
    cache.add(key, 0, 2 * window)
    try:
        total = cache.incr(key, amount)
    except ValueError:  # the cache dropped it in between
        total = amount
    return total, window - moment % window


def so_far(name: str, window: int) -> int:
    """The total of the running window, without counting."""
    return int(cache.get(_key(name, window, int(clock.now().timestamp())), 0))


def _key(name: str, window: int, moment: int) -> str:
    return f"rate:{name}:{moment // window}"
