"""The door for files that people send: a signed, single-use, expiring address, and what came of each file.

An app that takes files registers its purpose in AppConfig.ready; it receives them one by one, each checked and each in
a transaction of its own, so that a bad one loses nothing of the others.
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Protocol

from django.conf import settings
from django.core import signing
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import File
from django.db import transaction
from wagtail.documents import get_document_model

from cms.audit import services as audit
from cms.core import clock, policy
from cms.core.errors import BadInput, DomainError, Forbidden, NotFound, RateLimited
from cms.core.requester import Requester
from cms.storage.models import UploadedFile, UploadTicket
from cms.storage.uploads_content import KINDS, CheckedFile, RefusedFile, check_file, clean_name

LIFE = datetime.timedelta(minutes=60)
KEPT = datetime.timedelta(days=settings.RETENTION_DAYS["uploads"])  # how long it is told what came of an upload
TICKETS, WITHIN = 60, datetime.timedelta(minutes=10)  # of one person
SCOPE = "write:uploads"  # given to no token
SIGNER = signing.Signer(salt="cms.storage.uploads", sep="~")
TOO_LARGE = "It is larger than {size} MB."
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


_purposes: dict[str, Purpose] = {}


def register_purpose(
    name: str,
    handler: Handler,
    *,
    may: Callable[[Requester, str], bool],
    back: Callable[[str], str],
    limits: Limits | None = None,
) -> None:
    """Called in AppConfig.ready by the app that takes the files.

    `may(by, target)` is asked when the ticket is made and again when the files come. `back(target)` is the path of the
    members' frontend to which the browser returns, with `?upload=<id>` for `uploadResult`.
    """
    if name in _purposes and _purposes[name].handler is not handler:
        raise ImproperlyConfigured(f"Two apps take uploads for {name!r}.")
    _purposes[name] = Purpose(name, handler, may, back, limits or Limits())


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


def receive(
    *,
    by: Requester,
    ticket: UploadTicket,
    files: Iterable[tuple[str, BinaryIO]],
    left_out: Iterable[tuple[str, str]] = (),
) -> list[UploadedFile]:
    """Take what was sent: (name, content) pairs, and (name, reason) of what was not even read. Once for each ticket.

    Raises NotFound where the ticket is not the caller's or the right to use it has ended, BadInput where it was used
    or has expired. Each file is its own transaction; a refused one is a row that says why.
    """
    purpose = purpose_of(ticket)
    if ticket.user_id != by.user_id or not purpose.may(by, ticket.target):
        raise NotFound("There is nothing at this address.")
    now = clock.now()
    used = UploadTicket.objects.filter(pk=ticket.pk, used_at=None, expires_at__gt=now).update(used_at=now)
    if not used:
        raise BadInput("This address was used already, or has expired.")
    rows = [_take(by, purpose, ticket, number, *file) for number, file in enumerate(files, start=1)]
    for number, (name, reason) in enumerate(left_out, start=len(rows) + 1):
        rows.append(_note(ticket, number, clean_name(name), taken=False, words=reason))
    return rows


def _take(
    by: Requester, purpose: Purpose, ticket: UploadTicket, number: int, name: str, content: BinaryIO
) -> UploadedFile:
    try:
        checked = check_file(content, name, kinds=purpose.limits.kinds)
        with transaction.atomic():
            words = purpose.handler(by=by, target=ticket.target, file=checked)
            row = _note(ticket, number, checked.name, taken=True, words=words, sha256=checked.sha256, size=checked.size)
            audit.record(by, "file.sent", row, label=f"{purpose.name} {ticket.target}"[:250], after=checked.sha256)
            return row
    except (RefusedFile, DomainError) as refused:
        return _note(ticket, number, clean_name(name), taken=False, words=str(refused))


def _note(ticket: UploadTicket, number: int, name: str, **values: Any) -> UploadedFile:
    values["words"] = values["words"][:250]
    row: UploadedFile = UploadedFile.objects.create(ticket=ticket, number=number, name=name, at=clock.now(), **values)
    return row


def keep_document(file: CheckedFile, *, by: Requester, title: str = "") -> Any:
    """A document of the site with these bytes, in the caller's transaction. Nobody but the core team sees it until a
    row that is registered as an owner of files (cms.core.visibility) holds it."""
    file.content.seek(0)
    document = get_document_model()(title=(title or file.stem)[:255], uploaded_by_user_id=by.user_id)
    document.file.save(file.store_name, File(file.content), save=False)
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
