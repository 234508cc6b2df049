"""How much one caller may ask in a minute. Counters live in the cache, which several processes share in production."""

from dataclasses import dataclass, field

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from cms.core.counting import add
from cms.core.errors import RateLimited
from cms.core.network import address_of

MINUTE = 60


@dataclass(slots=True)
class Window:
    """What one counter says: of `limit`, `left` remain for the next `seconds`."""

    limit: int
    left: int
    seconds: int


@dataclass(slots=True)
class Meter:
    """One call of a token: its calls and its cost (fields x rows), each counted by the minute."""

    token_id: int
    cost: int = 0
    windows: dict[str, Window] = field(default_factory=dict)

    def count_call(self) -> None:
        """Raises RateLimited."""
        self._count("calls", 1, settings.MEMBERS_API["CALLS_PER_MINUTE"])

    def count_cost(self, cost: int) -> None:
        """Raises RateLimited."""
        self.cost += cost
        self._count("cost", cost, settings.MEMBERS_API["COST_PER_MINUTE"])

    def _count(self, name: str, amount: int, limit: int) -> None:
        total, seconds = add(f"{name}:{self.token_id}", amount, MINUTE)
        self.windows[name] = Window(limit, max(0, limit - total), seconds)
        if total > limit:
            raise RateLimited("Too many requests. Wait a little.", retryAfter=seconds)

    def write(self, response: HttpResponseBase) -> None:
        """The limits on an answer, whatever it is: RateLimit and RateLimit-Policy as the IETF's draft has them (both
        windows), and X-RateLimit-* of calls for older tools."""
        if not self.windows:
            return
        policies = [f'"{name}";q={window.limit};w={MINUTE}' for name, window in self.windows.items()]
        left = [f'"{name}";r={window.left};t={window.seconds}' for name, window in self.windows.items()]
        response["RateLimit-Policy"], response["RateLimit"] = ", ".join(policies), ", ".join(left)
        calls = self.windows["calls"]
        response["X-RateLimit-Limit"] = str(calls.limit)
        response["X-RateLimit-Remaining"] = str(calls.left)
        response["X-RateLimit-Reset"] = str(calls.seconds)


def count_public_write(request: HttpRequest, kind: str) -> None:
    """What anybody may send is counted by address; a whole council may share one. Raises RateLimited.

    What people write ("writes") and what browsers send by themselves ("signals") are counted apart: nobody who has
    opened many results is kept from asking for help.
    """
    limit = settings.MEMBERS_API[f"PUBLIC_{kind.upper()}_PER_10_MINUTES"]
    total, seconds = add(f"{kind}:{address_of(request)}", 1, 600)
    if total > limit:
        raise RateLimited("Too many requests. Wait a little.", retryAfter=seconds)
