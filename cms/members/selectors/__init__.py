"""Who is asking, and who to ask."""

from cms.members.selectors.people import (
    RoleHolder,
    contact_for,
    core_team,
    has_account,
    holders,
    holders_of_site_role,
    invitations_with_bounces,
    members_of,
    partners_of,
    people_of,
    recipient,
    roles_of,
)
from cms.members.selectors.requesters import refuse_token_in_address, register_right, requester_for, requester_of
from cms.members.selectors.tokens import find_token, requester_of_token, states_of, tokens_in_force
from cms.members.standing import Person, Standing, active_people, belonging, covers_of, standing_of

__all__ = [
    "Person",
    "Standing",
    "active_people",
    "belonging",
    "covers_of",
    "standing_of",
    "RoleHolder",
    "contact_for",
    "core_team",
    "find_token",
    "has_account",
    "holders",
    "holders_of_site_role",
    "invitations_with_bounces",
    "members_of",
    "partners_of",
    "people_of",
    "recipient",
    "refuse_token_in_address",
    "register_right",
    "requester_for",
    "requester_of",
    "requester_of_token",
    "roles_of",
    "states_of",
    "tokens_in_force",
]
