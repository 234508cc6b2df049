"""A body's people as who manages them sees them. For people alone: no token has the scope."""

from operator import attrgetter
from typing import Any

import graphene
from django.urls import reverse

from cms.members.gaps import Gap
from cms.members.selectors.body_checks import CheckPage, CheckPart
from cms.members.selectors.directory import Directory, DirectoryEntry
from cms.members.selectors.offers_made import OfferMade
from cms.members.selectors.our_people import HeldRole, OfferHere, OpenInvitation, OurPeople, OurPerson, RoleToGive
from cms.snippets.models import Partner
from members_api.batch import Blocks, One, Via
from members_api.overview.types import from_list
from members_api.site.types import PartnerRoleKind
from members_api.snippets.partners import PartnerType


class HeldRoleType(graphene.ObjectType):
    """A role that somebody holds today, or will."""

    shows = HeldRole
    id = graphene.ID(required=True)
    role = graphene.Field(PartnerRoleKind, required=True)
    label = graphene.String(required=True)
    starts_on = graphene.Date()
    ends_on = graphene.Date(description="The last day.")
    deputy_id = graphene.ID(description="A person, of OurPeople.people.")
    deputy_name = graphene.String(required=True)
    service_area = graphene.String(required=True)
    is_public = graphene.Boolean(required=True, description="The public directory may name who holds it.")
    is_ahead = graphene.Boolean(required=True, description="It has not begun.")
    may_change = graphene.Boolean(required=True)
    may_end = graphene.Boolean(required=True)

    class Meta:
        name = "HeldRole"

    def resolve_id(self, info: Any) -> str:
        return str(self.pk)


class OurPersonType(graphene.ObjectType):
    """Somebody who belongs to the organisation."""

    shows = OurPerson
    id = graphene.ID(required=True, description="Of the membership, for endMembership.")
    user_id = graphene.ID(required=True, description="Of the person, for giveRole.")
    name = graphene.String(required=True)
    email = graphene.String(required=True)
    phone = graphene.String(required=True)
    job_title = graphene.String(required=True)
    since = graphene.Date()
    last_day = graphene.Date()
    is_self = graphene.Boolean(required=True)
    may_end = graphene.Boolean(required=True)
    roles = graphene.List(HeldRoleType)
    stands_in = graphene.List(graphene.String, description="For which roles of others, in words.")
    leaving_path = graphene.String(required=True, description="Handing over, below the CMS's origin.")
    cover_path = graphene.String(required=True, description="Who covers, below the CMS's origin.")
    paths = {"roles": Blocks(attrgetter("roles"))}

    class Meta:
        name = "OurPerson"

    def resolve_id(self, info: Any) -> str:
        return str(self.pk)

    def resolve_leaving_path(self, info: Any) -> str:
        return reverse("account_leaving_of", args=[self.partner_id, self.user_id])

    def resolve_cover_path(self, info: Any) -> str:
        return reverse("account_cover_of", args=[self.partner_id, self.user_id])


class OpenInvitationType(graphene.ObjectType):
    """An invitation that nobody has used or withdrawn."""

    shows = OpenInvitation
    id = graphene.ID(required=True)
    name = graphene.String(required=True)
    email = graphene.String(required=True)
    role_label = graphene.String(required=True, description="Empty for a plain member.")
    status = graphene.String(required=True, description="In words, such as Sent or Expired.")
    sent_at = graphene.DateTime()
    expires_at = graphene.DateTime(required=True)
    may_change = graphene.Boolean(required=True)

    class Meta:
        name = "OpenInvitation"

    def resolve_id(self, info: Any) -> str:
        return str(self.pk)


class RoleToGiveType(graphene.ObjectType):
    """A role that you may give. Empty: a plain member."""

    shows = RoleToGive
    role = graphene.String(required=True)
    label = graphene.String(required=True)

    class Meta:
        name = "RoleToGive"


class RoleGapType(graphene.ObjectType):
    """A role that nobody holds, though an organisation of this kind should have one. Advice, never a score."""

    shows = Gap
    role = graphene.String(required=True)
    label = graphene.String(required=True)
    why = graphene.String(required=True)

    class Meta:
        name = "RoleGap"


class OfferHereType(graphene.ObjectType):
    """Somebody who serves several organisations offers to hold a role at one of yours."""

    shows = OfferHere
    id = graphene.ID(required=True, description="For answerRoleOffers.")
    partner_name = graphene.String(required=True)
    person_name = graphene.String(required=True)
    role_label = graphene.String(required=True)
    service_area = graphene.String(required=True)
    note = graphene.String(required=True)
    ends_on = graphene.Date()
    made_at = graphene.DateTime(required=True)

    class Meta:
        name = "OfferHere"

    def resolve_id(self, info: Any) -> str:
        return str(self.pk)


class OfferMadeType(graphene.ObjectType):
    """An offer of yours to hold a role at several organisations, and what they said."""

    shows = OfferMade
    id = graphene.ID(required=True, description="For withdrawRoleOffer.")
    role_label = graphene.String(required=True)
    made_at = graphene.DateTime(required=True)
    ends_on = graphene.Date()
    waiting = graphene.List(graphene.String, description="Names of organisations that have not answered.")
    accepted = graphene.List(graphene.String, description="Names of those that said yes.")
    declined = graphene.List(graphene.String, description="Names of those that said no.")
    may_withdraw = graphene.Boolean(required=True)

    class Meta:
        name = "OfferMade"

    def resolve_id(self, info: Any) -> str:
        return str(self.pk)


class OurPeopleType(graphene.ObjectType):
    """The people of an organisation that you manage."""

    shows = OurPeople
    slug = graphene.String(required=True)
    name = graphene.String(required=True)
    people = graphene.List(OurPersonType)
    invitations = graphene.List(OpenInvitationType)
    gaps = graphene.List(RoleGapType)
    roles_to_give = graphene.List(RoleToGiveType)
    offers = graphene.List(OfferHereType)
    others = graphene.List(PartnerType, description="Further organisations whose people you manage, 100 at most.")
    lead_count = graphene.Int(required=True, description="How many people lead it. With one, nobody follows them.")
    paths = {
        "people": Blocks(attrgetter("people")),
        "invitations": Blocks(attrgetter("invitations")),
        "gaps": Blocks(attrgetter("gaps")),
        "roles_to_give": Blocks(attrgetter("roles_to_give")),
        "offers": Blocks(attrgetter("offers")),
        "others": Via(Partner, from_list("others")),
    }

    class Meta:
        name = "OurPeople"


class CheckPartType(graphene.ObjectType):
    """One part of the yearly page: a question, what stands there now, and where it is changed."""

    shows = CheckPart
    kind = graphene.String(required=True)
    question = graphene.String(required=True)
    lines = graphene.List(graphene.String)
    path = graphene.String(required=True)
    path_label = graphene.String(required=True)

    class Meta:
        name = "CheckPart"


class BodyCheckType(graphene.ObjectType):
    """What the site knows of an organisation that you speak for: is it still right?"""

    shows = CheckPage
    slug = graphene.String(required=True)
    name = graphene.String(required=True)
    fingerprint = graphene.String(required=True, description="Sent back with confirmBody.")
    due_on = graphene.Date(description="Null while nothing is asked.")
    is_late = graphene.Boolean(required=True)
    last_confirmed_on = graphene.Date()
    last_confirmed_by = graphene.String(required=True)
    parts = graphene.List(CheckPartType)
    paths = {"parts": Blocks(attrgetter("parts"))}

    class Meta:
        name = "BodyCheck"


class MyShownType(graphene.ObjectType):
    """What others see of you, wherever you are named. People of your own organisation always see both."""

    email = graphene.Boolean(required=True)
    phone = graphene.Boolean(required=True)
    in_public = graphene.Boolean(required=True, description="The public directory may name you for a role.")

    class Meta:
        name = "MyShown"


class DirectoryEntryType(graphene.ObjectType):
    """Who holds a role at an organisation. Address and number are empty where they do not show them to you."""

    shows = DirectoryEntry
    id = graphene.ID(required=True)
    role_label = graphene.String(required=True)
    service_area = graphene.String(required=True)
    name = graphene.String(required=True)
    deputy_name = graphene.String(required=True, description="For members.")
    job_title = graphene.String(required=True, description="For members.")
    email = graphene.String(required=True, description="For members.")
    phone = graphene.String(required=True, description="For members.")
    partner = graphene.Field(PartnerType)
    paths = {"partner": One(Partner, attrgetter("partner_id"))}

    class Meta:
        name = "DirectoryEntry"

    def resolve_id(self, info: Any) -> str:
        return str(self.pk)


class DirectoryType(graphene.ObjectType):
    shows = Directory
    items = graphene.List(DirectoryEntryType)
    total_count = graphene.Int(required=True)
    page = graphene.Int(required=True)
    page_size = graphene.Int(required=True)
    paths = {"items": Blocks(attrgetter("items"))}

    class Meta:
        name = "DirectoryList"
