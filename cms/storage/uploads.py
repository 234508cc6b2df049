"""The door for files that people send: a signed, single-use, expiring address, and what came of each file.

An app that takes files registers its purpose in AppConfig.ready; it receives them one by one, each checked and each in
a transaction of its own, so that a bad one loses nothing of the others.
"""

import contextlib
import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO, Protocol

from django.conf import settings
from django.core import signing
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import File
from django.db import transaction
from django.db.models import Count, Max, Q, Sum
from wagtail.documents import get_document_model

from cms.audit import services as audit
from cms.core import clock, policy
from cms.core.errors import BadInput, DomainError, Forbidden, NotFound, RateLimited
from cms.core.requester import Requester
from cms.storage.accepting import accept_file
from cms.storage.expunging import drop_new
from cms.storage.files import SiteStorage
from cms.storage.models import Content, UploadedFile, UploadPart, UploadTicket
from cms.storage.refusals import WAITS, RefusedFile
from cms.storage.uploads_content import KINDS, CheckedFile, clean_name

LIFE = datetime.timedelta(minutes=60)
KEPT = datetime.timedelta(days=settings.RETENTION_DAYS["uploads"])  # how long it is told what came of an upload
TICKETS, WITHIN = 60, datetime.timedelta(minutes=10)  # of one person
SCOPE = "write:uploads"  # given to no token
SIGNER = signing.Signer(salt="cms.storage.uploads", sep="~")
TOO_LARGE = "It is larger than {size} MB."
CUT_SHORT = "It did not arrive whole: send this one again."
TOO_MANY = "At most {count} files are taken at once: send this one again."
TOO_MUCH = "The files together are larger than {size} MB: send this one again."


class Handler(Protocol):
    """Takes one checked file in the transaction that records it; answers words for the sender. May raise DomainError
    or RefusedFile: then nothing of this file is kept, and the words are shown to the sender."""

    def __call__(self, *, by: Requester, target: str, file: CheckedFile) -> str: ...


@dataclass(frozen=True, slots=True)
class Limits:
    """For one ticket: how many files, bytes of each and of all together, and which kinds."""

    files: int = 60
    file_bytes: int = 40 << 20
    total_bytes: int = 300 << 20
    kinds: frozenset[str] = KINDS


@dataclass(frozen=True, slots=True)
class Purpose:
    name: str
    handler: Handler
    may: Callable[[Requester, str], bool]
    back: Callable[[str], str]
    limits: Limits = field(default_factory=Limits)
    keeps: bool = True


_purposes: dict[str, Purpose] = {}


def register_purpose(
    name: str,
    handler: Handler,
    *,
    may: Callable[[Requester, str], bool],
    back: Callable[[str], str],
    limits: Limits | None = None,
    keeps: bool = True,
) -> None:
    """Called in AppConfig.ready by the app that takes the files.

    `may(by, target)` is asked when the ticket is made and again when the files come. `back(target)` is the path of the
    members' frontend to which the browser returns, with `?upload=<id>` for `uploadResult`. `keeps`: whether the handler
    keeps the file (keep_document), or only reads it.
    """
    if name in _purposes and _purposes[name].handler is not handler:
        raise ImproperlyConfigured(f"Two apps take uploads for {name!r}.")
    _purposes[name] = Purpose(name, handler, may, back, limits or Limits(), keeps)


def purpose_of(ticket: UploadTicket) -> Purpose:
    """Raises NotFound where the app that took such files is gone."""
    try:
        return _purposes[ticket.purpose]
    except KeyError as error:
        raise NotFound("There is nothing at this address.") from error


@transaction.atomic
def start_upload(*, by: Requester, purpose: str, target: str) -> UploadTicket:
    """Leave to send files once within the hour. Raises NotFound for a purpose or a target that the caller may not
    serve (both look the same), Forbidden for tools, RateLimited after 60 tickets in 10 minutes."""
    if by.user_id is None or by.token_id is not None:
        raise Forbidden("Only a person who is signed in sends files.")
    found = _purposes.get(purpose)
    if found is None or len(target) > 200 or not found.may(by, target):
        raise NotFound("There is nothing to send files to.")
    now = clock.now()
    UploadTicket.objects.filter(user=by.user_id, made_at__lt=now - KEPT).delete()
    if UploadTicket.objects.filter(user=by.user_id, made_at__gt=now - WITHIN).count() >= TICKETS:
        raise RateLimited("Too many uploads. Wait a little.", retryAfter=int(WITHIN.total_seconds()))
    ticket: UploadTicket = UploadTicket.objects.create(
        purpose=purpose, target=target, user_id=by.user_id, made_at=now, expires_at=now + LIFE
    )
    return ticket


def address_of(ticket: UploadTicket) -> str:
    """Below the CMS's origin. Whoever has it can do nothing with it unless signed in as the ticket's person."""
    return f"/documents/uploads/{SIGNER.sign(str(ticket.pk))}/"


def ticket_at(signed: str, by: Requester) -> UploadTicket | None:
    """The ticket at this address, used or not; None for a forged or foreign one, as for one that never was."""
    try:
        key = SIGNER.unsign(signed)
    except signing.BadSignature:
        return None
    if by.user_id is None or by.token_id is not None:
        return None
    found: UploadTicket | None = UploadTicket.objects.filter(pk=int(key), user=by.user_id).first()
    return found


def is_open(ticket: UploadTicket) -> bool:
    return ticket.used_at is None and ticket.expires_at > clock.now()


def purpose_for(*, by: Requester, ticket: UploadTicket) -> Purpose:
    """Asked again whenever something comes: rights may have ended. Raises NotFound, as for what never was."""
    purpose = purpose_of(ticket)
    if ticket.user_id != by.user_id or by.token_id is not None or not purpose.may(by, ticket.target):
        raise NotFound("There is nothing at this address.")
    return purpose


def receive(
    *,
    by: Requester,
    ticket: UploadTicket,
    files: Iterable[tuple[str, BinaryIO]],
    left_out: Iterable[tuple[str, str]] = (),
) -> list[UploadedFile]:
    """Take what was sent: (name, content) pairs, and (name, reason) of what was not even read. Then the ticket is used.

    Each file is its own transaction; a refused one is a row that says why. What came before counts already: a form that
    is sent again, because a worker died over it, takes what was missing and nothing twice. Raises NotFound where the
    ticket is not the caller's or the right to use it has ended, BadInput where it was used or has expired.
    """
    purpose_for(by=by, ticket=ticket)
    if not UploadTicket.objects.filter(pk=ticket.pk, used_at=None, expires_at__gt=clock.now()).exists():
        raise BadInput("This address was used already, or has expired.")
    rows = []
    for number, (name, content) in enumerate(files, start=1):
        rows.append(take(by=by, ticket=ticket, number=number, name=name, content=content, again=True))
    for number, (name, reason) in enumerate(left_out, start=len(rows) + 1):
        rows.append(note_refused(ticket, number, name, reason, again=True))
    whole = set(UploadedFile.objects.filter(ticket=ticket).values_list("name", "size"))
    for part in UploadPart.objects.filter(ticket=ticket).order_by("number"):
        if (part.name, part.size) not in whole:  # else begun in pieces, and sent anew in another way
            note_refused(ticket, part.number, part.name, CUT_SHORT, again=True)
    UploadTicket.objects.filter(pk=ticket.pk, used_at=None).update(used_at=clock.now())
    return rows


def take(
    *, by: Requester, ticket: UploadTicket, number: int, name: str, content: BinaryIO, again: bool = False
) -> UploadedFile:
    """Check one file and hand it on, once for each number. With `again` the number is only where to begin looking for
    a free one, and the same bytes under the same name are the same file. Raises StoreUnavailable."""
    purpose = purpose_of(ticket)
    try:
        checked = accept_file(content, name, kinds=purpose.limits.kinds)
        before = _in_the_store(checked) if purpose.keeps else contextlib.nullcontext(checked)
        with before as file, transaction.atomic():
            UploadTicket.objects.select_for_update().filter(pk=ticket.pk).first()  # two at once count together
            values = {"name": checked.name, "taken": True, "sha256": checked.sha256, "size": checked.size}
            row, new = _row(ticket, number, values, again)
            if not new:
                return row
            _within(ticket, purpose.limits)
            words = purpose.handler(by=by, target=ticket.target, file=file)
            row.words = (f"{words} {WAITS}".strip() if checked.waits else words)[:250]
            row.save(update_fields=["words"])
            audit.record(by, "file.sent", row, label=f"{purpose.name} {ticket.target}"[:250], after=checked.sha256)
            return row
    except (RefusedFile, DomainError) as refused:
        return note_refused(ticket, number, name, str(refused), size=content.seek(0, 2), again=again)


@contextlib.contextmanager
def _in_the_store(checked: CheckedFile) -> Iterator[CheckedFile]:
    """The bytes lie in the store before the transaction begins that names them: a slow store must not hold the only
    writer that SQLite has. What is not taken after all leaves the store, unless it was there before."""
    is_new = not Content.objects.filter(sha256=checked.sha256).exists()
    kept = SiteStorage().store(checked.content, checked.store_name, checked.sha256, checked.size)
    checked.content.seek(0)
    try:
        yield replace(checked, stored=kept)
    except (RefusedFile, DomainError):
        if is_new:
            drop_new(kept.pk)
        raise


def _within(ticket: UploadTicket, limits: Limits) -> None:
    """However many forms come at once with one address, under the ticket's lock. What was refused was looked into
    too: its bytes count. Raises RefusedFile."""
    settled = UploadedFile.objects.filter(ticket=ticket)
    found = settled.aggregate(files=Count("pk", filter=Q(taken=True)), size=Sum("size"))
    if found["files"] > limits.files:
        raise RefusedFile(TOO_MANY.format(count=limits.files))
    if found["size"] > limits.total_bytes:
        raise RefusedFile(TOO_MUCH.format(size=limits.total_bytes >> 20))


def note_refused(
    ticket: UploadTicket, number: int, name: str, reason: str, *, size: int = 0, again: bool = False
) -> UploadedFile:
    """The row by which the sender is told why this file was not taken. `size`: bytes that came of it, and were read."""
    values = {"name": clean_name(name), "taken": False, "words": reason[:250], "sha256": "", "size": size}
    return _row(ticket, number, values, again)[0]


def _row(ticket: UploadTicket, number: int, values: dict[str, Any], again: bool) -> tuple[UploadedFile, bool]:
    """(the row of this file, whether it is new). Two who come at once wait for each other at the unique number."""
    rows = UploadedFile.objects.filter(ticket=ticket)
    what = {key: values[key] for key in ("name", "sha256", "size")}
    same = rows.filter(**what)
    while True:
        if again and (known := same.first()) is not None:
            return known, False
        row, new = rows.get_or_create(number=number, defaults={**values, "ticket": ticket, "at": clock.now()})
        if new or not again:
            return row, new
        if any(getattr(row, key) != value for key, value in what.items()):
            number = rows.aggregate(last=Max("number"))["last"] + 1


def keep_document(file: CheckedFile, *, by: Requester, title: str = "") -> Any:
    """A document of the site with these bytes, in the caller's transaction. Nobody but the core team sees it until a
    row that is registered as an owner of files (cms.core.visibility) holds it."""
    file.content.seek(0)
    document = get_document_model()(title=(title or file.stem)[:255], uploaded_by_user_id=by.user_id)
    content = File(file.content)
    content.stored = file.stored  # type: ignore[attr-defined]  # SiteStorage looks for it
    document.file.save(file.store_name, content, save=False)
    document.file_size, document.file_hash = file.size, ""
    document.save()
    return document


def own_tickets(rows: Any, requester: Requester) -> Any:
    return rows.filter(user=requester.user_id) if requester.user_id is not None else rows.none()


def own_files(rows: Any, requester: Requester) -> Any:
    return rows.filter(ticket__user=requester.user_id) if requester.user_id is not None else rows.none()


def register() -> None:
    """Called once, when the app is ready."""
    policy.register_rows(UploadTicket, own_tickets, scope=SCOPE)
    policy.register_rows(UploadedFile, own_files, scope=SCOPE)
    policy.register_rows(UploadPart, own_files, scope=SCOPE)
