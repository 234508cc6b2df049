"""What the mutations of signing share."""

from typing import Any

from cms.core.errors import BadInput, NotFound
from cms.core.policy import visible
from cms.core.requester import Requester
from cms.snippets.models import Isp, IspVersion
from cms.snippets.selectors import partner_by_slug
from members_api.mutations import ServiceMutation

SCOPE = "write:signing"  # given to no token
State = IspVersion.State
SUBMISSION = {"required": True, "description": "1 to 64 characters; the same one is done once."}


def version_of(by: Requester, reference: str, *states: str) -> IspVersion:
    """The newest visible version of the agreement in one of these states. Raises NotFound."""
    rows = visible(IspVersion.objects.all(), by).filter(isp__reference=reference, state__in=states)
    found: IspVersion | None = rows.select_related("isp").order_by("-number").first()
    if found is None:
        raise NotFound("There is no such version.")
    return found


def partner_of(by: Requester, slug: str) -> int:
    found = partner_by_slug(by, slug)
    if found is None:
        raise BadInput("Choose an organisation.", fields={"partner": ["Choose an organisation from the list."]})
    return int(found.pk)


def isp_of_party(party: Any) -> Isp:
    isp: Isp = party.version.isp
    return isp


class SigningMutation(ServiceMutation):
    """Answers with the agreement, read again as the requester: null where they may not see it any more."""

    class Meta:
        abstract = True

    scope = SCOPE
