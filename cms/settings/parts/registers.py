"""The key with which the monthly copies of the registers are signed."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from cms.settings.env import kept_secret


def _new_key() -> str:
    key = Ed25519PrivateKey.generate()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


# Ed25519 in PEM (openssl genpkey -algorithm ed25519), the newest first where there are several: the first one signs.
# A demonstration makes its own; production reads REGISTER_SIGNING_KEY or REGISTER_SIGNING_KEY_FILE, and nothing else.
REGISTER_SIGNING_KEY = kept_secret("REGISTER_SIGNING_KEY", _new_key)
