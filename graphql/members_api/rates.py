"""How much one caller may ask in a minute. Counters live in the cache, which several processes share in production."""

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from cms.core import clock
from cms.core.errors import RateLimited
from cms.core.network import address_of


def count_call(token_id: int) -> None:
    """Each token: so many calls a minute. Raises RateLimited."""
    _count(f"calls:{token_id}", 1, settings.MEMBERS_API["CALLS_PER_MINUTE"], 60)


def count_cost(token_id: int, cost: int) -> None:
    """Each token: so much cost (fields x rows) a minute. Raises RateLimited."""
    _count(f"cost:{token_id}", cost, settings.MEMBERS_API["COST_PER_MINUTE"], 60)


def count_public_write(request: HttpRequest, kind: str) -> None:
    """What anybody may send is counted by address; a whole council may share one. Raises RateLimited.

    What people write ("writes") and what browsers send by themselves ("signals") are counted apart: nobody who has
    opened many results is kept from asking for help.
    """
    limit = settings.MEMBERS_API[f"PUBLIC_{kind.upper()}_PER_10_MINUTES"]
    _count(f"{kind}:{address_of(request)}", 1, limit, 600)


def _count(name: str, amount: int, limit: int, seconds: int) -> None:
    moment = int(clock.now().timestamp())
    key = f"rate:{name}:{moment // seconds}"
    cache.add(key, 0, 2 * seconds)
    try:
        total = cache.incr(key, amount)
    except ValueError:  # the cache dropped it in between
        total = amount
    if total > limit:
        raise RateLimited("Too many requests. Wait a little.", retryAfter=seconds - moment % seconds)
