"""What a real installation must not start with. Run by `manage.py check --deploy`."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

from cms.postbox.mailboxes import LOCAL


@register(Tags.security, deploy=True)
def inbound(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    return list(_problems())


def _problems() -> Iterator[CheckMessage]:
    parts = urlsplit(settings.INBOUND_EMAIL_URL)
    if parts.scheme == "imap" and parts.hostname not in LOCAL:
        yield Error(
            "The mailbox is on another host: INBOUND_EMAIL_URL needs imaps:// or imap+tls://.", id="postbox.E001"
        )
    if settings.REPLY_DOMAIN and not settings.INBOUND_AUTHSERV_ID:
        yield Error(
            "Answers by e-mail are on (REPLY_DOMAIN), and nobody checks who sent them: set INBOUND_AUTHSERV_ID to the "
            "name under which your own mail server writes Authentication-Results.",
            id="postbox.E002",
        )
