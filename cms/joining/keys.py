"""The link in the mail to who asked to join. Opening it changes nothing; the button on its page does."""

import datetime
import hashlib

from django.conf import settings
from django.utils.crypto import salted_hmac

from cms.core import clock
from cms.joining.models import Application

SOURCE = "application-key"  # of mails whose link carries the key
KEPT = datetime.timedelta(days=settings.RETENTION_DAYS["links"])  # how long the link works after the decision
UNCONFIRMED = datetime.timedelta(days=14)  # and how long one may wait for the button to be pressed


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def secret_of(nonce: str) -> str:
    """What stands in the link. Worked out with the site's key: the database alone opens nothing."""
    return salted_hmac("cms.joining.keys", nonce, algorithm="sha256").hexdigest()


def application_of(secret: str) -> Application | None:
    """The application that this key opens. None for an unknown key, one that was never confirmed in time, and one
    decided long ago: they look alike."""
    row = Application.objects.filter(digest=digest_of(secret)).first()
    if row is None:
        return None
    now = clock.now()
    decided = row.approved_at or row.refused_at
    over = decided < now - KEPT if decided else row.confirmed_at is None and row.applied_at < now - UNCONFIRMED
    return None if over else row


def link(source_key: str) -> str:
    """For notifications, when the mail goes out."""
    row = Application.objects.filter(pk=int(source_key.split(":")[1])).first()
    return f"{settings.FRONTEND_ORIGIN}/join/key/{secret_of(row.nonce)}" if row is not None else ""


def veto(source_key: str, user_id: int | None, address: str) -> str:
    """Asked just before such a mail leaves."""
    row = Application.objects.filter(pk=int(source_key.split(":")[1])).first()
    if row is None:
        return "There is no such application any more."
    return "" if row.email == address else "The sender is reached elsewhere now."
