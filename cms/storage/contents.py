"""The bytes that the site keeps: each once, by the hash of them, whatever they are called and however often."""

from collections.abc import Collection, Iterator
from typing import BinaryIO

from django.db import transaction
from django.db.models import Q

from cms.core import clock
from cms.storage.models import SERVED, Content, KeptName, SyncObject
from cms.storage.places import Role, place, place_named
from cms.storage.ports import FileStore, NotThere, Stored, StoreUnavailable

# why a row ended
OVER, REMOVED = "Nothing named it any more, and its period is over.", "It was removed for good."
MOVED = "moved"  # the site went elsewhere; the bytes are the operator's
GOING = (OVER, REMOVED)  # its bytes are on their way out while the row is leased


def media_key(sha256: str) -> str:
    return f"sha256/{sha256[:2]}/{sha256}"


def quarantine_key(sha256: str) -> str:
    return f"quarantine/{sha256}"


def belongs(sha256: str, state: str) -> tuple[Role, str]:
    """(role, key) of where these bytes are to be: what nobody may be served lies in quarantine."""
    if state in SERVED:
        return Role.MEDIA, media_key(sha256)
    return Role.QUARANTINE, quarantine_key(sha256)


def store_content(
    file: BinaryIO, *, sha256: str, size: int, kind: str, state: str, note: str = "", scanner: str = ""
) -> Content:
    """Keep these bytes, unless they are kept already: the store first, the rows after it, in the caller's transaction.

    A file without a row is possible (the caller's transaction fails) and harmless; a row without a file is not, so the
    store is asked also where a row says that it has them: who sends them may do so because they are gone. Bytes that
    wait for the scanner, or were refused, go into quarantine. Raises StoreUnavailable.
    """
    known = _claimed(sha256)
    role, key = belongs(sha256, known.state if known is not None else state)
    store, item = place(role), Stored(key, size, sha256)
    row = SyncObject.objects.filter(place=store.name, key=key).first()
    if row is not None:
        _check_stays(row)
    stands = row if row is not None and row.done_at is not None and row.ended_at is None else None
    if stands is not None and stands.error:  # what lies there was read, and is not good
        _put(store, item, file)
    else:
        put_confirmed(store, item, file)
        if stands is not None and known is not None:
            return known
    now = clock.now()
    values = {
        "size": size,
        "kind": kind,
        "state": state,
        "note": note[:250],
        "scanner": scanner[:100],
        "scanned_at": now if scanner else None,
        "first_at": now,
    }
    content, _ = Content.objects.get_or_create(sha256=sha256, defaults=values)
    note_kept(role, store.name, key, content)
    return content


def _claimed(sha256: str) -> Content | None:
    """Known bytes, which from now on are not taken away because nothing named them (`expunging`)."""
    with transaction.atomic():
        known = Content.objects.select_for_update(no_key=True).filter(sha256=sha256).first()
        if known is not None and known.released_at is not None:
            Content.objects.filter(pk=known.pk).update(released_at=None)
            known.released_at = None
    return known


def _check_stays(row: SyncObject) -> None:
    """Raises StoreUnavailable while what lies there is on its way out."""
    leased = row.leased_until is not None and row.leased_until > clock.now()
    if row.ended_at is not None and row.end_reason in GOING and leased:
        raise StoreUnavailable("These bytes are being removed at this moment. Try again in a few minutes.")


def note_kept(role: str, place_name: str, key: str, content: Content) -> None:
    """The place has said that it has these bytes. Raises StoreUnavailable while they are on their way out."""
    row, new = SyncObject.objects.get_or_create(
        place=place_name,
        key=key,
        defaults={"role": role, "content": content, "created_at": clock.now(), "done_at": clock.now()},
    )
    _check_stays(row)
    if not new and (row.done_at is None or row.ended_at is not None or row.error):
        again = {"ended_at": None, "end_reason": "", "leased_until": None, "upload_id": "", "error": ""}
        SyncObject.objects.filter(pk=row.pk).update(done_at=clock.now(), **again)


def put_confirmed(store: FileStore, item: Stored, file: BinaryIO) -> None:
    """Store it, unless it is there. A lost reply means "unknown": the store is asked before and after."""
    if not store.holds(item):
        _put(store, item, file)


def _put(store: FileStore, item: Stored, file: BinaryIO) -> None:
    """Over whatever lies there."""
    file.seek(0)
    try:
        said = store.put(item, file)
    except StoreUnavailable:
        if not store.holds(item):
            raise
        return
    if not said and not store.holds(item):
        raise StoreUnavailable(f"the store does not show {item.key}, which was put there")


def content_of(name: str) -> Content | None:
    """What the file of this name holds; None where the site keeps no such name."""
    return Content.objects.filter(names__name=name).first()


def open_content(content: Content) -> BinaryIO:
    """The bytes, for whoever checks, reads or copies them: **not a gate**. Raises NotThere, StoreUnavailable.

    From where the site writes now, else from any place that has them: while a site is moved both do.
    """
    away: StoreUnavailable | None = None
    for store, key in places_of(content):
        try:
            file = store.open(key, content.size)
            file.read(1)  # a store may find out only now
            file.seek(0)
        except StoreUnavailable as error:
            if away is None or isinstance(away, NotThere):
                away = error
        else:
            return file
    raise away or NotThere(content.sha256)


def places_of(content: Content) -> Iterator[tuple[FileStore, str]]:
    """(store, key) of every place that has the bytes and can be reached; today's own come first."""
    yield from places_of_all([content.pk])[content.pk]


def places_of_all(keys: Collection[int]) -> dict[int, list[tuple[FileStore, str]]]:
    """The same of many contents, by their keys, in one question to the database."""
    rows = SyncObject.objects.filter(Q(ended_at=None) | Q(role=Role.MIRROR), content__in=keys, done_at__isnull=False)
    today = [place(role).name for role in (Role.MEDIA, Role.QUARANTINE)]
    found: dict[int, list[tuple[FileStore, str]]] = {key: [] for key in keys}
    for row in sorted(rows, key=lambda row: (row.place not in today, row.role == Role.MIRROR, row.pk)):
        store = place_named(row.place)
        if store is not None:
            found[row.content_id].append((store, row.key))
    return found


def copy_to_store(content: Content) -> int | None:
    """The bytes of what is to be served, from wherever they are; the rows follow (`set_clean`). Returns the key of the
    row that was there before, for what the store had until something was found in it. Raises StoreUnavailable."""
    key, store = media_key(content.sha256), place(Role.MEDIA)
    before = SyncObject.objects.filter(place=store.name, key=key).values_list("pk", flat=True).first()
    with open_content(content) as file:
        put_confirmed(store, Stored(key, content.size, content.sha256), file)
    return before


def set_clean(content: Content, *, scanner: str, row: int | None = None) -> bool:
    """The scanner found nothing in what waited, or nothing any more in what was refused; the store has the bytes
    already (`row`: as `copy_to_store` said). False where somebody was quicker, or the bytes were taken away meanwhile.
    No `scanner`: there is none to ask, and the content says so."""
    state = Content.State.CLEAN if scanner else Content.State.NOT_SCANNED
    now = clock.now()
    values = {"state": state, "scanner": scanner[:100], "scanned_at": now if scanner else None, "asked_at": None}
    with transaction.atomic():
        known = Content.objects.select_for_update().filter(pk=content.pk).first()
        if known is None or known.state not in (Content.State.WAITING, Content.State.REFUSED):
            return False
        here = {"place": place(Role.MEDIA).name, "key": media_key(content.sha256)}
        if row is not None and not SyncObject.objects.filter(pk=row, **here).exists():
            return False
        if known.state == Content.State.REFUSED:
            values["note"] = ""  # it says what was found
        Content.objects.filter(pk=content.pk).update(**values)
        note_kept(Role.MEDIA, place(Role.MEDIA).name, media_key(content.sha256), content)
        quarantined = SyncObject.objects.filter(content=content, role=Role.QUARANTINE, ended_at=None)
        quarantined.update(ended_at=now, end_reason="found clean")
    return True


def set_checked(content: Content, *, scanner: str) -> bool:
    """The scanner found nothing in what was served without having been checked. False where somebody was quicker."""
    unchecked = Content.objects.filter(pk=content.pk, state=Content.State.NOT_SCANNED)
    now = clock.now()
    return bool(unchecked.update(state=Content.State.CLEAN, scanner=scanner[:100], scanned_at=now, asked_at=None))


def set_refused(content: Content, *, note: str, scanner: str) -> bool:
    """The scanner found something in what waited, or in what was served until now. False where it was known, or the
    site made the file itself. Only for `waiting.refuse`, which does what follows from it."""
    others = Content.objects.filter(pk=content.pk).exclude(state__in=(Content.State.REFUSED, Content.State.MADE_HERE))
    now = clock.now()
    values = {"note": note[:250], "scanner": scanner[:100], "scanned_at": now, "asked_at": None}
    return bool(others.update(state=Content.State.REFUSED, **values))


def keep_name(name: str, content: Content, *, by_id: int | None = None) -> KeptName:
    """From now on the file of this name has these bytes. Raises StoreUnavailable where they went since they came.

    Locked: who releases the last other name at this moment, or removes the bytes, sees this one, or comes first.
    """
    with transaction.atomic():
        locked = Content.objects.select_for_update(no_key=True).filter(pk=content.pk)
        found = locked.first()
        stand = SyncObject.objects.filter(content=found, ended_at=None).exclude(role=Role.MIRROR)
        if found is None or not stand.exists():
            raise StoreUnavailable("These bytes were removed while they came. Send them again in a few minutes.")
        if found.released_at is not None:
            locked.update(released_at=None)
        row: KeptName = KeptName.objects.create(name=name, content=content, at=clock.now(), by_id=by_id)
    return row


def release(name: str) -> None:
    """Nothing on the site calls anything so any more. The bytes stay for a period, in case it was a mistake."""
    row = KeptName.objects.filter(name=name).first()
    if row is None:
        return
    row.delete()
    release_unnamed(row.content_id)


def release_unnamed(content_id: int) -> None:
    """Note since when nothing names these bytes."""
    with transaction.atomic():
        Content.objects.select_for_update(no_key=True).filter(pk=content_id).first()
        nameless = Content.objects.filter(pk=content_id, released_at=None, names=None)
        nameless.update(released_at=clock.now())
