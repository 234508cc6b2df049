"""Secrets that are shown once: how they are made, written and compared. Only SHA-256 digests are kept."""

import hashlib
import hmac
import re
import secrets

TOKEN = re.compile(r"mip_([0-9]{1,12})_([A-Za-z0-9_-]{43})")
READ_SCOPES = ("read:content", "read:register", "read:community", "read:governance")
RECEIPTS = "write:receipts"  # say that a flow arrived: all that a tool may write
WRITE_SCOPES = ("write:reviews", "write:signatures", RECEIPTS)
SCOPES = (*READ_SCOPES, *WRITE_SCOPES, "adhoc")
PEOPLE = "read:people"  # the scope of personal data: no token is ever given it


def new_secret() -> str:
    """43 characters that carry 256 random bits."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """Plain SHA-256 is enough for 256 random bits: there is nothing to guess, so nothing to slow down."""
    return hashlib.sha256(secret.encode()).hexdigest()


def matches(kept_digest: str | None, secret: str) -> bool:
    """Compared in constant time; no row (None) takes as long as a wrong secret."""
    return hmac.compare_digest(kept_digest or digest(""), digest(secret)) and kept_digest is not None


def text_of(pk: int, secret: str) -> str:
    """What is sent as a bearer token."""
    return f"mip_{pk}_{secret}"


def parse(text: str) -> tuple[int, str] | None:
    """(row key, secret) of `mip_<id>_<43 characters>`; None for anything else."""
    found = TOKEN.fullmatch(text)
    return (int(found[1]), found[2]) if found else None
