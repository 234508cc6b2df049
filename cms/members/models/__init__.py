"""People, what they belong to, and what they may do. Rights follow from dates and are worked out at each request."""

from cms.members.models.body_checks import BodyCheck
from cms.members.models.dated import Dated, DatedQuerySet
from cms.members.models.leaving import Absence, Departure, DepartureMove
from cms.members.models.people import User, UserManager
from cms.members.models.providers import SignInDomain, SignInProvider
from cms.members.models.roles import Membership, PartnerRole, SiteRole
from cms.members.models.serving import RoleOffer, RoleOfferAnswer
from cms.members.models.shown import Shown
from cms.members.models.ways_in import ApiToken, Invitation, InvitationQuerySet

__all__ = [
    "Absence",
    "ApiToken",
    "BodyCheck",
    "Dated",
    "DatedQuerySet",
    "Departure",
    "DepartureMove",
    "Invitation",
    "InvitationQuerySet",
    "Membership",
    "PartnerRole",
    "RoleOffer",
    "RoleOfferAnswer",
    "Shown",
    "SignInDomain",
    "SignInProvider",
    "SiteRole",
    "User",
    "UserManager",
]
