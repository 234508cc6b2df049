"""Who sees what partners' systems sent, and who decides about it."""

from typing import Any

from cms.core import policy
from cms.core.requester import Requester
from cms.storage.models import ExchangePartner, InboundReceipt
from cms.storage.permissions import core_team

SCOPE = "write:uploads"  # given to no token: a system reads its answers where it drops its files
ROLES = ("ig_lead", "partner_lead")  # of cms.members, which stands above


def bodies_of(requester: Requester) -> frozenset[int]:
    """Keys of the partners whose deliveries this person sees."""
    if requester.token_id is not None:
        return frozenset()
    return frozenset(partner for partner, role in requester.roles if role in ROLES)


def visible_receipts(rows: Any, requester: Requester) -> Any:
    """All for the core team. A body's own for those who lead it or its information governance."""
    if requester.token_id is not None:
        return rows.none()
    return rows if requester.is_editor else rows.filter(exchange__partner__in=bodies_of(requester))


def core_team_rows(rows: Any, requester: Requester) -> Any:
    return rows if core_team(requester) else rows.none()


ACTIONS = ("delivery.accept", "delivery.decline", "delivery.look_again", "exchange_partner.manage")


def register() -> None:
    """Called once, when the app is ready."""
    policy.register_rows(InboundReceipt, visible_receipts, scope=SCOPE)
    policy.register_rows(ExchangePartner, core_team_rows, scope=SCOPE)
    for action in ACTIONS:
        policy.register_action(action, core_team)
