"""People who can help: found by what they said they know, and by the role that they hold at their organisation.

Somebody is found here when they said that they know a topic and let others see it, or hold a role today; never when
they chose not to be found. Their address and telephone number show as they chose.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q, QuerySet

from cms.core.errors import BadInput
from cms.core.requester import Requester
from cms.forum.models import Expertise, PersonCard
from cms.members.models import Membership, PartnerRole, SiteRole
from cms.members.selectors.shown import shown_of

MOST = 100  # on one page
MEMBER = "member"


@dataclass(frozen=True, slots=True)
class KnownTopic:
    slug: str
    name: str
    note: str


@dataclass(frozen=True, slots=True)
class Helper:
    """One person as others see them; empty where they hold something back. `roles`: (label, organisation)."""

    pk: int
    name: str
    job_title: str
    about: str
    email: str
    phone: str
    partners: tuple[str, ...]
    roles: tuple[str, ...]
    topics: tuple[KnownTopic, ...]


@dataclass(frozen=True, slots=True)
class Helpers:
    people: tuple[Helper, ...]
    total: int
    page: int
    page_size: int


def find_helpers(
    by: Requester, *, topic: str = "", role: str = "", text: str = "", page: int = 1, page_size: int = 20
) -> Helpers:
    """People who know a topic (slug), hold a role (PartnerRole.Role), or are called so; those who know a topic first,
    then by name. Nobody for visitors and tools. Seven queries at most. Raises BadInput for a page that is none."""
    if page < 1 or not 1 <= page_size <= MOST or page * page_size > 10_000:
        raise BadInput(f"A page has 1 to {MOST} people.")
    if by.user_id is None or by.token_id is not None or not by.is_member:
        return Helpers((), 0, page, page_size)
    rows = _found(topic, role, text)
    start = (page - 1) * page_size
    people = list(rows.order_by("-knows", "last_name", "first_name", "pk")[start : start + page_size])
    return Helpers(tuple(_cards(people)), rows.count(), page, page_size)


def _roles() -> QuerySet[PartnerRole]:
    """Roles in force at members of the framework, whose holder or deputy still belongs there."""
    rows: QuerySet[PartnerRole] = PartnerRole.objects.current().filter(partner__membership=MEMBER)
    return rows


def _memberships() -> QuerySet[Membership]:
    rows: QuerySet[Membership] = Membership.objects.current().filter(partner__membership=MEMBER)
    return rows


def _found(topic: str, role: str, text: str) -> QuerySet[Any]:
    person = OuterRef("pk")
    known = Expertise.objects.filter(user=person, is_listed=True)
    there = _memberships().filter(user=OuterRef(OuterRef("pk")), partner=OuterRef("partner"))
    held = _roles().filter(Q(user=person) | Q(deputy=person)).filter(Exists(there))
    in_team = SiteRole.objects.current().filter(user=person)
    rows = get_user_model()._default_manager.filter(
        Exists(_memberships().filter(user=person)) | Exists(in_team), is_active=True
    )
    rows = rows.exclude(card__hidden_at__isnull=False)
    if topic:
        rows = rows.filter(Exists(known.filter(topic__slug=topic)))
    if role:
        rows = rows.filter(Exists(held.filter(role=role)))
    rows = rows.annotate(knows=Exists(known)).filter(Q(knows=True) | Exists(held))
    for word in text.split()[:5]:
        body = Exists(_memberships().filter(user=person, partner__name__icontains=word))
        mentioned = Exists(known.filter(Q(note__icontains=word) | Q(topic__name__icontains=word)))
        own = Q(first_name__icontains=word) | Q(last_name__icontains=word) | Q(job_title__icontains=word)
        rows = rows.filter(own | Q(card__about__icontains=word) | body | mentioned)
    return rows


def _cards(people: Sequence[Any]) -> list[Helper]:
    keys = [user.pk for user in people]
    shown = shown_of(keys)
    cards = {card.user_id: card for card in PersonCard.objects.filter(user__in=keys)}
    topics: dict[int, list[KnownTopic]] = defaultdict(list)
    for row in Expertise.objects.filter(user__in=keys, is_listed=True).select_related("topic").order_by("topic__name"):
        topics[row.user_id].append(KnownTopic(row.topic.slug, row.topic.name, row.note))
    partners: dict[int, dict[int, str]] = defaultdict(dict)
    for membership in _memberships().filter(user__in=keys).select_related("partner").order_by("partner__name"):
        partners[membership.user_id][membership.partner_id] = membership.partner.name
    roles: dict[int, dict[str, None]] = defaultdict(dict)
    order = list(PartnerRole.Role.values)
    held = list(_roles().filter(Q(user__in=keys) | Q(deputy__in=keys)))
    for role in sorted(held, key=lambda role: (order.index(role.role), role.pk)):
        for key in (role.user_id, role.deputy_id):
            if key is not None and role.partner_id in partners.get(key, {}):
                roles[key][role.get_role_display()] = None
    found = []
    for user in people:
        card = cards.get(user.pk) or PersonCard(user_id=user.pk)
        found.append(
            Helper(
                pk=user.pk,
                name=str(user),
                job_title=user.job_title,
                about=card.about,
                email=user.email if shown[user.pk].email else "",
                phone=user.phone if shown[user.pk].phone else "",
                partners=tuple(partners.get(user.pk, {}).values()),
                roles=tuple(roles.get(user.pk, {})),
                topics=tuple(topics.get(user.pk, ())),
            )
        )
    return found
