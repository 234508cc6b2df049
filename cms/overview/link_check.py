"""Ask an address whether it still answers: public addresses only, slowly, and nothing of the answer is kept.

How an address is reached without being led into our own network: cms.core.outbound. Redirects are followed a few times
by the same rule.
"""

import ssl
from dataclasses import dataclass
from urllib.parse import urljoin

from cms.core.outbound import FAILURES, NotPublic, resolve, send
from cms.overview.models import LinkCheck

Outcome = LinkCheck.Outcome
REDIRECTS = 4
AGENT = "members-intranet-link-check/1 (one request a week for each address)"
PERMANENT, GONE = (301, 308), (404, 410)
AGAIN_WITH_GET = (400, 403, 405, 406, 500, 501, 503)  # many servers know no HEAD


@dataclass(frozen=True, slots=True)
class Answer:
    outcome: str
    detail: str

    @property
    def is_failure(self) -> bool:
        return self.outcome in (Outcome.MISSING, Outcome.NO_ANSWER)


def _status(url: str, method: str) -> tuple[int, str]:
    """The status and where it redirects to; nothing of the body is read."""
    found = send(resolve(url), method, {"User-Agent": AGENT, "Accept": "*/*"}, most=0)
    return found.status, found.headers.get("location", "")


def ask(url: str) -> Answer:
    """What an address answers. Raises NoNetwork where its name does not resolve: that may be our own fault."""
    moved = ""
    for _ in range(REDIRECTS):
        try:
            status, location = _status(url, "HEAD")
            if status in AGAIN_WITH_GET:
                status, location = _status(url, "GET")
        except NotPublic as error:
            return Answer(Outcome.REFUSED, str(error))
        except ssl.SSLError:
            return Answer(Outcome.NO_ANSWER, "its certificate is not valid")
        except FAILURES as error:
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
