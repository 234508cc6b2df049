"""Who may read and answer a request for help."""

from typing import Any

from django.db.models import Q

from cms.community.models import SupportCase
from cms.core import policy
from cms.core.models import CommunitySettings
from cms.core.requester import Requester

COMMUNITY = "read:community"


def visible_cases(rows: Any, requester: Requester) -> Any:
    """The asker, the IG lead of the asker's organisation, and the core team."""
    if requester.is_editor:
        return rows
    if requester.user_id is None:
        return rows.none()
    led = [partner for partner, role in requester.roles if role == "ig_lead"]
    return rows.filter(Q(asker=requester.user_id) | Q(partner__in=led))


def can_ask(requester: Requester, _: Any = None) -> bool:
    """Members always; everybody while the form is open to the public."""
    return requester.is_member or CommunitySettings.load().public_help_form


def can_answer(requester: Requester, _: Any = None) -> bool:
    return requester.is_editor


def register() -> None:
    """Called once, when the app is ready."""
    policy.register_rows(SupportCase, visible_cases, scope=COMMUNITY)
    policy.register_action("case.ask", can_ask)
    policy.register_action("case.answer", can_answer)
