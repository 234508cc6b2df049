"""The text of uploads: planned when a file is saved, read by a job, kept by the hash of the bytes."""

import hashlib
import tempfile
from collections.abc import Collection
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Substr
from wagtail.documents import get_document_model

from cms.audit import services as audit
from cms.core import clock
from cms.core.errors import Forbidden, NotFound
from cms.core.requester import Requester
from cms.jobs.services import enqueue
from cms.storage import reading
from cms.storage.models import DocumentText, StoredCopy
from cms.storage.services import plan_copy
from cms.storage.uses import record_documents
from search.text import TEXT_LIMIT

READ = "cms.storage.tasks.read_text"
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
    """Read the file whose bytes have this hash, if nobody has; the state of its text. Twice at once is harmless."""
    waiting = DocumentText.objects.filter(sha256=sha256, state=State.PENDING)
    if not waiting.exists():
        return ""
    found = _read(sha256)
    with transaction.atomic():
        values = {"state": found.state, "text": found.text, "reason": found.reason, "pages": found.pages}
        if waiting.update(**values, made_at=clock.now()):
            record_documents(set(documents_with(sha256).values_list("pk", flat=True)), "text read")
    return found.state


def keep_recognised(sha256: str, text: str, pages: int) -> bool:
    """What was read from pictures of the pages, where the file itself holds no text; in the caller's transaction.

    True where it was kept: search then looks in it, for whoever sees the file.
    """
    told = f"Read from pictures of {pages} page{'' if pages == 1 else 's'}: letters may be wrong."
    rows = DocumentText.objects.filter(sha256=sha256).exclude(state=State.DONE)
    kept = rows.update(state=State.DONE, text=text, reason=told, pages=pages, made_at=clock.now())
    if kept:
        record_documents(set(documents_with(sha256).values_list("pk", flat=True)), "scan read")
    return bool(kept)


def _read(sha256: str) -> reading.Reading:
    """From any document that has these bytes: a file replaced meanwhile has others."""
    for name in StoredCopy.objects.filter(sha256=sha256).order_by("-pk").values_list("name", flat=True):
        with tempfile.NamedTemporaryFile(prefix="upload-") as copy:
            try:
                with default_storage.open(name) as content:
                    hashed = hashlib.sha256()
                    for piece in content.chunks():
                        hashed.update(piece)
                        copy.write(piece)
            except FileNotFoundError:
                continue
            copy.flush()
            if hashed.hexdigest() == sha256:
                return reading.read_text(Path(copy.name))
    return reading.Reading(State.FAILED, reason=GONE)


def with_content(documents: QuerySet[Any]) -> QuerySet[Any]:
    """The documents with `sha256`: the hash of the file that each has now; None where there is no file."""
    copies = StoredCopy.objects.filter(document=OuterRef("pk"), name=OuterRef("file")).order_by("-pk")
    found: QuerySet[Any] = documents.annotate(sha256=Subquery(copies.values("sha256")[:1]))
    return found


def documents_with(sha256: str) -> QuerySet[Any]:
    """The documents whose file has these bytes."""
    return with_content(get_document_model().objects.order_by()).filter(sha256=sha256)


def texts_of(documents: Collection[int]) -> dict[int, str]:
    """What search looks in, by document: the beginning of the text, INDEXED characters at most. Two queries."""
    rows = with_content(get_document_model().objects.order_by().filter(pk__in=documents))
    content = dict(rows.values_list("pk", "sha256"))
    done = DocumentText.objects.filter(sha256__in=set(content.values()) - {None}, state=State.DONE)
    texts = dict(done.order_by().values_list("sha256", Substr("text", 1, INDEXED)))
    return {pk: texts[sha256] for pk, sha256 in content.items() if sha256 in texts}


def text_of(document: Any) -> DocumentText | None:
    """What became of the document's file, without the text itself; None where it has no file."""
    sha256 = with_content(get_document_model().objects.filter(pk=document.pk)).values_list("sha256", flat=True).first()
    return DocumentText.objects.defer("text").filter(sha256=sha256).first() if sha256 else None


@transaction.atomic
def read_again(*, by: Requester, document_id: int) -> None:
    """Have a file read anew: after a fault, or a newer version of the reader. Raises Forbidden and NotFound."""
    if not by.is_editor:
        raise Forbidden("Only the core team has files read again.")
    document = get_document_model().objects.filter(pk=document_id).first()
    copy = plan_copy(document) if document is not None else None
    if document is None or copy is None:
        raise NotFound("There is no such file.")
    DocumentText.objects.filter(sha256=copy.sha256).update(state=State.PENDING, reason="")
    plan_text(copy.sha256)
    record_documents({document.pk}, "text asked for")
    audit.record(by, "document.read_again", document)


def plan_missing() -> int:
    """Have every file read that was not yet, and ask again for what waits. Returns how many wait."""
    for document in with_content(get_document_model().objects.order_by("pk")).iterator():
        if document.sha256 is None or not DocumentText.objects.filter(sha256=document.sha256).exists():
            with transaction.atomic():
                copy = plan_copy(document)
                if copy is not None:
                    plan_text(copy.sha256)
    return DocumentText.objects.filter(state=State.PENDING).count()


def make_waiting() -> dict[str, int]:
    """Read here and now what waits; how many came to which state. For commands and demonstration data."""
    counts: dict[str, int] = {}
    for sha256 in DocumentText.objects.filter(state=State.PENDING).values_list("sha256", flat=True):
        if state := make_text(sha256):
            counts[state] = counts.get(state, 0) + 1
    return counts


def sync() -> int:
    """Ask again for what waits: a job may have been lost. Returns how many wait."""
    waiting = list(DocumentText.objects.filter(state=State.PENDING).values_list("sha256", flat=True)[:1000])
    for sha256 in waiting:
        enqueue(READ, sha256, cluster="slow", scanned=True)
    return len(waiting)
