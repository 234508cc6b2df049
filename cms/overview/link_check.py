"""Ask an address whether it still answers: public addresses only, slowly, and nothing of the answer is kept.

An address is resolved first, and every one of its numbers must be public; the connection then goes to that very number,
so that a name cannot lead into our own network between the two. Redirects are followed a few times by the same rule.
"""

import http.client
import ipaddress
import socket
import ssl
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from cms.overview.models import LinkCheck

Outcome = LinkCheck.Outcome
SECONDS = 8.0  # to connect, and between two pieces of an answer
REDIRECTS = 4
AGENT = "members-intranet-link-check/1 (one request a week for each address)"
PORTS = {"http": 80, "https": 443}
PERMANENT, GONE = (301, 308), (404, 410)
NAT64 = ipaddress.ip_network("64:ff9b::/96")
ASCII_OF_A_PATH = "%/:=&?~#+!$,;'@()*[]"  # what quoting leaves: an address that is quoted already stays as it is
AGAIN_WITH_GET = (400, 403, 405, 406, 500, 501, 503)  # many servers know no HEAD


class NotPublic(Exception):
    """The address is not one that we ask: another scheme or port, a password in it, or inside a network."""


class NoNetwork(Exception):
    """Nothing can be said of the address: names do not resolve here, or no way leads out."""


@dataclass(frozen=True, slots=True)
class Answer:
    outcome: str
    detail: str

    @property
    def is_failure(self) -> bool:
        return self.outcome in (Outcome.MISSING, Outcome.NO_ANSWER)


@dataclass(frozen=True, slots=True)
class Target:
    scheme: str
    host: str
    port: int
    path: str
    number: str  # the public address that the name resolved to


def is_public(number: str) -> bool:
    """Whether an IP address is on the open internet. Addresses that carry another inside them are not asked at all."""
    found = ipaddress.ip_address(number)
    if isinstance(found, ipaddress.IPv6Address) and (
        found.ipv4_mapped or found.sixtofour or found.teredo or found in NAT64
    ):
        return False
    return found.is_global and not found.is_multicast


def resolve(url: str) -> Target:
    """Raises NotPublic and NoNetwork."""
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


def _status(target: Target, method: str) -> tuple[int, str]:
    connection = _Pinned(target)
    try:
        connection.request(method, target.path, headers={"User-Agent": AGENT, "Accept": "*/*", "Connection": "close"})
        answer = connection.getresponse()
        return answer.status, answer.getheader("Location", "")
    finally:
        connection.close()


def ask(url: str) -> Answer:
    """What an address answers. Raises NoNetwork where its name does not resolve: that may be our own fault."""
    moved = ""
    for _ in range(REDIRECTS):
        try:
            target = resolve(url)
            status, location = _status(target, "HEAD")
            if status in AGAIN_WITH_GET:
                status, location = _status(target, "GET")
        except NotPublic as error:
            return Answer(Outcome.REFUSED, str(error))
        except ssl.SSLError:
            return Answer(Outcome.NO_ANSWER, "its certificate is not valid")
        except (OSError, http.client.HTTPException) as error:
            return Answer(Outcome.NO_ANSWER, f"no answer ({type(error).__name__})")
        except ValueError:  # a name or path that no request can be made of
            return Answer(Outcome.NO_ANSWER, "it cannot be asked: look at how it is written")
        if 300 <= status < 400 and location:
            try:
                url = urljoin(url, location)
            except ValueError:
                return Answer(Outcome.NO_ANSWER, "it redirects to what is no address")
            moved = moved or (url if status in PERMANENT else "")
            continue
        if status in GONE:
            return Answer(Outcome.MISSING, f"it answers {status}: nothing there")
        if status >= 500:
            return Answer(Outcome.NO_ANSWER, f"it answers {status}")
        if moved:
            return Answer(Outcome.MOVED, f"moved for good to {moved}"[:200])
        return Answer(Outcome.WORKS, "" if status < 400 else f"it answers {status}, to readers perhaps not")
    return Answer(Outcome.NO_ANSWER, "it redirects without end")
