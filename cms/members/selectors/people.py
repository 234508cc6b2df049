"""The people of a partner: who belongs to it, who holds a role, whom to write to."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from cms.core.requester import Requester
from cms.members.models import Invitation, Membership, PartnerRole, SiteRole, User
from cms.notifications.services import Recipient


@dataclass(frozen=True, slots=True)
class RoleHolder:
    """One role in force at a partner: who holds it and who stands in, or why nobody needs to."""

    role: PartnerRole
    user: User | None
    deputy: User | None

    @property
    def label(self) -> str:
        return self.role.get_role_display()


def people_of(partner: int, roles: Iterable[str] = ()) -> list[RoleHolder]:
    """The roles in force at a partner (key), in the order of `PartnerRole.Role`; only these `roles` where given.

    A person who is no longer a member of the partner is left out; the row then stands without a name.
    """
    rows = PartnerRole.objects.current().filter(partner=partner).select_related("user", "deputy")
    wanted = list(roles)
    if wanted:
        rows = rows.filter(role__in=wanted)
    order = list(PartnerRole.Role.values)
    here = set(members_of(partner).values_list("pk", flat=True))
    return [
        RoleHolder(row, row.user if row.user_id in here else None, row.deputy if row.deputy_id in here else None)
        for row in sorted(rows, key=lambda row: (order.index(row.role), row.pk))
    ]


def members_of(partner: int) -> QuerySet[User]:
    """Active people who are members of the partner (key) today, whatever the partner's own standing."""
    current = Membership.objects.current().filter(partner=partner)
    return User.objects.filter(is_active=True, pk__in=current.values("user"))


def holders(role: str, partner: int) -> list[User]:
    """Who holds the role at the partner (key) today, then who deputises; each person once. Only its members count."""
    found = people_of(partner, [role])
    people = [row.user for row in found] + [row.deputy for row in found]
    return list({person.pk: person for person in people if person is not None}.values())


def holders_of_site_role(role: str) -> list[User]:
    """Active people who hold the site role today."""
    current = SiteRole.objects.current().filter(role=role)
    return list(User.objects.filter(is_active=True, pk__in=current.values("user")))


def core_team() -> list[User]:
    """The core team's editors today."""
    return holders_of_site_role(SiteRole.Role.CORE_EDITOR)


def contact_for(partner: Any) -> Recipient | None:
    """The partner's named contact whose address works: the one confirmed last, else the first on file."""
    rows = [row for row in partner.contacts.all() if row.bounced_on is None]
    if not rows:
        return None
    row = max(rows, key=lambda row: row.confirmed_on or datetime.date.min)  # the first of equals
    return Recipient(email=row.email, name=row.name)


def recipient(person: User) -> Recipient:
    """How notifications address a person."""
    return Recipient(email=person.email, user_id=person.pk, name=str(person))


def partners_of(requester: Requester) -> list[Any]:
    """The partners whose current member the person is, by name."""
    rows = Membership.objects.current().filter(user=requester.user_id, partner__in=requester.partners)
    return [row.partner for row in rows.select_related("partner").order_by("partner__name")]


def roles_of(requester: Requester) -> list[PartnerRole]:
    """The person's own roles in force, as holder or as deputy, at partners they belong to."""
    keys = {(partner, role) for partner, role in requester.roles}
    rows = PartnerRole.objects.current().filter(partner__in=requester.partners).select_related("partner")
    own = rows.filter(user=requester.user_id) | rows.filter(deputy=requester.user_id)
    return [row for row in own if (row.partner_id, row.role) in keys]


def has_account(email: str) -> bool:
    """Only for somebody who has shown that they read this address's mail."""
    return User.objects.filter(email__iexact=email, is_active=True).exists()


def invitations_with_bounces() -> QuerySet[Invitation]:
    """All invitations with `came_back_at`: when mail to the address last came back after the invitation was sent."""
    bounces = apps.get_model("notifications", "Delivery")._default_manager.filter(
        recipient=OuterRef("email"), bounced_at__gte=OuterRef("sent_at")
    )
    latest = Subquery(bounces.order_by("-bounced_at").values("bounced_at")[:1])
    return Invitation.objects.annotate(came_back_at=Coalesce("bounced_at", latest))
