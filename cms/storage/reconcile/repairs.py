"""What the core team asks for: compare now, mend now, put one file back, say that one is gone. Each is on record."""

from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from django.db import transaction
from wagtail.images import get_image_model

from cms.audit import services as audit
from cms.core import clock, policy
from cms.core.errors import BadInput, Conflict, Forbidden, NotFound
from cms.core.requester import Requester
from cms.storage.files import digest
from cms.storage.models import Content, DocumentText, KeptName, ReconcileRun, SyncObject
from cms.storage.permissions import HEAL, RECONCILE
from cms.storage.places import Role, place_named
from cms.storage.ports import FileStore, NotThere, Stored, StoreUnavailable
from cms.storage.reconcile import healing, runs
from cms.storage.reconcile.survey import LOST
from cms.storage.reconcile.verifying import hash_of

UNDER_WAY = "A comparison is under way. Look again in a few minutes."


@transaction.atomic
def compare_now(*, by: Requester) -> ReconcileRun:
    """Compare, and read a sample, in the background. Raises Forbidden, Conflict while one is under way."""
    return _ask(by, RECONCILE, "files.comparison_asked", heals=False)


@transaction.atomic
def mend_now(*, by: Requester) -> ReconcileRun:
    """Compare, and mend what can be mended, in the background. Raises Forbidden, Conflict while one is under way."""
    return _ask(by, HEAL, "files.mending_asked", heals=True)


def _ask(by: Requester, action: str, verb: str, *, heals: bool) -> ReconcileRun:
    _check(by, action)
    if runs.under_way() is not None:
        raise Conflict(UNDER_WAY)
    run = runs.begin(mode=runs.Mode.SAMPLE, heals=heals)
    audit.record(by, verb, run)
    runs.ask_to_go_on()
    return run


def put_back_from(*, by: Requester, content_id: int, source: str, row_id: int | None = None) -> None:
    """Put these bytes where they belong, from the named place; `row_id` is the place's row that lacks them, else the
    site's own place of today. Raises Forbidden, NotFound, and Conflict where the bytes there are not good."""
    content, row = _asked(by, content_id, row_id)
    store = place_named(source)
    kept = SyncObject.objects.filter(content=content, place=source, done_at__isnull=False).exclude(pk=row.pk)
    if store is None or not kept.exists():
        raise NotFound("That place does not have the file.")

    def sources() -> Iterator[tuple[FileStore, str]]:
        for key in kept.values_list("key", flat=True):
            yield store, key

    if not _answered(lambda: healing.put_again(row, sources())):
        raise Conflict("What lies there is not the file that was kept. Nothing was changed.")
    audit.record(by, "file.put_back", label=f"{content.sha256[:12]} from {source}"[:250])


def put_back_file(*, by: Requester, content_id: int, file: BinaryIO, row_id: int | None = None) -> None:
    """Put these bytes where they belong, from a copy that somebody has. Raises Forbidden, NotFound, and BadInput where
    it is another file: one byte is enough."""
    content, row = _asked(by, content_id, row_id)
    if digest(file) != (content.sha256, content.size):
        raise BadInput("This is not the file that was kept: its content differs. Nothing was changed.")
    store = healing.reachable(row.place)

    def put() -> bool:
        store.put(Stored(row.key, content.size, content.sha256), file)
        return healing.note_good(row, store)

    if not _answered(put):
        raise Conflict("The place did not keep the file. Try again.")
    audit.record(by, "file.put_back", label=f"{content.sha256[:12]} from a copy")


def _answered(put: Callable[[], bool]) -> bool:
    try:
        return put()
    except StoreUnavailable as error:
        raise Conflict(f"The place does not answer: {error}") from error


def _asked(by: Requester, content_id: int, row_id: int | None) -> tuple[Content, SyncObject]:
    _check(by, HEAL)
    content = Content.objects.filter(pk=content_id).first()
    if content is None:
        raise NotFound("The site does not know this file.")
    if row_id is None:
        return content, healing.plan_here(content)
    rows = SyncObject.objects.select_related("content")
    row = rows.filter(pk=row_id, content=content, ended_at=None).first()
    if row is None:
        raise NotFound("The site does not look for this file there any more.")
    return content, row


def say_gone(*, by: Requester, content_id: int) -> list[str]:
    """Nobody has these bytes any more: they are no longer looked for. Answers the names that the site still shows them
    under, for somebody to replace or delete. Raises Forbidden; NotFound; Conflict where good bytes are still to be had,
    or may be: every place is read at this moment."""
    _check(by, HEAL)
    content = Content.objects.filter(pk=content_id).first()
    if content is None:
        raise NotFound("The site does not know this file.")
    before = _known_of(content)
    if found := next(good_places(content), None):
        raise Conflict(f"It is not gone: {found} has it. Put it back from there.")
    with transaction.atomic():
        if Content.objects.select_for_update().filter(pk=content_id).first() is None or _known_of(content) != before:
            raise Conflict("Somebody was at this file while its places were read. Look again.")
        healing.plan_here(content)
        rows = SyncObject.objects.filter(content=content, ended_at=None).exclude(role=Role.MIRROR)
        rows.update(ended_at=clock.now(), end_reason=LOST, leased_until=None)
        audit.record(by, "file.said_gone", label=content.sha256[:12])
    return list(KeptName.objects.filter(content=content).values_list("name", flat=True))


def _known_of(content: Content) -> set[tuple[Any, ...]]:
    """What would differ had its bytes come back: its rows, and what it is called."""
    rows = SyncObject.objects.filter(content=content).values_list("pk", "done_at", "verified_at", "ended_at")
    return {*rows, *KeptName.objects.filter(content=content).values_list("pk")}


def good_places(content: Content) -> Iterator[str]:
    """The names of the places that have good bytes, read at this moment. Raises Conflict for one that does not say."""
    for row in SyncObject.objects.filter(content=content, done_at__isnull=False):
        store = place_named(row.place)
        try:
            if store is None and row.ended_at is None:
                raise StoreUnavailable("the settings of today do not reach it")
            if store is not None and hash_of(store, row.key) == content.sha256:
                yield row.place
        except NotThere:
            continue
        except OSError as error:
            raise Conflict(f"{row.place} may still have it, and cannot be read: {error}. Try again later.") from error


@transaction.atomic
def say_name_gone(*, by: Requester, name: str) -> None:
    """A size of a picture or a cover whose file is nowhere is forgotten: it is made again when it is next needed.
    Raises Forbidden; NotFound; Conflict for a document or a picture, which somebody replaces or deletes themselves."""
    _check(by, HEAL)
    if not name or KeptName.objects.filter(name=name).exists():
        raise NotFound("Nothing looks for a file of this name.")
    renditions = get_image_model().get_rendition_model().objects.filter(file=name)
    covers = DocumentText.objects.filter(cover=name)
    if not renditions.exists() and not covers.exists():
        raise Conflict("Open it, and give it another file or delete it.")
    renditions.delete()
    covers.update(cover="")
    audit.record(by, "file.said_gone", label=name)


def _check(by: Requester, action: str) -> None:
    if not policy.may(by, action):
        raise Forbidden("Files are looked after by the core team.")
