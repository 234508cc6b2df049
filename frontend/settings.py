"""Settings from the environment, read once."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[1]
LOCAL = ("localhost", "127.0.0.1")
CMS_SIDE = ("/admin/", "/account/", "/documents/", "/graphql/")


class SettingsError(RuntimeError):
    """A setting without which the frontend must not start."""


@dataclass(frozen=True)
class Settings:
    """Addresses, cookie names and the key of form tokens.

    `frontend_origin` and `cms_origin` are what browsers see; `graphql_url` is how this process reaches the API.
    """

    graphql_url: str
    frontend_origin: str
    cms_origin: str
    secret: bytes
    session_cookie: str = "sessionid"
    csrf_cookie: str = "csrftoken"
    manifest: Path = ROOT / "graphql" / "operations" / "manifest.json"

    @property
    def is_local(self) -> bool:
        """Whether people reach the site on this very machine: `make run` and the tests."""
        return urlsplit(self.frontend_origin).hostname in LOCAL

    @property
    def hosts(self) -> frozenset[str]:
        """The Host headers that are answered, as a browser writes them. The platform asks /health by any name."""
        parts = urlsplit(self.frontend_origin)
        port = f":{parts.port}" if parts.port else ""
        names = LOCAL if self.is_local else (parts.hostname or "",)
        return frozenset(f"{name}{port}" for name in names)

    @property
    def one_origin(self) -> bool:
        """Whether a proxy serves both processes under one address."""
        return self.cms_origin == self.frontend_origin

    def cms(self, path: str) -> str:
        """The address of a page of the CMS, as a browser needs it."""
        return self.cms_origin + path if path.startswith("/") and not self.one_origin else path

    def link(self, path: str) -> str:
        """A path as the API names it, as an address: some belong to the CMS's side, the rest is ours."""
        return self.cms(path) if path.startswith(CMS_SIDE) else path

    @classmethod
    def from_env(cls, env: Mapping[str, str] = os.environ) -> Settings:
        """Raises SettingsError without FRONTEND_SECRET (or its file in DATA_DIR), for a bad origin, and for what is
        safe on one's own machine alone."""
        cms_port, port = env.get("CMS_PORT", "8000"), env.get("FRONTEND_PORT", "8080")
        found = cls(
            graphql_url=env.get("GRAPHQL_URL", f"http://127.0.0.1:{cms_port}/graphql/"),
            frontend_origin=_origin(env.get("FRONTEND_ORIGIN", f"http://localhost:{port}")),
            cms_origin=_origin(env.get("CMS_ORIGIN", f"http://localhost:{cms_port}")),
            secret=_secret(env),
            session_cookie=env.get("SESSION_COOKIE_NAME", "sessionid"),
            csrf_cookie=env.get("CSRF_COOKIE_NAME", "csrftoken"),
            manifest=Path(env.get("OPERATIONS_MANIFEST", str(cls.manifest))),
        )
        _check(found)
        return found


def _check(found: Settings) -> None:
    """On this machine anything goes. Elsewhere: HTTPS, a key that cannot be guessed, cookies of this host alone."""
    if found.is_local:
        return
    for origin in (found.frontend_origin, found.cms_origin):
        if not origin.startswith("https://"):
            raise SettingsError(f"FRONTEND_ORIGIN and CMS_ORIGIN must begin with https://, not {origin!r}")
    if len(found.secret) < 32 or len(set(found.secret)) < 8:
        raise SettingsError("FRONTEND_SECRET must be random and have 32 characters or more")
    if not (found.session_cookie.startswith("__Host-") and found.csrf_cookie.startswith("__Host-")):
        raise SettingsError("SESSION_COOKIE_NAME and CSRF_COOKIE_NAME must begin with __Host-, as those of the CMS")


def _origin(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.path not in ("", "/"):
        raise SettingsError(f"not an origin: {text!r}")
    return f"{parts.scheme}://{parts.netloc}"


def _secret(env: Mapping[str, str]) -> bytes:
    if value := env.get("FRONTEND_SECRET", "").strip():
        return value.encode()
    path = Path(env.get("DATA_DIR", str(ROOT / "var"))) / "secrets" / "frontend_secret"
    try:
        value = path.read_text().strip()
    except OSError:
        value = ""
    if not value:
        raise SettingsError(f"set FRONTEND_SECRET, or put one into {path}")
    return value.encode()
