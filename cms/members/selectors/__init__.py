"""Who is asking, and who to ask."""

from cms.members.selectors.people import (
    PeopleHere,
    PersonHere,
    RoleHolder,
    contact_for,
    core_team,
    has_account,
    holders,
    holders_of_site_role,
    invitations_with_bounces,
    managed_partners,
    members_of,
    partners_of,
    people_and_invitations,
    people_of,
    recipient,
    roles_of,
)
from cms.members.selectors.requesters import find_token, requester_for, requester_of
from cms.members.standing import Person, Standing, active_people, standing_of

__all__ = [
    "Person",
    "Standing",
    "active_people",
    "standing_of",
    "PeopleHere",
    "PersonHere",
    "RoleHolder",
    "contact_for",
    "core_team",
    "find_token",
    "has_account",
    "holders",
    "holders_of_site_role",
    "invitations_with_bounces",
    "managed_partners",
    "members_of",
    "partners_of",
    "people_and_invitations",
    "people_of",
    "recipient",
    "requester_for",
    "requester_of",
    "roles_of",
]
