"""Which roles a body should have named somebody for, by its kind, and which it has not. Advice, never a score.

A data protection officer is compulsory for public authorities (UK GDPR Article 37(1)(a), DPA 2018 section 69 for law
enforcement); the person may be shared. Caldicott Guardians belong to health bodies, councils with adult social care
and whom they contract (guidance of the National Data Guardian of 2021 under section 20(1A) of the Health and Social
Care (National Data Guardian) Act 2018). The others are what this framework asks of every member.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cms.members.models import Membership, PartnerRole

Role = PartnerRole.Role
PUBLIC_AUTHORITIES = ("local authority", "police", "fire", "health", "education", "university")
NOT_PUBLIC = ("charity", "company", "social enterprise", "voluntary", "business", "private", "independent")
SOCIAL_CARE = ("county council", "unitary council", "metropolitan", "london borough")
COMPULSORY = "the law asks it of a public authority; the person may be shared"
GUARDIAN = "it holds health or social care records"
SIGNS = "somebody has to be able to sign for it"
ASKED = "members of the framework name one"


@dataclass(frozen=True, slots=True)
class Gap:
    """A role that nobody holds at a partner (key), and why somebody should."""

    partner_id: int
    role: str
    why: str

    @property
    def label(self) -> str:
        return str(Role(self.role).label)


def needed_roles(partner: Any) -> dict[str, str]:
    """{role: why} for a body of this kind. `partner` is read with its sector."""
    kind = partner.organisation_type.casefold()
    sector = partner.sector.code
    needed: dict[str, str] = {}
    if sector in PUBLIC_AUTHORITIES and not any(word in kind for word in NOT_PUBLIC):
        needed[Role.DPO] = COMPULSORY
    if sector == "health" or any(word in kind for word in SOCIAL_CARE):
        needed[Role.CALDICOTT_GUARDIAN] = GUARDIAN
    if partner.can_sign:
        needed[Role.ISP_APPROVER] = SIGNS
    needed[Role.IG_LEAD] = ASKED
    return needed


def gaps_of(partners: Iterable[Any]) -> list[Gap]:
    """The gaps of these partners (with their sectors), in three queries. A role "not required because …" is no gap.

    A role counts while its holder or deputy is a member of the body, as everywhere.
    """
    rows = list(partners)
    keys = [row.pk for row in rows]
    here: dict[int, set[int]] = defaultdict(set)
    current = Membership.objects.current().filter(partner__in=keys, user__is_active=True)
    for partner_id, user_id in current.values_list("partner_id", "user_id"):
        here[partner_id].add(user_id)
    filled: set[tuple[int, str]] = set()
    held = PartnerRole.objects.current().filter(partner__in=keys)
    for partner_id, role, user, deputy, reason in held.values_list(
        "partner_id", "role", "user_id", "deputy_id", "not_required_because"
    ):
        if reason or {user, deputy} & here[partner_id]:
            filled.add((partner_id, role))
    # Whoever commits the body may sign for it.
    filled |= {(partner, Role.ISP_APPROVER) for partner, role in filled if role == Role.ACCOUNTABLE_OFFICER}
    return [
        Gap(row.pk, role, why)
        for row in rows
        for role, why in needed_roles(row).items()
        if (row.pk, role) not in filled
    ]
