"""Secrets that must be read again: encrypted with keys of their own (`MFA_KEYS`, the newest first)."""

import base64
import hashlib

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def _keys() -> MultiFernet:
    keys = list(settings.MFA_KEYS) or [settings.SECRET_KEY]  # production refuses to start without MFA_KEYS
    return MultiFernet([Fernet(base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest())) for key in keys])


def seal(text: str) -> str:
    return _keys().encrypt(text.encode()).decode()


def unseal(text: str) -> str:
    """Raises cryptography.fernet.InvalidToken where none of the keys fits."""
    return _keys().decrypt(text.encode()).decode()
