"""Secrets that stand for one person and one thing. Each can be revoked; none opens anything else."""

import hashlib
import secrets

from django.db import transaction
from django.utils.crypto import salted_hmac

from cms.audit.services import record
from cms.core import clock, content_version
from cms.core.errors import BadInput, NotFound, Unauthenticated
from cms.core.requester import Requester
from cms.notifications.models import PersonalKey

CALENDAR = "calendar"
STOP = "stop"  # "stop:<kind>"
MOST = 10  # keys of one purpose that a person holds at a time


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def make_key(*, by: Requester, purpose: str, label: str = "") -> tuple[PersonalKey, str]:
    """(row, secret). The secret is shown once and never to be had again. Raises Unauthenticated; BadInput for the
    eleventh."""
    if by.user_id is None:
        raise Unauthenticated("Sign in first.")
    if PersonalKey.objects.filter(user=by.user_id, purpose=purpose, revoked_at=None).count() >= MOST:
        message = f"You have {MOST} of these. Switch one off first."
        raise BadInput(message, fields={"label": [message]})
    secret = secrets.token_urlsafe(32)
    label = " ".join(label.split())[:80]
    row = PersonalKey.objects.create(user_id=by.user_id, purpose=purpose, label=label, digest=digest_of(secret))
    record(by, "personal_key.made", row, label=purpose)
    content_version.bump()
    return row, secret


@transaction.atomic
def revoke_key(*, by: Requester, pk: int) -> None:
    """It stops at once, for good. Raises NotFound for another's."""
    own = PersonalKey.objects.filter(pk=pk, user=by.user_id) if by.user_id is not None else PersonalKey.objects.none()
    row = own.first()
    if row is None:
        raise NotFound("There is no such address.")
    if own.filter(revoked_at=None).update(revoked_at=clock.now()):
        record(by, "personal_key.revoked", row, label=row.purpose)
        content_version.bump()


def keys_of(requester: Requester, purpose: str) -> list[PersonalKey]:
    """The requester's own keys in force, the newest first."""
    if requester.user_id is None:
        return []
    return list(PersonalKey.objects.filter(user=requester.user_id, purpose=purpose, revoked_at=None))


def find_key(secret: str, *, purpose: str) -> PersonalKey | None:
    """The key in force of this secret. `purpose` is whole, or ends with ":" for all that begin with it. None for an
    unknown, revoked or other key alike, and for one of a closed account."""
    rows = PersonalKey.objects.select_related("user").filter(digest=digest_of(secret), revoked_at=None)
    found = rows.filter(user__is_active=True).first()
    if found is None:
        return None
    fits = found.purpose.startswith(purpose) if purpose.endswith(":") else found.purpose == purpose
    return found if fits else None


def note_use(key: PersonalKey) -> None:
    """At most once an hour: a calendar asks all day long."""
    now = clock.now()
    if key.last_used_at is None or (now - key.last_used_at).total_seconds() > 3600:
        PersonalKey.objects.filter(pk=key.pk).update(last_used_at=now)


def secret_for(user_id: int, purpose: str) -> str:
    """The secret of the person's standing key of this purpose, which is made where there is none. For links in mails:
    it is worked out when the mail is written, so the database alone opens nothing."""
    row = PersonalKey.objects.filter(user=user_id, purpose=purpose, revoked_at=None).exclude(nonce="").first()
    if row is not None and digest_of(secret := _derived(row.nonce)) == row.digest:
        return secret
    nonce = secrets.token_urlsafe(32)
    secret = _derived(nonce)
    PersonalKey.objects.create(user_id=user_id, purpose=purpose, nonce=nonce, digest=digest_of(secret))
    return secret


def _derived(nonce: str) -> str:
    return salted_hmac("cms.notifications.keys", nonce, algorithm="sha256").hexdigest()
