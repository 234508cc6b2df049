"""Tokens' use and saved queries are seen and changed by who looks after the tokens of the body."""

from typing import Any

from cms.core import policy
from cms.core.requester import Requester
from cms.members.permissions import LOOK_AFTER_TOKENS
from cms.members.tokens import PEOPLE
from cms.tools.models import QueryReader, SavedQuery, TokenUse


def _led(requester: Requester) -> set[int]:
    return {partner for partner, role in requester.roles if role in LOOK_AFTER_TOKENS}


def visible_queries(rows: Any, requester: Requester) -> Any:
    return rows if requester.is_editor else rows.filter(partner__in=_led(requester))


def visible_use(rows: Any, requester: Requester) -> Any:
    return rows if requester.is_editor else rows.filter(token__partner__in=_led(requester))


def visible_readers(rows: Any, requester: Requester) -> Any:
    return rows if requester.is_editor else rows.filter(query__partner__in=_led(requester))


def can_change_query(requester: Requester, partner_id: Any) -> bool:
    """Make, change and end the saved queries of a body. It reads them by a token, with the token's rights alone."""
    return policy.may(requester, "token.make", partner_id)


def register() -> None:
    """Called once, when the app is ready. No token is given the scope: what a query finds is read at its address."""
    policy.register_rows(SavedQuery, visible_queries, scope=PEOPLE)
    policy.register_rows(QueryReader, visible_readers, scope=PEOPLE)
    policy.register_rows(TokenUse, visible_use, scope=PEOPLE)
    policy.register_action("query.change", can_change_query)
