"""People, what they belong to, and what they may do. Rights follow from dates and are worked out at each request."""

from cms.members.models.dated import Dated, DatedQuerySet
from cms.members.models.leaving import Absence, Departure, DepartureMove
from cms.members.models.people import User, UserManager
from cms.members.models.roles import Membership, PartnerRole, SiteRole
from cms.members.models.ways_in import ApiToken, Invitation, InvitationQuerySet

__all__ = [
    "Absence",
    "ApiToken",
    "Dated",
    "DatedQuerySet",
    "Departure",
    "DepartureMove",
    "Invitation",
    "InvitationQuerySet",
    "Membership",
    "PartnerRole",
    "SiteRole",
    "User",
    "UserManager",
]
