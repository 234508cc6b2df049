"""What becomes of one dropped file, step by step. Each step may be repeated: a killed worker, a lost reply and a second
worker change nothing but the number of attempts."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from typing import Any, BinaryIO, cast

from django.db import IntegrityError, transaction

from cms.audit import services as audit
from cms.core import clock
from cms.core.errors import DomainError
from cms.core.requester import SYSTEM
from cms.storage import scanning
from cms.storage.accepting import accept_file
from cms.storage.contents import open_content, release_unnamed, store_content
from cms.storage.inbound.kinds import AlreadyThere, Kind, kind_named
from cms.storage.inbound.names import DroppedName, RefusedName, read_name, sender_of, shown_name
from cms.storage.inbound.ports import INBOX, Dropped, Exchange, TooLarge, Unreadable
from cms.storage.inbound.turns import OPEN
from cms.storage.kinds import kind_of
from cms.storage.models import Content, ExchangePartner, InboundReceipt
from cms.storage.ports import NotThere
from cms.storage.refusals import NotLooked, RefusedFile
from cms.storage.uploads_content import CheckedFile
from cms.storage.waiting import let_in, refuse

LIMIT = 40 << 20
LISTED_AT_ONCE = 500
GIVEN_UP_AFTER = 3  # looks at a version that is not there any more, or that cannot be read
State = InboundReceipt.State
TAKEN = (State.DRAFTED, State.ACCEPTED, State.DECLINED)

TOO_LARGE = f"It is larger than {LIMIT >> 20} MB."
NO_SUCH_FOLDER = "There is no such partner's folder here."
CLOSED = "Your organisation's folder is closed. Ask the core team."
GONE = "It was replaced or taken away before it was read. Send it again."
UNREADABLE = "It cannot be read where it lies. Send it again, readable for us and not encrypted with a key of your own."
SUFFIX = "Its name ends in {named}, and by its content it is {found}. Give it the right name and send it again."
VIRUS_BEFORE = "The virus scanner found something in this very file before."
SAME = "The same file came before under the same name (receipt {number}). Nothing more was made of it."
SAME_BYTES = "The very same content came before, under another name. Nothing more was made of it."
ALIKE = {"jpeg": "jpg", "tif": "tiff"}


class NotNow(Exception):
    """Nothing is decided, and it is tried again."""


class NotChecked(NotNow):
    """No clear answer from the scanner."""


# ---- 1: what is there
def list_new(exchange: Exchange) -> int:
    """A receipt for each version that has none. Returns how many are new. Raises StoreUnavailable."""
    new, listed = 0, iter(exchange.versions(INBOX))
    boxes = dict(ExchangePartner.objects.values_list("folder", "pk"))
    while some := list(islice(listed, LISTED_AT_ONCE)):
        keys = {dropped.key for dropped in some}
        columns = ("key", "version", "etag")
        known = set(InboundReceipt.objects.filter(bucket=exchange.name, key__in=keys).values_list(*columns))
        rows = [_receipt(exchange, one, boxes) for one in some if (one.key, one.version, one.etag) not in known]
        InboundReceipt.objects.bulk_create(rows, ignore_conflicts=True)  # another worker may list at this moment
        new += len(rows)
    return new


def _receipt(exchange: Exchange, dropped: Dropped, boxes: dict[str, int]) -> InboundReceipt:
    """Whose folder it lies in is noted at once, so that the body hears of a name that is not taken as well."""
    given: dict[str, Any] = {"key": dropped.key, "version": dropped.version, "etag": dropped.etag, "size": dropped.size}
    if box := boxes.get(sender_of(dropped.key)):
        given |= {"exchange_id": box, "name": shown_name(dropped.key)}
    return InboundReceipt(bucket=exchange.name, seen_at=clock.now(), **given)


def dropped_of(receipt: InboundReceipt) -> Dropped:
    return Dropped(receipt.key, receipt.version, receipt.etag, receipt.size)


# ---- 2 to 7: one receipt
def take(exchange: Exchange, receipt: InboundReceipt) -> None:
    """Decide about it. Raises StoreUnavailable and NotNow, after which nothing is decided."""
    try:
        name = read_name(receipt.key)
        box = _box(name, receipt)
        kind = kind_named(name.kind)
        _note(receipt, exchange=box, name=name.rest, kind=kind.name)
        if receipt.size > LIMIT:
            raise RefusedFile(TOO_LARGE)
        with _own_copy(exchange, receipt) as (content, file):
            checked = _checked(file, name, kind, content, again=receipt.attempts > 1)
            _draft(receipt, box, kind, checked, content)
    except (RefusedName, RefusedFile, DomainError) as refused:
        _decide(receipt, State.REFUSED, str(refused))
    except TooLarge:
        _decide(receipt, State.REFUSED, TOO_LARGE)
    except (NotThere, Unreadable) as error:
        _note(receipt, missed=receipt.missed + 1)  # not its attempts: those may have been the scanner's, or the store's
        if receipt.missed < GIVEN_UP_AFTER:
            raise
        _decide(receipt, State.REFUSED, GONE if isinstance(error, NotThere) else UNREADABLE)


def _box(name: DroppedName, receipt: InboundReceipt) -> ExchangePartner:
    """Whose folder it is: by its name alone, never by the nearest one, and never by what the file says."""
    box: ExchangePartner | None = ExchangePartner.objects.select_related("partner").filter(folder=name.folder).first()
    if box is None:
        raise RefusedName(NO_SUCH_FOLDER)
    if not is_open(box):
        _note(receipt, exchange=box, name=name.rest)  # so that the body sees why
        raise RefusedName(CLOSED)
    return box


def is_open(box: ExchangePartner) -> bool:
    """Until the core team closes it, and while the body is a member: one that has not joined has no folder."""
    return box.closed_at is None and box.partner.membership == "member"


def _note(receipt: InboundReceipt, **known: Any) -> None:
    for name, value in known.items():
        setattr(receipt, name, value)
    InboundReceipt.objects.filter(pk=receipt.pk).update(**known)


@contextmanager
def _own_copy(exchange: Exchange, receipt: InboundReceipt) -> Iterator[tuple[Content, BinaryIO]]:
    """3 and 4: this version's bytes, hashed on the way, and in quarantine before anything else looks at them."""
    kept = _fetched_before(receipt)
    if kept is not None and receipt.content is not None:
        with kept:
            yield receipt.content, kept
        return
    with tempfile.TemporaryFile() as copy:
        file = cast(BinaryIO, copy)
        sha256 = exchange.fetch(dropped_of(receipt), file, limit=LIMIT)
        kind = kind_of(file, receipt.name)
        content = store_content(file, sha256=sha256, size=receipt.size, kind=kind, state=Content.State.WAITING)
        _note(receipt, content=content, sha256=sha256, missed=0)
        file.seek(0)
        yield content, file


def _fetched_before(receipt: InboundReceipt) -> BinaryIO | None:
    """Our own copy, where the scanner gave no clear answer about it."""
    if receipt.content is None:
        return None
    try:
        return open_content(receipt.content)
    except NotThere:
        return None


def _checked(file: BinaryIO, name: DroppedName, kind: Kind, content: Content, *, again: bool) -> CheckedFile:
    """5 and 6: the type by the bytes, and the scanner. Raises RefusedFile and NotNow."""
    try:
        checked = accept_file(file, name.last, kinds=kind.suffixes)
        named = name.last.rpartition(".")[2].lower()
        if ALIKE.get(named, named) != checked.suffix:
            raise RefusedFile(SUFFIX.format(named=f".{named}" if "." in name.last else "nothing", found=checked.suffix))
    except NotLooked as error:
        raise NotNow(str(error)) from error
    except RefusedFile as refused:
        _keep_refused(file, content, refused)
        raise
    if content.state == Content.State.REFUSED:
        raise RefusedFile(VIRUS_BEFORE)
    if content.state != Content.State.WAITING:
        return replace(checked, waits=False)  # looked at before or just now, whatever door it came through
    verdict = scanning.verdict_of(file, sha256=content.sha256, fresh=again)
    if verdict.outcome == "unclear":
        raise NotChecked("the scanner gave no clear answer")
    if verdict.outcome == "found":
        refuse(content, verdict)
        raise RefusedFile(VIRUS_BEFORE)
    let_in(content, verdict)
    file.seek(0)
    return replace(checked, waits=False)


def _keep_refused(file: BinaryIO, content: Content, refused: RefusedFile) -> None:
    """In quarantine, for a period. Only what the scanner found is held against the bytes themselves: a kind of file
    that systems may not send may still come from an editor."""
    verdict = scanning.verdict_of(file, sha256=content.sha256)
    if verdict.outcome == "found":
        refuse(content, verdict)
    release_unnamed(content.pk)


def _draft(receipt: InboundReceipt, box: ExchangePartner, kind: Kind, checked: CheckedFile, content: Content) -> None:
    """7: the draft and the receipt, or neither."""
    try:
        with transaction.atomic():
            ExchangePartner.objects.select_for_update().get(pk=box.pk)  # one at a time for each body
            row = _open_row(receipt)
            if row is None:
                return
            alike = InboundReceipt.objects.filter(exchange=box, name=row.name, content=content, state__in=TAKEN)
            before = alike.first()
            if before is not None:
                _write(row, State.SAME, SAME.format(number=before.pk))
                return
            taken = kind.take(box=box, file=replace(checked, stored=content))
            row.document, row.target = taken.document, taken.target
            _write(row, State.DRAFTED, "")
    except AlreadyThere:
        _decide(receipt, State.SAME, SAME_BYTES)
    except IntegrityError as error:  # the database without locks: somebody was quicker, and the next look says "same"
        raise NotNow(str(error)) from error


def _decide(receipt: InboundReceipt, state: str, reason: str) -> None:
    with transaction.atomic():
        row = _open_row(receipt)
        if row is not None:
            _write(row, state, reason)


def _open_row(receipt: InboundReceipt) -> InboundReceipt | None:
    """Locked; None where another worker has decided."""
    rows = InboundReceipt.objects.select_for_update(of=("self",)).select_related("exchange")
    found: InboundReceipt | None = rows.filter(pk=receipt.pk, state__in=OPEN).first()
    return found


def _write(row: InboundReceipt, state: str, reason: str) -> None:
    row.state, row.reason, row.decided_at = state, reason[:250], clock.now()
    row.save()
    label = f"{row.pk}, {row.get_state_display()}"
    audit.record(SYSTEM, f"delivery.{state}", row, label=label, after=row.sha256, organisation_id=row.body_id)


def wait(receipt: InboundReceipt) -> None:
    """Fetched, and not decided."""
    InboundReceipt.objects.filter(pk=receipt.pk, state=State.SEEN).update(state=State.WAITING)
