"""Whom to write to at a body: its own leads keep the list. A contact is an address, often a shared one, no right."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from cms.audit.services import record
from cms.core import clock, content_version, policy
from cms.core.errors import BadInput, Conflict, NotFound
from cms.core.requester import Requester
from cms.snippets.models import Partner, PartnerContact

MOST = 20  # of one body
LENGTHS = {"name": 160, "job_title": 120, "phone": 40}  # characters
NAMES = {"job_title": "jobTitle"}
GONE = "There is no such organisation or contact."


@dataclass(frozen=True, slots=True)
class ContactWords:
    email: str
    name: str = ""
    job_title: str = ""
    phone: str = ""


@transaction.atomic
def save_contact(
    *, by: Requester, partner: Partner, words: ContactWords, contact: PartnerContact | None = None
) -> PartnerContact:
    """Add a contact, or change this one. What is saved counts as confirmed today, and a new address as one that works.
    Raises NotFound, BadInput with `fields`, and Conflict for an address that stands there already."""
    _may(by, partner.pk)
    given = _checked(words)
    rows = PartnerContact.objects.select_for_update().filter(partner=partner)
    if contact is not None and not rows.filter(pk=contact.pk).exists():
        raise NotFound(GONE)
    others = rows.exclude(pk=contact.pk if contact is not None else 0)
    if others.filter(email__iexact=given.email).exists():
        raise Conflict("This address is one of your contacts already.")
    if contact is None and len(others) >= MOST:
        raise BadInput(f"{MOST} contacts are the most. Take one away first.")
    row = rows.get(pk=contact.pk) if contact is not None else PartnerContact(partner=partner)
    fresh = {"email": given.email, "name": given.name, "job_title": given.job_title, "phone": given.phone}
    changed = sorted(name for name, value in fresh.items() if getattr(row, name) != value)
    if row.email.lower() != given.email:
        row.bounced_on = None
    for name, value in fresh.items():
        setattr(row, name, value)
    row.confirmed_on, row.is_example = clock.today(), partner.is_example
    row.save()
    action = "partner_contact.added" if contact is None else "partner_contact.changed"
    record(by, action, row, organisation_id=partner.pk, after={"changed": changed})  # which, never what: no addresses
    return row


@transaction.atomic
def remove_contact(*, by: Requester, contact: PartnerContact) -> None:
    """Raises NotFound; Conflict for the last one, because nobody at the body could be reached then."""
    _may(by, contact.partner_id)
    rows = list(PartnerContact.objects.select_for_update().filter(partner=contact.partner_id))
    row = next((one for one in rows if one.pk == contact.pk), None)
    if row is None:
        raise NotFound(GONE)
    if len(rows) == 1:
        raise Conflict("This is the only contact. Add another first: somebody has to be reachable.")
    record(by, "partner_contact.removed", row, organisation_id=row.partner_id)
    row.delete()


@transaction.atomic
def confirm_contacts(*, by: Requester, partner: Partner, keys: Iterable[int]) -> int:
    """Say that these contacts (keys), all of the partner, are right today. Returns how many. Raises NotFound."""
    _may(by, partner.pk)
    wanted = set(keys)
    rows = PartnerContact.objects.filter(partner=partner, pk__in=wanted)
    if not wanted or len(rows) != len(wanted):
        raise NotFound(GONE)
    rows.update(confirmed_on=clock.today())
    record(by, "partner_contacts.confirmed", partner, organisation_id=partner.pk, after={"count": len(wanted)})
    content_version.bump()
    return len(wanted)


def _may(by: Requester, partner_id: int) -> None:
    if not policy.may(by, "contact.keep", partner_id):
        raise NotFound(GONE)


def _checked(words: ContactWords) -> ContactWords:
    given = {name: " ".join(getattr(words, name).split()) for name in LENGTHS}
    email = words.email.strip().lower()
    fields = {
        NAMES.get(name, name): [f"Make this shorter: {LENGTHS[name]} characters at most."]
        for name, value in given.items()
        if len(value) > LENGTHS[name]
    }
    try:
        validate_email(email)
    except ValidationError:
        fields["email"] = ["Write an e-mail address, like name@example.org."]
    if len(email) > 254:
        fields["email"] = ["Make this shorter: 254 characters at most."]
    if fields:
        raise BadInput("Some answers need another look.", fields=fields)
    return ContactWords(email=email, **given)
