"""What an organisation notes about its own part in an agreement."""

from operator import attrgetter
from typing import Any

import graphene

from cms.core.errors import BadInput
from cms.core.requester import Requester
from cms.overview.parts import change_our_part
from cms.overview.release import Released, prepare_release
from cms.overview.release_text import Item, Section
from members_api.batch import Blocks
from members_api.mutations import ServiceMutation
from members_api.overview.credits import CreditsMutation
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


class CopiedItemType(graphene.ObjectType):
    """One field. Where it is withheld its text is empty and the class of the reason stands beside it."""

    shows = Item
    label = graphene.String(required=True)
    value = graphene.String(required=True)
    withheld = graphene.String(description="Why, such as “personal data, s.40” of the Freedom of Information Act 2000.")

    class Meta:
        name = "CopiedItem"

    def resolve_withheld(self, info: Any) -> str | None:
        return self.withheld.words if self.withheld is not None else None


class CopiedSectionType(graphene.ObjectType):
    shows = Section
    heading = graphene.String(required=True)
    items = graphene.List(CopiedItemType)
    paths = {"items": Blocks(attrgetter("items"))}

    class Meta:
        name = "CopiedSection"


class CopiedIspType(graphene.ObjectType):
    """One agreement as it stood on the day."""

    shows = Released
    reference = graphene.String(required=True)
    title = graphene.String(required=True)
    sentence = graphene.String(required=True)
    sections = graphene.List(CopiedSectionType)
    not_known = graphene.List(graphene.String)
    paths = {"sections": Blocks(attrgetter("sections"))}

    class Meta:
        name = "CopiedIsp"


class TakeCopyInput(graphene.InputObjectType):
    """One agreement or all of a partner, as on a day. What is withheld is left out here and marked."""

    reference = graphene.String(description="Such as ISP-0042.")
    partner = graphene.String(description="A partner's slug, where no reference is given.")
    on = graphene.Date(required=True, description="Not in the future.")
    with_signatories = graphene.Boolean(description="Leave in the names of those who signed.")
    with_security = graphene.Boolean(description="Leave in how it is kept safe and how it is sent.")


class TakeCopy(ServiceMutation):
    class Arguments:
        input = TakeCopyInput(required=True)

    on = graphene.Date(required=True)
    name = graphene.String(required=True)
    withheld_count = graphene.Int(required=True)
    left_out = graphene.List(graphene.String, description="References that others look after: ask their lead.")
    isps = graphene.List(CopiedIspType)
    scope = "write:reviews"

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        made = prepare_release(by=by, **{key: value for key, value in data.items() if value is not None})
        names = ("on", "name", "withheld_count", "left_out", "isps")
        return {name: getattr(made, name) for name in names}


class OverviewMutation(CreditsMutation):
    take_copy = TakeCopy.exposed("For a request under freedom of information. By who looks after it; it is on record.")
    change_our_part = ChangeOurPart.exposed("By the IG lead or the lead of the organisation that you act for.")
