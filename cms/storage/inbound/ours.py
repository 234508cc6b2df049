"""What a body's own system sent, for those who lead the body or its information governance, and the core team."""

import datetime
from dataclasses import dataclass

from django.apps import apps

from cms.core import policy
from cms.core.requester import Requester
from cms.storage.inbound.answers import words_of
from cms.storage.inbound.kinds import kind_named
from cms.storage.inbound.permissions import bodies_of
from cms.storage.inbound.receiving import is_open
from cms.storage.models import ExchangePartner, InboundReceipt

SIZE, LAST_ROW = 50, 10_000
LABELS = {
    "seen": "Being looked at",
    "waiting": "Waits for the virus check",
    "drafted": "Taken in, not yet accepted",
    "same": "Came before",
    "refused": "Refused",
    "accepted": "Accepted",
    "declined": "Not used",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """One file. `size` is in bytes; `sha256` is empty where it was not fetched."""

    pk: int
    file: str
    kind: str
    outcome: str
    outcome_label: str
    words: str
    sha256: str
    size: int
    seen_at: datetime.datetime
    decided_at: datetime.datetime | None
    settled_at: datetime.datetime | None


@dataclass(frozen=True, slots=True)
class Deliveries:
    """`folder` is empty for a body whose system has none."""

    partner_name: str
    partner_slug: str
    folder: str
    is_open: bool
    total: int
    page: int
    page_size: int
    deliveries: tuple[Delivery, ...]
    outcomes: tuple[Outcome, ...]


def our_deliveries(by: Requester, *, slug: str = "", outcome: str = "", page: int = 1) -> Deliveries | None:
    """Of the organisation that the caller acts for, or of the one named; newest first. None for who may not see them,
    for an organisation that is not there, and beyond row 10,000."""
    named = {"slug": slug} if slug else {"pk": by.acting_for}
    partner = apps.get_model("snippets", "Partner")._default_manager.filter(**named).first()
    if partner is None or by.token_id is not None or page < 1 or page * SIZE > LAST_ROW:
        return None
    if not by.is_editor and partner.pk not in bodies_of(by):
        return None
    box = ExchangePartner.objects.select_related("partner").filter(partner=partner).first()
    rows = policy.visible(InboundReceipt.objects.filter(exchange__partner=partner), by)
    if outcome:
        rows = rows.filter(state=outcome)
    found = list(rows.order_by("-pk")[(page - 1) * SIZE : page * SIZE])
    return Deliveries(
        partner_name=partner.name,
        partner_slug=partner.slug,
        folder=box.folder if box is not None else "",
        is_open=box is not None and is_open(box),
        total=rows.count(),
        page=page,
        page_size=SIZE,
        deliveries=tuple(_delivery(row) for row in found),
        outcomes=tuple(Outcome(value, label) for value, label in LABELS.items()),
    )


def _delivery(row: InboundReceipt) -> Delivery:
    return Delivery(
        pk=row.pk,
        file=row.name,
        kind=kind_named(row.kind).label,
        outcome=row.state,
        outcome_label=LABELS[row.state],
        words=words_of(row),
        sha256=row.sha256,
        size=row.size,
        seen_at=row.seen_at,
        decided_at=row.decided_at,
        settled_at=row.settled_at,
    )
