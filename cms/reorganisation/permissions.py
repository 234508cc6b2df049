"""Who plans what happens to bodies, who reviews it, and who of those concerned has a say."""

from typing import Any

from django.db.models import Q

from cms.core import policy
from cms.core.requester import Requester
from cms.reorganisation.models import ChangeBody, Reorganisation

REGISTER = "read:register"
PLAN, REVIEW, PROPOSE = "reorganisation.plan", "reorganisation.review", "reorganisation.propose"
SPEAKERS = ("partner_lead", "ig_lead")  # who speaks for a body about its agreements


def speaks_for(requester: Requester) -> frozenset[int]:
    """Keys of the partners whose lead or IG lead the person is."""
    if requester.scopes is not None:
        return frozenset()
    return frozenset(partner for partner, role in requester.roles if role in SPEAKERS)


def visible_plans(rows: Any, requester: Requester) -> Any:
    """The core team in person; leads and IG leads of the bodies concerned, once it was shared with them."""
    if requester.scopes is not None:
        return rows.none()
    if requester.is_editor:
        return rows
    ours = speaks_for(requester)
    concerned = ChangeBody.objects.filter(Q(partner__in=ours) | Q(planned__partner__in=ours))
    return rows.filter(pk__in=concerned.values("change__reorganisation")).exclude(shared_at=None)


def can_plan(requester: Requester, _: Any = None) -> bool:
    return requester.is_editor and requester.scopes is None


def can_review(requester: Requester, plan: Reorganisation) -> bool:
    """A second person of the core team: neither who wrote the plan nor who changed it last."""
    return can_plan(requester) and (
        requester.is_system or requester.user_id not in (plan.created_by_id, plan.changed_by_id)
    )


def can_propose(requester: Requester, partner_id: int) -> bool:
    """Speak for a body (key) that is concerned: its lead, its IG lead, and the core team for it."""
    return can_plan(requester) or partner_id in speaks_for(requester)


def register() -> None:
    """Called once, when the app is ready."""
    policy.register_rows(Reorganisation, visible_plans, scope=REGISTER)
    policy.register_action(PLAN, can_plan)
    policy.register_action(REVIEW, can_review)
    policy.register_action(PROPOSE, can_propose)
