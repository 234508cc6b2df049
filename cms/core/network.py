"""Where a request comes from, whatever proxies of ours stand between."""

import ipaddress
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The caller's network address: what a proxy of ours says, else the other end of the connection."""
    trusted = tuple(settings.MEMBERS_API["TRUSTED_PROXIES"])
    found = str(request.META.get("REMOTE_ADDR", ""))
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    while hops and _is_ours(found, trusted):
        found = hops.pop()
    return found


@lru_cache(maxsize=4096)
def _is_ours(found: str, trusted: tuple[str, ...]) -> bool:
    """Whether an address is one of ours: an address, or one of a network (10.0.4.0/28)."""
    try:
        number = ipaddress.ip_address(found)
    except ValueError:
        return False
    return any(number in ipaddress.ip_network(one, strict=False) for one in trusted)
