"""What changes people, their roles and their ways in. Each names who does it and leaves an audit record."""

from cms.members.services.bulk import invite_many
from cms.members.services.closing import carry_out_end, end_what_is_over
from cms.members.services.endings import end_membership, end_role, end_site_role
from cms.members.services.invitations import (
    accept_invitation,
    invite,
    resend_invitation,
    revoke_invitation,
    send_invitation,
    token_of,
    use_invitation,
)
from cms.members.services.people import remember_address
from cms.members.services.roles import add_membership, choose_partner, give_role, give_site_role
from cms.members.services.tokens import make_api_token, renew_api_token, revoke_api_token, take_over_api_token
from cms.members.services.ways_in import close_ways_in, end_sessions

__all__ = [
    "accept_invitation",
    "add_membership",
    "carry_out_end",
    "choose_partner",
    "close_ways_in",
    "end_membership",
    "end_role",
    "end_sessions",
    "end_site_role",
    "end_what_is_over",
    "give_role",
    "give_site_role",
    "invite",
    "invite_many",
    "make_api_token",
    "remember_address",
    "renew_api_token",
    "resend_invitation",
    "revoke_api_token",
    "revoke_invitation",
    "send_invitation",
    "take_over_api_token",
    "token_of",
    "use_invitation",
]
