"""Documents reach the file store once, complete, under a key that names their content."""

import datetime
import hashlib
import logging
import re
import unicodedata
from typing import Any, BinaryIO, cast

from django.core.files.storage import default_storage
from django.db.models import F

from cms.core import clock
from cms.jobs.services import enqueue
from cms.storage.models import StoredCopy
from cms.storage.ports import Stored, StoreUnavailable
from cms.storage.stores import get_store

logger = logging.getLogger(__name__)
COPY = "cms.storage.tasks.copy_document"
STALE_UPLOAD = datetime.timedelta(hours=24)
UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


def safe_name(name: str) -> str:
    """A file name for a key: ASCII letters, figures, ".", "-", "_"; at most 100 characters, never hidden or empty."""
    last = name.rpartition("/")[2]
    stem, dot, suffix = last.rpartition(".") if "." in last.strip(".") else (last, "", "")
    return f"{_plain(stem)[:80].strip('.-') or 'file'}{dot}{_plain(suffix)[:19]}".rstrip(".")


def _plain(text: str) -> str:
    return UNSAFE.sub("-", unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()).strip(".-")


def digest(content: BinaryIO) -> tuple[str, int]:
    """(hexadecimal SHA-256, bytes) of what is left to read."""
    found, size = hashlib.sha256(), 0
    while piece := content.read(1 << 20):
        found.update(piece)
        size += len(piece)
    return found.hexdigest(), size


def plan_copy(document: Any) -> StoredCopy | None:
    """Write the row that has the document's present file copied; in the transaction that saves the document.

    None when the file is not there.
    """
    name = document.file.name
    try:
        with default_storage.open(name) as content:
            sha256, size = digest(cast(BinaryIO, content))
    except FileNotFoundError:
        logger.warning("document %s has no file", document.pk)
        return None
    copy, new = StoredCopy.objects.get_or_create(
        key=f"doc/{document.pk}/{sha256}/{safe_name(name)}",
        defaults={"document": document, "name": name, "sha256": sha256, "size": size, "created_at": clock.now()},
    )
    if not new and copy.state == StoredCopy.State.GONE:  # the same bytes came back under another name
        StoredCopy.objects.filter(pk=copy.pk).update(state=StoredCopy.State.PENDING, name=name)
    elif not new and copy.name != name:
        StoredCopy.objects.filter(pk=copy.pk).update(name=name)
    if copy.state != StoredCopy.State.DONE:
        enqueue(COPY, copy.pk, cluster="slow", scanned=True)
    return copy


def is_stored(item: Stored) -> bool:
    found = get_store().head(item.key)
    return found is not None and found.sha256 == item.sha256 and found.size == item.size


def copy_to_store(copy_id: int) -> bool:
    """Copy one file, if the store does not have it. True once the store itself says that it has these bytes.

    Two at once are harmless: the same key, the same bytes. Raises StoreUnavailable; the sync tries again.
    """
    pending = StoredCopy.objects.filter(pk=copy_id, state=StoredCopy.State.PENDING)
    pending.update(attempts=F("attempts") + 1)  # before the work: a copy that kills its worker is counted too
    copy = pending.first()
    if copy is None:
        return StoredCopy.objects.filter(pk=copy_id, state=StoredCopy.State.DONE).exists()
    item = Stored(copy.key, copy.size, copy.sha256)
    try:
        if not is_stored(item):  # an earlier attempt may have arrived although its reply was lost
            with default_storage.open(copy.name) as opened:
                content = cast(BinaryIO, opened)
                if digest(content) != (copy.sha256, copy.size):
                    raise FileNotFoundError(copy.name)
                content.seek(0)
                keep = _keeper(copy.pk)
                get_store().put(item, content, upload_id=copy.upload_id, keep_upload_id=keep)
        if not is_stored(item):
            raise StoreUnavailable("the store does not show what was put there")
    except FileNotFoundError:
        pending.update(state=StoredCopy.State.GONE, error="The file was replaced or removed before it was copied.")
        return False
    except StoreUnavailable as error:
        pending.update(error=str(error)[:250])
        raise
    pending.update(state=StoredCopy.State.DONE, done_at=clock.now(), upload_id="", error="")
    return True


def _keeper(pk: int) -> Any:
    return lambda upload_id: StoredCopy.objects.filter(pk=pk).update(upload_id=upload_id)


def sync() -> int:
    """Ask again for every copy that is still to be made, and stop uploads that nobody owns. Returns how many wait."""
    waiting = list(StoredCopy.objects.filter(state=StoredCopy.State.PENDING).values_list("pk", flat=True)[:5000])
    for pk in waiting:
        enqueue(COPY, pk, cluster="slow", scanned=True)
    store = get_store()
    for upload in stale_uploads():
        store.abort(upload)
    return len(waiting)


def stale_uploads() -> list[Any]:
    """Uploads older than a day that no waiting copy owns: a lost reply to the server's `create` leaves one behind."""
    owned = set(StoredCopy.objects.exclude(upload_id="").values_list("upload_id", flat=True))
    oldest = clock.now() - STALE_UPLOAD
    return [found for found in get_store().uploads() if found.upload_id not in owned and found.begun_at <= oldest]
