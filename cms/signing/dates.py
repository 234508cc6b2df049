"""The signing dates of a person: until when one may object to a change, and by when somebody wants a signature."""

from collections.abc import Iterator

from django.db.models import Q

from cms.core import clock
from cms.core.policy import visible
from cms.core.requester import Requester
from cms.members.dates import Entry, register_dates
from cms.signing.amendments.selectors import to_object
from cms.signing.amendments.telling import path_of
from cms.signing.models import AmendmentNotice, StuckRequest
from cms.signing.permissions import handled_among
from cms.signing.waiting import waits_for
from cms.snippets.models import Isp


def dates_of(by: Requester) -> Iterator[Entry]:
    """Notices that the person may object to or that they look after, and days by which a signature is wanted."""
    if by.user_id is None:
        return
    yield from _own_agreements(by)
    for notice, _ in to_object(by):  # after the above: where one may object oneself, that is what the entry says
        yield _objection(notice, "Last day to object", "After this day you can no longer object.")
    yield from _wanted(by)


def _own_agreements(by: Requester) -> Iterator[Entry]:
    led = [partner for partner, role in by.roles if role == "ig_lead"]
    people = {by.user_id, *(away for _, away in by.covers)}
    mine = Q(owner__in=people) | Q(deputy__in=people) | Q(lead__in=led)
    isps = list(visible(Isp.objects.all(), by).filter(mine, retired_on=None))
    kept = {isp.pk for isp in isps} if by.is_editor else handled_among(by, isps)
    rows = visible(AmendmentNotice.objects.all(), by).filter(
        isp__in=kept, object_until__gte=clock.today(), withdrawn_on=None, version__state="in_force"
    )
    for notice in rows.select_related("isp"):
        yield _objection(notice, "Objections end", "After this day no party can object to the change.")


def _objection(notice: AmendmentNotice, what: str, about: str) -> Entry:
    reference = notice.isp.reference
    title = f"{what}: {reference}, amendment notice {notice.number}"
    uid = f"objection-{reference.lower()}-{notice.number}"
    return Entry(uid, title, notice.object_until, path_of(notice), about)


def _wanted(by: Requester) -> Iterator[Entry]:
    """Asked by the person, or wanted of them."""
    waiting = [party.pk for party in waits_for(by.user_id)] if by.user_id is not None else []
    rows = StuckRequest.objects.filter(answered_at=None, target_on__gte=clock.today(), kind=StuckRequest.Kind.STUCK)
    rows = rows.filter(Q(asked_by=by.user_id) | Q(party__in=waiting))
    isps = visible(Isp.objects.all(), by).filter(versions__parties__stuck_requests__in=rows)
    seen = set(isps.values_list("pk", flat=True))
    for row in rows.select_related("party__version__isp", "party__partner"):
        isp = row.party.version.isp
        if isp.pk not in seen:
            continue
        sign = row.party_id in waiting
        title = f"Signature wanted: {isp.reference}" + ("" if sign else f", {row.party.partner}")
        path = f"/isps/{isp.reference}/{'sign' if sign else 'signing'}"
        about = "Somebody waits for your decision." if sign else "You asked the core team for help with it."
        yield Entry(f"signature-{row.pk}", title, row.target_on, path, about)


def register() -> None:
    """Called once, when the app is ready."""
    register_dates("signing", dates_of)
