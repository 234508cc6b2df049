"""What editors are told of files: barriers, what to look at, and the tick before more than the parties see one."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from cms.audit.models import AuditEvent
from cms.core import clock
from cms.jobs.services import run_waiting
from cms.overview.data_quality.files import hard_to_read
from cms.snippets import looking
from cms.snippets.models import IspFile, IspVersion
from cms.storage import redaction
from cms.storage.models import DocumentText, DocumentUse
from search import outbox
from tests.cms.admin.test_versions import form_of, save, version_of
from tests.factories import admin as make
from tests.factories.files import pdf, pdf_document

pytestmark = pytest.mark.django_db
LOOK = "Signed by: Jane Sample, Head of Governance, jane@example.org"


@pytest.fixture(autouse=True)
def media(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MEDIA_ROOT, settings.STORE_DIR = str(tmp_path / "media"), tmp_path / "store"
    monkeypatch.setattr(outbox, "_listeners", [])


@pytest.fixture
def editor() -> Any:
    return make.signed_in(make.staff(superuser=False))


def sent(version: Any, document: Any, *, file: Any = None, **fields: Any) -> dict[str, Any]:
    row = {"id": file.pk if file else "", "document": document.pk, "title": "Signed", "kind": "signed", **fields}
    files = nested_form_data({"files": inline_formset([row], initial=1 if file else 0)})
    return {**form_of(version), **files}


def test_more_than_the_parties_see_a_file_only_after_a_look(editor: Any) -> None:
    version, document, plain = (
        version_of(IspVersion.State.DRAFT),
        pdf_document("Old", LOOK),
        pdf_document("New", "words"),
    )
    answer = save(editor, version, sent(version, document))
    assert redaction.NOT_YET in answer.content.decode()
    run_waiting()
    answer = save(editor, version, sent(version, document))
    assert "1 place for a signature, 1 name with a job title and 1 e-mail address" in answer.content.decode()
    assert looking.TICK in answer.content.decode()
    assert not IspFile.objects.exists()
    assert save(editor, version, sent(version, document, parties_only="on")).status_code == 302
    file = IspFile.objects.get()
    assert (file.parties_only, file.looked_at) == (True, None)
    assert save(editor, version, sent(version, document, file=file)).status_code == 200
    file.refresh_from_db()
    assert file.parties_only
    assert save(editor, version, sent(version, document, file=file, looked="on")).status_code == 302
    file.refresh_from_db()
    assert (file.parties_only, file.looked_by_id is None, looking.was_looked_at(file)) == (False, False, True)
    assert AuditEvent.objects.filter(action="isp_file.looked_at", object_id=str(file.pk)).count() == 1
    # The same bytes stay looked at; another document was not.
    assert save(editor, version, sent(version, document, file=file, parties_only="on")).status_code == 302
    assert save(editor, version, sent(version, document, file=file)).status_code == 302
    other = pdf_document("Other", "Mr Sample signed this")
    run_waiting()
    assert save(editor, version, sent(version, other, file=file)).status_code == 200
    assert save(editor, version, sent(version, plain, file=file)).status_code == 302  # nothing to look at
    file.refresh_from_db()
    assert file.looked_at is None


def test_a_file_that_was_replaced_is_to_be_looked_at_again(editor: Any) -> None:
    version, document = version_of(IspVersion.State.IN_FORCE), pdf_document("Old", LOOK)
    run_waiting()
    file = IspFile.objects.create(version=version, document=document, title="Signed", parties_only=False)
    assert looking.open_without_a_look() == [file]
    screen = reverse("overview_data_quality_kind", args=["not-looked-at"])
    assert "1 e-mail address" in editor.get(screen).content.decode()
    assert editor.post(screen, {"row": [str(file.pk)]}).status_code == 302
    for number in range(3):
        more = pdf_document(f"Old {number}", LOOK)
        IspFile.objects.create(version=version, document=more, title="More", parties_only=False, looked_at=clock.now())
    with CaptureQueriesContext(connection) as asked:
        assert looking.open_without_a_look() == []
    assert len(asked) <= 3
    document.file.save("newer.pdf", ContentFile(pdf(["Mr Sample"])), save=False)
    document.save()
    run_waiting()
    assert looking.open_without_a_look() == [file]
    file.refresh_from_db()
    assert file.looked_at is not None
    assert file.looked_at < clock.now()


def test_the_screen_of_a_file_says_what_is_in_the_way_and_what_to_look_at(editor: Any) -> None:
    document = pdf_document("Old", LOOK)
    run_waiting()
    shown = " ".join(editor.get(reverse("wagtaildocs:edit", args=[document.pk])).content.decode().split())
    assert "Headings, lists and the order of reading are not marked. Export it again" in shown
    assert "1 e-mail address" in shown
    assert "It is no full check (such as PDF/UA)" in shown
    assert "jane@example.org" not in shown


def test_the_report_lists_filters_and_is_taken_away(editor: Any) -> None:
    untagged, good = pdf_document("Untagged plan", "words"), pdf_document("Fine plan", "other words")
    run_waiting()
    DocumentText.objects.filter(sha256=looking.facts_of(good).sha256).update(barriers=[])  # type: ignore[union-attr]
    url = reverse("file_barriers")
    shown = editor.get(url).content.decode()
    assert "Untagged plan" in shown
    assert "Fine plan" not in shown
    assert "Untagged plan" in editor.get(url, {"barrier": "not_tagged"}).content.decode()
    assert "Untagged plan" not in editor.get(url, {"barrier": "locked"}).content.decode()
    DocumentText.objects.filter(sha256=looking.facts_of(good).sha256).update(barriers=["no_title"])  # type: ignore[union-attr]
    assert "Fine plan" not in editor.get(url, {"barrier": "not_tagged"}).content.decode()
    with CaptureQueriesContext(connection) as asked:
        assert "Fine plan" in editor.get(url).content.decode()
    assert not [one for one in asked if DocumentText.objects.get(barriers=["no_title"]).sha256 in one["sql"]]  # joined
    DocumentUse.objects.bulk_create([DocumentUse(document=one, key=f"isp:{one.pk}") for one in (untagged, good)])
    assert [row.label for row in hard_to_read()] == ["Untagged plan"]
    taken = b"".join(editor.get(url, {"export": "csv"}).streaming_content).decode()
    assert "headings, lists and the order of reading are not marked" in taken
    assert reverse("wagtaildocs:edit", args=[untagged.pk]) in shown
