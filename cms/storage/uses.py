"""Which entries of the search index hold something of which document, so that a change of one changes the other."""

from collections.abc import Callable, Collection, Iterable

from django.db import transaction
from wagtail.documents import get_document_model
from wagtail.models import Collection as CollectionTree

from cms.storage.models import DocumentUse
from search import outbox

KeysOf = Callable[[Collection[int]], Iterable[str]]
_holders: list[KeysOf] = []
_backfills: list[Callable[[], None]] = []


def register_holder(keys_of: KeysOf) -> None:
    """`keys_of(document keys)` answers the entries of the caller's own rows that point at these documents."""
    if keys_of not in _holders:
        _holders.append(keys_of)


def register_backfill(note: Callable[[], None]) -> None:
    """`note()` notes the uses of everything that the caller's app has: for what was saved before they were kept."""
    if note not in _backfills:
        _backfills.append(note)


def note_everything() -> None:
    for note in _backfills:
        note()


@transaction.atomic
def note_uses(key: str, documents: Collection[int]) -> None:
    """The thing with this key shows exactly these documents now. Call it in the transaction that saves the thing."""
    rows = DocumentUse.objects.filter(key=key)
    known = set(rows.values_list("document_id", flat=True))
    if gone := known - set(documents):
        rows.filter(document__in=gone).delete()
    if new := set(documents) - known:
        there = get_document_model().objects.filter(pk__in=new).values_list("pk", flat=True)
        DocumentUse.objects.bulk_create([DocumentUse(document_id=pk, key=key) for pk in there], ignore_conflicts=True)


def record_documents(documents: Collection[int], reason: str = "file changed") -> None:
    """Something about these documents changed: the entries that hold them are sent again. In that transaction."""
    if not documents:
        return
    keys = set(DocumentUse.objects.filter(document__in=documents).values_list("key", flat=True))
    for keys_of in _holders:
        keys.update(keys_of(documents))
    outbox.record_many(keys, reason)


def record_collections(path: str) -> None:
    """Everything filed in the collection with this tree path, and below it."""
    below = CollectionTree.objects.filter(path__startswith=path)
    found = get_document_model().objects.filter(collection__in=below).values_list("pk", flat=True)
    record_documents(set(found), "collection changed")
