"""First pages as pictures: small, made in a confined process, and gone when the file is."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from PIL import Image
from pillow_heif import register_heif_opener
from pypdf import PdfReader, PdfWriter

from cms.jobs.services import run_waiting
from cms.overview.demo.files import pdf
from cms.storage import covers, text_scans
from cms.storage.models import Content, DocumentText, KeptName
from search import outbox
from tests.factories.files import document, docx, paragraph, pdf_document
from tests.factories.stores import transactions_open

register_heif_opener()
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MEDIA_ROOT, settings.STORE_DIR = str(tmp_path / "media"), tmp_path / "store"
    monkeypatch.setattr(outbox, "_listeners", [])


def _locked() -> bytes:
    writer, out = PdfWriter(PdfReader(io.BytesIO(pdf(["x"])))), io.BytesIO()
    writer.encrypt("pass", "pass", algorithm="AES-256")
    writer.write(out)
    return out.getvalue()


def test_a_pdf_gets_a_small_picture_and_other_files_none() -> None:
    row = pdf_document("One", "words")
    others = [
        document("Word", docx(paragraph("words")), "a.docx"),
        document("Locked", _locked(), "b.pdf"),
        document("Broken", b"%PDF-1.4 nothing", "c.pdf"),
    ]
    run_waiting()
    name = covers.cover_of(row)
    assert name.startswith("covers/")
    with storages["made_here"].open(name) as file:
        data = file.read()
    with Image.open(io.BytesIO(data)) as picture:
        assert (picture.format, picture.size) == ("WEBP", (400, 566))
    assert len(data) <= 60_000
    assert KeptName.objects.get(name=name).content.state == Content.State.MADE_HERE
    assert covers.covers_of([one.pk for one in others]) == {}


def test_a_slow_store_holds_no_writer(monkeypatch: pytest.MonkeyPatch) -> None:
    pdf_document("One", "words")
    run_waiting()
    facts = DocumentText.objects.exclude(cover="").get()
    monkeypatch.setattr(text_scans, "cover_of", lambda path: b"other dots")
    found = transactions_open(monkeypatch)
    assert covers.make_cover(facts.sha256)
    assert found == {0}


def test_none_of_a_file_that_is_held_back_or_gone() -> None:
    row, other = pdf_document("One", "words"), pdf_document("Two", "other")
    run_waiting()
    names = covers.covers_of([row.pk, other.pk])
    assert len(names) == 2
    content = Content.objects.filter(names__name=row.file.name)
    content.update(state=Content.State.REFUSED)
    assert covers.covers_of([row.pk, other.pk]) == {other.pk: names[other.pk]}
    assert covers.make_cover(content.get().sha256) == ""
    other.file.save("new.pdf", ContentFile(pdf(["newer"])), save=False)
    other.save()
    assert covers.drop_covers() == 2
    assert covers.drop_covers() == 0
    assert not DocumentText.objects.exclude(cover="").exists()
    assert not any(storages["made_here"].exists(name) for name in names.values())


def _photograph(kind: str) -> bytes:
    """Taken with the phone held sideways, in a place that it noted."""
    picture, out = Image.new("RGB", (640, 480), "white"), io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6  # turn it by 90 degrees
    exif[0x8825] = {1: "N", 2: (51.0, 44.0, 9.0)}
    picture.save(out, kind, exif=exif)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "HEIF", "PNG"])
def test_a_photograph_becomes_a_page(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "photo"
    path.write_bytes(_photograph(kind))
    made = text_scans.pdf_of(path)
    page = PdfReader(io.BytesIO(made)).pages[0]
    turned = float(page.mediabox.height) > float(page.mediabox.width)
    assert turned == (kind != "HEIF")  # whose own turn counts, and not what the camera noted beside it
    assert b"Exif" not in made
    assert text_scans.count_pages(path).pages == 1
    assert text_scans.cover_of(path).startswith(b"RIFF")


def test_what_is_no_picture_becomes_none(tmp_path: Path) -> None:
    path = tmp_path / "photo"
    for content in (b"", b"\x00\x00\x00\x18ftypheic" + b"\x00" * 200, b"\xff\xd8\xff" + b"0" * 300):
        path.write_bytes(content)
        assert text_scans.pdf_of(path) == b""
        assert text_scans.cover_of(path) == b""
