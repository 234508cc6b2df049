"""The one door to addresses that people typed: public ones only, and the connection goes where was looked.

A name is resolved first, and every one of its numbers must be public; the connection then goes to that very number, so
that a name cannot lead into our own network between the two. A test holds that nothing else opens connections.
"""

import http.client
import ipaddress
import socket
import ssl
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

SECONDS = 8.0  # to connect, and between two pieces of an answer
LARGEST = 1_000_000  # bytes of a body that somebody wants to read
PORTS = {"http": 80, "https": 443}
FAILURES = (OSError, http.client.HTTPException)  # no answer, or none that can be read
NAT64 = ipaddress.ip_network("64:ff9b::/96")
ASCII_OF_A_PATH = "%/:=&?~#+!$,;'@()*[]"  # what quoting leaves: an address that is quoted already stays as it is


class NotPublic(Exception):
    """The address is not one that we ask: another scheme or port, a password in it, or inside a network."""


class NoNetwork(Exception):
    """Nothing can be said of the address: names do not resolve here, or no way leads out."""


@dataclass(frozen=True, slots=True)
class Target:
    scheme: str
    host: str
    port: int
    path: str
    number: str  # the public address that the name resolved to


@dataclass(frozen=True, slots=True)
class Reply:
    """What was answered. Redirects are not followed: whoever asks decides, and asks `resolve` again."""

    status: int
    headers: dict[str, str]  # names in lower case
    body: bytes


def is_public(number: str) -> bool:
    """Whether an IP address is on the open internet. Addresses that carry another inside them are not asked at all."""
    found = ipaddress.ip_address(number)
    if isinstance(found, ipaddress.IPv6Address) and (
        found.ipv4_mapped or found.sixtofour or found.teredo or found in NAT64
    ):
        return False
    return found.is_global and not found.is_multicast


def resolve(url: str) -> Target:
    """Where a connection for this address goes. Raises NotPublic and NoNetwork."""
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS.get(parts.scheme, 0)
    except ValueError:
        raise NotPublic("not an address") from None
    host = parts.hostname or ""
    if parts.scheme not in PORTS or port != PORTS[parts.scheme] or not host or parts.username is not None:
        raise NotPublic("not an ordinary web address")
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        raise NoNetwork(f"the name {host} is not known") from error
    numbers = [str(entry[4][0]) for entry in found]
    if not numbers or not all(is_public(number) for number in numbers):
        raise NotPublic("it leads into a private network")
    path = quote(parts.path or "/", ASCII_OF_A_PATH)
    query = f"?{quote(parts.query, ASCII_OF_A_PATH)}" if parts.query else ""
    return Target(parts.scheme, host, port, path + query, numbers[0])


class _Pinned(http.client.HTTPConnection):
    """Speaks to the number that was looked at, under the name that was asked for."""

    def __init__(self, target: Target) -> None:
        super().__init__(target.host, target.port, timeout=SECONDS)
        self._target = target

    def connect(self) -> None:
        sock = socket.create_connection((self._target.number, self._target.port), timeout=SECONDS)
        if self._target.scheme == "https":
            sock = ssl.create_default_context().wrap_socket(sock, server_hostname=self._target.host)
        self.sock = sock


def send(
    target: Target, method: str, headers: dict[str, str], body: bytes | None = None, *, most: int = LARGEST
) -> Reply:
    """One request, without following redirects; at most `most` bytes of the answer's body (0: none is read).

    Raises FAILURES (ssl.SSLError among them), and ValueError where no request can be made or the answer is too
    long.
    """
    connection = _Pinned(target)
    try:
        connection.request(method, target.path, body=body, headers={**headers, "Connection": "close"})
        answer = connection.getresponse()
        found = answer.read(most + 1) if most else b""
        if len(found) > most:
            raise ValueError(f"the answer is longer than {most:,} bytes")
        return Reply(answer.status, {name.lower(): value for name, value in answer.getheaders()}, found)
    finally:
        connection.close()
