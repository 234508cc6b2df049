"""Whom to write to at a body, for who keeps the list."""

import datetime
from dataclasses import dataclass

from cms.core import policy
from cms.core.errors import NotFound
from cms.core.requester import Requester
from cms.snippets.models import Partner, PartnerContact

GONE = "There is no such organisation or contact."


@dataclass(frozen=True, slots=True)
class OurContact:
    """`bounced_on` is the day on which mail came back. `is_due`: nobody has said within a year that it is right."""

    pk: int
    name: str
    job_title: str
    email: str
    phone: str
    confirmed_on: datetime.date | None
    bounced_on: datetime.date | None
    is_due: bool


@dataclass(frozen=True, slots=True)
class OurContacts:
    """`pk` is the partner's key."""

    pk: int
    slug: str
    name: str
    contacts: tuple[OurContact, ...]


def kept_partner(by: Requester, slug: str = "") -> Partner:
    """The body of this slug, else the one acted for. Raises NotFound, the same for absent and for not one's own."""
    rows = policy.visible(Partner.objects.all(), by)
    found: Partner | None = rows.filter(slug=slug).first() if slug else rows.filter(pk=by.acting_for).first()
    if found is None or not policy.may(by, "contact.keep", found.pk):
        raise NotFound(GONE)
    return found


def kept_contact(by: Requester, pk: int) -> PartnerContact:
    """Raises NotFound, as above."""
    row = PartnerContact.objects.select_related("partner").filter(pk=pk).first()
    if row is None or not policy.may(by, "contact.keep", row.partner_id):
        raise NotFound(GONE)
    return row


def our_contacts(by: Requester, slug: str = "") -> OurContacts | None:
    """None for who does not keep this body's contacts."""
    try:
        partner = kept_partner(by, slug)
    except NotFound:
        return None
    return OurContacts(
        pk=partner.pk,
        slug=partner.slug,
        name=partner.name,
        contacts=tuple(
            OurContact(
                pk=row.pk,
                name=row.name,
                job_title=row.job_title,
                email=row.email,
                phone=row.phone,
                confirmed_on=row.confirmed_on,
                bounced_on=row.bounced_on,
                is_due=row.is_due_for_confirmation,
            )
            for row in PartnerContact.objects.filter(partner=partner).order_by("name", "pk")
        ),
    )
