"""The page of a body's people, for who manages them: who belongs, what they do, who is invited, what is missing."""

import datetime
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q

from cms.core import clock, policy
from cms.core.errors import NotFound
from cms.core.requester import Requester
from cms.members.choices import roles_to_give
from cms.members.gaps import Gap, gaps_of
from cms.members.models import Invitation, Membership, PartnerRole, RoleOfferAnswer, User
from cms.members.selectors.people import invitations_with_bounces
from cms.snippets.models import Partner

GONE = "There is no such person, role or invitation."


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role that somebody holds today, or will. `pk` is the role's key."""

    pk: int
    role: str
    label: str
    starts_on: datetime.date | None
    ends_on: datetime.date | None
    deputy_id: int | None
    deputy_name: str
    service_area: str
    is_public: bool
    is_ahead: bool
    may_change: bool
    may_end: bool


@dataclass(frozen=True, slots=True)
class OurPerson:
    """Somebody who belongs to the body. `pk` is the membership's key, `user_id` the person's."""

    pk: int
    user_id: int
    partner_id: int
    name: str
    email: str
    phone: str
    job_title: str
    since: datetime.date | None
    last_day: datetime.date | None
    is_self: bool
    may_end: bool
    roles: tuple[HeldRole, ...]
    stands_in: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpenInvitation:
    pk: int
    name: str
    email: str
    role_label: str
    status: str
    sent_at: datetime.datetime | None
    expires_at: datetime.datetime
    may_change: bool


@dataclass(frozen=True, slots=True)
class RoleToGive:
    """`role` is empty for a plain member."""

    role: str
    label: str


@dataclass(frozen=True, slots=True)
class OfferHere:
    """An offer that waits for the body's answer. `pk` is the answer's key."""

    pk: int
    partner_id: int
    partner_name: str
    person_name: str
    role_label: str
    service_area: str
    note: str
    ends_on: datetime.date | None
    made_at: datetime.datetime


@dataclass(frozen=True, slots=True)
class OurPeople:
    """`pk` is the partner's key. `others` are keys of further bodies whose people the reader manages."""

    pk: int
    slug: str
    name: str
    people: tuple[OurPerson, ...]
    invitations: tuple[OpenInvitation, ...]
    gaps: tuple[Gap, ...]
    roles_to_give: tuple[RoleToGive, ...]
    offers: tuple[OfferHere, ...]
    others: tuple[int, ...]
    lead_count: int


def managed(by: Requester) -> Any:
    """The partners whose people the requester manages, by name; for the core team those that have joined."""
    rows = policy.visible(Partner.objects.filter(duplicate_of=None), by).order_by("name", "pk")
    if by.is_editor:
        return rows.filter(membership=Partner.Membership.MEMBER)
    led = [partner for partner, role in by.roles if role == PartnerRole.Role.PARTNER_LEAD]
    return rows.filter(pk__in=led)


def managed_partner(by: Requester, slug: str) -> Partner:
    """The partner of this slug; without one the partner that they act for, else the first. Raises NotFound for one
    whose people the requester does not manage, as for one that is not there."""
    rows = managed(by)
    if slug:
        found = policy.visible(Partner.objects.filter(slug=slug), by).first()
        found = found if found is not None and policy.may(by, "people.manage", found.pk) else None
    else:
        found = rows.filter(pk=by.acting_for).first() or (None if by.is_editor else rows.first())
    if found is None:
        raise NotFound("There is no such organisation, or its people are not yours to manage.")
    return found  # type: ignore[no-any-return]


def managed_membership(by: Requester, pk: int) -> Membership:
    """Raises NotFound, the same for absent and for not one's own."""
    row: Membership | None = Membership.objects.select_related("user", "partner").filter(pk=pk).first()
    if row is None or not policy.may(by, "people.manage", row.partner_id):
        raise NotFound(GONE)
    return row


def managed_role(by: Requester, pk: int) -> PartnerRole:
    """Of a body whose people one manages, or one's own. Raises NotFound."""
    row: PartnerRole | None = PartnerRole.objects.select_related("user", "partner").filter(pk=pk).first()
    own = row is not None and row.user_id is not None and row.user_id == by.user_id
    if row is None or not (own or policy.may(by, "people.manage", row.partner_id)):
        raise NotFound(GONE)
    return row


def managed_invitation(by: Requester, pk: int) -> Invitation:
    row = Invitation.objects.filter(pk=pk).first()
    if row is None or not policy.may(by, "people.manage", row.partner_id):
        raise NotFound(GONE)
    return row


def person_of(partner_id: int, pk: int) -> User:
    """An active member of the partner (key) by their key. Raises NotFound."""
    here = Membership.objects.current().filter(partner=partner_id).values("user")
    row = User.objects.filter(pk=pk, is_active=True, pk__in=here).first()
    if row is None:
        raise NotFound(GONE)
    return row


def answers_of(by: Requester, keys: list[int]) -> list[RoleOfferAnswer]:
    """Those that the requester may answer, all of them. Raises NotFound."""
    rows = RoleOfferAnswer.objects.select_related("offer__user").filter(pk__in=keys)
    found = [row for row in rows if policy.may(by, "role.answer_offer", row)]
    if not found or len(found) != len(set(keys)):
        raise NotFound("There is no such offer.")
    return found


def our_people(by: Requester, slug: str = "") -> OurPeople | None:
    """The people of one body; None for who manages nobody's. A fixed number of queries, however many people."""
    try:
        partner = managed_partner(by, slug)
    except NotFound:
        return None
    today = clock.today()
    running = Q(ends_on=None) | Q(ends_on__gte=today)
    here = Membership.objects.filter(running, partner=partner, user__is_active=True).select_related("user")
    roles = list(
        PartnerRole.objects.filter(running, partner=partner).exclude(user=None).select_related("user", "deputy")
    )
    givable = roles_to_give(by, partner.pk)
    may_give = {role for role, _ in givable}
    held: dict[int, list[HeldRole]] = defaultdict(list)
    stands_in: dict[int, list[str]] = defaultdict(list)
    beyond: set[int] = set()  # people whose roles the requester could not give
    order = list(PartnerRole.Role.values)
    for role in sorted(roles, key=lambda row: (order.index(row.role), row.pk)):
        if role.user_id is not None:
            held[role.user_id].append(_held(by, role, may_give, today))
        if role.deputy_id is not None and role.is_current:
            stands_in[role.deputy_id].append(f"{role.get_role_display()}, for {role.user}")
        if role.role not in may_give:
            beyond |= {key for key in (role.user_id, role.deputy_id) if key is not None}
    rows = here.order_by("user__last_name", "user__first_name", "pk")
    people = tuple(
        OurPerson(
            pk=row.pk,
            user_id=row.user_id,
            partner_id=partner.pk,
            name=str(row.user),
            email=row.user.email,
            phone=row.user.phone,
            job_title=row.user.job_title,
            since=row.starts_on,
            last_day=row.ends_on,
            is_self=row.user_id == by.user_id,
            may_end=row.user_id != by.user_id and row.user_id not in beyond,
            roles=tuple(held[row.user_id]),
            stands_in=tuple(stands_in[row.user_id]),
        )
        for row in rows
    )
    lead = PartnerRole.Role.PARTNER_LEAD
    leads = {one.user_id for one in people for role in one.roles if role.role == lead and not role.is_ahead}
    return OurPeople(
        pk=partner.pk,
        slug=partner.slug,
        name=partner.name,
        people=people,
        invitations=_invitations(partner.pk, may_give),
        gaps=tuple(gaps_of(Partner.objects.filter(pk=partner.pk).select_related("sector"))),
        roles_to_give=tuple(RoleToGive(role, label) for role, label in givable),
        offers=offers_to(by, partner.pk),
        others=() if by.is_editor else tuple(managed(by).exclude(pk=partner.pk).values_list("pk", flat=True)[:100]),
        lead_count=len(leads),
    )


def _held(by: Requester, row: PartnerRole, may_give: set[str], today: datetime.date) -> HeldRole:
    return HeldRole(
        pk=row.pk,
        role=row.role,
        label=row.get_role_display(),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        deputy_id=row.deputy_id,
        deputy_name=str(row.deputy) if row.deputy is not None else "",
        service_area=row.service_area,
        is_public=row.is_public,
        is_ahead=row.starts_on is not None and row.starts_on > today,
        may_change=row.role in may_give,
        may_end=row.role in may_give or row.user_id == by.user_id,
    )


def _invitations(partner_id: int, may_give: set[str]) -> tuple[OpenInvitation, ...]:
    rows = invitations_with_bounces().filter(partner=partner_id, used_at=None, revoked_at=None).order_by("email", "pk")
    return tuple(
        OpenInvitation(
            pk=row.pk,
            name=row.name,
            email=row.email,
            role_label=str(PartnerRole.Role(row.role).label) if row.role else "",
            status=row.status_with_bounce,
            sent_at=row.sent_at,
            expires_at=row.expires_at,
            may_change=row.role in may_give,
        )
        for row in rows
    )


def offers_to(by: Requester, partner_id: int | None = None) -> tuple[OfferHere, ...]:
    """Open offers that the requester may answer: of one partner (key), or of all whose people they manage."""
    rows = RoleOfferAnswer.objects.filter(answered_at=None, offer__withdrawn_at=None, offer__user__is_active=True)
    rows = rows.filter(Q(offer__ends_on=None) | Q(offer__ends_on__gte=clock.today()))
    here = Membership.objects.current().filter(user=OuterRef("offer__user"), partner__membership="member")
    rows = rows.filter(Exists(here) | ~Q(offer__made_by=F("offer__user")))  # who has left since offers nothing
    rows = rows.filter(partner=partner_id) if partner_id is not None else rows.filter(partner__in=managed(by))
    rows = rows.select_related("offer__user", "partner").order_by("offer__made_at", "partner__name", "pk")
    return tuple(
        OfferHere(
            pk=row.pk,
            partner_id=row.partner_id,
            partner_name=row.partner.name,
            person_name=str(row.offer.user),
            role_label=row.offer.get_role_display(),
            service_area=row.offer.service_area,
            note=row.offer.note,
            ends_on=row.offer.ends_on,
            made_at=row.offer.made_at,
        )
        for row in rows
        if policy.may(by, "role.answer_offer", row)
    )
