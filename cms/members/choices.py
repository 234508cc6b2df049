"""Choices that follow from rights, in the words people read."""

from cms.core import policy
from cms.core.requester import Requester
from cms.members.models import PartnerRole


def roles_to_give(by: Requester, partner_id: int) -> list[tuple[str, str]]:
    """(role, label) of what the requester may give at the partner, beginning with none."""
    roles = [(role.value, str(role.label)) for role in PartnerRole.Role]
    return [("", "Member, no special role")] + [
        (role, label) for role, label in roles if policy.may(by, "role.give", (partner_id, role))
    ]
