"""Files that wait for the virus scanner: shown to nobody on any path, then to everybody whose they are, or never."""

import io
import json
import os
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from cms.audit.models import AuditEvent
from cms.core import clock
from cms.core.errors import Forbidden
from cms.core.requester import SYSTEM, Requester
from cms.jobs.services import run_waiting
from cms.members.selectors import requester_of
from cms.notifications.models import Notification
from cms.pages.models import GuidancePage
from cms.pages.renditions import make_renditions, repair_renditions
from cms.storage import covers, mirror, scanning, tasks, texts, waiting
from cms.storage.accepting import accept_file
from cms.storage.contents import media_key, quarantine_key
from cms.storage.expunging import expunge_quarantine
from cms.storage.models import Content, DocumentText, UploadedFile, UploadTicket
from cms.storage.pushing import push_waiting
from cms.storage.reconcile.survey import survey
from cms.storage.refusals import VIRUS_LATER, WAITED, WAITS, RefusedFile
from tests.factories import admin as make
from tests.factories import pages
from tests.factories.files import document
from tests.factories.people import UserFactory
from tests.factories.registers import make_isp, make_isp_file, make_partner, make_user
from tests.factories.waiting import document_bytes, kept_back, scanner_comes, scanner_goes
from tests.members_api.conftest import run_as

pytestmark = pytest.mark.django_db
STATES = [pytest.param(False, id="waiting"), pytest.param(True, id="refused", marks=pytest.mark.service("clamd"))]


@pytest.fixture
def editor() -> Any:
    return make.signed_in(make.staff(superuser=False))


@pytest.mark.parametrize("refused", STATES)
def test_it_is_served_to_nobody_on_any_path(editor: Any, settings: Any, refused: bool) -> None:
    row, image = (kept_back(kind, settings, refused=refused) for kind in ("document", "image"))
    wanted = Content.State.REFUSED if refused else Content.State.WAITING
    assert set(Content.objects.values_list("state", flat=True)) == {wanted}
    words = waiting.HELD_BACK[wanted]
    assert waiting.held_back_of([row.pk]) == {row.pk: words}
    run_waiting()
    paths = (
        f"/documents/{row.pk}/",
        f"/documents/{row.pk}/cover",
        f"/admin/media/{image.file.name}",
        f"/admin/media/{row.file.name}",
    )
    for path in paths:
        for method, headers in (("get", {}), ("head", {}), ("get", {"Range": "bytes=0-3"})):
            answer = getattr(editor, method)(path, headers=headers)
            assert answer.status_code == 404, (path, method, headers)
            assert not getattr(answer, "content", b"")[:4].startswith((b"%PDF", b"\x89PNG")), path
    for name in (row.file.name, image.file.name):
        with pytest.raises(FileNotFoundError):
            default_storage.open(name)
    assert make_renditions(image.pk) == repair_renditions() == 0
    assert not image.renditions.exists()
    assert covers.cover_of(row) == ""
    assert texts.texts_of([row.pk]) == {}
    assert not DocumentText.objects.exclude(text="").exists()
    for screen in (
        reverse("wagtaildocs:edit", args=[row.pk]),
        reverse("wagtailimages:edit", args=[image.pk]),
        reverse("wagtailimages:index"),
        reverse("wagtaildocs:index"),
    ):
        assert editor.get(screen).status_code == 200, screen


def test_the_api_says_why_a_file_cannot_be_opened(settings: Any) -> None:
    council = make_partner("council")
    reader = requester_of(make_user("reader@example.org", council))
    isp = make_isp("Floods", council, ())
    make_isp_file(isp, kept_back("document", settings))
    asked = f'{{ isp(reference: "{isp.reference}") {{ version {{ files {{ document {{ heldBack }} }} }} }} }}'
    for words in (waiting.HELD_BACK[Content.State.WAITING], None):
        found = run_as(reader, asked)
        assert found.data is not None, found.errors
        assert found.data["isp"]["version"]["files"] == [{"document": {"heldBack": words}}]
        Content.objects.update(state=Content.State.CLEAN)


def test_known_bytes_wait_too(settings: Any) -> None:
    """The same file once more is the same content, whoever sends it and whatever the scanner says of it then."""
    scanner_goes(settings)
    content = document_bytes()
    for number in (1, 2):
        row = get_document_model()(title=f"Copy {number}")
        row.file.save(f"copy{number}.pdf", ContentFile(content))
    assert Content.objects.get().state == Content.State.WAITING
    assert texts.documents_with(Content.objects.get().sha256).count() == 2


@pytest.mark.service("clamd")
def test_the_scanner_is_away_and_comes_back(editor: Any, settings: Any) -> None:
    scanner_goes(settings)
    sent = SimpleUploadedFile("plan.pdf", document_bytes(), content_type="application/pdf")
    editor.post(reverse("wagtaildocs:add"), {"title": "Plan", "file": sent, "collection": 1})
    row = get_document_model().objects.get()
    image = kept_back("image", settings)
    assert (image.width, image.height) == (30, 20)
    run_waiting()
    assert not DocumentText.objects.exists()
    dropped = {"sha256": "f" * 64, "size": 1, "first_at": clock.now(), "released_at": clock.now()}
    refused = Content.objects.create(state=Content.State.WAITING, **dropped)  # sent by a partner's system
    listed = editor.get(reverse("storage_kept_back")).content.decode()
    assert ("deleted since" in listed, "2 files" in listed) == (False, True)
    refused.delete()
    assert "Plan" in listed
    assert "waits to be checked for viruses" in editor.get(reverse("wagtaildocs:edit", args=[row.pk])).content.decode()

    assert waiting.scan_waiting() == waiting.Scanned(waiting=2)
    assert editor.get(f"/documents/{row.pk}/").status_code == 404
    scanner_comes(settings)
    assert waiting.scan_waiting() == waiting.Scanned(clean=2)
    assert waiting.held_back_of([row.pk]) == {}
    assert waiting.scan_waiting() == waiting.Scanned()
    run_waiting()
    assert set(Content.objects.exclude(state="made_here").values_list("state", flat=True)) == {Content.State.CLEAN}
    assert b"".join(editor.get(f"/documents/{row.pk}/").streaming_content).startswith(b"%PDF")
    assert "Words of" in texts.texts_of([row.pk])[row.pk]
    assert image.renditions.count() == 4
    assert AuditEvent.objects.filter(action="file.let_in").count() == 2
    assert "Plan" not in editor.get(reverse("storage_kept_back")).content.decode()
    told = editor.get(reverse("wagtaildocs:edit", args=[row.pk])).content.decode()
    assert "waits to be checked" not in told
    assert "Checked for viruses" in told


@pytest.mark.service("clamd")
def test_what_is_found_late_is_told_once_to_the_sender_and_the_core_team(settings: Any) -> None:
    sender, team = UserFactory(email="sender@example.org"), make.staff()
    scanner_goes(settings)
    content = document_bytes(virus=True)
    row = get_document_model()(title="Invoice", uploaded_by_user=sender)
    row.file.save("invoice.pdf", ContentFile(content))
    kept = Content.objects.get()
    ticket = UploadTicket.objects.create(
        purpose="x", user=sender, made_at=kept.first_at, expires_at=kept.first_at, used_at=kept.first_at
    )
    result = UploadedFile.objects.create(
        ticket=ticket, number=1, name="i.pdf", taken=True, words=f"Kept. {WAITS}", sha256=kept.sha256, at=kept.first_at
    )
    scanner_comes(settings)
    assert waiting.scan_waiting() == waiting.Scanned(found=1)
    assert waiting.scan_waiting() == waiting.Scanned()
    kept.refresh_from_db()
    assert (kept.state, "Eicar" in kept.note) == (Content.State.REFUSED, True)
    assert sorted(Notification.objects.values_list("user__email", "title")) == sorted(
        [(sender.email, "A virus was found in a file that you sent"), (team.email, "A virus was found in a file")]
    )
    result.refresh_from_db()
    assert result.words == f"Kept. {VIRUS_LATER}"
    assert AuditEvent.objects.filter(action="file.refused").count() == 1
    # The row stays, so that who needs it sees what became of it; the same bytes are refused from now on without asking.
    assert get_document_model().objects.filter(pk=row.pk).exists()


@pytest.mark.service("clamd")
def test_a_sender_reads_on_the_site_that_it_was_checked(settings: Any) -> None:
    scanner_goes(settings)
    row = get_document_model()(title="Plan")
    row.file.save("plan.pdf", ContentFile(document_bytes()))
    kept = Content.objects.get()
    ticket = UploadTicket.objects.create(
        purpose="x", user=UserFactory(), made_at=kept.first_at, expires_at=kept.first_at
    )
    result = UploadedFile.objects.create(
        ticket=ticket, number=1, name="i", taken=True, words=WAITS, sha256=kept.sha256, at=kept.first_at
    )
    scanner_comes(settings)
    waiting.scan_waiting()
    result.refresh_from_db()
    assert result.words == WAITED


def test_where_the_scanner_is_no_longer_set_files_are_let_in_and_say_so(settings: Any) -> None:
    kept_back("document", settings)
    settings.CLAMD_ADDRESS = ""
    assert waiting.scan_waiting() == waiting.Scanned(clean=1)
    assert Content.objects.get().state == Content.State.NOT_SCANNED


@pytest.mark.service("clamd")
def test_what_came_before_the_scanner_is_checked_and_a_virus_leaves_the_store(editor: Any, settings: Any) -> None:
    sender, team = UserFactory(email="sender@example.org"), make.staff()
    settings.CLAMD_ADDRESS = ""
    good, bad = (document(title, document_bytes(title == "Bad"), f"{title}.pdf") for title in ("Good", "Bad"))
    get_document_model().objects.filter(pk=bad.pk).update(uploaded_by_user=sender)
    run_waiting()
    assert set(texts.texts_of([good.pk, bad.pk])) == {good.pk, bad.pk}
    assert editor.get(f"/documents/{bad.pk}/").status_code == 200
    kept = Content.objects.get(names__name=bad.file.name)
    assert waiting.scan_waiting() == waiting.Scanned()

    scanner_comes(settings)
    Content.objects.update(note="holds a program")  # of the door, about something else
    assert waiting.ask_again(by=SYSTEM) == 2
    assert waiting.scan_waiting() == waiting.Scanned(clean=1, found=1)
    assert waiting.scan_waiting() == waiting.Scanned()
    kept.refresh_from_db()
    assert (kept.state, "Eicar" in kept.note) == (Content.State.REFUSED, True)
    checked = Content.objects.get(names__name=good.file.name)
    assert (checked.state, checked.note) == (Content.State.CLEAN, "holds a program")
    for path in (f"/documents/{bad.pk}/", f"/documents/{bad.pk}/cover", f"/admin/media/{bad.file.name}"):
        assert editor.get(path).status_code == 404, path
    assert set(texts.texts_of([good.pk, bad.pk])) == {good.pk}
    told = dict(Notification.objects.values_list("user__email", "body"))
    assert set(told) == {sender.email, team.email}
    assert all("could open it until now" in body for body in told.values())

    media = settings.STORE_DIR / "media" / media_key(kept.sha256)
    assert expunge_quarantine(kept.scanned_at) == 0  # nowhere else yet
    assert media.exists()
    push_waiting(seconds=10)
    assert (settings.STORE_DIR / "quarantine" / quarantine_key(kept.sha256)).exists()
    assert expunge_quarantine(kept.scanned_at) == 1
    assert not media.exists()
    assert not [one for one in survey() if one.content == kept.pk]


def test_a_scanner_without_a_clear_answer_takes_nothing_away(settings: Any) -> None:
    settings.CLAMD_ADDRESS = ""
    row = document("Plan", document_bytes(), "plan.pdf")
    scanner_goes(settings)
    assert waiting.scan_waiting() == waiting.Scanned()
    kept = Content.objects.get(names__name=row.file.name)
    assert (kept.state, kept.scanned_at, kept.asked_at is None) == (Content.State.NOT_SCANNED, None, False)
    with default_storage.open(row.file.name) as file:
        assert file.read(4) == b"%PDF"


@pytest.mark.service("clamd")
def test_a_virus_found_at_a_door_closes_the_same_bytes_that_the_site_has(settings: Any) -> None:
    team = make.staff()
    settings.CLAMD_ADDRESS = ""
    content = document_bytes(virus=True)
    row = document("Invoice", content, "invoice.pdf")
    scanner_comes(settings)
    with pytest.raises(RefusedFile, match="found something in it"):
        accept_file(io.BytesIO(content), "again.pdf")
    assert Content.objects.get(names__name=row.file.name).state == Content.State.REFUSED
    with pytest.raises(FileNotFoundError):
        default_storage.open(row.file.name)
    assert list(Notification.objects.values_list("user__email", flat=True)) == [team.email]


def test_a_false_alarm_takes_everything_away_and_is_undone(editor: Any, settings: Any, monkeypatch: Any) -> None:
    team = make.staff("team@example.org")
    settings.CLAMD_ADDRESS = ""
    row = document("Plan", document_bytes(), "plan.pdf")
    shown = [{"type": "document", "value": {"document": row.pk, "note": ""}}]
    pages.make_page(GuidancePage, "Plans", audience="public", body=json.dumps(shown))
    kept = Content.objects.get(names__name=row.file.name)
    answers = {"now": scanning.Verdict("found", "False.Alarm", "x")}
    copy = settings.STORE_DIR / "mirror" / mirror.document_key(row, kept.sha256)

    def settle() -> None:
        cache.clear()
        tasks.keep_mirror()
        push_waiting(seconds=10)
        tasks.keep_mirror()

    settle()
    assert copy.exists()
    scanner_goes(settings)
    monkeypatch.setattr(scanning, "verdict_of", lambda *_, **__: answers["now"])
    for _ in range(2):
        answers["now"] = scanning.Verdict("found", "False.Alarm", "x")
        Content.objects.filter(pk=kept.pk).update(state=Content.State.NOT_SCANNED)
        assert waiting.scan_waiting() == waiting.Scanned(found=1)
        settle()
        assert copy.exists()  # the mirror says that it ended, and its bytes go with those of the store
        assert expunge_quarantine(kept.first_at) == 2
        assert expunge_quarantine(kept.first_at) == 0
        assert not copy.exists()
        assert editor.get(f"/documents/{row.pk}/").status_code == 404
        answers["now"] = scanning.Verdict("clean", scanner="x")
        assert waiting.scan_waiting() == waiting.Scanned()
        assert waiting.scan_waiting(refused=True) == waiting.Scanned(clean=1)
        kept.refresh_from_db()
        assert (kept.state, kept.note) == (Content.State.CLEAN, "")
        assert b"".join(editor.get(f"/documents/{row.pk}/").streaming_content).startswith(b"%PDF")
        settle()
        assert copy.exists()
        assert not [one for one in survey() if one.content == kept.pk]
    assert Notification.objects.filter(user=team, title="A virus was found in a file").count() == 2


def test_bytes_that_are_taken_away_while_they_are_let_in_stay_where_they_were(settings: Any, monkeypatch: Any) -> None:
    settings.CLAMD_ADDRESS = ""
    row = document("Plan", document_bytes(), "plan.pdf")
    kept = Content.objects.get(names__name=row.file.name)
    waiting.refuse(kept, scanning.Verdict("found", "False.Alarm", "x"))
    push_waiting(seconds=10)
    copied = waiting.copy_to_store

    def meanwhile(content: Content) -> Any:
        found = copied(content)
        assert expunge_quarantine(kept.first_at) == 1
        return found

    monkeypatch.setattr(waiting, "copy_to_store", meanwhile)
    assert not waiting.let_in(kept, scanning.Verdict("clean", scanner="x"))
    monkeypatch.undo()
    assert Content.objects.get(pk=kept.pk).state == Content.State.REFUSED
    assert waiting.let_in(kept, scanning.Verdict("clean", scanner="x"))
    with default_storage.open(row.file.name) as file:
        assert file.read(4) == b"%PDF"


def test_files_at_which_the_scanner_hangs_hold_up_no_others(settings: Any, monkeypatch: Any) -> None:
    bad, good = kept_back("document", settings), kept_back("document", settings)
    first = Content.objects.get(names__name=bad.file.name)
    clocked = iter(range(0, 100, 40))  # each question takes 40 of the 60 seconds of a job

    def slow(_: Any, *, sha256: str, **__: Any) -> scanning.Verdict:
        return scanning.Verdict("unclear") if sha256 == first.sha256 else scanning.Verdict("clean", scanner="x")

    monkeypatch.setattr(scanning, "verdict_of", slow)
    monkeypatch.setattr(waiting.time, "monotonic", lambda: next(clocked))
    assert waiting.scan_waiting(seconds=30) == waiting.Scanned(waiting=2)
    monkeypatch.undo()
    monkeypatch.setattr(scanning, "verdict_of", slow)
    assert waiting.held_back_of([good.pk])
    Content.objects.filter(pk=first.pk).update(asked_at=first.first_at)
    assert waiting.scan_waiting() == waiting.Scanned(clean=1, waiting=1)
    assert not waiting.held_back_of([good.pk])
    settings.CLAMD_ADDRESS = ""
    assert waiting.is_well()
    Content.objects.filter(pk=first.pk).update(first_at=clock.now() - waiting.LONG)
    assert not waiting.is_well()


def test_what_nothing_needs_any_more_never_leaves_quarantine(settings: Any) -> None:
    row = kept_back("document", settings)
    Content.objects.update(released_at=clock.now())  # a system sent it, and it was refused for what it is
    settings.CLAMD_ADDRESS = ""
    assert waiting.scan_waiting() == waiting.Scanned()
    assert Content.objects.get(names__name=row.file.name).state == Content.State.WAITING


def test_a_scanner_that_is_away_is_not_asked_of_every_file(settings: Any, monkeypatch: Any) -> None:
    for _ in range(6):
        kept_back("document", settings)
    asked: list[str] = []
    verdict_of = scanning.verdict_of

    def counted(file: Any, *, sha256: str, fresh: bool = False) -> scanning.Verdict:
        asked.append(sha256)
        return verdict_of(file, sha256=sha256, fresh=fresh)

    monkeypatch.setattr(scanning, "verdict_of", counted)
    assert waiting.scan_waiting() == waiting.Scanned(waiting=6)
    assert len(asked) == waiting.TRIES


def test_only_the_core_team_has_files_checked_again_or_sees_the_list(editor: Any, settings: Any, client: Any) -> None:
    row = kept_back("document", settings)
    with pytest.raises(Forbidden):
        waiting.ask_again(by=Requester(user_id=1))
    assert waiting.ask_again(by=SYSTEM) == 1
    page = reverse("storage_kept_back")
    assert client.get(page).status_code == 302
    chair = make.signed_in(make.staff("chair@example.org", "management_group", superuser=False))
    assert chair.get(page).status_code in (302, 403)
    assert chair.post(reverse("storage_scan_again")).status_code in (302, 403)
    before = AuditEvent.objects.filter(action="files.scan_asked").count()
    assert editor.post(reverse("storage_scan_again")).status_code == 302
    assert AuditEvent.objects.filter(action="files.scan_asked").count() == before + 1
    shown = editor.get(page).content.decode()
    assert reverse("wagtaildocs:edit", args=[row.pk]) in shown
    assert "Kept back" not in editor.get(page, {"state": "refused"}).content.decode()
    assert "Kept back" in editor.get(page, {"state": "waiting"}).content.decode()


def test_bytes_that_cannot_be_reached_wait_on(settings: Any, tmp_path: Any) -> None:
    kept_back("document", settings)
    (kept,) = (settings.STORE_DIR / "quarantine").rglob(Content.objects.get().sha256)
    os.rename(kept, tmp_path / "away")
    assert waiting.scan_waiting() == waiting.Scanned(waiting=1)
    assert io.BytesIO((tmp_path / "away").read_bytes()).read(4) == b"%PDF"
    assert get_image_model().objects.count() == 0
