"""A source may write its link when the e-mail is sent, so that no secret waits in the database."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from cms.notifications.models import Delivery

Link = Callable[[str], str]
_links: dict[str, Link] = {}
_stops: dict[str, Link] = {}


def register_link(source: str, link: Link) -> None:
    """`source` is what stands before the first ":" of a source key; `link(source_key)` returns an absolute address."""
    if _links.setdefault(source, link) is not link:
        raise ImproperlyConfigured(f"Two links are registered for {source!r}.")


def link_of(delivery: Delivery) -> str:
    """Where the e-mail leads: a page of the members' site, what the source says, or nowhere."""
    written = _links.get(delivery.source_key.partition(":")[0])
    if written is not None:
        return written(delivery.source_key)
    return settings.FRONTEND_ORIGIN + delivery.path if delivery.path else ""


def register_stop(source: str, link: Link) -> None:
    """Where somebody stops the e-mails of this source by one press (RFC 8058): `link(source_key)` returns an absolute
    address that changes nothing when it is opened, and stops them when something is posted to it."""
    if _stops.setdefault(source, link) is not link:
        raise ImproperlyConfigured(f"Two ways to stop are registered for {source!r}.")


def stop_link_of(delivery: Delivery) -> str:
    """Empty for mails that nobody can stop, such as a reminder that somebody has a duty."""
    written = _stops.get(delivery.source_key.partition(":")[0])
    return written(delivery.source_key) if written is not None else ""
