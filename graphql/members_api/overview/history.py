"""An agreement on a past day: what was in force and who was covered, and what is not known. For members."""

from operator import attrgetter
from typing import Any

import graphene

from cms.overview import selectors as overview
from cms.snippets.models import Isp, IspParty, IspVersion
from members_api.batch import Blocks, One
from members_api.guards import MEMBER, Exposed
from members_api.snippets.isps import IspStatus, IspType
from members_api.snippets.versions import Coverages, IspPartyType, IspVersionType

REGISTER = "read:register"


class PartyOnType(graphene.ObjectType):
    """One party's coverage on the day. What `party` says besides its name is as of today."""

    shows = overview.PartyOn
    party = graphene.Field(IspPartyType)
    coverage = graphene.Field(Coverages, required=True)
    coverage_label = graphene.String(required=True)
    since = graphene.Date(description="From when it was covered, or when it was asked, declined or left.")
    paths = {"party": One(IspParty, attrgetter("pk"))}

    class Meta:
        name = "PartyOn"

    def resolve_coverage(self, info: Any) -> str:
        return str(self.coverage.state.value)

    def resolve_coverage_label(self, info: Any) -> str:
        return str(self.coverage.label)

    def resolve_since(self, info: Any) -> Any:
        return self.coverage.since


class IspEventType(graphene.ObjectType):
    """Something that happened to the agreement. People are not named."""

    shows = overview.Event
    on = graphene.Date(required=True)
    text = graphene.String(required=True)
    version = graphene.Int(description="The number of the version that it was about.")

    class Meta:
        name = "IspEvent"


class AmendedTextType(graphene.ObjectType):
    """A section as an amendment notice in effect has it. The signed words and their fingerprint stay."""

    shows = overview.AmendedText
    number = graphene.Int(required=True, description="Of the notice, counted through the agreement's life.")
    section = graphene.String(required=True)
    heading = graphene.String(required=True)
    before = graphene.String(required=True)
    after = graphene.String(required=True)

    class Meta:
        name = "AmendedText"


class IspHistoryType(graphene.ObjectType):
    """What applied on a day, worked out from the dates that are kept. What is not known is said, not guessed."""

    shows = overview.IspOn
    on = graphene.Date(required=True)
    isp = graphene.Field(IspType, description="As it is today.")
    status = graphene.Field(IspStatus, description="On the day; null where nothing was in force or nobody knows.")
    label = graphene.String(required=True)
    sentence = graphene.String(required=True, description="One sentence about the day.")
    version = graphene.Field(IspVersionType, description="The one in force on the day, of those that you may see.")
    parties = graphene.List(PartyOnType)
    covered_count = graphene.Int(required=True)
    party_count = graphene.Int(required=True, description="Parties that signed or were to, among those you may see.")
    amended = graphene.List(AmendedTextType, description="What amendment notices in effect on the day had changed.")
    not_known = graphene.List(graphene.String)
    events = graphene.List(IspEventType, description="All that is recorded, the latest first, whatever the day.")
    paths = {
        "isp": One(Isp, attrgetter("pk")),
        "version": One(IspVersion, attrgetter("version_id")),
        "parties": Blocks(attrgetter("parties")),
        "amended": Blocks(attrgetter("amended")),
        "events": Blocks(attrgetter("events")),
    }

    class Meta:
        name = "IspHistory"

    def resolve_status(self, info: Any) -> str | None:
        return str(self.status.value) if self.status is not None else None


class HistoryQuery(graphene.ObjectType):
    isp_history = Exposed(
        IspHistoryType,
        description="What applied on a day, today unless told. Null where the agreement is not there or not for you.",
        resolver=lambda _, info, reference, on=None: overview.history_on(info.context.requester, reference, on),
        audience=MEMBER,
        scope=REGISTER,
        reference=graphene.String(required=True, description="Such as ISP-0042."),
        on=graphene.Date(description="Not in the future."),
    )
