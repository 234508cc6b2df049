"""Telling the partners of an agreement that was brought in: it says that they are covered, and they did not say so."""

from django.db.models import Q

from cms.core.requester import Requester
from cms.members.models import PartnerRole
from cms.members.selectors import contact_for, holders, recipient
from cms.notifications.models import Delivery, Notification
from cms.notifications.services import Recipient, cancel_deliveries, notify
from cms.snippets.models import Isp, IspParty

IG_LEAD = PartnerRole.Role.IG_LEAD


def tell_parties(by: Requester, isp: Isp) -> int:
    """Tell the IG leads of its lead and of its other parties once, or the named contact where nobody holds the role;
    not the person who brought it in. Returns how many were told."""
    parties = IspParty.objects.filter(version__isp=isp).select_related("partner").prefetch_related("partner__contacts")
    told: list[Recipient] = []
    for partner in {party.partner_id: party.partner for party in parties}.values():
        people = holders(IG_LEAD, partner.pk)
        told += [recipient(person) for person in people if person.pk != by.user_id]
        if not people and (contact := contact_for(partner)) is not None:
            told.append(contact)
    return notify(
        by=by,
        source_key=accepted_key(isp),
        recipients=told,
        title=f"Your organisation is named in an old agreement: {isp.reference} {isp.title}"[:200],
        body=(
            "Somebody brought in an agreement from before this site, and it names your organisation as a partner. It "
            f"now stands in the register as in force, led by {isp.lead}, and only its partners see it.\n\nIs it right? "
            "Then there is nothing to do. If it is not, or you are no part of it, tell the core team."
        ),
        path=f"/isps/{isp.reference}",
    )


def accepted_key(isp: Isp) -> str:
    return f"intake:{isp.pk}:accepted"


def tell_taken_back(by: Requester, isp: Isp) -> int:
    """Who was told that the agreement names them hears that it does not stand any more. Where the mail has not left
    and nobody has read the notice, both go, and there is nothing to say. Returns how many were told."""
    key = accepted_key(isp)
    notices = Notification.objects.filter(source_key=key)
    read = set(notices.exclude(read_at=None).values_list("user_id", flat=True))
    notices.filter(read_at=None).delete()
    cancel_deliveries(by=by, source_prefix=key, reason="The agreement was brought in by mistake.")
    knows = Q(state__in=(Delivery.State.SENDING, Delivery.State.SENT)) | Q(user__in=read)
    rows = Delivery.objects.filter(knows, source_key=key)
    return notify(
        by=by,
        source_key=f"intake:{isp.pk}:taken-back",
        recipients=[Recipient(row.recipient, row.user_id, row.recipient_name) for row in rows],
        title=f"Taken back: {isp.reference} {isp.title}"[:200],
        body=(
            f"We wrote that {isp.reference} names your organisation as a partner. It was brought in by mistake and was "
            "taken back: it no longer stands in the register as in force, and its partners see it no more. There is "
            "nothing to do."
        ),
    )
