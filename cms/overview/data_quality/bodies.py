"""Partners: nobody to write to, mail that comes back, registration with the ICO, roles, bodies that have ended."""

import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.urls import reverse

from cms.core import clock
from cms.members.gaps import gaps_of
from cms.members.models import BodyCheck
from cms.notifications.selectors import addresses_that_bounce
from cms.overview.data_quality.row import Row, edit_isp, edit_partner
from cms.snippets.importers.names import ENDED
from cms.snippets.models import IspParty, IspVersion, Partner, PartnerContact

Membership = Partner.Membership
JOINED = (Membership.MEMBER, Membership.SUSPENDED, Membership.APPLIED)
EXEMPT = ("exempt", "not needed")
SOON = datetime.timedelta(days=30)


def ours() -> Any:
    """Bodies that matter here: that have joined, or take part in an agreement that is in force. Second rows apart."""
    active = IspParty.objects.filter(version__state=IspVersion.State.IN_FORCE, version__isp__retired_on=None)
    parts = active.filter(left_on=None).values("partner")
    found = Q(membership__in=JOINED) | Q(pk__in=parts) | Q(led_isps__retired_on=None, led_isps__isnull=False)
    rows = Partner.objects.filter(found, duplicate_of=None).distinct()
    return rows.select_related("sector").order_by("name")


def standing() -> Any:
    """Those of them that have not ended."""
    return ours().exclude(existence__in=ENDED)


def _row(partner: Any, kind: str, detail: str, tab: str, *, key: str = "") -> Row:
    edit = edit_partner(partner.pk, kind, tab)
    return Row(key or str(partner.pk), partner.name, detail, edit, sector=partner.sector.label)


def no_contact() -> list[Row]:
    rows = standing().filter(contacts=None)
    return [_row(one, "no-contact", one.get_membership_display(), "contacts") for one in rows]


def bounces() -> list[Row]:
    """Contacts of partners, then people with an account, whose mail comes back."""
    contacts = list(PartnerContact.objects.select_related("partner__sector").order_by("partner__name", "pk"))
    people = list(get_user_model()._default_manager.filter(is_active=True).order_by("last_name", "pk"))
    since = {address: at.astimezone(clock.LONDON).date() for address, at in addresses_that_bounce().items()}
    rows = []
    for contact in contacts:
        day = contact.bounced_on or since.get(contact.email.lower())
        if day is not None and contact.partner.duplicate_of_id is None:
            detail = f"{contact.name or 'contact'}, {contact.email}: comes back since {day:%-d %B %Y}"
            rows.append(_row(contact.partner, "bounces", detail, "contacts", key=f"contact-{contact.pk}"))
    for person in people:
        day = since.get(person.email.lower())
        if day is not None:
            url = reverse("wagtailusers_users:edit", args=[person.pk])
            rows.append(
                Row(f"person-{person.pk}", str(person), f"{person.email}: comes back since {day:%-d %B %Y}", url)
            )
    return rows


def ico() -> list[Row]:
    """Legal bodies that have joined and hold data as controllers pay the data protection fee (the 2018 Regulations)."""
    today = clock.today()
    rows = []
    for one in standing().filter(can_sign=True, membership__in=JOINED):
        if one.ico_registration.casefold() in EXEMPT:
            continue
        detail = ""
        if not one.ico_registration:
            detail = "no registration number on file"
        elif one.ico_expires_on is None:
            detail = f"{one.ico_registration}: no day of expiry on file"
        elif one.ico_expires_on < today:
            detail = f"{one.ico_registration}: expired on {one.ico_expires_on:%-d %B %Y}"
        elif one.ico_expires_on <= today + SOON:
            detail = f"{one.ico_registration}: expires on {one.ico_expires_on:%-d %B %Y}"
        if detail:
            rows.append(_row(one, "ico", detail, "codes_and_notes"))
    return rows


def roles() -> list[Row]:
    members = list(standing().filter(membership=Membership.MEMBER))
    by_key = {one.pk: one for one in members}
    rows = []
    for gap in gaps_of(members):
        one = by_key[gap.partner_id]
        detail = f"{gap.label}: nobody is named; {gap.why}"
        rows.append(_row(one, "roles", detail, "", key=f"{one.pk}-{gap.role}"))
    return rows


def unanswered() -> list[Row]:
    """Members that were asked whether their page is right and have not said so by the day, the longest late first."""
    late = BodyCheck.objects.filter(confirmed_at=None, due_on__lt=clock.today(), partner__membership=Membership.MEMBER)
    rows = late.filter(partner__duplicate_of=None).select_related("partner__sector").order_by("due_on", "pk")
    return [
        Row(
            str(row.partner_id),
            row.partner.name,
            f"asked on {row.asked_at.astimezone(clock.LONDON):%-d %B %Y}, due on {row.due_on:%-d %B %Y}",
            f"{settings.FRONTEND_ORIGIN}/organisation/check?of={row.partner.slug}",
            "See what they are asked",
            row.partner.sector.label,
        )
        for row in rows
    ]


def ended_members() -> list[Row]:
    """Closed, merged or replaced by the data, and still down as having joined."""
    rows = ours().filter(existence__in=ENDED, membership__in=JOINED)
    return [
        _row(one, "ended-members", f"{_ended(one)}; here: {one.get_membership_display().lower()}", "") for one in rows
    ]


def _ended(one: Any) -> str:
    return f"{one.get_existence_display()}{f', {one.ended_on}' if one.ended_on else ''}"


def ended_parties() -> list[Row]:
    """Parts in agreements in force of bodies that have ended, where no one body took over."""
    parts = IspParty.objects.filter(
        version__state=IspVersion.State.IN_FORCE,
        version__isp__retired_on=None,
        left_on=None,
        partner__existence__in=ENDED,
        partner__duplicate_of=None,
    )
    rows = []
    for part in parts.select_related("partner__sector", "version__isp").prefetch_related("partner__successions_from"):
        isp, body = part.version.isp, part.partner
        after = ", ".join(str(link.successor) for link in body.successions_from.all())
        lead = "It leads the agreement. " if isp.lead_id == body.pk else ""
        took = f" {after} took over." if after else " Nobody is recorded to have taken over."
        rows.append(
            Row(
                str(part.pk),
                f"{isp.reference} {isp.title}",
                f"{body}: {lead}{_ended(body)}.{took}",
                edit_isp(isp.pk, "ended-parties"),
                sector=body.sector.label,
            )
        )
    return sorted(rows, key=lambda row: row.label)
