"""Both sides compared, document by document and key by key. It reports and never deletes."""

import hashlib
from dataclasses import dataclass, field

from wagtail.documents import get_document_model

from cms.storage.models import StoredCopy
from cms.storage.ports import StoreUnavailable
from cms.storage.services import stale_uploads
from cms.storage.stores import get_store


@dataclass
class Report:
    """Keys of the store, or names of documents. `untagged`: what partners sent, which nothing takes in yet."""

    missing: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unverified: list[str] = field(default_factory=list)
    stale_uploads: list[str] = field(default_factory=list)
    untagged: list[str] = field(default_factory=list)

    @property
    def in_step(self) -> bool:
        return not any(vars(self).values())


def reconcile() -> Report:
    """Reads and hashes every copy. Raises StoreUnavailable when the store cannot be listed at all."""
    report, store = Report(), get_store()
    listed = dict(store.keys("doc/"))
    copies = {copy.key: copy for copy in StoredCopy.objects.exclude(state=StoredCopy.State.GONE)}
    report.extra = sorted(listed.keys() - copies.keys())
    for key, copy in copies.items():
        if key not in listed:
            report.missing.append(key)
        elif listed[key] != copy.size:
            report.changed.append(key)
        else:
            _compare(key, copy.sha256, report)
    without = get_document_model().objects.exclude(stored_copies__isnull=False).order_by("pk")
    report.missing += [f"document {document.pk}: {document.title}" for document in without]
    report.stale_uploads = [upload.key for upload in stale_uploads()]
    return report


def _compare(key: str, sha256: str, report: Report) -> None:
    found = hashlib.sha256()
    try:
        for piece in get_store().read(key):
            found.update(piece)
    except StoreUnavailable:
        report.unverified.append(key)
        return
    if found.hexdigest() != sha256:
        report.changed.append(key)
