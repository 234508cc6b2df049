"""Which directory somebody of an organisation signs in through."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from cms.members.models import SignInProvider


def current_providers() -> Any:
    return SignInProvider.objects.current().order_by("name")


def provider_for(email: str) -> SignInProvider | None:
    """The directory that signs in for this address's domain, or None. The address itself is not looked up, so the
    answer says nothing about who has an account."""
    _, _, domain = email.strip().lower().rpartition("@")
    found: SignInProvider | None = current_providers().filter(domains__domain=domain).first() if domain else None
    return found


def provider_of(key: str) -> SignInProvider | None:
    found: SignInProvider | None = current_providers().filter(key=key).first()
    return found


def sign_in_origins() -> Iterator[str]:
    """Where the forms that begin a sign-in lead: the hosts of the directories in use, for the account pages' policy."""
    for issuer, more in current_providers().values_list("issuer", "more_origins"):
        parts = urlsplit(issuer)
        yield f"{parts.scheme}://{parts.netloc}"
        yield from more.split()
