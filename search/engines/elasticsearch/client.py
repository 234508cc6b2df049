"""The client: short patience, no retries, and one kind of error. Nothing of the vendor's errors passes this module."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch

from search.ports import Unavailable

PORTS = {"http": 9200, "https": 443}


def _parts_of(url: str) -> tuple[SplitResult, str, int]:
    """The address in parts. Raises ValueError without any of it: a secret with an unescaped / # ? @ may be anywhere."""
    unlike = (
        "the address of Elasticsearch is not like https://name:secret@host:9200"
        " (in a secret, write / # ? @ as %2F %23 %3F %40)"
    )
    try:
        parts = urlsplit(url)
        hostname, port = parts.hostname, parts.port
    except ValueError:
        raise ValueError(unlike) from None
    hidden = "@" in url and not parts.username  # what stands before the @ was taken for something else
    if parts.scheme not in PORTS or not hostname or parts.query or parts.fragment or hidden:
        raise ValueError(unlike)
    return parts, hostname, port or PORTS[parts.scheme]


class Connection:
    """Clients of one server, made anew in each process: a socket must not be shared with a fork."""

    def __init__(
        self, url: str, read_timeout: float, write_timeout: float, api_key: str = "", ca_certs: str = ""
    ) -> None:
        parts, hostname, port = _parts_of(url)
        host = f"[{hostname}]" if ":" in hostname else hostname
        self._node = f"{parts.scheme}://{host}:{port}{parts.path.rstrip('/')}"
        auth = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
        self._options: dict[str, Any] = {"ca_certs": ca_certs} if ca_certs else {}
        self._options |= {"api_key": api_key} if api_key else {"basic_auth": auth}
        self._timeouts = (read_timeout, write_timeout)
        self._held: tuple[int, Elasticsearch, Elasticsearch] | None = None

    def _clients(self) -> tuple[int, Elasticsearch, Elasticsearch]:
        if self._held is None or self._held[0] != os.getpid():
            reader, writer = (
                Elasticsearch(
                    self._node, request_timeout=timeout, max_retries=0, retry_on_timeout=False, **self._options
                )
                for timeout in self._timeouts
            )
            self._held = (os.getpid(), reader, writer)
        return self._held

    @property
    def reader(self) -> Elasticsearch:
        """Waits as long as a page may."""
        return self._clients()[1]

    @property
    def writer(self) -> Elasticsearch:
        """Waits as long as a job may."""
        return self._clients()[2]

    def close(self) -> None:
        if self._held and self._held[0] == os.getpid():
            self._held[1].close()
            self._held[2].close()
        self._held = None


@contextmanager
def guarded() -> Iterator[None]:
    """Refused, reset, hung, overloaded, read-only, not there, not understood: one error that a page can name.

    Only kinds and numbers are passed on: a message may hold the address, and with it a secret.
    """
    try:
        yield
    except ApiError as error:
        raise Unavailable(f"{type(error).__name__} {error.meta.status}") from None
    except TransportError as error:
        raise Unavailable(type(error).__name__) from None
