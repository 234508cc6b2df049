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
from cms.members.services.offers import answer_role_offer, answer_role_offers, offer_role, withdraw_role_offer
from cms.members.services.people import remember_address
from cms.members.services.roles import Terms, add_membership, change_role, choose_partner, give_role, give_site_role
from cms.members.services.tokens import make_api_token, renew_api_token, revoke_api_token, take_over_api_token
from cms.members.services.ways_in import close_ways_in, end_sessions

__all__ = [
    "Terms",
    "accept_invitation",
    "add_membership",
    "answer_role_offer",
    "answer_role_offers",
    "carry_out_end",
    "change_role",
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
    "offer_role",
    "remember_address",
    "renew_api_token",
    "resend_invitation",
    "revoke_api_token",
    "revoke_invitation",
    "send_invitation",
    "take_over_api_token",
    "token_of",
    "use_invitation",
    "withdraw_role_offer",
]
