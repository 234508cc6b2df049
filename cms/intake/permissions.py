"""Who may see and settle old agreements: people of the partner with a role for it, and the core team."""

from typing import Any

from cms.core import policy
from cms.core.requester import Requester
from cms.intake import models
from cms.members.models import PartnerRole

SCOPE = "write:intake"  # given to no token
ROLES = (PartnerRole.Role.IG_LEAD, PartnerRole.Role.PARTNER_LEAD)


def bodies_of(requester: Requester) -> frozenset[int]:
    """Keys of the partners whose old agreements this person brings in."""
    return frozenset(partner for partner, role in requester.roles if role in ROLES)


def visible_batches(rows: Any, requester: Requester) -> Any:
    """A person's own bodies; all for the core team. A tool has no part in it."""
    if requester.token_id is not None:
        return rows.none()
    return rows if requester.is_editor else rows.filter(partner__in=bodies_of(requester))


def _through(path: str) -> Any:
    def rule(rows: Any, requester: Requester) -> Any:
        seen = visible_batches(models.Batch.objects.all(), requester)
        return rows.filter(**{f"{path}__in": seen.order_by().values("pk")})

    return rule


def may_bring_in(requester: Requester, partner_id: Any) -> bool:
    """Bring in old agreements of this partner; of no partner (None), the core team's own."""
    if requester.user_id is None and not requester.is_system or requester.token_id is not None:
        return False
    return requester.is_editor or partner_id in bodies_of(requester)


RULES: dict[Any, Any] = {
    models.Batch: visible_batches,
    models.Paper: _through("batch"),
    models.Sheet: _through("batch"),
    models.PaperPage: _through("paper__batch"),
    models.Guess: _through("paper__batch"),
    models.Decision: _through("paper__batch"),
    models.SheetRow: _through("sheet__batch"),
}


def register() -> None:
    """Called once, when the app is ready."""
    for model, rule in RULES.items():
        policy.register_rows(model, rule, scope=SCOPE)
    policy.register_action("intake.bring_in", may_bring_in)
