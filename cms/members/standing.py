"""Who stands where today, for many partners at once: read once by jobs that would otherwise ask person by person."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cms.core import clock
from cms.members.models import Absence, Membership, PartnerRole, SiteRole, User


@dataclass(frozen=True, slots=True)
class Person:
    user_id: int
    email: str
    name: str


@dataclass(frozen=True, slots=True)
class Standing:
    """People in force on one day. `members` and `holders` know only active people of partners that are members."""

    members: Mapping[int, frozenset[int]]
    holders: Mapping[tuple[int, str], tuple[Person, ...]]
    core_team: tuple[Person, ...]

    def is_member_of(self, partner_id: int, user_id: int | None) -> bool:
        return user_id is not None and user_id in self.members.get(partner_id, frozenset())

    def holding(self, partner_id: int, *roles: str) -> tuple[Person, ...]:
        """Holders of any of these roles at the partner, each once, in the order of the roles."""
        found = {person.user_id: person for role in roles for person in self.holders.get((partner_id, role), ())}
        return tuple(found.values())


def person(user: User) -> Person:
    return Person(user.pk, user.email, str(user))


def active_people(user_ids: Iterable[int]) -> list[Person]:
    """Those of these people whose accounts are open. One query."""
    return [person(user) for user in User.objects.filter(pk__in=set(user_ids), is_active=True)]


def standing_of(partner_ids: Iterable[int], on: datetime.date | None = None) -> Standing:
    """The standing of these partners' people on a London date (today). Three queries, however many partners."""
    day, partners = on or clock.today(), set(partner_ids)
    members: dict[int, set[int]] = defaultdict(set)
    current = Membership.objects.current(day).filter(
        partner__in=partners, partner__membership="member", user__is_active=True
    )
    for partner_id, user_id in current.values_list("partner_id", "user_id"):
        members[partner_id].add(user_id)
    holders: dict[tuple[int, str], list[Person]] = defaultdict(list)
    roles = (
        PartnerRole.objects.current(day)
        .filter(partner__in=partners)
        .exclude(user=None)
        .select_related("user", "deputy")
    )
    for role in roles:
        for user in (role.user, role.deputy):
            if user is not None and user.pk in members[role.partner_id]:
                holders[role.partner_id, role.role].append(person(user))
    team = (
        SiteRole.objects.current(day)
        .filter(role=SiteRole.Role.CORE_EDITOR, user__is_active=True)
        .select_related("user")
    )
    return Standing(
        members={partner_id: frozenset(users) for partner_id, users in members.items()},
        holders={key: tuple(people) for key, people in holders.items()},
        core_team=tuple(person(row.user) for row in team),
    )


def covers_of(user_ids: Iterable[int], on: datetime.date | None = None) -> dict[tuple[int, int], int]:
    """{(person, partner): who covers} of those of these people who are away on a London date (today). One query."""
    rows = Absence.objects.current(on).filter(user__in=set(user_ids))
    return {(user, partner): cover for user, partner, cover in rows.values_list("user_id", "partner_id", "cover_id")}


def belonging(user_ids: Iterable[int], on: datetime.date | None = None) -> frozenset[int]:
    """Those of these people who belong to a member partner, or have a role for the whole framework, on a London date
    (today). Two queries; none for nobody."""
    wanted = set(user_ids)
    if not wanted:
        return frozenset()
    members = Membership.objects.current(on).filter(user__in=wanted, partner__membership="member")
    team = SiteRole.objects.current(on).filter(user__in=wanted)
    return frozenset(members.values_list("user_id", flat=True)) | frozenset(team.values_list("user_id", flat=True))
