"""The yearly page "is this still right?": what the site knows of a body, and whose turn it is to look."""

import datetime
import hashlib
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from cms.core import clock, policy
from cms.core.partial_dates import in_words
from cms.core.requester import Requester
from cms.members.gaps import gaps_of
from cms.members.models import BodyCheck, Membership, PartnerRole, User
from cms.snippets.models import Partner, PartnerContact

Role = PartnerRole.Role
AT_ONCE = 20  # bodies on the page that answers for several
KINDS = ("people", "roles", "contacts", "registration", "address")


@dataclass(frozen=True, slots=True)
class CheckPart:
    """One part of the page: a question, what stands there now, and where it is changed."""

    kind: str
    question: str
    lines: tuple[str, ...]
    path: str
    path_label: str


@dataclass(frozen=True, slots=True)
class CheckPage:
    """`pk` is the partner's key. `fingerprint` is sent back with the answer, so that nobody confirms what they did not
    see. `due_on` is None while nothing is asked."""

    pk: int
    slug: str
    name: str
    fingerprint: str
    due_on: datetime.date | None
    is_late: bool
    last_confirmed_on: datetime.date | None
    last_confirmed_by: str
    parts: tuple[CheckPart, ...]


def open_checks(by: Requester) -> list[BodyCheck]:
    """Those that wait for the requester's word, the first due first. Not those of every body for the core team."""
    mine = {partner for partner, role in by.roles if role in (Role.PARTNER_LEAD, Role.IG_LEAD)}
    if not mine:
        return []
    rows = BodyCheck.objects.filter(partner__in=mine, confirmed_at=None, partner__membership="member")
    return list(rows.select_related("partner").order_by("due_on", "pk"))


def check_page(by: Requester, slug: str = "") -> CheckPage | None:
    """The page of one body; None for who may not answer for it. Without a slug the one that they act for."""
    rows = policy.visible(Partner.objects.select_related("sector"), by)
    partner = rows.filter(slug=slug).first() if slug else rows.filter(pk=by.acting_for).first()
    if partner is None or not policy.may(by, "body.confirm", partner.pk):
        return None
    return _pages([partner])[0]


def check_pages(by: Requester) -> list[CheckPage]:
    """What waits for the requester's word, the first due first, at most AT_ONCE. Flat in the number of bodies."""
    keys = [row.partner_id for row in open_checks(by)][:AT_ONCE]
    rows = policy.visible(Partner.objects.select_related("sector"), by).in_bulk(keys)
    return _pages([rows[key] for key in keys if key in rows])


def _pages(partners: list[Partner]) -> list[CheckPage]:
    """In six queries, however many they are."""
    parts = parts_of(partners)
    waiting: dict[int, BodyCheck] = {}
    last: dict[int, BodyCheck] = {}
    for row in BodyCheck.objects.filter(partner__in=partners).select_related("confirmed_by").order_by("confirmed_at"):
        (waiting if row.confirmed_at is None else last)[row.partner_id] = row
    return [_page(one, parts[one.pk], waiting.get(one.pk), last.get(one.pk)) for one in partners]


def _page(
    partner: Partner, parts: tuple[CheckPart, ...], waiting: BodyCheck | None, last: BodyCheck | None
) -> CheckPage:
    at = last.confirmed_at if last is not None else None
    return CheckPage(
        pk=partner.pk,
        slug=partner.slug,
        name=partner.name,
        fingerprint=fingerprint_of(parts),
        due_on=waiting.due_on if waiting is not None else None,
        is_late=waiting is not None and waiting.is_late,
        last_confirmed_on=at.astimezone(clock.LONDON).date() if at is not None else None,
        last_confirmed_by=str(last.confirmed_by) if last is not None and last.confirmed_by is not None else "",
        parts=parts,
    )


def fingerprint_of(parts: tuple[CheckPart, ...]) -> str:
    words = json.dumps([[part.kind, part.lines] for part in parts], ensure_ascii=True)
    return hashlib.sha256(words.encode()).hexdigest()


def parts_of(partners: Sequence[Partner]) -> dict[int, tuple[CheckPart, ...]]:
    """{partner: what stands on its page, part by part}. The partners are read with their sectors; five queries."""
    keys = [partner.pk for partner in partners]
    people: dict[int, list[User]] = defaultdict(list)
    here = Membership.objects.current().filter(partner__in=keys, user__is_active=True).select_related("user")
    for row in here.order_by("user__last_name", "user__first_name", "user", "pk"):
        if row.user not in people[row.partner_id]:
            people[row.partner_id].append(row.user)
    roles: dict[int, list[PartnerRole]] = defaultdict(list)
    for role in PartnerRole.objects.current().filter(partner__in=keys).select_related("user", "deputy"):
        roles[role.partner_id].append(role)
    contacts: dict[int, list[str]] = defaultdict(list)
    for one in PartnerContact.objects.filter(partner__in=keys).order_by("pk"):
        contacts[one.partner_id].append(" · ".join(word for word in (one.name, one.email, one.phone) if word))
    missing: dict[int, list[str]] = defaultdict(list)
    for gap in gaps_of(partners):
        missing[gap.partner_id].append(f"{gap.label}: nobody")
    return {
        partner.pk: _parts(
            partner,
            tuple(str(user) for user in people[partner.pk]),
            (*_roles(roles[partner.pk], {user.pk for user in people[partner.pk]}), *missing[partner.pk]),
            tuple(contacts[partner.pk]),
        )
        for partner in partners
    }


def _parts(
    partner: Partner, people: tuple[str, ...], roles: tuple[str, ...], contacts: tuple[str, ...]
) -> tuple[CheckPart, ...]:
    here = f"/organisation/people?of={partner.slug}"
    public = f"/partners/{partner.slug}"
    ends = partner.ico_expires_on
    number = partner.ico_registration or "No number"
    return (
        CheckPart("people", "Do these people still work here?", people, here, "Say who has left"),
        CheckPart("roles", "Do these people still do this?", roles, here, "Change a role"),
        CheckPart(
            "contacts",
            "Are these the people to write to?",
            contacts,
            f"/organisation/contacts?of={partner.slug}",
            "Change them",
        ),
        CheckPart(
            "registration",
            "Is this your registration with the Information Commissioner?",
            (f"{number}, until {in_words(ends)}" if ends else number,),
            public,
            "See it",
        ),
        CheckPart("address", "Is this who you are in law?", (partner.controller_name,), public, "See it"),
    )


def _roles(rows: list[PartnerRole], here: set[int]) -> list[str]:
    """A line for each role in force; who is no member any more is not named."""
    order = list(Role.values)
    lines = []
    for row in sorted(rows, key=lambda row: (order.index(row.role), row.pk)):
        who = str(row.user) if row.user_id in here else row.not_required_because or "Nobody"
        deputy = f"; deputy {row.deputy}" if row.deputy_id in here else ""
        until = f", until {in_words(row.ends_on)}" if row.ends_on else ""
        lines.append(f"{row.get_role_display()}: {who}{deputy}{until}")
    return lines
