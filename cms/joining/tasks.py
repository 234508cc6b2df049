"""The re-sign campaign: each member is asked, and reminded, until it has signed. Worked out from dates, so that missed
and doubled runs do no harm."""

import datetime
import logging

from cms.core import clock
from cms.core.partial_dates import in_words
from cms.core.requester import SYSTEM
from cms.joining.models import CharterVersion
from cms.joining.selectors import CharterStanding, board
from cms.members.selectors import contact_for, standing_of
from cms.notifications.services import Recipient, notify
from cms.signing.who_signs import is_shared_mailbox
from cms.snippets.models import Partner

logger = logging.getLogger(__name__)
SOURCE = "charter"
ASKS = ("isp_approver", "accountable_officer", "partner_lead")
REMINDERS = (30, 7)  # days before


def remind() -> int:
    """Ask and remind whoever is due today. Returns how many were told of something new."""
    waiting = [one for one in board() if one.is_asked]
    if not waiting:
        return 0
    standing = standing_of({one.partner.pk for one in waiting})
    told = 0
    for one in waiting:
        holding = standing.holding(one.partner.pk, *ASKS)
        people = [Recipient(p.email, p.user_id, p.name) for p in holding if not is_shared_mailbox(p.email, p.name)]
        contact = contact_for(one.partner)
        told += _ask(one, people or ([contact] if contact is not None else []))
    if told:
        logger.info("asked %d times to sign the charter", told)
    return told


def cause_of(due_on: datetime.date | None, today: datetime.date) -> str:
    """What is due: one word for each time that a body is written to, which never comes twice."""
    if due_on is None:
        return "asked"
    if today > due_on:
        return "late"
    days = (due_on - today).days
    return next((f"in-{most}" for most in sorted(REMINDERS) if days <= most), "asked")


def _ask(one: CharterStanding, people: list[Recipient]) -> int:
    cause = cause_of(one.due_on, clock.today())
    until = f" by {in_words(one.due_on)}" if one.due_on is not None and cause != "late" else ""
    again = one.signature is not None
    changed = f"\n\nWhat changed: {one.version.changed}" if again and one.version.changed else ""
    late = " It was due already." if cause == "late" else ""
    return notify(
        by=SYSTEM,
        source_key=f"{SOURCE}:{one.version.number}:{one.partner.pk}:{cause}",
        recipients=people,
        title=f"The charter: please sign {'again ' if again else ''}for {one.partner}",
        body=(
            f"Every member signs the charter{until}.{late} Who may commit {one.partner} reads it and signs it on the "
            f"site in a minute, or signs it on paper.{changed}"
        ),
        path="/charter/sign",
    )


def veto(source_key: str, user_id: int | None, address: str) -> str:
    """Asked just before such a mail leaves."""
    _, number, partner_id, _ = source_key.split(":")
    partner = Partner.objects.filter(pk=int(partner_id), membership=Partner.Membership.MEMBER).first()
    if partner is None:
        return "The organisation is no member any more."
    version = CharterVersion.objects.published().order_by("-number").first()
    if version is None or version.number != int(number):
        return "There is a newer version."
    if version.signatures.filter(partner=partner, withdrawn_on=None).exists():
        return "The organisation has signed meanwhile."
    if user_id is not None and all(p.user_id != user_id for p in standing_of([partner.pk]).holding(partner.pk, *ASKS)):
        return "The person does not act for the organisation any more."
    return ""
