"""A source may write its link when the e-mail is sent, so that no secret waits in the database."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse

from cms.notifications import keys, kinds
from cms.notifications.models import Delivery
from cms.notifications.preferences import DIGEST

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
    """Empty for mails that nobody can stop, such as a reminder that somebody has a duty, and for who has no account.
    The key in it stands for this kind alone, and can be revoked."""
    source = delivery.source_key.partition(":")[0]
    written = _stops.get(source)
    if written is not None:
        return written(delivery.source_key)
    kind = kinds.kind_of(delivery.source_key)
    name = DIGEST if source == DIGEST else kind.key if kind is not None and kind.may_stop else ""
    if not name or delivery.user_id is None:
        return ""
    secret = keys.secret_for(delivery.user_id, f"{keys.STOP}:{name}")
    return str(settings.CMS_ORIGIN) + reverse("stop_mails", args=[secret])
