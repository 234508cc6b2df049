"""The door for files: who may use an address, from where and how often; what is taken, and what came of each file."""

import errno
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from cms.core.errors import BadInput, Forbidden, NotFound, RateLimited
from cms.core.requester import ANONYMOUS, Requester
from cms.members.models import Membership
from cms.members.selectors import requester_of
from cms.overview.demo.files import pdf
from cms.storage import uploads
from cms.storage.models import Content, UploadedFile, UploadTicket
from cms.storage.places import Role, place
from cms.storage.ports import StoreUnavailable
from cms.storage.uploads_content import CheckedFile, RefusedFile, check_file, clean_name
from members_api.upload_views import NO_ROOM
from tests.factories.files import docx, odt, paragraph, zipped
from tests.factories.registers import make_partner, make_user
from tests.factories.stores import transactions_open
from tests.members_api.conftest import BACKEND

pytestmark = pytest.mark.django_db
fails: dict[str, OSError] = {}  # by the name of the file that meets it, once
OURS = {"Origin": "http://localhost:8080", "Sec-Fetch-Site": "same-site"}
TYPES = '<Types xmlns="t"><Override ContentType="application/vnd.x{}"/></Types>'


@pytest.fixture
def taken() -> Iterator[list[tuple[str, str, str]]]:
    """A purpose of its own: takes files for the target "mine", and says what it was given."""
    found: list[tuple[str, str, str]] = []

    def take(*, by: Requester, target: str, file: CheckedFile) -> str:
        if file.name.startswith("fail"):
            raise BadInput("This one cannot be used.")
        if file.name in fails:
            raise fails.pop(file.name)
        found.append((target, file.name, file.suffix))
        return f"Taken as {file.suffix}."

    uploads.register_purpose(
        "tests.files",
        take,
        may=lambda by, target: target == "mine" and bool(by.partners),
        back=lambda target: "/somewhere?a=1",
        limits=uploads.Limits(files=5, file_bytes=2 << 20, total_bytes=4 << 20),
    )
    yield found
    del uploads._purposes["tests.files"]


def word(**more: str | bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(docx(paragraph("Words")))) as made:
        parts: dict[str, str | bytes] = {name: made.read(name) for name in made.namelist()}
    return zipped({"[Content_Types].xml": TYPES.format(""), **parts, **more})


def picture(kind: str, size: tuple[int, int] = (40, 30)) -> bytes:
    out = io.BytesIO()
    Image.new("L", size, 255).save(out, kind)
    return out.getvalue()


def refusal(content: bytes, name: str = "a.pdf") -> str:
    with pytest.raises(RefusedFile) as found:
        check_file(io.BytesIO(content), name)
    return str(found.value)


def test_what_is_taken_is_known_by_its_bytes() -> None:
    good = {
        "pdf": pdf(["Words"]),
        "docx": word(),
        "odt": odt("<text:p>Words</text:p>"),
        "xlsx": zipped({"[Content_Types].xml": TYPES.format(""), "xl/workbook.xml": "<w/>"}),
        "csv": b"Title;Lead\nOne;Two\n",
        "jpg": picture("JPEG"),
        "png": picture("PNG"),
        "tiff": picture("TIFF"),
        "heic": b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic",
    }
    for suffix, content in good.items():
        found = check_file(io.BytesIO(content), "C:\\scans\\../we\u202eird\x00.exe")
        assert (found.suffix, found.name, found.size) == (suffix, "weird.exe", len(content))
        assert found.store_name == f"weird.{suffix}"
        assert found.content.tell() == 0
    assert clean_name("\x00/..\\") == "file"


def test_what_is_refused_says_why() -> None:
    macro = word(**{"word/vbaProject.bin": b"\x00"})
    typed = zipped(
        {"[Content_Types].xml": TYPES.format("ms-word.document.macroEnabled.12"), "word/document.xml": "<d/>"}
    )
    rel = '<R><Relationship Id="1" TargetMode="External" Type="http://x/attachedTemplate" Target="http://evil"/></R>'
    written_otherwise = '<p:R xmlns:p="x"><p:Relationship A=">" Type="y/oleObject" TargetMode=\n"External"/></p:R>'
    entities = f'<!DOCTYPE R [<!ENTITY a "aaaa">]>{rel}'
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES.format(""))
        archive.writestr("word/document.xml", b"0" * (8 << 20))
    crowd = zipped({f"{'long' * 50}{n}": "" for n in range(5000)})  # its list of parts alone is more than a megabyte
    commented = word()[:-2] + b"\x05\x00PK..."
    cases = {
        "is empty": [b""],
        "web page": [b"<html><script>", b"\xef\xbb\xbf <!DOCTYPE html>", b"<svg onload=x>", b"a,b\n<script>x</script>"],
        "program": [b"MZ\x90\x00", b"\x7fELF", b"#!/bin/sh\n"],
        "archive": [zipped({"a.txt": "a"}), b"\x1f\x8b\x08", b"PK\x05\x06" + b"\x00" * 18],
        "old Office": [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"],
        "macros": [macro, typed, word(**{"word/activeX/activeX1.bin": b"x"}), word(**{"a/run.exe": b"MZ"})],
        "elsewhere": [word(**{"word/_rels/settings.xml.rels": one}) for one in (rel, written_otherwise)],
        "unpacks": [bomb.getvalue(), crowd],
        "damaged": [
            word()[:-40],
            commented,
            word(**{"../../etc/passwd": "x"}),
            b"\xff\xd8\xff\xe0" + b"\x00" * 50,
            zipped(
                {
                    "[Content_Types].xml": TYPES.format(""),
                    "xl/workbook.xml": f'<w><numFmt formatCode="{"[" * 2000}"/></w>',
                }
            ),
            *(word(**{"word/_rels/a.rels": one}) for one in ("<Relationship " * 60_000, entities)),
        ],
        "far more dots": [picture("PNG", (30_500, 2))],
        "not a kind": [b"just words", b"a,b\x00\x01"],
        "rich text": [b"{\\rtf1"],
    }
    for words, contents in cases.items():
        for content in contents:
            assert words in refusal(content), (words, content[:20])
    with pytest.raises(RefusedFile, match="Send pdf"):
        check_file(io.BytesIO(picture("PNG")), "x", kinds=frozenset({"pdf"}))


def test_a_form_of_ours_brings_files_once(taken: list[tuple[str, str, str]], settings: Any) -> None:
    settings.FRONTEND_ORIGIN, settings.FRONTEND_ORIGINS = "http://localhost:8080", ["http://localhost:8080"]
    council = make_partner("council")
    person, other = make_user("a@example.org", council), make_user("b@example.org", council)
    by = requester_of(person)
    with pytest.raises(NotFound):
        uploads.start_upload(by=by, purpose="tests.files", target="theirs")
    with pytest.raises(NotFound):
        uploads.start_upload(by=by, purpose="nothing", target="mine")
    with pytest.raises(Forbidden):
        uploads.start_upload(by=ANONYMOUS, purpose="tests.files", target="mine")
    ticket = uploads.start_upload(by=by, purpose="tests.files", target="mine")
    address = uploads.address_of(ticket)

    def send(user: Any, path: str = address, files: Any = (), **headers: str) -> Any:
        client = Client(enforce_csrf_checks=True)
        if user:
            client.force_login(user, backend=BACKEND)
        return client.post(path, {"file": list(files)}, headers={**OURS, **headers})

    one = SimpleUploadedFile("one.pdf", pdf(["Words"]), "text/html")
    assert Client().get(address).status_code == 405
    for headers in ({"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}):
        assert send(person, files=[one], **headers).status_code == 403
    absent = [
        send(None),
        send(other),
        send(person, address[:-2] + "/"),
        send(person, uploads.address_of(UploadTicket(pk=ticket.pk + 1))),
    ]
    assert {answer.status_code for answer in absent} == {404}
    assert len({answer.content for answer in absent}) == 1
    assert not UploadedFile.objects.exists()
    assert uploads.is_open(ticket)

    files = [
        SimpleUploadedFile("good.pdf", pdf(["Words"]), "text/html"),
        SimpleUploadedFile("evil.pdf", b"<html>", "application/pdf"),
        SimpleUploadedFile("large.pdf", b"%PDF-" + b"x" * (2 << 20), "application/pdf"),
        SimpleUploadedFile("fail.pdf", pdf(["Words"]), "application/pdf"),
        SimpleUploadedFile("also good.docx", word(), "application/pdf"),
        SimpleUploadedFile("one too many.pdf", pdf(["Words"]), "application/pdf"),
    ]
    answer = send(person, files=files)
    assert (answer.status_code, answer["Location"]) == (303, f"http://localhost:8080/somewhere?a=1&upload={ticket.pk}")
    assert taken == [("mine", "good.pdf", "pdf"), ("mine", "also good.docx", "docx")]
    rows = {row.name: row for row in UploadedFile.objects.visible_to(by)}
    assert {name for name, row in rows.items() if row.taken} == {"good.pdf", "also good.docx"}
    assert rows["good.pdf"].words == "Taken as pdf."
    assert rows["fail.pdf"].words == "This one cannot be used."
    assert "web page" in rows["evil.pdf"].words
    assert "larger than 2 MB" in rows["large.pdf"].words
    assert "At most 5 files" in rows["one too many.pdf"].words
    assert not UploadedFile.objects.visible_to(requester_of(other)).exists()

    other_ticket = uploads.start_upload(by=by, purpose="tests.files", target="mine")
    for error in (StoreUnavailable("no answer"), OSError(errno.ENOSPC, "full")):
        fails["two.pdf"] = error
        sent = [SimpleUploadedFile(name, pdf([name])) for name in ("first.pdf", "two.pdf")]
        late = send(person, uploads.address_of(other_ticket), sent)
        assert (late.status_code, late.content.decode()) == (503, NO_ROOM)
        assert uploads.is_open(other_ticket)
    sent = [SimpleUploadedFile(name, pdf([name])) for name in ("first.pdf", "two.pdf")]
    assert send(person, uploads.address_of(other_ticket), sent).status_code == 303
    assert [name for _, name, _ in taken[2:]] == ["first.pdf", "two.pdf"]

    again = send(person, files=[SimpleUploadedFile("later.pdf", pdf(["Words"]))])
    assert again.status_code == 303
    assert len(taken) == 4
    with pytest.raises(BadInput):
        uploads.receive(by=by, ticket=ticket, files=[])


@pytest.mark.parametrize("keeps", [True, False])
def test_the_store_is_written_outside_the_transaction_and_holds_only_what_was_taken(
    keeps: bool, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.S3_BUCKET, settings.STORE_DIR, settings.MEDIA_ROOT = "", tmp_path / "store", str(tmp_path / "media")
    found = transactions_open(monkeypatch)

    def take(*, by: Requester, target: str, file: CheckedFile) -> str:
        if keeps:
            uploads.keep_document(file, by=by)
        if file.name.startswith("no"):
            raise BadInput("It was not kept.")
        return ""

    monkeypatch.setattr(uploads, "_purposes", {})
    uploads.register_purpose("tests.store", take, may=lambda by, target: True, back=lambda target: "/", keeps=keeps)
    by = requester_of(make_user("a@example.org", make_partner("council")))
    ticket = uploads.start_upload(by=by, purpose="tests.store", target="")
    files = [(name, io.BytesIO(pdf([name]))) for name in ("no.pdf", "yes.pdf")]
    assert [row.taken for row in uploads.receive(by=by, ticket=ticket, files=files)] == [False, True]
    known = list(Content.objects.values_list("sha256", flat=True))
    assert known == ([UploadedFile.objects.get(taken=True).sha256] if keeps else [])
    assert len(list(place(Role.MEDIA).keys(""))) == len(known)
    assert found == ({0} if keeps else set())


def test_an_address_expires_and_rights_are_asked_again(taken: list[Any], settings: Any) -> None:
    settings.FRONTEND_ORIGINS = ["http://localhost:8080"]
    council = make_partner("council")
    person = make_user("a@example.org", council)
    by = requester_of(person)
    ticket = uploads.start_upload(by=by, purpose="tests.files", target="mine")
    Membership.objects.filter(user=person).delete()
    client = Client()
    client.force_login(person, backend=BACKEND)
    sent = {"file": SimpleUploadedFile("one.pdf", pdf(["Words"]))}
    assert client.post(uploads.address_of(ticket), sent, headers=OURS).status_code == 404
    assert not taken
    assert uploads.is_open(ticket)
    for _ in range(uploads.TICKETS - 1):
        uploads.start_upload(by=by, purpose="tests.files", target="mine")
    with pytest.raises(RateLimited):
        uploads.start_upload(by=by, purpose="tests.files", target="mine")
    with time_machine.travel(ticket.expires_at, tick=False):
        assert not uploads.is_open(ticket)
        with pytest.raises(BadInput):
            uploads.receive(by=by, ticket=ticket, files=[("one.pdf", io.BytesIO(pdf(["Words"])))])
    assert not taken
