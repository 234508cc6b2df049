"""What an organisation notes about its own part in an agreement."""

from typing import Any

import graphene

from cms.core.errors import BadInput
from cms.core.requester import Requester
from cms.overview.parts import change_our_part
from members_api.mutations import ServiceMutation
from members_api.snippets.isps import IspType


class ChangeOurPartInput(graphene.InputObjectType):
    """Of the organisation that you act for. Nothing of it is signed, so no signature is touched."""

    reference = graphene.String(required=True, description="Such as ISP-0042.")
    owner_id = graphene.ID(description="Who looks after it here, of OurIsps.possibleOwners; null for nobody.")
    service_area = graphene.String(required=True, description="At most 80 characters; may be empty.")
    no_file_held = graphene.Boolean(description="True: somebody has looked, and no file is held. Left alone if absent.")


class ChangeOurPart(ServiceMutation):
    class Arguments:
        input = ChangeOurPartInput(required=True)

    isp = graphene.Field(IspType)
    scope = "write:reviews"

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        key = data.get("owner_id") or ""
        if key and not (str(key).isascii() and str(key).isdigit() and len(str(key)) < 10):
            raise BadInput("There is no such person.", fields={"ownerId": ["Choose a person from the list."]})
        changed = change_our_part(
            by=by,
            reference=data["reference"],
            owner_id=int(key) if key else None,
            service_area=data["service_area"],
            no_file_held=data.get("no_file_held"),
        )
        return {"isp": changed}


class OverviewMutation(graphene.ObjectType):
    change_our_part = ChangeOurPart.exposed("By the IG lead or the lead of the organisation that you act for.")
