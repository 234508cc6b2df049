"""Mail that comes back: reports by RFC 3464, refusals at the door, and what people say. Never by guess.

A report counts only where it names a message that we sent, by its Message-ID, and the very address it went to. Our
Message-IDs are keyed (`services.message_id`), so somebody who never had the mail cannot report it.
"""

import datetime
import email
import email.policy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import Message
from smtplib import SMTPRecipientsRefused

from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from cms.audit.services import record
from cms.core import clock
from cms.core.errors import BadInput, NotFound
from cms.core.requester import SYSTEM, Requester
from cms.notifications.models import Bounce, Delivery

LARGEST = 1024 * 1024  # bytes of a report; most are under 10 KB
OLDEST = datetime.timedelta(days=30)  # mail servers give up after five days
Heard = Callable[[str, datetime.datetime | None], None]
_heard: list[Heard] = []


@dataclass(frozen=True, slots=True)
class Report:
    """One recipient's part of a report. `action` is failed, delayed, delivered, relayed or expanded."""

    message_id: str
    addresses: frozenset[str]
    action: str
    status: str
    said: str


def on_bounce(heard: Heard) -> None:
    """Tell another app of an address: `heard(address, when it came back)`; None when it works again."""
    if heard in _heard:
        raise ImproperlyConfigured("This is told already.")
    _heard.append(heard)


def read_report(raw: bytes) -> list[Report]:
    """The parts of a delivery status notification (RFC 3464). Raises BadInput for anything else."""
    if len(raw) > LARGEST:
        raise BadInput("The message is too large for a report.")
    parsed = email.message_from_bytes(raw, policy=email.policy.compat32)
    kind = str(parsed.get_param("report-type") or "").lower()
    if parsed.get_content_type() != "multipart/report" or kind != "delivery-status":
        raise BadInput("This is no report about a delivery.")
    groups: list[Message] = []
    original = ""
    for part in parsed.get_payload():
        if not isinstance(part, Message):
            raise BadInput("The report is broken.")
        if part.get_content_type() == "message/delivery-status":
            groups = [group for group in part.get_payload() if isinstance(group, Message)]
        elif part.get_content_type() in ("message/rfc822", "text/rfc822-headers") and not original:
            original = _message_id(part)
    if not original or not groups:
        raise BadInput("The report names no message of ours.")
    return [
        Report(
            message_id=original,
            addresses=frozenset(_addresses(group)),
            action=str(group.get("Action", "")).strip().lower(),
            status=str(group.get("Status", "")).split("(")[0].strip()[:20],
            said=" ".join(str(group.get("Diagnostic-Code", "")).split())[:300],
        )
        for group in groups
        if group.get("Final-Recipient")
    ]


def _message_id(part: Message) -> str:
    """Of the message that came back: whole, or its headers alone."""
    payload = part.get_payload()
    if isinstance(payload, list):
        inner = payload[0] if payload else None
        return str(inner.get("Message-ID", "")).strip() if isinstance(inner, Message) else ""
    headers = email.message_from_string(str(payload), policy=email.policy.compat32)
    return str(headers.get("Message-ID", "")).strip()


def _addresses(group: Message) -> Iterator[str]:
    for name in ("Original-Recipient", "Final-Recipient"):
        kind, _, address = str(group.get(name, "")).partition(";")
        if kind.strip().lower() == "rfc822" and "@" in address:
            yield address.strip().strip("<>").lower()


@transaction.atomic
def record_report(*, by: Requester, raw: bytes) -> list[Bounce]:
    """Record what a report says of mail of ours that failed; what is only late changes nothing. The same report twice
    is one. Raises BadInput for what is no report, and for one about mail that we did not send to that address."""
    reports = read_report(raw)
    found, known = [], False
    for one in reports:
        rows = Delivery.objects.filter(message_id=one.message_id, recipient__in=one.addresses)
        sent = rows.exclude(attempts=0).filter(created_at__gte=clock.now() - OLDEST - OLDEST).first()
        if sent is None or (sent.sent_at is not None and sent.sent_at < clock.now() - OLDEST):
            continue
        known = True
        if one.action == "failed":
            found.append(_record(by, sent, Bounce.Source.REPORT, one.status, one.said, one.status[:1] != "4"))
    if not known:
        raise BadInput("No mail of ours went to that address with that Message-ID in the last month.")
    return found


def record_refusal(delivery: Delivery, error: SMTPRecipientsRefused) -> bool:
    """Whether the address was refused for good when we handed the mail over; then it is recorded at once. Refusals by
    policy (5.7: relaying, sign-in, spam) say nothing of the address."""
    answers = {address.lower(): answer for address, answer in error.recipients.items()}
    code, text = answers.get(delivery.recipient, (0, b""))
    said = text.decode(errors="replace") if isinstance(text, bytes) else str(text)
    said = " ".join(said.split())
    if not 500 <= code < 600 or said.startswith("5.7."):
        return False
    status = said.split(" ")[0] if said[:2] == "5." else str(code)
    with transaction.atomic():
        _record(SYSTEM, delivery, Bounce.Source.REFUSED, status[:20], said[:300], True)
    return True


@transaction.atomic
def mark_bounced(*, by: Requester, delivery_id: int) -> Delivery:
    """Somebody says that a message came back. Raises NotFound for a delivery that was not sent."""
    found = Delivery.objects.filter(pk=delivery_id, state=Delivery.State.SENT).first()
    if found is None:
        raise NotFound("There is no such message.")
    _record(by, found, Bounce.Source.PERSON, "", "", True)
    found.refresh_from_db()
    return found


def _record(by: Requester, delivery: Delivery, source: str, status: str, said: str, permanent: bool) -> Bounce:
    values = {
        "address": delivery.recipient,
        "source": source,
        "status": status,
        "said": said,
        "is_permanent": permanent,
        "at": clock.now(),
    }
    row, new = Bounce.objects.get_or_create(delivery=delivery, defaults=values)
    if new:
        Delivery.objects.filter(pk=delivery.pk, bounced_at=None).update(bounced_at=row.at)
        record(by, "mail.came_back", row, label=delivery.recipient, after={"status": status, "source": source})
        if counts_against([row.address]):
            for heard in _heard:
                heard(row.address, row.at)
    return row


def counts_against(addresses: list[str]) -> dict[str, datetime.datetime]:
    """{address: since when it cannot be reached}: a refusal for good, or the second failure of another kind."""
    wanted = {address.strip().lower() for address in addresses}
    rows = Bounce.objects.filter(address__in=wanted, cleared_at=None).order_by("at")
    seen: set[str] = set()
    found: dict[str, datetime.datetime] = {}
    for address, permanent, at in rows.values_list("address", "is_permanent", "at"):
        if permanent or address in seen:
            found[address] = at
        seen.add(address)
    return found


@transaction.atomic
def clear_bounces(*, by: Requester, address: str) -> int:
    """The address works again: what came back counts no more. Returns how many. Raises NotFound where nothing did."""
    rows = Bounce.objects.filter(address=address.strip().lower(), cleared_at=None)
    first = rows.first()
    if first is None:
        raise NotFound("Nothing came back from this address.")
    changed = rows.update(cleared_at=clock.now(), cleared_by=by.user_id)
    record(by, "mail.works_again", first, label=first.address)
    for heard in _heard:
        heard(first.address, None)
    return changed
