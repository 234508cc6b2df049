"""Which agreements may already cover what somebody wants to share."""

from cms.core.requester import Requester
from cms.discovery.selectors import find

MOST = 5


def may_already_cover(by: Requester, *, what: str, whom: str, why: str) -> list[int]:
    """Keys of up to five ISPs that the requester may see and whose words fit, the best first."""
    page = find(" ".join((what, whom, why)), by=by, kinds=["isp"], page_size=MOST)
    return [hit.pk for hit in page.hits if hit.kind == "isp"][:MOST]
