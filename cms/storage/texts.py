"""The text of uploads: planned when a file is saved, read by a job, kept by the hash of the bytes."""

import contextlib
import hashlib
import tempfile
import time
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Substr
from wagtail.documents import get_document_model

from cms.audit import services as audit
from cms.core import clock, content_version
from cms.core.errors import Forbidden, NotFound
from cms.core.requester import Requester
from cms.jobs.services import enqueue
from cms.storage import reading, redaction
from cms.storage.contents import content_of, open_content
from cms.storage.models import SERVED, Content, DocumentText, KeptName
from cms.storage.uses import record_documents
from search.text import TEXT_LIMIT

READ, COVER = "cms.storage.tasks.read_text", "cms.storage.tasks.make_cover"
PICTURES = ("jpg", "png", "tiff", "heic", "gif", "webp")
SYNC_SECONDS = 60.0  # of one job; what is left waits for the next
INDEXED = TEXT_LIMIT  # characters of a file that search looks in
GONE = "The file is not there any more."
State = DocumentText.State


def plan_text(sha256: str) -> DocumentText:
    """Have the text of these bytes made, unless it is there; in the transaction that saves the document."""
    text, _ = DocumentText.objects.get_or_create(sha256=sha256)
    if text.state == State.PENDING:
        enqueue(READ, sha256, cluster="slow", scanned=True)
    return text


def make_text(sha256: str) -> str:
    """Read the file whose bytes have this hash, unless this reader did; the state of its text, "" where nothing was
    done. Twice at once is harmless. Raises StoreUnavailable."""
    row = to_read().filter(sha256=sha256).first()
    if row is None:
        return ""
    content = Content.objects.filter(sha256=sha256).first()
    if content is not None and content.state == Content.State.WAITING:
        return ""  # it is read once it may be
    found = _read(sha256, content)
    again = row.state != State.PENDING
    if again and found.state == State.FAILED:
        DocumentText.objects.filter(pk=row.pk).update(reader=reading.READER)  # what was read before stays
        return ""
    values = values_of(found, kind=content.kind if content is not None else "")
    if found.state in (State.EMPTY, State.REFUSED) and row.text:  # its words came from pictures of the pages
        pages = found.pages or row.pages
        values |= {"state": State.DONE, "text": row.text, "reason": recognised(pages), "pages": pages}
        values["redact"] = redaction.counts_of(row.text) | values["redact"]
    with transaction.atomic():
        if to_read().filter(pk=row.pk).update(**values, made_at=clock.now()):
            documents = set(documents_with(sha256).values_list("pk", flat=True))
            content_version.bump()  # the API tells of barriers
            if row.text != values["text"]:
                record_documents(documents, "text read")
            if values["pages"]:
                enqueue(COVER, sha256, cluster="slow", scanned=True)
    return str(values["state"])


def values_of(found: reading.Reading, *, kind: str = "") -> dict[str, Any]:
    """The columns that follow from one reading of a file of this kind. What to look at is counted, never kept."""
    redact = redaction.counts_of(found.text)
    if found.pictures or kind in PICTURES:
        redact[redaction.PICTURES] = found.pictures or 1
    elif found.state != State.DONE:
        redact[redaction.UNREAD] = 1
    return {
        "state": found.state,
        "text": found.text,
        "reason": found.reason,
        "pages": found.pages,
        "title": found.title,
        "barriers": list(found.barriers),
        "redact": redact,
        "reader": reading.READER,
    }


def to_read() -> QuerySet[DocumentText]:
    """What nobody has read, and what an older reader read, as long as the file is there."""
    served = Content.objects.filter(state__in=SERVED).values("sha256")
    return DocumentText.objects.filter(Q(state=State.PENDING) | Q(reader__lt=reading.READER, sha256__in=served))


def recognised(pages: int) -> str:
    return f"Read from pictures of {pages} page{'' if pages == 1 else 's'}: letters may be wrong."


def keep_recognised(sha256: str, text: str, pages: int) -> bool:
    """What was read from pictures of the pages, where the file itself holds no text; in the caller's transaction.

    True where it was kept: search then looks in it, for whoever sees the file.
    """
    rows = DocumentText.objects.filter(sha256=sha256).exclude(state=State.DONE)
    redact = redaction.counts_of(text) | {redaction.PICTURES: pages}
    kept = rows.update(
        state=State.DONE, text=text, reason=recognised(pages), pages=pages, redact=redact, made_at=clock.now()
    )
    if kept:
        record_documents(set(documents_with(sha256).values_list("pk", flat=True)), "scan read")
    return bool(kept)


def _read(sha256: str, content: Content | None) -> reading.Reading:
    """Bytes that nobody may be served are not read either."""
    if content is None or content.state not in SERVED:
        return reading.Reading(State.FAILED, reason=GONE)
    if content.size > reading.INPUT:
        return reading.Reading(State.REFUSED, reason=reading.TOO_LARGE)
    with local_copy(content) as path:
        return reading.Reading(State.FAILED, reason=GONE) if path is None else reading.read_text(path)


@contextlib.contextmanager
def local_copy(content: Content) -> Iterator[Path | None]:
    """The bytes in a file of this machine, for the confined children; None where they are gone or changed."""
    with tempfile.NamedTemporaryFile(prefix="upload-") as copy:
        hashed = hashlib.sha256()
        with contextlib.suppress(FileNotFoundError), open_content(content) as file:
            while piece := file.read(1 << 20):
                hashed.update(piece)
                copy.write(piece)
        copy.flush()
        yield Path(copy.name) if hashed.hexdigest() == content.sha256 else None


def with_content(documents: QuerySet[Any]) -> QuerySet[Any]:
    """The documents with `sha256`: the hash of the file that each has now; None where there is no file."""
    kept = KeptName.objects.filter(name=OuterRef("file"))
    found: QuerySet[Any] = documents.annotate(sha256=Subquery(kept.values("content__sha256")[:1]))
    return found


def documents_with(sha256: str) -> QuerySet[Any]:
    """The documents whose file has these bytes."""
    names = KeptName.objects.filter(content__sha256=sha256).values("name")
    found: QuerySet[Any] = get_document_model().objects.order_by().filter(file__in=names)
    return found


def texts_of(documents: Collection[int]) -> dict[int, str]:
    """What search looks in, by document: the beginning of the text, INDEXED characters at most. Two queries."""
    rows = with_content(get_document_model().objects.order_by().filter(pk__in=documents))
    content = dict(rows.values_list("pk", "sha256"))
    served = Content.objects.filter(sha256__in=set(content.values()) - {None}, state__in=SERVED)
    done = DocumentText.objects.filter(sha256__in=served.values("sha256"), state=State.DONE)
    texts = dict(done.order_by().values_list("sha256", Substr("text", 1, INDEXED)))
    return {pk: texts[sha256] for pk, sha256 in content.items() if sha256 in texts}


def facts_of(document: Any) -> DocumentText | None:
    """What became of the document's file (pages, title, barriers, what to look at, cover), without the text itself.

    None where it has no file.
    """
    return facts_of_many([document.pk]).get(document.pk)


def facts_of_many(documents: Collection[int]) -> dict[int, DocumentText]:
    """What became of the files of these documents, without the texts. Two queries."""
    rows = with_content(get_document_model().objects.order_by().filter(pk__in=documents))
    content = dict(rows.values_list("pk", "sha256"))
    found = DocumentText.objects.defer("text").filter(sha256__in=set(content.values()) - {None})
    by_content = {row.sha256: row for row in found}
    return {pk: by_content[sha256] for pk, sha256 in content.items() if sha256 in by_content}


def to_look_at(facts: DocumentText | None) -> list[str]:
    """Sentences on what to look at before the file is published; empty where it was read and nothing was found."""
    if facts is None or facts.state == State.PENDING or not (facts.reader or facts.redact):
        return [redaction.NOT_YET]
    return redaction.sentences_of(facts.redact)


@transaction.atomic
def read_again(*, by: Requester, document_id: int) -> None:
    """Have a file read anew: after a fault, or a newer version of the reader. Raises Forbidden and NotFound."""
    if not by.is_editor:
        raise Forbidden("Only the core team has files read again.")
    document = get_document_model().objects.filter(pk=document_id).first()
    content = content_of(document.file.name) if document is not None else None
    if document is None or content is None:
        raise NotFound("There is no such file.")
    DocumentText.objects.filter(sha256=content.sha256).update(state=State.PENDING, reason="")
    plan_text(content.sha256)
    record_documents({document.pk}, "text asked for")
    audit.record(by, "document.read_again", document)


def plan_missing() -> int:
    """Have every file read that was not yet, and ask again for what waits. Returns how many wait."""
    held = get_document_model().objects.order_by().values("file")
    read = DocumentText.objects.values("sha256")
    unread = Content.objects.filter(names__name__in=held, state__in=SERVED).exclude(sha256__in=read)
    for sha256 in unread.values_list("sha256", flat=True).distinct():
        with transaction.atomic():
            plan_text(sha256)
    return DocumentText.objects.filter(state=State.PENDING).count()


def make_waiting() -> dict[str, int]:
    """Read here and now what waits; how many came to which state. For commands and demonstration data."""
    counts: dict[str, int] = {}
    for sha256 in to_read().values_list("sha256", flat=True):
        if state := make_text(sha256):
            counts[state] = counts.get(state, 0) + 1
    return counts


def sync(*, seconds: float = SYNC_SECONDS) -> int:
    """Read what waits, since a job may have been lost, for so long; how many still wait. Raises StoreUnavailable."""
    plan_missing()
    until = time.monotonic() + seconds
    waiting = list(to_read().order_by("pk").values_list("sha256", flat=True))
    for done, sha256 in enumerate(waiting):
        if time.monotonic() > until:
            return len(waiting) - done
        make_text(sha256)
    return 0
