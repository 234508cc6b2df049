"""The screen “Files and copies”: what it tells, and what its buttons do."""

import hashlib
import io
import os
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.audit.models import AuditEvent
from cms.core.requester import SYSTEM
from cms.members.models import SiteRole
from cms.storage import contents, tasks
from cms.storage.models import Content, KeptName, SyncObject
from cms.storage.places import Role, place
from cms.storage.pushing import plan
from cms.storage.reconcile import runs
from cms.storage.reconcile.status import files_status
from tests.factories import pages
from tests.factories.admin import signed_in, site_tree, staff

pytestmark = pytest.mark.django_db
FILES = "/admin/reports/files/"


@pytest.fixture(autouse=True)
def folders(settings: Any, tmp_path: Any) -> None:
    settings.S3_BUCKET, settings.STORE_DIR, settings.MEDIA_ROOT = "", tmp_path / "store", str(tmp_path / "media")


@pytest.fixture
def editor() -> Client:
    site_tree()
    return signed_in(staff())


def shown(client: Client, answer: Any = None) -> str:
    answer = answer or client.get(FILES)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def press(client: Client, do: str, **given: Any) -> str:
    return shown(client, client.post(FILES, {"do": do, **given}, follow=True))


def compare() -> None:
    runs.work(runs.begin(mode="all", heals=False))


def lost() -> tuple[Any, SyncObject, bytes]:
    words = os.urandom(700)
    document = pages.make_document("Protocol for floods", content=words)
    row = SyncObject.objects.get(content__sha256=hashlib.sha256(words).hexdigest())
    place(Role.MEDIA).delete(row.key)
    compare()
    return document, row, words


def test_it_tells_where_files_are_and_that_all_is_well(editor: Client) -> None:
    assert "were not compared yet" in shown(editor)
    pages.make_document("Plan", content=b"x" * 5000)
    compare()
    text = shown(editor)
    assert "Everything is there and is what was kept." in text
    assert "Folder “media” on this machine" in text
    assert "<td>1</td><td>4.9 KB</td>" in text
    assert "Folder “mirror” on this machine" in text
    assert "not checked for viruses 1" in text
    assert "are being moved" not in text


def test_a_move_and_what_waits_are_shown(editor: Client, settings: Any) -> None:
    row = SyncObject.objects.get(content__in=[kept(b"kept")])
    SyncObject.objects.filter(pk=row.pk).update(place="s3://old-bucket")
    waits = plan(role=Role.MIRROR, key="doc/1/waits", content=row.content)
    SyncObject.objects.filter(pk=waits.pk).update(attempts=3, error="connection refused")
    text = shown(editor)
    assert "0 (0 bytes) are where the site writes now, 1 (4 bytes) are still elsewhere" in text
    assert "Bucket “old-bucket”" in text
    assert "does not write here any more" in text
    assert "connection refused" in text
    assert "Waiting to be copied: 1" in text


def kept(words: bytes) -> Content:
    sha256 = hashlib.sha256(words).hexdigest()
    content = contents.store_content(io.BytesIO(words), sha256=sha256, size=len(words), kind="txt", state="clean")
    contents.keep_name(f"documents/{sha256[:8]}.txt", content)
    return content


def test_compare_and_mend_are_jobs(editor: Client) -> None:
    assert "compared in the background" in press(editor, "compare")
    answer = editor.get(FILES)
    assert "A comparison is under way" in shown(editor, answer)
    assert "Refresh" not in answer  # somebody may be filling in why a file goes
    assert "under way" in press(editor, "mend")
    tasks.go_on_comparing()
    assert "mended in the background" in press(editor, "mend")
    tasks.go_on_comparing()
    assert "Everything is there" in shown(editor)
    actions = AuditEvent.objects.filter(action__startswith="files.").values_list("action", flat=True)
    assert sorted(actions) == ["files.comparison_asked", "files.mending_asked"]


def test_a_lost_file_is_named_linked_and_put_back(editor: Client) -> None:
    document, row, words = lost()
    text = shown(editor)
    assert "Not all is as it should be." in text
    assert f'<a href="/admin/documents/edit/{document.pk}/">Protocol for floods</a>' in text
    given = {"content": row.content_id, "row": row.pk}
    assert "its content differs" in press(editor, "back", copy=SimpleUploadedFile("x.pdf", b"another"), **given)
    assert "does not have the file" in press(editor, "back", source="disk:mirror", **given)
    assert "The file is back" in press(editor, "back", copy=SimpleUploadedFile("x.pdf", words), **given)
    assert b"".join(place(Role.MEDIA).read(row.key)) == words
    compare()
    assert "Everything is there" in shown(editor)


def test_a_place_that_has_it_is_offered(editor: Client) -> None:
    _, row, words = lost()
    other = plan(role=Role.MIRROR, key="copy", content=row.content)
    SyncObject.objects.filter(pk=other.pk).update(done_at=row.done_at)
    (place(Role.MIRROR).root).mkdir(parents=True)  # type: ignore[attr-defined]
    (place(Role.MIRROR).root / "copy").write_bytes(words)  # type: ignore[attr-defined]
    assert "Put it back from: Folder “mirror” on this machine" in shown(editor)
    text = press(editor, "back", content=row.content_id, row=row.pk, source="disk:mirror")
    assert "read again after it was put there" in text


def test_what_is_gone_is_said_and_named_for_those_who_show_it(editor: Client) -> None:
    document, row, _ = lost()
    text = press(editor, "gone", content=row.content_id)
    assert f"Give these another file, or delete them: {document.file.name}" in text
    compare()
    assert "Everything is there" in shown(editor)
    KeptName.objects.all().delete()
    compare()
    assert "Open it, and give it another file" in press(editor, "forget", name=document.file.name)


def test_somebody_s_data_is_removed_for_good(editor: Client) -> None:
    content = kept(b"Jo, 4 Mill Lane")
    assert "Delete or replace" in press(editor, "expunge", content=content.pk, why="A home address")
    contents.release(KeptName.objects.get().name)
    assert "Deleted files whose content is still kept: 1" in shown(editor)
    assert "Say why" in press(editor, "expunge", content=content.pk, why="")
    assert "removed for good" in press(editor, "expunge", content=content.pk, why="A home address")
    assert not Content.objects.filter(pk=content.pk).exists()
    assert not list(place(Role.MEDIA).keys(""))


def test_nonsense_changes_nothing(editor: Client) -> None:
    events = AuditEvent.objects.count()
    for do in ("", "nothing", "back", "gone", "forget", "expunge"):
        answer = editor.post(FILES, {"do": do, "content": "9" * 30, "row": "x", "name": "", "source": "", "why": "x"})
        assert answer.status_code == 302
    assert AuditEvent.objects.count() == events


def test_it_is_for_the_core_team_alone(editor: Client) -> None:
    _, row, _ = lost()
    management = signed_in(staff("m@example.org", SiteRole.Role.MANAGEMENT_GROUP, superuser=False))
    assert management.get(FILES).status_code in (302, 403)
    assert management.post(FILES, {"do": "gone", "content": row.content_id}).status_code in (302, 403)
    assert SyncObject.objects.get(pk=row.pk).ended_at is None
    assert FILES not in management.get("/admin/").content.decode()
    assert FILES in editor.get("/admin/reports/").content.decode() + editor.get("/admin/").content.decode()


def test_it_asks_the_same_number_of_questions_however_much_is_wrong(editor: Client) -> None:
    counted = []
    for number in (1, 10, 40):
        for each in range(number):
            content = kept(f"file {number} {each}".encode())
            place(Role.MEDIA).delete(contents.media_key(content.sha256))
        compare()
        with CaptureQueriesContext(connection) as asked:
            files_status(by=SYSTEM)
        counted.append(len(asked))
    assert "Missing: 51" in shown(editor)
    assert "The first 50 are shown." in shown(editor)
    assert len(set(counted)) == 1, counted
