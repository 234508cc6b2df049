"""Plans of what happens to bodies: for the core team, and for leads and IG leads of the bodies concerned."""

from operator import attrgetter
from typing import Any

import graphene
from graphene_django import DjangoObjectType

from cms.reorganisation.models import Reorganisation
from cms.reorganisation.selectors import Concerned, Follower, OurPart, Step, View
from cms.reorganisation.simulation import Way
from cms.snippets.models import Isp, Partner
from members_api.batch import Blocks, One
from members_api.snippets.isps import IspType
from members_api.snippets.partners import PartnerType

SuccessionWay = graphene.Enum.from_enum(Way, name="SuccessionWay")


class ReorganisationType(DjangoObjectType):
    """Bodies merge, divide, take another name or end on a day."""

    number = graphene.Int(required=True)
    state = graphene.String(required=True, description="draft, reviewed, carried_out or cancelled.")
    state_label = graphene.String(required=True)

    class Meta:
        model, name = Reorganisation, "Reorganisation"
        fields = ("id", "title", "takes_effect_on", "reason", "legal_reference", "cancelled_reason", "is_example")

    def resolve_number(self, info: Any) -> int:
        return int(self.pk)

    def resolve_state(self, info: Any) -> str:
        return str(self.state)

    def resolve_state_label(self, info: Any) -> str:
        return str(self.state_label)


class ReorganisationStepType(graphene.ObjectType):
    """One change, in words."""

    shows = Step
    label = graphene.String(required=True)
    before = graphene.List(graphene.String, description="Names of bodies.")
    after = graphene.List(graphene.String, description="Empty where nobody follows.")
    carries_over = graphene.Boolean(required=True, description="Whether what was signed binds who follows.")
    why = graphene.String(required=True)

    class Meta:
        name = "ReorganisationStep"


class FollowerType(graphene.ObjectType):
    """A body that follows one that ends. It may not exist yet."""

    shows = Follower
    value = graphene.String(required=True, description="What `proposeSuccession` takes as its target.")
    name = graphene.String(required=True)

    class Meta:
        name = "Follower"


class ConcernedIspType(graphene.ObjectType):
    """An agreement of a body that ends, and what becomes of its part in it."""

    shows = Concerned
    isp = graphene.Field(IspType)
    after = graphene.String(required=True, description="Who takes the part; empty where that is open or nobody does.")
    way = graphene.Field(SuccessionWay, required=True)
    words = graphene.String(required=True)
    why = graphene.String(required=True)
    leads = graphene.Boolean(required=True)
    within_one = graphene.Boolean(required=True, description="All its parties become one body.")
    become_one = graphene.List(graphene.String, description="Bodies that two or more of its parties become.")
    proposed = graphene.String(required=True, description="Who should take it, as your organisation said last.")
    said = graphene.String(required=True)
    paths = {"isp": One(Isp, attrgetter("pk"))}

    class Meta:
        name = "ConcernedIsp"


class OurReorganisedPartType(graphene.ObjectType):
    """A body that ends and for which you speak."""

    shows = OurPart
    partner = graphene.Field(PartnerType)
    followers = graphene.List(FollowerType)
    concerned = graphene.List(ConcernedIspType)
    paths = {
        "partner": One(Partner, attrgetter("pk")),
        "followers": Blocks(attrgetter("followers")),
        "concerned": Blocks(attrgetter("concerned")),
    }

    class Meta:
        name = "OurReorganisedPart"


class ReorganisationPageType(graphene.ObjectType):
    """A plan with what it means for the bodies that you speak for."""

    shows = View
    number = graphene.Int(required=True)
    title = graphene.String(required=True)
    takes_effect_on = graphene.Date(required=True)
    reason = graphene.String(required=True)
    legal_reference = graphene.String(required=True)
    state_label = graphene.String(required=True)
    cancelled_reason = graphene.String(required=True)
    is_example = graphene.Boolean(required=True)
    steps = graphene.List(ReorganisationStepType)
    parts = graphene.List(OurReorganisedPartType, description="For the core team, of every body that ends.")
    may_propose = graphene.Boolean(required=True)
    paths = {"steps": Blocks(attrgetter("steps")), "parts": Blocks(attrgetter("parts"))}

    class Meta:
        name = "ReorganisationPage"

    def resolve_number(self, info: Any) -> int:
        return int(self.pk)
