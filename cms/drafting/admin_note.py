"""What the editors' form of a version shows besides: what is missing, what helps, and the way to the guided form."""

from collections import defaultdict
from typing import Any

from django.conf import settings

from cms.drafting import helps
from cms.drafting.completeness import Gap, gaps_of
from cms.drafting.models import DraftComment, PeerReview
from cms.drafting.permissions import BEING_WRITTEN
from cms.drafting.steps import BY_KEY
from cms.members.selectors import requester_for
from cms.snippets.models import Isp, IspVersion, LegalGateway

TEMPLATE = "drafting/version_note.html"


def context(version: IspVersion, request: Any) -> dict[str, Any] | None:
    """None once the version was sent out. The stored version counts, not what is typed in the form."""
    stored = IspVersion.objects.select_related("isp__lead", "template").filter(pk=version.pk).first()
    if stored is None or stored.state not in BEING_WRITTEN:
        return None
    by = requester_for(request)
    groups: dict[str, list[Gap]] = defaultdict(list)
    for gap in gaps_of(stored):
        name = BY_KEY[gap.step].name
        groups[f"{name}: {gap.partner_name}" if gap.partner_name else name].append(gap)
    found = helps.gateways_relied_on(by, stored)
    gateways = LegalGateway.objects.in_bulk([one.gateway_id for one in found])
    over = helps.overlaps(by, stored)
    isps = Isp.objects.in_bulk([one.isp_id for one in over])
    reviews = PeerReview.objects.filter(version=stored, ended_at=None).select_related("person", "partner")
    return {
        "version": stored,
        "gaps": dict(groups),
        "gateways": [(gateways[one.gateway_id], one.count) for one in found if one.gateway_id in gateways],
        "overlaps": [(isps[one.isp_id], ", ".join(one.items)) for one in over if one.isp_id in isps],
        "reviews": list(reviews),
        "open_comments": DraftComment.objects.filter(version=stored, thread=None, resolved_at=None).count(),
        "guided_form": f"{settings.FRONTEND_ORIGIN}/drafts/{stored.isp.reference}",
    }
