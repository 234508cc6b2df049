"""Saying where an agreement should go, or what one thinks of a plan."""

from typing import Any

import graphene

from cms.core.errors import NotFound
from cms.core.requester import Requester
from cms.reorganisation.services import propose
from cms.snippets.selectors import isp_by_reference, partner_by_slug
from members_api.mutations import ServiceMutation
from members_api.reorganisation.types import ReorganisationType


class ProposeSuccessionInput(graphene.InputObjectType):
    submission_id = graphene.String(required=True, description="1 to 64 characters; the same one is recorded once.")
    number = graphene.Int(required=True)
    partner = graphene.String(required=True, description="Slug of the body that you speak for.")
    isp = graphene.String(description="Such as ISP-0042; without it you speak of the plan.")
    target = graphene.String(description="Value of a follower.")
    text = graphene.String()


class ProposeSuccession(ServiceMutation):
    class Arguments:
        input = ProposeSuccessionInput(required=True)

    reorganisation = graphene.Field(ReorganisationType)
    scope = "write:register"

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        partner = partner_by_slug(by, data["partner"])
        if partner is None:
            raise NotFound("There is no such organisation.")
        reference = data.get("isp") or ""
        made = propose(
            by=by,
            number=data["number"],
            partner_id=partner.pk,
            isp_id=isp_by_reference(by, reference) if reference else None,
            target=data.get("target") or "",
            text=data.get("text") or "",
            submission_id=data["submission_id"],
        )
        return {"reorganisation": made.reorganisation}


class ReorganisationMutation(graphene.ObjectType):
    propose_succession = ProposeSuccession.exposed("By leads and IG leads of a body that is concerned.")
