"""Addresses that mail cannot reach, as the registers show them."""

import datetime

from cms.core import clock, content_version
from cms.snippets.models import PartnerContact


def note_on_contacts(address: str, at: datetime.datetime | None) -> None:
    """Mail to an address came back (or, with None, works again): the partners' contacts with it show that."""
    day = at.astimezone(clock.LONDON).date() if at is not None else None
    if PartnerContact.objects.filter(email__iexact=address).update(bounced_on=day):
        content_version.bump()
