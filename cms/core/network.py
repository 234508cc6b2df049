"""Where a request comes from, whatever proxies of ours stand between."""

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The caller's network address: what a proxy of ours says, else the other end of the connection."""
    trusted = settings.MEMBERS_API["TRUSTED_PROXIES"]
    found = str(request.META.get("REMOTE_ADDR", ""))
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    while found in trusted and hops:
        found = hops.pop()
    return found
