"""Who may read and answer a request for help."""

from typing import Any

from django.db.models import Q

from cms.community.models import CaseMessage, FollowUp, SupportCase
from cms.core import policy
from cms.core.models import CommunitySettings
from cms.core.requester import Requester

COMMUNITY = "read:community"


def visible_cases(rows: Any, requester: Requester) -> Any:
    """The asker, the IG lead of the asker's organisation, and the core team."""
    return rows if requester.is_editor else rows.filter(_own(requester))


def visible_messages(rows: Any, requester: Requester) -> Any:
    """As its request; notes are the core team's own."""
    if requester.is_editor:
        return rows
    return rows.filter(_own(requester, "case__")).exclude(kind=CaseMessage.Kind.NOTE)


def visible_follow_ups(rows: Any, requester: Requester) -> Any:
    return rows if requester.is_editor else rows.filter(_own(requester, "case__"))


def _own(requester: Requester, prefix: str = "") -> Q:
    """Asked for a body, it is that body's: who left it reads it no more."""
    if requester.user_id is None:
        return Q(pk__in=[])
    led = [partner for partner, role in requester.roles if role == "ig_lead"]
    here = Q(**{f"{prefix}partner": None}) | Q(**{f"{prefix}partner__in": requester.partners})
    return (Q(**{f"{prefix}asker": requester.user_id}) & here) | Q(**{f"{prefix}partner__in": led})


def can_ask(requester: Requester, _: Any = None) -> bool:
    """Members always; everybody while the form is open to the public."""
    return requester.is_member or CommunitySettings.load().public_help_form


def can_answer(requester: Requester, _: Any = None) -> bool:
    return requester.is_editor


def can_reply(requester: Requester, case: SupportCase) -> bool:
    """The asker's side: who asked, and the IG lead of the body for which it was asked."""
    if requester.user_id is None or requester.token_id is not None:
        return False
    here = case.partner_id is None or case.partner_id in requester.partners
    return (case.asker_id == requester.user_id and here) or requester.has_role(case.partner_id, "ig_lead")


def register() -> None:
    """Called once, when the app is ready."""
    policy.register_rows(SupportCase, visible_cases, scope=COMMUNITY)
    policy.register_rows(CaseMessage, visible_messages, scope=COMMUNITY)
    policy.register_rows(FollowUp, visible_follow_ups, scope=COMMUNITY)
    policy.register_action("case.ask", can_ask)
    policy.register_action("case.reply", can_reply)
    policy.register_action("case.answer", can_answer)
