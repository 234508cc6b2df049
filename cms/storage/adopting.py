"""Files from before they were kept by content are taken over, under the names that they have; then the originals go."""

import errno
import logging
import os
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import FileSystemStorage
from django.db.models import Exists, OuterRef
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from cms.storage.contents import belongs
from cms.storage.files import digest, take_over
from cms.storage.models import Content, KeptName, SyncObject
from cms.storage.places import place
from cms.storage.ports import NotThere, StoreUnavailable

logger = logging.getLogger(__name__)
LOCKED = (errno.EROFS, errno.EACCES, errno.EPERM)
SECONDS = 60.0  # of one job; what is left waits for the next


def files_from_before() -> Iterator[str]:
    """Names that documents, pictures and their sizes have, and that the store does not keep."""
    kept = Exists(KeptName.objects.filter(name=OuterRef("file")))
    for model in (get_document_model(), get_image_model(), get_image_model().get_rendition_model()):
        names = model.objects.order_by("pk").exclude(kept).values_list("file", flat=True)
        yield from names.iterator()


def adopt_files(at_most: int = 500) -> int:
    """Take over at most so many; how many were. A name whose file is nowhere stays as it is, and so does one that
    cannot be read: reconcile tells of both. Raises StoreUnavailable."""
    before, taken = FileSystemStorage(location=str(settings.MEDIA_ROOT)), 0
    for name in files_from_before():
        if taken >= at_most:
            break
        try:
            taken += bool(name) and before.exists(name) and take_over(name)
        except StoreUnavailable:
            raise
        except (OSError, SuspiciousOperation) as error:
            logger.warning("%s cannot be taken over: %s", name, error)
    if taken:
        logger.info("%s files from before are kept by content now", taken)
    return taken


def drop_originals(*, seconds: float = SECONDS) -> int:
    """Delete what was taken over from where it lay, as soon as the store hands out the same bytes; how many went.

    What is deleted on the site would else stay there for ever. Where nothing may be deleted nothing is read either: it
    would be proved safe anew each time. Outside of any transaction, after `adopt_files`. Raises StoreUnavailable.
    """
    until, gone = time.monotonic() + seconds, 0
    for name, path in _originals():
        if time.monotonic() > until:
            break
        content = Content.objects.filter(names__name=name).first()
        if content is None:  # not taken over yet, or something else's
            continue
        try:
            if not _is_safe(path, content):
                continue
        except NotThere:  # the comparison of files tells of it
            continue
        except StoreUnavailable:
            raise
        except OSError as error:
            logger.warning("the original of %s stays for now: %s", name, error)
            continue
        try:
            path.unlink()
            gone += 1
        except OSError as error:
            logger.warning("the original of %s stays for now: %s", name, error)
            if error.errno in LOCKED:  # so are the others, by all appearance
                break
    if gone:
        logger.info("the originals of %s files that were taken over are deleted", gone)
    return gone


def _originals() -> Iterator[tuple[str, Path]]:
    root = Path(settings.MEDIA_ROOT)
    for folder, _, names in os.walk(root):
        if names and not os.access(folder, os.W_OK):
            logger.info("the originals in %s stay: nothing in it can be deleted", folder)
            continue
        for name in names:
            path = Path(folder, name)
            yield path.relative_to(root).as_posix(), path


def _is_safe(path: Path, content: Content) -> bool:
    """Whether the place where the site writes today has, and gives back, exactly these bytes."""
    role, key = belongs(content.sha256, content.state)
    store = place(role)
    if not SyncObject.objects.filter(place=store.name, key=key, done_at__isnull=False, ended_at=None).exists():
        return False
    if path.stat().st_size != content.size:  # known without reading it, each time anew
        logger.warning("%s is not what was taken over from it, and stays", path.name)
        return False
    with path.open("rb") as file:
        if digest(file)[0] != content.sha256:
            logger.warning("%s is not what was taken over from it, and stays", path.name)
            return False
    with store.open(key, content.size) as kept:
        return digest(kept)[0] == content.sha256
