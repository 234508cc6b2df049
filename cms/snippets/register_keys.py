"""The keys with which snapshots are signed (Ed25519). Private ones are a setting, public ones are kept for ever."""

import hashlib
import re
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

PEM = re.compile(r"-----BEGIN PRIVATE KEY-----.+?-----END PRIVATE KEY-----", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Signer:
    """One private key and the name of its public half."""

    private: Ed25519PrivateKey
    key_id: str
    pem: str  # of the public key

    @classmethod
    def of(cls, private: Ed25519PrivateKey) -> "Signer":
        public = private.public_key()
        return cls(private, key_id_of(public), pem_of(public))

    def sign(self, content: bytes) -> bytes:
        """64 bytes."""
        return self.private.sign(content)


def signers() -> list[Signer]:
    """The keys of REGISTER_SIGNING_KEY, the newest first. Raises ImproperlyConfigured where one is no Ed25519 key."""
    found = []
    for text in PEM.findall(settings.REGISTER_SIGNING_KEY.replace("\\n", "\n")):
        try:
            key = load_pem_private_key(text.encode(), None)
        except (ValueError, TypeError) as error:
            raise ImproperlyConfigured(f"REGISTER_SIGNING_KEY cannot be read: {error}") from error
        if not isinstance(key, Ed25519PrivateKey):
            raise ImproperlyConfigured("REGISTER_SIGNING_KEY must be Ed25519: openssl genpkey -algorithm ed25519")
        found.append(Signer.of(key))
    return found


def is_missing() -> bool:
    """For the check of a real installation: no key, or none that can be read."""
    try:
        return not signers()
    except ImproperlyConfigured:
        return True


def key_id_of(key: Ed25519PublicKey) -> str:
    return hashlib.sha256(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest()[:16]


def pem_of(key: Ed25519PublicKey) -> str:
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def public_key(pem: str) -> Ed25519PublicKey:
    """Raises ValueError for what is no Ed25519 public key in PEM."""
    key = load_pem_public_key(pem.encode())
    if not isinstance(key, Ed25519PublicKey):
        raise ValueError("not an Ed25519 public key")
    return key


def is_signed(content: bytes, signature: bytes, pem: str) -> bool:
    try:
        public_key(pem).verify(signature, content)
    except InvalidSignature:
        return False
    return True
