"""Is it from whom it says? The signed address is one proof; what the own mail server found out is the other.

Anybody can write an Authentication-Results header. It counts only under the name of our own server
(INBOUND_AUTHSERV_ID), and only the topmost, because that server writes its own above what came with the mail and has to
remove any that borrow its name (RFC 8601, section 5).
"""

import re
from enum import Enum

from django.conf import settings

from cms.postbox.letters import Letter, decoded

COMMENTS = re.compile(r"\([^()]*\)")
RESULT = re.compile(r"^\s*([a-z0-9-]+)\s*=\s*([a-z]+)(.*)$", re.IGNORECASE | re.DOTALL)
# Not header.from, which only repeats the From that is in doubt, nor what a server calls itself (smtp.helo).
PROPERTY = re.compile(r"\b(smtp\.mailfrom|header\.d|header\.i)\s*=\s*\"?([^\s;\"]+)", re.IGNORECASE)


class Verdict(Enum):
    PROVED = "proved"
    UNASKED = "nobody was asked"  # no own server is named in the settings: the signed address must do
    DOUBTED = "not proved"


def verdict_of(letter: Letter) -> Verdict:
    """By DMARC where the server says it passed or failed; else by SPF or DKIM for the very domain of the From, or one
    above it."""
    if not settings.INBOUND_AUTHSERV_ID:
        return Verdict.UNASKED
    found = _results(letter)
    domain = letter.sender.rpartition("@")[2]
    dmarc = [value for method, value, _ in found if method == "dmarc"]
    if "fail" in dmarc:
        return Verdict.DOUBTED
    if "pass" in dmarc:
        return Verdict.PROVED
    proved = any(method in ("spf", "dkim") and value == "pass" and _fits(domain, who) for method, value, who in found)
    return Verdict.PROVED if proved else Verdict.DOUBTED


def _results(letter: Letter) -> list[tuple[str, str, set[str]]]:
    """(method, result, domains it is about) of the topmost header of our own server."""
    for value in letter.message.get_all("Authentication-Results", []):
        text = COMMENTS.sub("", " ".join(decoded(str(value)).split()))
        server, *results = text.split(";")
        if (server.split() or [""])[0].lower() != settings.INBOUND_AUTHSERV_ID:
            continue
        found = []
        for result in results:
            if one := RESULT.match(result):
                domains = {match[1].rpartition("@")[2].lower().strip(".") for match in PROPERTY.findall(one[3])}
                found.append((one[1].lower(), one[2].lower(), domains))
        return found
    return []


def _fits(domain: str, proved: set[str]) -> bool:
    """The same domain, or one of them within the other ("mail.council.example" and "council.example"); an ending of
    one word alone ("uk") fits nothing."""
    return any(
        one == domain or (one.count(".") >= 1 and domain.endswith(f".{one}")) or one.endswith(f".{domain}")
        for one in proved
    )
