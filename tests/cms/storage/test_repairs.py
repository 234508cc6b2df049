"""What a person decides of what does not mend itself: compare, put back, say that it is gone."""

import io
from typing import Any

import pytest
from django.core.management import call_command
from django_q.models import OrmQ

from cms.audit.models import AuditEvent
from cms.core import clock
from cms.core.errors import BadInput, Conflict, Forbidden, NotFound
from cms.core.requester import ANONYMOUS, Requester
from cms.storage import contents, expunging
from cms.storage.folder import FolderStore
from cms.storage.models import DocumentText, KeptName, ReconcileRun, SyncObject
from cms.storage.ports import StoreUnavailable
from cms.storage.reconcile import repairs, runs
from tests.cms.storage.test_reconcile_runs import EDITOR, kept, path_of
from tests.factories import pages

pytestmark = pytest.mark.django_db
TOKEN = Requester(is_editor=True, token_id=1, scopes=frozenset({"read:content"}))


@pytest.mark.parametrize("by", [ANONYMOUS, Requester(user_id=2), TOKEN])
def test_nobody_else_decides(by: Requester) -> None:
    (row,) = kept()
    given: dict[str, Any] = {"by": by, "content_id": row.content_id}
    for refused in (
        lambda: repairs.compare_now(by=by),
        lambda: repairs.mend_now(by=by),
        lambda: repairs.put_back_from(**given, source="disk:media"),
        lambda: repairs.put_back_file(**given, file=io.BytesIO(b"x")),
        lambda: repairs.say_gone(**given),
        lambda: repairs.say_name_gone(by=by, name="x"),
        lambda: expunging.expunge_now(**given, why="x"),
    ):
        with pytest.raises(Forbidden):
            refused()
    assert not AuditEvent.objects.exists()
    assert not ReconcileRun.objects.exists()
    assert path_of(row).exists()


def test_one_comparison_at_a_time_is_asked_for() -> None:
    repairs.compare_now(by=EDITOR)
    with pytest.raises(Conflict):
        repairs.mend_now(by=EDITOR)
    waiting = [str(row.task["args"][1]) for row in OrmQ.objects.all()]
    assert waiting == [runs.GO_ON]
    assert AuditEvent.objects.get().action == "files.comparison_asked"


def test_a_lost_file_is_put_back_from_a_copy_of_exactly_its_bytes() -> None:
    (row,) = kept()
    words = path_of(row).read_bytes()
    path_of(row).unlink()
    with pytest.raises(BadInput, match="differs"):
        repairs.put_back_file(by=EDITOR, content_id=row.content_id, row_id=row.pk, file=io.BytesIO(words + b" "))
    assert not path_of(row).exists()
    with pytest.raises(NotFound):
        repairs.put_back_from(by=EDITOR, content_id=row.content_id, source="disk:mirror", row_id=row.pk)
    repairs.put_back_file(by=EDITOR, content_id=row.content_id, row_id=row.pk, file=io.BytesIO(words))
    assert path_of(row).read_bytes() == words
    assert AuditEvent.objects.get().action == "file.put_back"


def test_a_lost_file_is_put_back_from_another_place_unless_it_is_damaged_there() -> None:
    (row,) = kept()
    words = path_of(row).read_bytes()
    other = SyncObject.objects.create(
        place="disk:mirror", key="copy", role="mirror", content=row.content, created_at=clock.now(),
        done_at=clock.now(), ended_at=clock.now(),
    )  # fmt: skip
    path_of(row).unlink()
    path_of(other).parent.mkdir(parents=True)
    path_of(other).write_bytes(b"x" * len(words))
    asked: dict[str, Any] = {"by": EDITOR, "content_id": row.content_id, "source": "disk:mirror", "row_id": row.pk}
    with pytest.raises(Conflict, match="not the file"):
        repairs.put_back_from(**asked)
    path_of(other).write_bytes(words)
    repairs.put_back_from(**asked)
    assert path_of(row).read_bytes() == words


def test_what_is_said_to_be_gone_is_not_looked_for_and_may_come_again() -> None:
    (row,) = kept()
    words = path_of(row).read_bytes()
    with pytest.raises(Conflict, match="disk:media has it"):
        repairs.say_gone(by=EDITOR, content_id=row.content_id)
    path_of(row).unlink()
    assert repairs.say_gone(by=EDITOR, content_id=row.content_id) == [KeptName.objects.get().name]
    call_command("storage_reconcile", stdout=io.StringIO())
    contents.store_content(io.BytesIO(words), sha256=row.content.sha256, size=20, kind="txt", state="clean")
    assert path_of(row).read_bytes() == words
    call_command("storage_reconcile", stdout=io.StringIO())
    assert AuditEvent.objects.get().action == "file.said_gone"


def test_a_cover_that_is_gone_is_forgotten_and_a_document_is_not() -> None:
    document = pages.make_document("Plan", content=b"plan")
    KeptName.objects.all().delete()
    with pytest.raises(Conflict, match="another file"):
        repairs.say_name_gone(by=EDITOR, name=document.file.name)
    DocumentText.objects.create(sha256="c" * 64, cover="covers/gone.png")
    repairs.say_name_gone(by=EDITOR, name="covers/gone.png")
    assert set(DocumentText.objects.values_list("cover", flat=True)) == {""}
    with pytest.raises(NotFound):
        repairs.say_name_gone(by=EDITOR, name="")


def test_a_place_that_does_not_answer_may_still_have_what_is_said_to_be_gone(monkeypatch: Any) -> None:
    (row,) = kept()
    words = path_of(row).read_bytes()
    asked: dict[str, Any] = {"by": EDITOR, "content_id": row.content_id}

    def away(*_: object) -> Any:
        raise StoreUnavailable("connection refused")

    with monkeypatch.context() as patch:
        patch.setattr(FolderStore, "read", away)
        with pytest.raises(Conflict, match="connection refused"):
            repairs.say_gone(**asked)
    path_of(row).write_bytes(b"other")
    old = SyncObject.objects.create(
        place="s3://old@nowhere.example", key=row.key, content=row.content, role="media", done_at=clock.now(),
        created_at=clock.now(),
    )  # fmt: skip
    with pytest.raises(Conflict, match="do not reach"):
        repairs.say_gone(**asked)
    SyncObject.objects.filter(pk=old.pk).update(ended_at=clock.now(), end_reason=contents.MOVED)
    repairs.say_gone(**asked)
    assert runs.work(runs.begin(mode="all", heals=True))
    row.refresh_from_db()
    assert row.ended_at is not None  # still other bytes
    path_of(row).write_bytes(words)  # the disk is back
    assert runs.work(run := runs.begin(mode="all", heals=True))
    assert "1 files that were said to be gone are there again" in run.healed
    assert runs.is_zero(run)
    assert contents.open_content(row.content).read() == words


def test_nothing_is_said_to_be_gone_that_came_back_while_its_places_were_read(monkeypatch: Any) -> None:
    (row,) = kept()
    words = path_of(row).read_bytes()
    path_of(row).unlink()
    read = FolderStore.read

    def missed(store: FolderStore, key: str) -> Any:
        monkeypatch.setattr(FolderStore, "read", read)
        path_of(row).write_bytes(words)
        contents.keep_name("documents/again.txt", row.content)
        yield b"other"

    monkeypatch.setattr(FolderStore, "read", missed)
    with pytest.raises(Conflict, match="Look again"):
        repairs.say_gone(by=EDITOR, content_id=row.content_id)
    assert contents.open_content(row.content).read() == words
