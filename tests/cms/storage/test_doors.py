"""Every door by which files come in asks the same: their kind by their bytes, what acts in them, and the scanner."""

import contextlib
import datetime
import email
import email.policy
import io
import os
import time
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import UploadedFile

from cms.core import clock
from cms.core.requester import SYSTEM
from cms.forum.models import Post
from cms.jobs.services import run_waiting
from cms.joining.admin_charter import ScanForm
from cms.members.admin_views import FileForm
from cms.members.selectors import requester_of
from cms.overview.demo.files import pdf
from cms.postbox.services import receive_mail
from cms.snippets.admin_views.files import ListUpload
from cms.snippets.models import ChangeSet
from cms.storage import pdf_content, scanning, uploads
from cms.storage.accepting import accept_file
from cms.storage.leftovers import sweep_leftovers
from cms.storage.models import Content, KeptName
from cms.storage.pictures import drawn_anew
from cms.storage.refusals import LOCKED_PDF, UNSURE_PDF, WAITS, RefusedFile
from cms.storage.uploads_content import clean_name
from tests.cms.storage.hostile import BY_WHAT, HOSTILE, SLOW, Hostile
from tests.drills.hostile import OWN_SECONDS, processor_seconds
from tests.factories import admin as make
from tests.factories import hostile_office, hostile_pdf, hostile_pictures
from tests.factories.files import document
from tests.factories.forum import a_member, ask
from tests.factories.hostile_parts import eicar, program
from tests.factories.mails import a_mail, reply_to
from tests.factories.registers import make_partner, make_user
from tests.factories.waiting import document_bytes, picture_bytes, scanner_comes, scanner_goes

pytestmark = pytest.mark.django_db
Refusal = Callable[[str, bytes], str]
SLOW_SECONDS = 5.0  # of processor time, for what takes half a second; going back over it takes minutes
VIRUS = "virus scanner found something"


@pytest.fixture
def editor() -> Any:
    return make.signed_in(make.staff(superuser=False))


@pytest.fixture(autouse=True)
def purpose() -> Iterator[None]:
    """A purpose for uploads that keeps what it is given."""

    def take(*, by: Any, target: str, file: Any) -> str:
        uploads.keep_document(file, by=by)
        return "Kept."

    uploads.register_purpose("tests.doors", take, may=lambda by, target: True, back=lambda target: "/")
    yield
    del uploads._purposes["tests.doors"]


def by_upload() -> Refusal:
    person = requester_of(make_user("sender@example.org", make_partner("sender")))

    def send(name: str, content: bytes) -> str:
        ticket = uploads.start_upload(by=person, purpose="tests.doors", target="")
        (row,) = uploads.receive(by=person, ticket=ticket, files=[(name, io.BytesIO(content))])
        return "" if row.taken else row.words

    return send


def by_mail() -> Refusal:
    pat = a_member(email="pat@council.example")
    thread = ask(pat)

    def send(name: str, content: bytes) -> str:
        number = thread.posts.count()
        raw = a_mail("Here.", sender=pat.email, to=reply_to(thread, pat), number=number)
        letter: Any = email.message_from_bytes(raw, policy=email.policy.default)
        letter.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
        told: Any = receive_mail(by=SYSTEM, raw=letter.as_bytes())
        run_waiting()
        told.refresh_from_db()
        post = Post.objects.filter(via="email").latest("pk")
        return "" if post.files.exists() else "the post has no file"

    return send


def by_charter_form() -> Refusal:
    def send(name: str, content: bytes) -> str:
        form = ScanForm({}, {"scan": SimpleUploadedFile(name, content)})
        return "" if form.is_valid() else str(form.errors["scan"])

    return send


def by_list() -> Refusal:
    def send(name: str, content: bytes) -> str:
        form = ListUpload({"kind": "partners"}, {"file": SimpleUploadedFile(name, content)})
        return "" if form.is_valid() else str(form.errors["file"])

    return send


def by_invitations() -> Refusal:
    def send(name: str, content: bytes) -> str:
        form = FileForm({}, {"file": SimpleUploadedFile(name, content)})
        return "" if form.is_valid() else str(form.errors["file"])

    return send


def by_admin(url: str, field: str = "file", prefix: str = "") -> Callable[[], Refusal]:
    """One of Wagtail's own screens; the words of its error, or "" where a row was made."""

    def door() -> Refusal:
        client = make.signed_in(make.staff("keeper@example.org", superuser=False))
        model = get_image_model() if "images" in url else get_document_model()

        def send(name: str, content: bytes) -> str:
            before = model.objects.count()
            given = {"title": name, "collection": 1, field: SimpleUploadedFile(name, content)}
            answer = client.post(
                reverse(url),
                {f"{prefix}{key}": value for key, value in given.items()},
                headers={"X-Requested-With": "XMLHttpRequest"},
            )
            return "" if model.objects.count() > before else answer.content.decode()

        return send

    return door


DOORS: dict[str, tuple[Callable[[], Refusal], str]] = {
    "upload": (by_upload, "docx"),
    "mail": (by_mail, "docx"),
    "charter": (by_charter_form, "png"),
    "list": (by_list, "csv"),
    "invitations": (by_invitations, "csv"),
    "document": (by_admin("wagtaildocs:add"), "docx"),
    "documents": (by_admin("wagtaildocs:add_multiple", "files[]"), "docx"),
    "document chooser": (by_admin("wagtaildocs_chooser:create", prefix="document-chooser-upload-"), "docx"),
    "image": (by_admin("wagtailimages:add"), "png"),
    "images": (by_admin("wagtailimages:add_multiple", "files[]"), "png"),
    "image chooser": (by_admin("wagtailimages_chooser:create", prefix="image-chooser-upload-"), "png"),
}


def contents(kind: str, virus: bool) -> bytes:
    if kind == "csv":
        return b"a,b\n1," + (eicar() if virus else b"2") + b"\n"
    if kind == "png":
        return picture_bytes(virus)
    return hostile_office.word(word__media__a_dot_png=eicar() if virus else os.urandom(40))


@pytest.mark.service("clamd")
@pytest.mark.parametrize("name", DOORS)
def test_a_virus_passes_no_door_and_a_good_file_each(name: str, settings: Any) -> None:
    make_door, kind = DOORS[name]
    scanner_comes(settings)
    send = make_door()
    refused = send(f"a.{kind}", contents(kind, virus=True))
    assert refused
    assert VIRUS in refused or name == "mail"
    assert not Content.objects.exists()
    assert send(f"b.{kind}", program())
    assert send(f"c.{kind}", contents(kind, virus=False)) == ""


@pytest.mark.parametrize("name", [name for name in DOORS if "image" not in name and DOORS[name][1] != "csv"])
def test_with_the_scanner_away_files_are_kept_and_wait(name: str, settings: Any) -> None:
    make_door, kind = DOORS[name]
    scanner_goes(settings)
    assert make_door()(f"a.{kind}", contents(kind, virus=True)) == ""
    kept = set(Content.objects.values_list("state", flat=True))
    assert kept == (set() if name == "charter" else {Content.State.WAITING})  # the form alone keeps nothing


@pytest.mark.parametrize("name", ["list", "invitations", "image", "images", "image chooser"])
def test_with_the_scanner_away_what_is_shown_at_once_is_not_taken(name: str, settings: Any) -> None:
    make_door, kind = DOORS[name]
    scanner_goes(settings)
    assert "cannot be checked for viruses at the moment" in make_door()(f"a.{kind}", contents(kind, virus=False))
    assert not Content.objects.exists()
    assert not ChangeSet.objects.exists()


def test_the_sender_reads_that_it_waits(settings: Any) -> None:
    scanner_goes(settings)
    person = requester_of(make_user("other@example.org", make_partner("other")))
    ticket = uploads.start_upload(by=person, purpose="tests.doors", target="")
    (row,) = uploads.receive(by=person, ticket=ticket, files=[("a.pdf", io.BytesIO(document_bytes()))])
    assert row.words == f"Kept. {WAITS}"


def test_what_acts_in_a_pdf_is_refused_from_people_and_noted_for_editors(editor: Any, settings: Any) -> None:
    acting = hostile_pdf.on_opening(hostile_pdf.javascript())
    with pytest.raises(RefusedFile, match="a program"):
        accept_file(io.BytesIO(acting), "a.pdf")
    packed = hostile_pdf.in_an_object_stream()
    with pytest.raises(RefusedFile, match="a program"):
        accept_file(io.BytesIO(packed), "a.pdf")
    assert accept_file(io.BytesIO(packed), "a.pdf", is_editor=True).notes == ("holds a program (JavaScript)",)
    given = {"title": "Signed in 2009", "file": SimpleUploadedFile("old.pdf", packed), "collection": 1}
    assert editor.post(reverse("wagtaildocs:add"), given).status_code == 302
    row = get_document_model().objects.get()
    assert Content.objects.get().note == "holds a program (JavaScript)"
    shown = editor.get(reverse("wagtaildocs:edit", args=[row.pk])).content.decode()
    assert "Note: holds a program (JavaScript)." in shown
    answer = editor.get(f"/documents/{row.pk}/")
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]


@pytest.mark.parametrize(
    "what",
    [
        "a script in a stream that is packed twice, and that no table names",
        "an address that opens behind a list of 200,000 entries",
        "the word of a lock in a comment, and half a file",
        "more parts than there is time for",
    ],
)
def test_what_cannot_be_looked_through_is_refused_from_people_and_noted_for_editors(
    what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = BY_WHAT.get(f"PDF that acts: {what}")
    content = known.make() if known else pdf(["Words"])
    if known is None:
        no_time = pdf_content.CHILD.replace("pdf_child.main()", "pdf_child.ENOUGH_SECONDS = 0; pdf_child.main()")
        monkeypatch.setattr(pdf_content, "CHILD", no_time)
    with pytest.raises(RefusedFile, match="looked through to its end|cannot be opened"):
        accept_file(io.BytesIO(content), "a.pdf")
    assert accept_file(io.BytesIO(content), "a.pdf", is_editor=True).notes == (UNSURE_PDF,)


def test_a_password_is_what_the_lock_itself_says() -> None:
    assert accept_file(io.BytesIO(hostile_pdf.locked()), "a.pdf").notes == (LOCKED_PDF,)
    spoken_of = hostile_pdf.pdf(head=hostile_pdf.HEAD + b"% /Encrypt\n")
    assert accept_file(io.BytesIO(spoken_of), "a.pdf").notes == ()


@pytest.mark.parametrize("file", [file for file in HOSTILE if file.group == SLOW], ids=lambda file: file.what)
def test_a_small_file_takes_little_processor_time(file: Hostile) -> None:
    content, began = io.BytesIO(file.make()), processor_seconds()
    with contextlib.suppress(RefusedFile):
        accept_file(content, file.name)
    own, of_children = (now - before for now, before in zip(processor_seconds(), began, strict=True))
    assert own < OWN_SECONDS
    assert of_children < SLOW_SECONDS


def test_a_name_of_many_marks_takes_little_processor_time() -> None:
    began = time.process_time()
    assert len(clean_name("a" + "\u0315\u0300" * 50_000)) <= 200
    assert time.process_time() - began < OWN_SECONDS


def test_the_admin_takes_files_by_what_they_are(editor: Any, settings: Any) -> None:
    url = reverse("wagtaildocs:add")

    def add(name: str, content: bytes) -> str:
        given = {"title": name, "file": SimpleUploadedFile(name, content), "collection": 1}
        answer = editor.post(url, given)
        text = "" if answer.status_code == 302 else answer.content.decode()
        assert "is not allowed" not in text, name  # one reason, not also that of a file without a name
        return text

    assert "macros" in add("plan.docx", hostile_office.docm())
    assert "unpacks to far more" in add("plan.docx", hostile_office.flat_bomb())
    assert "two kinds of file" in add("plan.pdf", pdf(["x"]) + hostile_office.plain_word())
    assert "web page" in add("plan.csv", b"<html><script>alert(1)</script>")
    assert "not a kind of file" in add("plan.txt", b"only words")
    assert "not taken for this" in add("plan.json", b'{"isps": []}')
    assert add("plan.exe", hostile_office.plain_word()) == ""
    assert get_document_model().objects.get().filename == "plan.docx"
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 1000
    assert "too big" in add("large.docx", hostile_office.plain_word())
    for name, content in (("kept.pdf", pdf(["Words"])), ("export.json", b"{}")):  # as partners' systems send them
        row = get_document_model().objects.create(title=name, file=ContentFile(content, name=name))
        edit = reverse("wagtaildocs:edit", args=[row.pk])
        assert editor.post(edit, {"title": "New title", "collection": 1}).status_code == 302  # its file stays as it is
        row.refresh_from_db()
        assert row.title == "New title"
    refused = editor.post(edit, {"title": "x", "collection": 1, "file": SimpleUploadedFile("b.pdf", b"MZ" + bytes(90))})
    assert "Programs are never taken" in refused.content.decode()


def test_the_admin_takes_pictures_of_the_web_and_no_drawings(editor: Any) -> None:
    def add(name: str, content: bytes) -> int:
        given = {"title": name, "file": SimpleUploadedFile(name, content), "collection": 1}
        return int(editor.post(reverse("wagtailimages:add"), given).status_code)

    for kind in ("GIF", "WEBP", "JPEG", "PNG"):
        out = io.BytesIO()
        Image.frombytes("RGB", (8, 8), os.urandom(192)).save(out, kind)
        assert add(f"a.{kind.lower()}", out.getvalue()) == 302, kind
    out = io.BytesIO()
    Image.new("L", (8, 8)).save(out, "TIFF")
    for content in (out.getvalue(), b'<svg xmlns="http://www.w3.org/2000/svg"/>', b"GIF89a/*\x01\x00\x01\x00*/=1"):
        assert add("b.png", content) == 200
    assert get_image_model().objects.count() == 4


def test_pictures_are_drawn_anew_without_what_the_camera_noted(editor: Any) -> None:
    sent = hostile_pictures.placed()
    with Image.open(io.BytesIO(sent)) as before:
        assert before.getexif().get_ifd(0x8825)  # where it was taken
        upright = before.size[::-1]
    given = {"title": "Home", "file": SimpleUploadedFile("home.jpg", sent), "collection": 1}
    assert editor.post(reverse("wagtailimages:add"), given).status_code == 302
    row = get_image_model().objects.get()
    with Image.open(row.file) as kept:
        assert (kept.format, kept.size, (row.width, row.height)) == ("JPEG", upright, upright)
        assert not kept.getexif()
        assert not kept.info.keys() & {"exif", "xmp", "comment", "icc_profile"}
    many = {"title": "", "files[]": SimpleUploadedFile("many.jpg", hostile_pictures.placed()), "collection": 1}
    assert editor.post(reverse("wagtailimages:add_multiple"), many).json()["uploaded_file_id"]  # a title is missing
    with Image.open(UploadedFile.objects.get().file) as kept:
        assert (kept.size, dict(kept.getexif())) == (upright, {})
    moving = io.BytesIO()
    frames = [Image.new("P", (9, 9), number) for number in range(3)]
    frames[0].save(moving, "GIF", save_all=True, append_images=frames[1:])
    with Image.open(io.BytesIO(drawn_anew(moving))) as still:
        assert (still.format, getattr(still, "n_frames", 1)) == ("GIF", 1)
    clear = io.BytesIO()
    Image.new("RGBA", (4, 4), (1, 2, 3, 0)).save(clear, "PNG")
    with Image.open(io.BytesIO(drawn_anew(clear))) as see_through:
        assert see_through.convert("RGBA").getpixel((0, 0))[3] == 0
    with pytest.raises(RefusedFile, match="cannot be opened"):
        drawn_anew(io.BytesIO(hostile_pictures.large_jpeg()))


def test_what_an_upload_of_many_left_behind_goes_after_a_day() -> None:
    for name in ("old.docx", "new.docx"):
        UploadedFile.objects.create(file=ContentFile(os.urandom(50), name=name))
    KeptName.objects.filter(name__endswith="old.docx").update(at=clock.now() - datetime.timedelta(hours=25))
    assert sweep_leftovers() == 1
    assert sweep_leftovers() == 0
    assert [row.file.name for row in UploadedFile.objects.all()] == ["wagtail_uploads/new.docx"]
    assert Content.objects.exclude(released_at=None).count() == 1


def test_a_file_that_was_refused_once_is_refused_at_the_door(settings: Any) -> None:
    scanner_goes(settings)
    content = document_bytes(virus=True)
    document("Waits", content)
    assert accept_file(io.BytesIO(content), "a.pdf").waits
    Content.objects.update(state=Content.State.REFUSED, note="Tests.Eicar")
    with pytest.raises(RefusedFile, match=r"Tests\.Eicar"):
        accept_file(io.BytesIO(content), "a.pdf")
    scanning.forget()


def test_nothing_larger_than_the_scanner_takes(settings: Any) -> None:
    settings.CLAMD_ADDRESS = ""
    sent = SimpleNamespace(seek=lambda *where: (40 << 20) + 1)
    with pytest.raises(RefusedFile, match="40 MB"):
        accept_file(sent, "a.pdf")  # type: ignore[arg-type]
