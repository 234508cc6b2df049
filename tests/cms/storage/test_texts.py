"""The text of uploads: every kind that is read, hostile files, and what becomes of them in the database."""

import io
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django_q.models import OrmQ
from pypdf import PdfReader, PdfWriter

from cms.core.errors import Forbidden
from cms.core.requester import ANONYMOUS, SYSTEM
from cms.jobs.services import run_waiting
from cms.overview.demo.files import pdf
from cms.storage import reading, texts
from cms.storage.audience import joined
from cms.storage.models import Content, DocumentText
from cms.storage.reading import read_text
from search import outbox
from tests.factories.files import WORD, document, docx, odt, paragraph, pdf_document, xlsx, zipped


@pytest.fixture
def media(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.MEDIA_ROOT, settings.STORE_DIR = str(tmp_path / "media"), tmp_path / "store"
    monkeypatch.setattr(outbox, "_listeners", [])
    return tmp_path


def read(tmp_path: Path, content: bytes, **options: Any) -> reading.Reading:
    path = tmp_path / "upload"
    path.write_bytes(content)
    return read_text(path, **options)


def test_word_paragraphs_tables_headers_and_no_deleted_text(tmp_path: Path) -> None:
    body = paragraph("Threshold") + f"<w:tbl><w:tr><w:tc>{paragraph('cellword')}</w:tc></w:tr></w:tbl>"
    body += "<w:p><w:r><w:t>half</w:t></w:r><w:r><w:t>word</w:t><w:tab/><w:t>next</w:t></w:r></w:p>"
    body += "<w:p><w:del><w:r><w:delText>struckout</w:delText></w:r></w:del></w:p>"
    body += '<w:p><w:r><w:instrText>HYPERLINK "x"</w:instrText></w:r></w:p>'
    found = read(tmp_path, docx(body, header1=paragraph("headword"), footer2=paragraph("footword"),
                                comments=paragraph("remark")))  # fmt: skip
    assert (found.state, found.text) == ("done", "Threshold\ncellword\nhalfword next\nfootword\nheadword")


def test_open_document_text(tmp_path: Path) -> None:
    content = (
        "<text:tracked-changes><text:p>struckout</text:p></text:tracked-changes><text:h>Head<text:s/>line</text:h>"
    )
    content += "<text:p>One <text:span>two</text:span> three<office:annotation><text:p>remark</text:p>"
    content += "</office:annotation></text:p>"
    found = read(tmp_path, odt(content))
    assert (found.state, found.text) == ("done", "Head line\nOne two three")


def test_workbook(tmp_path: Path) -> None:
    assert read(tmp_path, xlsx()).text == "Sheetword\nshared\nrich\ninline\nformula"


def test_pdf_and_what_a_file_is_its_bytes_say(tmp_path: Path) -> None:
    found = read(tmp_path, pdf(["Hello safeguarding", "world"]))
    assert (found.state, found.pages, found.text) == ("done", 1, "Hello safeguarding world")
    assert read(tmp_path, pdf([""])).state == "empty"


def _encrypted(user: str, owner: str) -> bytes:
    writer, out = PdfWriter(PdfReader(io.BytesIO(pdf(["openword"])))), io.BytesIO()
    writer.encrypt(user, owner, algorithm="AES-256")
    writer.write(out)
    return out.getvalue()


def _circle() -> bytes:
    return b"".join(
        (
            b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n",
            b"2 0 obj\n<< /Type /Pages /Kids [2 0 R 2 0 R 2 0 R] /Count 10000 >>\nendobj\n",
            b"trailer\n<< /Root 1 0 R >>\n%%EOF\n",
        )
    )


ENTITIES = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {new} "{("&" + old + ";") * 10}">' for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)
HOSTILE = {
    "broken pdf": (b"%PDF-1.4 nothing of the kind", "failed", "damaged"),
    "pages in a circle": (_circle(), "", ""),
    "encrypted pdf": (_encrypted("pass", "pass"), "refused", "password"),
    "nothing": (b"", "refused", "none of them"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + b"0" * 500, "refused", "none of them"),
    "old word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 500, "refused", "docx"),
    "broken archive": (b"PK\x03\x04" + b"x" * 1000, "failed", "damaged"),
    "any archive": (zipped({"../../etc/passwd": "root", "a.html": "<script>"}), "refused", "none of them"),
    "path tricks": (zipped({"word/document.xml": f"<w:document {WORD}>{paragraph('fine')}</w:document>",
                            "word/header/../../../etc/cron.d/x": "x", "/etc/shadow": "y"}), "done", ""),
    "zip bomb": (docx(paragraph("a" * (120 << 20))), "refused", "unpacks"),
    "many parts": (zipped({f"a{number}": "" for number in range(2500)}), "refused", "parts"),
    "entity nest": (zipped({"word/document.xml": ENTITIES + "]><a>&i;</a>"}), "failed", "damaged"),
    "outside entity": (zipped({"word/document.xml": '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
                               "<a>&x;</a>"}), "failed", "damaged"),
    "deep nest": (odt("<text:p>" + "<a>" * 100_000 + "</a>" * 100_000 + "</text:p>"), "failed", "damaged"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_ends_as_a_state_with_a_reason(name: str, tmp_path: Path) -> None:
    content, state, reason = HOSTILE[name]
    found = read(tmp_path, content)
    assert found.state != "pending"
    assert not state or found.state == state
    assert reason in found.reason
    assert "root:" not in found.text
    assert found.state == "done" or (found.text == "" and found.reason.endswith("."))


def test_a_file_that_is_only_locked_for_changes_is_read(tmp_path: Path) -> None:
    assert read(tmp_path, _encrypted("", "owner")).text == "openword"


def test_too_large_and_too_slow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(tmp_path, pdf(["x"]), seconds=0.01).reason == reading.TOO_SLOW
    monkeypatch.setattr(reading, "INPUT", 100)
    assert read(tmp_path, pdf(["x"])).reason == reading.TOO_LARGE


def test_the_text_is_cut(tmp_path: Path) -> None:
    found = read(tmp_path, docx(paragraph("word " * 150_000) * 2))
    assert found.state == "done"
    assert len(found.text) <= 1_000_000
    assert found.reason == reading.PART


LIES = '{"text": "did it", "pages": 0, "cut": False, "letters": []}'
ENDS = "text_child.main()"


def taken_over(by: str) -> str:
    """How the reader is started, with other words in place of its own, which run where it reads."""
    return reading.CHILD.replace(ENDS, f"text_child.text_of = lambda file, lines: ({by}, {LIES})[1]; {ENDS}")


@pytest.mark.parametrize(
    "attack",
    ["open('/tmp/written', 'w')", "__import__('socket').socket()", "__import__('subprocess').Popen(['true'])",
     "__import__('os').fork()", "__import__('os').remove('/tmp/x')", "bytearray(1 << 30)",
     "__import__('ctypes').CDLL(None)", "1 / open('/proc/self/status').read().count('NoNewPrivs:\\t0')"],
)  # fmt: skip
def test_the_reader_may_do_nothing_but_read(attack: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if a library had been taken over by a file."""
    monkeypatch.setattr(reading, "CHILD", taken_over(attack))
    assert read(tmp_path, pdf(["x"])).state == "failed"


def test_an_attack_that_may_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The test above fails for the right reason: without an attack the changed reader answers."""
    monkeypatch.setattr(reading, "CHILD", taken_over("None"))
    assert read(tmp_path, pdf(["x"])).text == "did it"


# -- in the database -----------------------------------------------------------------------------------
pytestmark = pytest.mark.django_db


def test_an_upload_is_read_by_a_job_and_the_same_bytes_once(media: Path) -> None:
    one = pdf_document("One", "Hello badger")
    two = pdf_document("Two", "Hello badger")
    assert DocumentText.objects.get().state == "pending"
    run_waiting()
    text = DocumentText.objects.get()
    assert (text.state, text.pages) == ("done", 1)
    assert text.made_at is not None
    assert texts.texts_of([one.pk, two.pk]) == {one.pk: "Hello badger", two.pk: "Hello badger"}


def test_files_of_one_entry_share_its_room() -> None:
    rows = [SimpleNamespace(pk=1, title="Long"), SimpleNamespace(pk=2, title="Short"), SimpleNamespace(pk=3, title="")]
    found = joined(rows, {1: "a" * 500, 2: "few words", 3: "b" * 500}, at_most=200)
    assert len(found) <= 200
    assert "Short\nfew words" in found
    assert found.count("a") > 80
    assert found.count("b") > 80
    assert found.startswith("Long\na")


def test_a_replaced_file_has_its_new_text(media: Path) -> None:
    row = pdf_document("One", "first words")
    run_waiting()
    row.file.save("new.pdf", ContentFile(pdf(["second words"])), save=False)
    row.save()
    assert texts.texts_of([row.pk]) == {}  # the old text is no longer its own
    run_waiting()
    assert texts.texts_of([row.pk]) == {row.pk: "second words"}


def test_the_upload_stands_whatever_happens(media: Path) -> None:
    row = document("Broken", b"%PDF-1.4 nothing", "broken.pdf")
    run_waiting()
    assert texts.facts_of(row).state == "failed"  # type: ignore[union-attr]
    row.refresh_from_db()
    assert row.file.read() == b"%PDF-1.4 nothing"
    assert not OrmQ.objects.exists()


def test_a_lost_job_is_made_up_for_and_a_file_that_went_is_said(media: Path) -> None:
    row = pdf_document("One", "words")
    OrmQ.objects.all().delete()
    assert texts.sync(seconds=-1) == 1
    assert texts.sync() == 0
    assert texts.texts_of([row.pk]) == {row.pk: "words"}
    other = pdf_document("Two", "other words")
    Content.objects.filter(names__name=other.file.name).update(state=Content.State.REFUSED)
    run_waiting()
    found = DocumentText.objects.exclude(sha256=texts.facts_of(row).sha256).get()  # type: ignore[union-attr]
    assert (found.state, found.reason) == ("failed", texts.GONE)


def test_what_waits_for_the_scanner_is_read_once_it_may_be(media: Path) -> None:
    row = pdf_document("One", "words")
    waiting = Content.objects.filter(names__name=row.file.name)
    waiting.update(state=Content.State.WAITING)
    run_waiting()
    assert texts.facts_of(row).state == "pending"  # type: ignore[union-attr]
    waiting.update(state=Content.State.CLEAN)
    DocumentText.objects.all().delete()  # as where it waited from the beginning: no row was planned
    assert texts.sync() == 0
    assert texts.texts_of([row.pk]) == {row.pk: "words"}


def test_a_newer_reader_reads_again_and_takes_no_words_away(media: Path) -> None:
    row, scan = pdf_document("One", "jane@example.org, CM1 1QH"), pdf_document("Scan", "")
    run_waiting()
    found = texts.facts_of(row)
    assert found is not None
    assert (found.redact, found.barriers) == ({"emails": 1, "postcodes": 1}, ["no_language", "no_title", "not_tagged"])
    sha256 = texts.facts_of(scan).sha256  # type: ignore[union-attr]
    assert texts.keep_recognised(sha256, "Signed by: Jane", 1)
    DocumentText.objects.update(reader=0, barriers=[], redact={})
    assert texts.sync() == 0
    assert texts.sync(seconds=-1) == 0  # each once
    again = DocumentText.objects.get(sha256=sha256)
    assert (again.state, again.text, again.redact) == ("done", "Signed by: Jane", {"signatures": 1, "unread": 1})
    assert again.reason == "Read from pictures of 1 page: letters may be wrong."
    assert texts.facts_of(row).barriers == found.barriers  # type: ignore[union-attr]


def test_read_again_is_for_editors(media: Path) -> None:
    row = pdf_document("One", "words")
    run_waiting()
    DocumentText.objects.update(state="failed", text="", reason="Reading it took too long.")
    with pytest.raises(Forbidden):
        texts.read_again(by=ANONYMOUS, document_id=row.pk)
    texts.read_again(by=SYSTEM, document_id=row.pk)
    run_waiting()
    assert texts.texts_of([row.pk]) == {row.pk: "words"}


def test_the_command_reads_what_is_there(media: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pdf_document("One", "words")
    pdf_document("Empty", "")
    DocumentText.objects.all().delete()  # as on an installation older than this
    call_command("extract_texts", "--json")
    assert json.loads(capsys.readouterr().out) == {"done": 1, "empty": 1, "refused": 0, "failed": 0}
    document("Broken", b"%PDF-1.4 nothing", "broken.pdf")
    with pytest.raises(SystemExit) as end:
        call_command("extract_texts")
    assert end.value.code == 2
