"""The environment, read in one place. Every value has an embedded default, so nothing needs to be set to start."""

import contextlib
import secrets
from collections.abc import Callable
from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parents[2]
env = environ.Env()

DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()
CMS_PORT = env.int("CMS_PORT", default=8000)
FRONTEND_PORT = env.int("FRONTEND_PORT", default=8080)
CMS_ORIGIN = env.str("CMS_ORIGIN", default=f"http://localhost:{CMS_PORT}")
FRONTEND_ORIGIN = env.str("FRONTEND_ORIGIN", default=f"http://localhost:{FRONTEND_PORT}")
SESSION_COOKIE_NAME = env.str("SESSION_COOKIE_NAME", default="sessionid")
CSRF_COOKIE_NAME = env.str("CSRF_COOKIE_NAME", default="csrftoken")


def kept_secret(name: str, make: Callable[[], str] = lambda: secrets.token_urlsafe(48)) -> str:
    """A secret of this installation: from the environment, else made once and kept in DATA_DIR, never in the code."""
    given: str = env.str(name, default="")
    if given:
        return given
    path = DATA_DIR / "secrets" / name.lower()
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        made = path.with_suffix(f".{secrets.token_hex(4)}")
        made.write_text(make())
        made.chmod(0o600)
        with contextlib.suppress(FileExistsError):  # another process was first: its secret counts
            path.hardlink_to(made)
        made.unlink()
    return path.read_text()
