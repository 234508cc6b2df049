"""Reply addresses: `reply+thread-<what>-<whom>-<seal>@domain`. Each is one person's, for one thing.

Only letters that survive a mail server writing all of it in capitals, and fewer than the 64 that RFC 5321 allows
before the @. The address alone gives no right: who may write there is asked when the mail comes.
"""

import base64
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

SEAL = 24  # characters of 5 bits
PURPOSE = re.compile(r"[a-z]{1,12}")
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
LOCAL = re.compile(r"reply\+([a-z]{1,12})-([0-9a-z]{1,11})-([0-9a-z]{1,11})-([a-z2-7]{24})")


@dataclass(frozen=True, slots=True)
class ReplyAddress:
    """`target` is a row's key, of the kind that `purpose` says."""

    purpose: str
    target: int
    user_id: int


def reply_address(*, purpose: str, target: int, user_id: int) -> str:
    """Empty where answering by e-mail is not set up."""
    if not settings.REPLY_DOMAIN:
        return ""
    if not PURPOSE.fullmatch(purpose):
        raise ValueError(f"{purpose!r}: 1 to 12 small letters.")
    return (
        f"reply+{purpose}-{_in_36(target)}-{_in_36(user_id)}-{_seal(purpose, target, user_id)}@{settings.REPLY_DOMAIN}"
    )


def read_address(address: str) -> ReplyAddress | None:
    """What a reply address stands for; None for any other address, and for one that we did not make."""
    local, _, domain = address.strip().lower().rpartition("@")
    found = LOCAL.fullmatch(local)
    if found is None or not settings.REPLY_DOMAIN or domain != settings.REPLY_DOMAIN:
        return None
    purpose, target, user_id = found[1], int(found[2], 36), int(found[3], 36)
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        if constant_time_compare(_seal(purpose, target, user_id, secret), found[4]):
            return ReplyAddress(purpose, target, user_id)
    return None


def is_ours(address: str) -> bool:
    """Whether it is a reply address, or the address that our mails come from. The domain alone says nothing: people of
    the body that runs the site may write from it."""
    local, _, domain = address.strip().lower().rpartition("@")
    is_reply = bool(settings.REPLY_DOMAIN) and domain == settings.REPLY_DOMAIN and local.partition("+")[0] == "reply"
    return is_reply or f"{local}@{domain}" in own_addresses()


def own_addresses() -> set[str]:
    """The bare addresses that stand in the From of our mails."""
    found = re.search(r"<([^<>]+)>", settings.DEFAULT_FROM_EMAIL)
    return {(found[1] if found else settings.DEFAULT_FROM_EMAIL).strip().lower()}


def first_of(addresses: Iterable[str]) -> ReplyAddress | None:
    """The first reply address that is genuine."""
    return next((found for address in addresses if (found := read_address(address))), None)


def _seal(purpose: str, target: int, user_id: int, secret: str | bytes | None = None) -> str:
    made = salted_hmac("cms.postbox.addresses", f"{purpose}|{target}|{user_id}", secret=secret, algorithm="sha256")
    return base64.b32encode(made.digest()).decode().lower()[:SEAL]


def _in_36(number: int) -> str:
    if number < 0:
        raise ValueError("Keys are not negative.")
    digits = DIGITS[number % 36]
    while number := number // 36:
        digits = DIGITS[number % 36] + digits
    return digits
