"""Files that wait for the virus scanner: asked about again and again, then shown, or kept from everybody for good.

Those that came before a scanner was set are shown meanwhile, and looked at when nothing else waits.
"""

import contextlib
import datetime
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from cms.audit import services as audit
from cms.core import clock, content_version
from cms.core.errors import Forbidden
from cms.core.requester import SYSTEM, Requester
from cms.jobs.services import enqueue
from cms.storage import pushing, scanning
from cms.storage.contents import copy_to_store, open_content, quarantine_key, set_checked, set_clean, set_refused
from cms.storage.models import SERVED, Content, KeptName, UploadedFile
from cms.storage.places import Role
from cms.storage.ports import StoreUnavailable
from cms.storage.refusals import VIRUS_LATER, WAITED, WAITS
from cms.storage.texts import documents_with, plan_text, with_content
from cms.storage.uses import record_documents

SCAN, SCAN_AGAIN = "cms.storage.tasks.scan_waiting", "cms.storage.tasks.scan_again"
SECONDS = 60.0  # of one job; what is left waits for the next
AGAIN = datetime.timedelta(days=1)  # until it is asked again about a file that nobody waits for
LONG = datetime.timedelta(hours=6)  # for a file to wait
NOT_CLEAN = frozenset({Content.State.WAITING, Content.State.NOT_SCANNED, Content.State.REFUSED})
TRIES = 3  # files without a clear answer in a row, after which a scanner that says nothing at all is left alone

HELD_BACK = {
    Content.State.WAITING: "It is being checked for viruses. Nobody can open it yet.",
    Content.State.REFUSED: "A virus was found in it. Nobody can open it.",
}

Ready = Callable[[Collection[str]], None]
Teller = Callable[["Refused"], None]
_ready: list[Ready] = []
_tellers: list[Teller] = []


@dataclass(frozen=True, slots=True)
class Scanned:
    clean: int = 0
    found: int = 0
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Refused:
    """Something was found in a file that waited, or that was served unchecked until now (`was_served`).

    `titles` are what it is called; `senders` are keys of people.
    """

    content: Content
    was_served: bool
    titles: tuple[str, ...]
    senders: frozenset[int]
    documents: tuple[int, ...]


def register_ready(ready: Ready) -> None:
    """Once, in AppConfig.ready: `ready(names)` hears which files may be read from now on, in that transaction."""
    if ready not in _ready:
        _ready.append(ready)


def register_teller(tell: Teller) -> None:
    """Once, in AppConfig.ready: `tell(refused)` tells people, in the transaction of the refusal."""
    if tell not in _tellers:
        _tellers.append(tell)


def state_of(name: str) -> str:
    """A value of Content.State for the file of this name; "" where the site keeps none."""
    return KeptName.objects.filter(name=name).values_list("content__state", flat=True).first() or ""


def is_served(name: str) -> bool:
    """Whether the file of this name may be read, as far as the scanner is concerned."""
    return state_of(name) in ("", *SERVED)


def held_back_of(documents: Collection[int]) -> dict[int, str]:
    """{document: why nobody can open it, in words}, of those that are held back. One query."""
    rows = with_content(get_document_model().objects.order_by().filter(pk__in=documents))
    state = Content.objects.filter(sha256=OuterRef("sha256")).values("state")
    found = rows.annotate(state=Subquery(state)).filter(state__in=HELD_BACK).values_list("pk", "state")
    return {pk: HELD_BACK[state] for pk, state in found}


def ask_again(*, by: Requester) -> int:
    """Have everything looked at now that is not known to be clean: what waits, what was never checked and, since a
    scanner may be wrong and mended, what was refused. Returns how many files that are. Raises Forbidden."""
    if not by.is_editor:
        raise Forbidden("Only the core team has files checked again.")
    states = NOT_CLEAN if scanning.is_configured() else {Content.State.WAITING}
    count = _needed(states).count()
    with transaction.atomic():
        enqueue(SCAN_AGAIN, cluster="slow")
        audit.record(by, "files.scan_asked", label=f"{count} files")
    return count


def scan_waiting(*, seconds: float = SECONDS, refused: bool = False) -> Scanned:
    """Ask the scanner about each file that waits, then about those that came before it was set; with `refused` about
    those too in which something was found. Whom it gave no clear answer longest ago comes first. Twice at once is
    harmless.

    Where no scanner is set any more those that wait are let in, and say that nothing looked at them.
    """
    until, clean, found = time.monotonic() + seconds, 0, 0
    states = [Content.State.WAITING]
    if scanning.is_configured():
        states += [Content.State.REFUSED] if refused else []
        states += [Content.State.NOT_SCANNED]
    for state in states:
        for content, verdict in _verdicts(state, until):
            if verdict.outcome == "found" and refuse(content, verdict):
                found += 1
            elif verdict.outcome in ("unclear", "found"):  # nothing new: the others come first the next time
                Content.objects.filter(pk=content.pk).update(asked_at=clock.now())
            elif content.state == Content.State.NOT_SCANNED:
                clean += set_checked(content, scanner=verdict.scanner)
            else:
                with contextlib.suppress(StoreUnavailable):
                    clean += let_in(content, verdict)
    return Scanned(clean, found, _needed({Content.State.WAITING}).count())


def _verdicts(state: str, until: float) -> Iterator[tuple[Content, scanning.Verdict]]:
    """Each file and what the scanner says of it, until a moment (monotonic) or until it says nothing at all. What the
    store does not hand out now is left for another time."""
    rows, silent = _needed({state}), 0
    if state != Content.State.WAITING:  # people wait for those; the others are asked about once a day
        rows = rows.filter(Q(asked_at=None) | Q(asked_at__lt=clock.now() - AGAIN))
    for content in rows.order_by(F("asked_at").asc(nulls_first=True), "pk"):
        if time.monotonic() > until or (silent >= TRIES and not scanning.ask_version()):
            return
        try:
            with open_content(content) as file:
                verdict = scanning.verdict_of(file, sha256=content.sha256, fresh=True)
        except StoreUnavailable:
            continue
        silent = silent + 1 if verdict.outcome == "unclear" else 0
        yield content, verdict


def is_well() -> bool:
    """The scanner is well, and no file has waited for it for hours: it may answer, and still say nothing of a file."""
    since = clock.now() - LONG
    return scanning.is_well() and not _needed({Content.State.WAITING}).filter(first_at__lt=since).exists()


def _needed(states: Collection[str]) -> QuerySet[Content]:
    """What was deleted meanwhile, or refused for what it is, stays where it is until its period is over."""
    rows: QuerySet[Content] = Content.objects.filter(state__in=states, released_at=None)
    return rows


def let_in(content: Content, verdict: scanning.Verdict) -> bool:
    """From now on it is a file as any other. False where somebody was quicker. Raises StoreUnavailable."""
    row = copy_to_store(content)  # before the transaction, which is not to wait for the network
    with transaction.atomic():
        if not set_clean(content, scanner=verdict.scanner, row=row):
            return False
        names = list(content.names.values_list("name", flat=True))
        documents = set(documents_with(content.sha256).values_list("pk", flat=True))
        if documents:
            plan_text(content.sha256)
            record_documents(documents, "file checked")
        _tell_sender(content, WAITED)
        audit.record(SYSTEM, "file.let_in", content, label=content.sha256[:12])
        content_version.bump()
        for ready in _ready:
            ready(names)
    return True


@transaction.atomic
def refuse(content: Content, verdict: scanning.Verdict) -> bool:
    """Its place is quarantine; who sent it and the core team are told. Its rows stay, without a file to open."""
    was_served = content.state in SERVED
    if not set_refused(content, note=verdict.found, scanner=verdict.scanner):
        return False
    content.refresh_from_db()
    if was_served:  # the copy is made by the next push, and the store's own is deleted after it (`expunging`)
        pushing.plan(role=Role.QUARANTINE, key=quarantine_key(content.sha256), content=content, source="virus found")
    documents = dict(documents_with(content.sha256).values_list("pk", "title"))
    images = get_image_model().objects.filter(file__in=content.names.values("name"))
    record_documents(set(documents), "file refused")
    senders = {
        *content.names.values_list("by", flat=True),
        *get_document_model().objects.filter(pk__in=documents).values_list("uploaded_by_user", flat=True),
        *images.values_list("uploaded_by_user", flat=True),
        *UploadedFile.objects.filter(sha256=content.sha256, taken=True).values_list("ticket__user", flat=True),
    }
    titles = tuple(sorted({*documents.values(), *images.values_list("title", flat=True)}))
    _tell_sender(content, VIRUS_LATER)
    audit.record(SYSTEM, "file.refused", content, label=content.sha256[:12], after=verdict.found)
    content_version.bump()
    told = Refused(content, was_served, titles, frozenset(senders - {None}), tuple(sorted(documents)))
    if content.names.exists():  # else it is on its way in, and the door says it
        for tell in _tellers:
            tell(told)
    return True


def _tell_sender(content: Content, instead: str) -> None:
    """Where the sender reads what came of an upload, "it is being checked" is no longer true."""
    for row in UploadedFile.objects.filter(sha256=content.sha256, taken=True):
        for before in (WAITS, VIRUS_LATER):
            row.words = row.words.replace(before, instead)[:250]
        row.save(update_fields=["words"])
