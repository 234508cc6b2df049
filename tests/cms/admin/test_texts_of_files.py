"""What editors see of files and search, and that what they do to collections reaches the index."""

from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from wagtail.models import Collection, CollectionViewRestriction

from cms.audit.models import AuditEvent
from cms.jobs.services import run_waiting
from cms.members.models import SiteRole
from cms.storage.models import DocumentText
from cms.storage.uses import note_uses
from search import outbox
from search.models import SearchOutbox
from tests.factories import admin as make
from tests.factories.files import document, pdf_document

pytestmark = pytest.mark.django_db
PAGE = "guidance:1"


@pytest.fixture(autouse=True)
def media(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MEDIA_ROOT, settings.STORE_DIR = str(tmp_path / "media"), str(tmp_path / "store")
    monkeypatch.setattr(outbox, "_listeners", [])


@pytest.fixture
def editor() -> Any:
    return make.signed_in(make.staff(superuser=False))


def screen(client: Any, row: Any) -> str:
    return " ".join(client.get(reverse("wagtaildocs:edit", args=[row.pk])).content.decode().split())


def recorded() -> set[str]:
    found = set(SearchOutbox.objects.values_list("key", flat=True))
    SearchOutbox.objects.all().delete()
    return found


def test_the_screen_says_what_search_can_read(editor: Any) -> None:
    words, scan = pdf_document("Words", "Hello"), pdf_document("Scan", "")
    broken = document("Broken", b"%PDF-1.4 nothing", "broken.pdf")
    assert "Search is going to read this file." in screen(editor, words)
    run_waiting()
    assert "Search can read this file (1 page)." in screen(editor, words)
    assert "This file holds no text (a scan?)." in screen(editor, scan)
    shown = screen(editor, broken)
    assert "Search could not read this file. It is damaged, or not what it seems to be." in shown
    assert reverse("storage_read_again", args=[broken.pk]) in shown


def test_read_again_is_a_button_for_those_who_may_change_the_file(editor: Any, client: Any) -> None:
    row = pdf_document("Words", "Hello")
    run_waiting()
    DocumentText.objects.update(state="failed", text="", reason="Reading it took too long.")
    address = reverse("storage_read_again", args=[row.pk])
    assert editor.get(address).status_code == 405
    assert client.post(address).status_code == 302
    chair = make.signed_in(make.staff("chair@example.org", SiteRole.Role.MANAGEMENT_GROUP, superuser=False))
    chair.post(address)
    run_waiting()
    assert DocumentText.objects.get().state == "failed"
    assert editor.post(address).url == reverse("wagtaildocs:edit", args=[row.pk])
    run_waiting()
    assert DocumentText.objects.get().state == "done"
    assert AuditEvent.objects.filter(action="document.read_again", object_id=str(row.pk)).count() == 1


def test_many_files_put_into_a_collection_at_once(editor: Any) -> None:
    row = pdf_document("Words", "Hello")
    note_uses(PAGE, [row.pk])
    recorded()
    closed = Collection.get_first_root_node().add_child(name="Closed")
    address = reverse("wagtail_bulk_action", args=["wagtaildocs", "document", "add_to_collection"])
    answer = editor.post(f"{address}?id={row.pk}", {"collection": closed.pk})
    assert answer.status_code == 302
    row.refresh_from_db()
    assert row.collection == closed
    assert recorded() == {PAGE}


def test_a_collection_that_moves_or_is_closed() -> None:
    editor = make.signed_in(make.staff())  # a superuser: an editor may not move what rights hang on
    root = Collection.get_first_root_node()
    closed, inner = root.add_child(name="Closed"), root.add_child(name="Inner")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    row = pdf_document("Words", "Hello", collection=inner)
    note_uses(PAGE, [row.pk])
    recorded()
    address = reverse("wagtailadmin_collections:edit", args=[inner.pk])
    assert editor.post(address, {"name": "Inner", "parent": closed.pk}).status_code == 302
    assert Collection.objects.get(pk=inner.pk).is_child_of(Collection.objects.get(pk=closed.pk))
    assert recorded() == {PAGE}
    privacy = reverse("wagtailadmin_collections:set_privacy", args=[closed.pk])
    editor.post(privacy, {"restriction_type": "none", "password": ""})
    assert recorded() == {PAGE}
