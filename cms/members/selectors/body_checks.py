"""The yearly page "is this still right?": what the site knows of a body, and whose turn it is to look."""

import datetime
import hashlib
import json
from dataclasses import dataclass

from cms.core import clock, policy
from cms.core.partial_dates import in_words
from cms.core.requester import Requester
from cms.members.gaps import gaps_of
from cms.members.models import BodyCheck, PartnerRole
from cms.members.selectors.people import members_of, people_of
from cms.snippets.models import Partner, PartnerContact

Role = PartnerRole.Role
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
    parts = parts_of(partner)
    checks = BodyCheck.objects.filter(partner=partner).select_related("confirmed_by")
    waiting = checks.filter(confirmed_at=None).first()
    last = checks.exclude(confirmed_at=None).order_by("-confirmed_at").first()
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


def parts_of(partner: Partner) -> tuple[CheckPart, ...]:
    """What stands on the page, part by part."""
    here = f"/organisation/people?of={partner.slug}"
    public = f"/partners/{partner.slug}"
    names = [str(person) for person in members_of(partner.pk).order_by("last_name", "first_name", "pk")]
    contacts = PartnerContact.objects.filter(partner=partner).order_by("pk")
    ends = partner.ico_expires_on
    number = partner.ico_registration or "No number"
    return (
        CheckPart("people", "Do these people still work here?", tuple(names), here, "Say who has left"),
        CheckPart("roles", "Do these people still do this?", _roles(partner), here, "Change a role"),
        CheckPart(
            "contacts",
            "Are these the people to write to?",
            tuple(" · ".join(word for word in (row.name, row.email, row.phone) if word) for row in contacts),
            public,
            "See them",
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


def _roles(partner: Partner) -> tuple[str, ...]:
    lines = []
    for holder in people_of(partner.pk):
        who = str(holder.user) if holder.user else holder.role.not_required_because or "Nobody"
        deputy = f"; deputy {holder.deputy}" if holder.deputy else ""
        until = f", until {in_words(holder.role.ends_on)}" if holder.role.ends_on else ""
        lines.append(f"{holder.label}: {who}{deputy}{until}")
    return (*lines, *(f"{gap.label}: nobody" for gap in gaps_of([partner])))
