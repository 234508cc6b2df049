"""The link for an asker without an account. Opening it changes nothing; what is pressed on its page does."""

import datetime
import hashlib
import secrets

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac

from cms.audit.services import record
from cms.community.models import CaseKey, SupportCase
from cms.core import clock
from cms.core.requester import Requester

KEYED = "support-case-key"  # source of mails whose link carries a key
KEPT = datetime.timedelta(days=settings.RETENTION_DAYS["links"])  # how long the link works after the request is closed


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _secret(nonce: str) -> str:
    return salted_hmac("cms.community.keys", nonce, algorithm="sha256").hexdigest()


@transaction.atomic
def key_of(case: SupportCase) -> str:
    """The secret of the request's key in force, which is made where there is none."""
    row = CaseKey.objects.select_for_update().filter(case=case, revoked_at=None).first()
    if row is not None and digest_of(secret := _secret(row.nonce)) == row.digest:
        return secret
    nonce = secrets.token_urlsafe(32)
    secret = _secret(nonce)
    CaseKey.objects.create(case=case, nonce=nonce, digest=digest_of(secret))
    return secret


def case_of(secret: str) -> SupportCase | None:
    """The request that this key opens. None for an unknown or revoked key alike, for a request closed long ago, and
    for one that was asked with an account: that is read signed in."""
    row = CaseKey.objects.select_related("case").filter(digest=digest_of(secret), revoked_at=None).first()
    if row is None or row.case.has_account:
        return None
    case: SupportCase = row.case
    over = case.closed_at is not None and case.closed_at < clock.now() - KEPT
    return None if over else case


@transaction.atomic
def revoke_keys(*, by: Requester, case: SupportCase) -> int:
    """The links sent so far stop working; the next mail carries a new one. Returns how many."""
    revoked = CaseKey.objects.filter(case=case, revoked_at=None).update(revoked_at=clock.now())
    if revoked:
        record(by, "case.link_revoked", case)
    return revoked


def link(source_key: str) -> str:
    """For notifications: the address of the page where the asker reads and answers."""
    case = SupportCase.objects.filter(pk=int(source_key.split(":")[1])).first()
    return f"{settings.FRONTEND_ORIGIN}/ask/key/{key_of(case)}" if case is not None and not case.has_account else ""
