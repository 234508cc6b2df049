"""Each finding is made on purpose and found; what can be mended is mended, and then nothing is wrong. On a folder and
on the real server."""

import datetime
import hashlib
import io
import json
import os
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command

from cms.core import clock
from cms.pages.models import GuidancePage
from cms.storage import contents, mirror, tasks
from cms.storage.expunging import expunge_released
from cms.storage.folder import FolderStore
from cms.storage.models import Content, DocumentText, KeptName, SyncObject
from cms.storage.places import Role, place
from cms.storage.ports import FileStore
from cms.storage.pushing import plan, push_waiting
from cms.storage.reconcile import KINDS, survey
from tests.cms.storage.conftest import go_to_s3
from tests.factories import pages

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["folder", pytest.param("s3", marks=pytest.mark.service("s3"))])
def empty(request: Any, settings: Any, folders: Any) -> str:
    """Places that hold nothing yet: what other tests leave would be too much here."""
    if request.param == "s3":
        go_to_s3(settings, f"reconcile-{uuid.uuid4().hex[:12]}")  # type: ignore[no-untyped-call]
    return str(request.param)


class Site:
    """A document that a page shows, so that the mirror has it too; one that nobody sees; one in quarantine."""

    def __init__(self) -> None:
        self.shown, self.hidden = (pages.make_document(title, content=os.urandom(900)) for title in ("Shown", "Hidden"))
        body = json.dumps([{"type": "document", "value": {"document": self.shown.pk, "note": ""}}])
        self.page = pages.make_page(GuidancePage, "Guidance", body=body, audience="public")
        self.waiting = kept(os.urandom(40), "waiting")
        settle()

    def row(self, document: Any, role: str = Role.MEDIA) -> SyncObject:
        content = KeptName.objects.get(name=document.file.name).content
        return SyncObject.objects.get(content=content, role=role)


def kept(words: bytes, state: str) -> Content:
    sha256 = hashlib.sha256(words).hexdigest()
    return contents.store_content(io.BytesIO(words), sha256=sha256, size=len(words), kind="txt", state=state)


def settle() -> None:
    """As the ticks of some minutes do, one after the other."""
    cache.clear()
    tasks.keep_mirror()
    push_waiting(seconds=20)
    tasks.keep_mirror()


def wreck(store: FileStore, key: str, words: bytes | None) -> None:
    """Behind the site's back: other bytes, or none."""
    if isinstance(store, FolderStore):
        path = store.root / key
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        if words is not None:
            path.write_bytes(words)
        return
    s3: Any = store.s3  # type: ignore[attr-defined]
    target = {"Bucket": store.bucket, "Key": key}  # type: ignore[attr-defined]
    if words is None:
        s3.delete_object(**target)
    else:
        s3.put_object(**target, Body=words)


def found(**options: Any) -> dict[str, Any]:
    """What the command prints; its exit says the same."""
    out, code = io.StringIO(), 0
    try:
        call_command("storage_reconcile", "--json", stdout=out, **options)
    except SystemExit as stopped:
        code = int(str(stopped.code))
    answer: dict[str, Any] = json.loads(out.getvalue())
    assert code == (2 if any(answer[kind] for kind in KINDS) else 0)
    return answer


def counts(**options: Any) -> dict[str, int]:
    return {kind: count for kind, count in found(**options).items() if kind != "lists" and count}


def lose(site: Site) -> str:
    row = site.row(site.shown)
    wreck(place(Role.MEDIA), row.key, None)
    return row.key


def lose_the_only(site: Site) -> str:
    row = site.row(site.hidden)
    wreck(place(Role.MEDIA), row.key, None)
    return row.key


def damage(site: Site) -> str:
    """The same number of bytes: only reading them shows it."""
    row = site.row(site.shown)
    wreck(place(Role.MEDIA), row.key, os.urandom(row.content.size))
    return row.key


def shorten(site: Site) -> str:
    row = site.row(site.shown, Role.MIRROR)
    wreck(place(Role.MIRROR), row.key, b"short")
    return row.key


def damage_quarantine(site: Site) -> str:
    row = SyncObject.objects.get(content=site.waiting)
    wreck(place(Role.QUARANTINE), row.key, os.urandom(row.content.size))
    return row.key


def leave_bytes(site: Site) -> str:
    """As a request that failed after its file was stored leaves it."""
    words = os.urandom(30)
    key = contents.media_key(hashlib.sha256(words).hexdigest())
    wreck(place(Role.MEDIA), key, words)
    return key


def leave_upload(site: Site) -> str:
    """As a worker that was killed leaves it."""
    store: Any = place(Role.MEDIA)
    if isinstance(store, FolderStore):
        (store.root / ".part-abc").write_bytes(b"half of")
        return ".part-abc"
    store.s3.create_multipart_upload(Bucket=store.bucket, Key="sha256/ab/half")
    return "sha256/ab/half"


def leave_stranger(site: Site) -> str:
    wreck(place(Role.MEDIA), "notes/holiday.txt", b"Whose is it?")
    return "notes/holiday.txt"


def lie_about_hash(site: Site) -> str:
    key = contents.media_key("ab" * 32)
    wreck(place(Role.MEDIA), key, b"Not these")
    return key


def copy_into_mirror(site: Site) -> str:
    key = "doc/99/by-hand/plan.pdf"
    wreck(place(Role.MIRROR), key, b"".join(place(Role.MEDIA).read(site.row(site.hidden).key)))
    return key


def plan_only(site: Site) -> str:
    content = site.row(site.hidden).content
    return plan(role=Role.MIRROR, key="doc/1/waits", content=content, place_name=place(Role.MEDIA).name).key


def forget_row(site: Site) -> str:
    row = site.row(site.shown)
    SyncObject.objects.filter(pk=row.pk).delete()
    return row.key


def forget_plan(site: Site) -> str:
    row = site.row(site.shown, Role.MIRROR)
    SyncObject.objects.filter(pk=row.pk).delete()
    return row.key


def lose_tombstone(site: Site) -> str:
    row = site.row(site.shown, Role.MIRROR)
    site.page.unpublish()
    settle()
    SyncObject.objects.filter(pk=row.pk).update(tombstone_at=None)
    place(Role.MIRROR).delete(mirror.tombstone_key(row.key))
    return mirror.tombstone_key(row.key)


def unpublish_unseen(site: Site) -> str:
    site.page.unpublish()
    return site.row(site.shown, Role.MIRROR).key


def falsify_manifest(site: Site) -> str:
    wreck(place(Role.MIRROR), mirror.MANIFEST, b"{}")
    return mirror.MANIFEST


def lose_manifest(site: Site) -> str:
    wreck(place(Role.MIRROR), mirror.MANIFEST, None)
    return mirror.MANIFEST


def lose_name(site: Site) -> str:
    KeptName.objects.filter(name=site.hidden.file.name).delete()
    return f"document {site.hidden.pk}: Hidden"


def lose_cover(site: Site) -> str:
    DocumentText.objects.create(sha256="c" * 64, cover="covers/gone.png")
    return "cover covers/gone.png"


Fault = Callable[[Site], str]
# By what is done at once: the finding, and whether it mends itself.
ROUNDS: tuple[dict[Fault, tuple[str, bool]], ...] = (
    {
        copy_into_mirror: ("extra", True),
        lose: ("missing", True),
        lose_the_only: ("missing", False),
        damage_quarantine: ("changed", False),
        leave_bytes: ("extra", True),
        leave_stranger: ("extra", False),
        lie_about_hash: ("extra", False),
        lose_manifest: ("missing", True),
        lose_cover: ("missing", False),
        leave_upload: ("stale_uploads", True),
    },
    {damage: ("changed", True), plan_only: ("missing", True), falsify_manifest: ("changed", True)},
    {shorten: ("changed", True), forget_row: ("missing", True), lose_name: ("missing", False)},
    # of the ledger alone, whatever the store
    {forget_plan: ("missing", True)},
    {lose_tombstone: ("missing", True)},
    {unpublish_unseen: ("extra", True)},
)


def test_each_fault_is_found_and_mended_where_it_can_be(empty: str, monkeypatch: Any) -> None:
    """On one site, so that each round also shows that the one before was mended."""
    monkeypatch.setattr(survey, "YOUNG", datetime.timedelta(seconds=-5))
    monkeypatch.setattr(survey, "STALE_UPLOAD", datetime.timedelta(seconds=-5))
    site = Site()
    assert found()["lists"] == {kind: [] for kind in KINDS}
    for faults in ROUNDS if empty == "folder" else ROUNDS[:3]:
        made = {do(site): (do.__name__, *expected) for do, expected in faults.items()}
        before, answer = objects(), found()
        for what, (name, kind, _) in made.items():
            assert what in answer["lists"][kind], (name, answer)
        healed = found(heal=True)
        for what, (name, kind, mends) in made.items():
            assert (what not in healed["lists"][kind]) == mends, (name, healed)
        assert objects() >= before  # mending never deletes
        for do in faults:
            undo(site, do)
        assert counts(heal=True) == {}, list(faults)


def objects() -> set[tuple[str, str]]:
    return {(role, key) for role in Role.values for key, _ in place(role).keys("")}


def undo(site: Site, do: Callable[[Site], str]) -> None:
    """What mends itself not, a person mends; and the page is shown again."""
    if do in (lose_the_only, lose_name):
        name = site.hidden.file.name
        site.hidden.delete()
        contents.release(name)
        expunge_released(clock.now() + datetime.timedelta(seconds=1))
        site.hidden = pages.make_document("Hidden", content=os.urandom(900))
    elif do is damage_quarantine:
        SyncObject.objects.filter(content=site.waiting).delete()
        site.waiting.delete()
        wreck(place(Role.QUARANTINE), contents.quarantine_key(site.waiting.sha256), None)
    elif do is leave_stranger:
        wreck(place(Role.MEDIA), "notes/holiday.txt", None)
    elif do is lie_about_hash:
        wreck(place(Role.MEDIA), contents.media_key("ab" * 32), None)
    elif do is lose_cover:
        DocumentText.objects.filter(cover="covers/gone.png").update(cover="")
    elif do in (lose_tombstone, unpublish_unseen):
        site.page.save_revision().publish()
        site.page.refresh_from_db()


@pytest.mark.service("s3")
def test_two_commands_move_a_site_and_the_comparison_is_zero(settings: Any, folders: Any) -> None:
    """As an operator does it; back again too."""
    site = Site()
    name = f"moved-{uuid.uuid4().hex[:12]}"
    go_to_s3(settings, name)  # type: ignore[no-untyped-call]
    assert counts()["missing"] >= 4  # two documents, what waits, a copy for the mirror
    call_command("storage_move", stdout=io.StringIO())
    assert found()["lists"] == {kind: [] for kind in KINDS}
    assert site.hidden.file.open().read()
    settings.S3_BUCKET = ""
    pages.make_document("New", content=os.urandom(500))
    call_command("storage_move", stdout=io.StringIO())
    assert found()["lists"] == {kind: [] for kind in KINDS}
