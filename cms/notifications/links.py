"""A source may write its link when the e-mail is sent, so that no secret waits in the database."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from cms.notifications.models import Delivery

Link = Callable[[str], str]
_links: dict[str, Link] = {}


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
