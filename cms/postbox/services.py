"""Mail that comes in: kept first, then looked at once. Each step may be killed at any point and run again.

`receive_mail` keeps the message and commits; only then does the mailbox let go of it. `handle_mail` claims it for the
length of a lease, and what it becomes is written in the same transaction that says so.
"""

import datetime

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import F, Q, QuerySet

from cms.audit.services import record
from cms.core import clock
from cms.core.errors import BadInput, Conflict, DomainError, NotFound, RateLimited
from cms.core.requester import SYSTEM, Requester
from cms.jobs.services import enqueue
from cms.notifications import bounces
from cms.postbox import telling
from cms.postbox.addresses import ReplyAddress, first_of, is_ours, own_addresses
from cms.postbox.automatic import is_report, why_automatic
from cms.postbox.letters import Letter, Unreadable, files_of, key_of, read_letter, text_of
from cms.postbox.models import InboundMail
from cms.postbox.quotes import written_in
from cms.postbox.senders import Verdict, verdict_of
from cms.postbox.takers import Answer, Refused, Taken, taker_of

LARGEST = 25 << 20  # bytes of one message; what most mail servers let through
MOST, WITHIN = 20, datetime.timedelta(hours=1)  # mails of one person that are taken; more of them wait
LEASE = datetime.timedelta(seconds=settings.DELIVERY_LEASE_S)  # longer than a task may take
MAX_ATTEMPTS = 5
HANDLE = "cms.postbox.tasks.handle"
Outcome = InboundMail.Outcome

TOO_LARGE = f"The message is larger than {LARGEST >> 20} MB."
NO_ADDRESS = "It came to no address that takes answers. Answer the e-mail that we sent you, or write on the site."
NOT_THEIRS = "Each of our e-mails can be answered by the person to whom it was sent, from the address it was sent to."
DOUBTED = "Our mail server could not make sure that it came from your address."
TWO_SENDERS = "The message names more than one sender."
TOO_MANY = f"It waits: {MOST} e-mails of this person were taken within an hour."
TOO_FAST = "It waits: its writer wrote a lot in a few minutes."
ENCRYPTED = "The message is encrypted, and we cannot open it."
NO_WORDS = "We found no words of yours above the mail that you answered."
CLOSED = "The account is closed."
KEPT_BACK = "It waits as its writer's draft: it may say who somebody is."


class Left(Exception):
    """Nothing is done with it, and nobody is told: why, in plain words."""


class Later(Exception):
    """It is looked at again, not before `until`: why, in plain words."""

    def __init__(self, words: str, until: datetime.datetime) -> None:
        super().__init__(words)
        self.until = until


@transaction.atomic
def receive_mail(*, by: Requester, raw: bytes, size: int = 0) -> InboundMail:
    """Keep a message; the same one, delivered again, is the row that there is. `size` is its own where only its
    headers were fetched because it is too large."""
    size = max(size, len(raw))
    found = InboundMail.objects.filter(key=key_of(raw)).first()
    if found is not None:
        return found
    sender, message_id = "", ""
    try:
        letter = read_letter(raw)
        sender, message_id = letter.sender or letter.senders[0], letter.message_id
    except Unreadable:
        pass
    values = {"sender": sender[:254], "message_id": message_id, "size": size, "received_at": clock.now()}
    kept = raw if size <= LARGEST else raw.replace(b"\r\n", b"\n").partition(b"\n\n")[0] + b"\n\n"
    row, new = InboundMail.objects.get_or_create(key=key_of(raw), defaults={**values, "raw": kept})
    if new:
        enqueue(HANDLE, row.pk, scanned=True)
    return row


def waiting() -> QuerySet[InboundMail]:
    """Never looked at, or by someone who died over it, or put off until a moment that has passed."""
    free = Q(lease_until=None) | Q(lease_until__lt=clock.now())
    return InboundMail.objects.filter(free, outcome=Outcome.WAITING)


def handle_mail(pk: int) -> InboundMail | None:
    """Look at one message, if nobody else does. None where there is nothing to do."""
    beginning = {"lease_until": clock.now() + LEASE, "attempts": F("attempts") + 1}
    if not waiting().filter(pk=pk).update(**beginning):
        return None
    row = InboundMail.objects.get(pk=pk)
    if row.attempts > MAX_ATTEMPTS:  # counted before the work: a message that kills its worker ends here
        return _close(row, Outcome.FAILED, f"Given up after {MAX_ATTEMPTS} attempts.")
    try:
        letter = read_letter(bytes(row.raw or b""))
        if is_report(letter):
            return _bounced(row)
        if reason := why_automatic(letter):
            raise Left(reason)
    except Unreadable as error:
        return _close(row, Outcome.LEFT, str(error))
    except Left as left:
        return _close(row, Outcome.LEFT, str(left))
    address = first_of(letter.recipients)
    if address is not None:
        row.user = get_user_model()._default_manager.filter(pk=address.user_id).first()
    try:
        return _take(row, letter, address)
    except Later as later:
        return _put_off(row, str(later), later.until)
    except RateLimited:
        return _put_off(row, TOO_FAST, clock.now() + LEASE)
    except (Refused, DomainError, Unreadable) as refused:
        with transaction.atomic():
            path = refused.path if isinstance(refused, Refused) else ""
            if row.user is not None or verdict_of(letter) is not Verdict.DOUBTED:  # else it is a stranger's forgery
                telling.tell_refused(row, letter, str(refused), path=path)
            return _close(row, Outcome.REFUSED, str(refused), path=path)


def _bounced(row: InboundMail) -> InboundMail:
    with transaction.atomic():
        try:
            found = bounces.record_report(by=SYSTEM, raw=bytes(row.raw or b""))
        except BadInput as error:
            return _close(row, Outcome.LEFT, str(error))
        return _close(row, Outcome.BOUNCE, "" if found else "Only late, or delivered.")


def _take(row: InboundMail, letter: Letter, address: ReplyAddress | None) -> InboundMail:
    _check(row, letter, address)
    assert address is not None  # noqa: S101 - _check refuses the rest
    taker = taker_of(address.purpose)
    if taker is None:
        raise Refused(NO_ADDRESS)
    ours = own_addresses() | {one for one in letter.recipients if is_ours(one)}
    text = written_in(text_of(letter), name=_name(row, letter), ours=ours)
    files = files_of(letter)
    if not text and not files:
        raise Refused(NO_WORDS)
    with transaction.atomic():
        answer = Answer(user_id=address.user_id, target=address.target, text=text, key=row.key, files=files)
        taken: Taken = taker(answer)
        if taken.words:
            telling.tell_note(row, taken.words, taken.path, posted=taken.posted)
        record(SYSTEM, "mail.taken", row, after=row.key)  # where it stands may be a confidential space
        if not taken.posted:
            return _close(row, Outcome.REFUSED, KEPT_BACK, path=taken.path, forget=True)
        return _close(row, Outcome.TAKEN, "", path=taken.path)


def _check(row: InboundMail, letter: Letter, address: ReplyAddress | None) -> None:
    """Raises Refused, or Later. Who may write where is asked by whoever takes it."""
    if row.size > LARGEST:
        raise Refused(TOO_LARGE)
    if len(letter.senders) != 1 or len(letter.message.get_all("From", [])) != 1:
        raise Refused(TWO_SENDERS)
    if verdict_of(letter) is Verdict.DOUBTED:
        raise Refused(DOUBTED)
    if address is None or row.user is None:
        raise Refused(NO_ADDRESS)
    if not row.user.is_active:
        raise Refused(CLOSED)
    if letter.sender != row.user.email.strip().lower():
        raise Refused(NOT_THEIRS)
    if letter.is_encrypted:
        raise Refused(ENCRYPTED)
    # The last, and of mails that were taken alone: what others send in a person's name takes nothing from them.
    taken = InboundMail.objects.filter(user=row.user, outcome=Outcome.TAKEN, handled_at__gt=clock.now() - WITHIN)
    first = taken.order_by("-handled_at").values_list("handled_at", flat=True)[MOST - 1 : MOST].first()
    if first is not None:
        raise Later(TOO_MANY, first + WITHIN)


def _put_off(row: InboundMail, reason: str, until: datetime.datetime) -> InboundMail:
    """It goes on waiting, and this look is not counted."""
    row.reason, row.lease_until, row.attempts = reason, until, row.attempts - 1
    row.save(update_fields=["reason", "lease_until", "attempts", "user"])
    return row


def _name(row: InboundMail, letter: Letter) -> str:
    return f"{letter.sender_name} {row.user or ''}"


def _close(row: InboundMail, outcome: str, reason: str, *, path: str = "", forget: bool = False) -> InboundMail:
    """Its words go with it, unless somebody may want to try again."""
    row.outcome, row.reason, row.path, row.lease_until = outcome, reason[:250], path[:500], None
    row.handled_at = clock.now()
    row.raw = row.raw if outcome in (Outcome.REFUSED, Outcome.FAILED) and not forget else None
    row.save()
    return row


@transaction.atomic
def try_again(*, by: Requester, pk: int) -> InboundMail:
    """Look at a refused message once more, as after a setting was put right. Raises NotFound; Conflict where its words
    are gone."""
    row = InboundMail.objects.filter(pk=pk, outcome__in=[Outcome.REFUSED, Outcome.FAILED]).first()
    if row is None or not by.is_editor:
        raise NotFound("There is no such message.")
    if row.raw is None or row.size > LARGEST:
        raise Conflict("The message itself is not kept any more.")
    fresh = {"outcome": Outcome.WAITING, "reason": "", "path": "", "attempts": 0, "lease_until": None}
    if InboundMail.objects.filter(pk=pk, outcome=row.outcome).update(**fresh):
        record(by, "mail.tried_again", row, label=row.sender, before=row.outcome)
        enqueue(HANDLE, pk, scanned=True)
    row.refresh_from_db()
    return row


def forget(*, words: datetime.timedelta, rows: datetime.timedelta) -> tuple[int, int]:
    """The clean-up: (messages whose words went, rows that went). A message that waits is never touched."""
    now, done = clock.now(), ~Q(outcome=Outcome.WAITING)
    emptied = InboundMail.objects.filter(done, received_at__lt=now - words, raw__isnull=False).update(raw=None)
    gone, _ = InboundMail.objects.filter(done, received_at__lt=now - rows).delete()
    return emptied, gone
