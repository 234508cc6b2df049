"""Recording, and the chain that shows when a record was changed afterwards."""

import datetime
import hashlib
import json
import logging
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, connection, models, transaction

from cms.audit.context import origin
from cms.audit.discretion import CLOSED, body_of, closed, nameless, number_of
from cms.audit.models import AuditEvent, AuditSeal
from cms.core import clock
from cms.core.errors import BadInput
from cms.core.requester import SYSTEM, Requester

log = logging.getLogger("audit")
GENESIS = "0" * 64
BATCH = 1000
SLOW = datetime.timedelta(hours=1)  # no transaction takes longer, so an event that is older was put in afterwards
COLUMNS = [field.attname for field in AuditEvent._meta.concrete_fields]


def fingerprint(value: Any) -> str:
    """SHA-256 of a JSON-able value, for `before` and `after`: shows that something changed without keeping what."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def record(
    by: Requester,
    verb: str,
    obj: models.Model | None = None,
    *,
    label: str = "",
    before: Any = None,
    after: Any = None,
    organisation_id: int | None = None,
) -> AuditEvent:
    """Write one event in the caller's transaction: `record(by, "version.signed", version)`.

    `verb` is "<thing>.<past participle>". `before` and `after` are JSON-able values of which only the SHA-256 is kept.
    No content and no secret belongs into `label`. Also one line of JSON to the logger "audit" once the change commits.
    Of a row that nobody outside its room may know of, neither row nor label is kept; of rows about people, a number
    instead of a name (cms.audit.discretion). The organisation is the one given, else the one that the row is about,
    else the one that the caller acts for.
    """
    where = origin.get()
    if organisation_id is None:
        organisation_id = body_of(obj)
    if closed(obj):
        obj, label = None, CLOSED
    if obj is not None and nameless(obj._meta.label_lower):
        label = number_of(obj, obj.pk)  # its class may be a lazy one
    event = AuditEvent(
        at=clock.now(),
        actor_id=by.user_id,
        actor_kind=_kind(by),
        token_id=by.token_id,
        organisation_id=organisation_id if organisation_id is not None else by.acting_for,
        action=verb[:60],
        object_type=obj._meta.label_lower if obj is not None else "",
        object_id=str(obj.pk) if obj is not None else "",
        object_label=(label or (str(obj) if obj is not None else ""))[:250],
        before_hash="" if before is None else fingerprint(before),
        after_hash="" if after is None else fingerprint(after),
        request_id=where.request_id,
        network=where.network,
    )
    event.save()
    line = json.dumps({column: getattr(event, column) for column in COLUMNS}, default=str)
    transaction.on_commit(lambda: log.info("%s", line))
    return event


def _kind(by: Requester) -> str:
    if by.is_system:
        return "system"
    if by.token_id is not None:
        return "token"
    return "person" if by.user_id is not None else "public"


def _digest(previous: str, event: AuditEvent) -> str:
    row = {column: getattr(event, column) for column in COLUMNS}
    row["at"] = event.at.timestamp()  # the same number whatever the database and its time zone
    return fingerprint([previous, row])


def seal() -> int:
    """Chain the events that no seal covers yet, in the order of their keys. Returns how many.

    Two at once do no harm: a position is unique, so one of them is rolled back and the next tick goes on.
    """
    sealed = 0
    while True:
        try:
            with transaction.atomic():
                found = _seal_batch()
        except IntegrityError:
            return sealed
        sealed += found
        if found < BATCH:
            return sealed


def _seal_batch() -> int:
    last = AuditSeal.objects.order_by("-position").first()
    position, digest = (last.position, last.digest) if last else (0, GENESIS)
    seals = []
    # A transaction that was slow to commit leaves a smaller key behind: it is sealed at its own, later position.
    for event in unsealed().order_by("pk")[:BATCH]:
        position += 1
        digest = _digest(digest, event)
        seals.append(AuditSeal(position=position, event_id=event.pk, digest=digest, at=clock.now()))
    AuditSeal.objects.bulk_create(seals)
    return len(seals)


def unsealed() -> Any:
    sealed = AuditSeal.objects.filter(event_id=models.OuterRef("pk"))
    return AuditEvent.objects.filter(~models.Exists(sealed))


@dataclass
class Verdict:
    """`sealed` and `unsealed` count events; `faults` says in plain words what does not fit."""

    sealed: int = 0
    unsealed: int = 0
    faults: list[str] = field(default_factory=list)


def verify(most_faults: int = 50) -> Verdict:
    """Walk the chain from its beginning, or from where an operator shortened it, and compare every event with its
    seal."""
    verdict, digest, expected = Verdict(unsealed=unsealed().count()), GENESIS, 1
    first = AuditSeal.objects.order_by("position").first()
    if first is not None and first.position > 1:
        known = shortened_at(first.position - 1)
        if known is not None:
            digest, expected = known, first.position
    seals = AuditSeal.objects.order_by("position")
    latest: datetime.datetime | None = None
    for start in range(0, seals.count(), BATCH):
        batch = list(seals[start : start + BATCH])
        events = {event.pk: event for event in AuditEvent.objects.filter(pk__in=[seal.event_id for seal in batch])}
        for link in batch:
            event = events.get(link.event_id)
            if link.position != expected:
                verdict.faults.append(f"Seals {expected} to {link.position - 1} are missing.")
            if event is None:
                verdict.faults.append(f"Event {link.event_id} is missing (seal {link.position}).")
            elif _digest(digest, event) != link.digest:
                verdict.faults.append(f"Event {link.event_id} is not what was sealed (seal {link.position}).")
            elif latest is not None and event.at < latest - SLOW:
                verdict.faults.append(
                    f"Event {link.event_id} says {event.at:%Y-%m-%d %H:%M}, but was sealed after later ones "
                    f"(seal {link.position}): it was put in afterwards."
                )
            latest = max(latest or event.at, event.at) if event is not None else latest
            digest, expected = link.digest, link.position + 1
            verdict.sealed += 1
            if len(verdict.faults) >= most_faults:
                return verdict
    return verdict


def may_be_changed_here() -> bool:
    """Whether the database lets this role change or delete what is on record. True where it cannot say (SQLite)."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT bool_or(has_table_privilege(name, 'UPDATE, DELETE, TRUNCATE')) FROM unnest(%s::text[]) AS name",
            [[AuditEvent._meta.db_table, AuditSeal._meta.db_table]],
        )
        return bool(cursor.fetchone()[0])


PRUNED = "audit.pruned"


def shortened_at(position: int) -> str | None:
    """The digest of the last seal that was taken away, where the trail says that it was shortened up to there."""
    begins = f"up to seal {position}: "
    row = AuditEvent.objects.filter(action=PRUNED, object_label__startswith=begins).order_by("-pk").first()
    return row.object_label.removeprefix(begins) if row is not None else None


@transaction.atomic
def shorten(before: datetime.datetime) -> int:
    """Take away events from before a moment, oldest first, and say so in the trail. Returns how many went.

    For an operator, with a role of the database that may delete; the application's own may not. Only what is sealed
    goes, and only the beginning of the chain. Raises BadInput where the chain does not fit.
    """
    if verify().faults:
        raise BadInput("The trail does not fit its seals. Find out why before anything is taken away.")
    kept = AuditSeal.objects.filter(
        ~models.Exists(AuditEvent.objects.filter(pk=models.OuterRef("event_id"), at__lt=before))
    )
    first = kept.order_by("position").first()
    last = AuditSeal.objects.filter(position__lt=first.position).order_by("-position").first() if first else None
    if last is None:
        return 0
    gone = list(AuditSeal.objects.filter(position__lte=last.position).values_list("event_id", flat=True))
    record(SYSTEM, PRUNED, label=f"up to seal {last.position}: {last.digest}")
    for model, where in ((AuditEvent, {"pk__in": gone}), (AuditSeal, {"position__lte": last.position})):
        models.QuerySet(model).filter(**where)._raw_delete(using="default")
    return len(gone)
