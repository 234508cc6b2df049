"""Files that come in pieces: who may bring them, how they go on after a cut, and that nothing is taken twice."""

import io
import os
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cms.core import clock
from cms.core.errors import BadInput
from cms.core.requester import Requester
from cms.members.models import Membership
from cms.members.selectors import requester_of
from cms.overview.demo.files import pdf
from cms.privacy.retention import expire_all
from cms.storage import upload_parts, uploads
from cms.storage.models import UploadedFile, UploadPart
from cms.storage.uploads_content import CheckedFile
from tests.factories.registers import make_partner, make_user
from tests.members_api.conftest import BACKEND

pytestmark = pytest.mark.django_db
OURS = {"Origin": "http://localhost:8080", "Sec-Fetch-Site": "same-site"}
LIMITS = uploads.Limits(files=4, file_bytes=4 << 20, total_bytes=6 << 20)


@pytest.fixture
def door(settings: Any, tmp_path: Path) -> Iterator[SimpleNamespace]:
    """A purpose that remembers the bytes it was given, a ticket, and its person's browser."""
    settings.FRONTEND_ORIGIN, settings.FRONTEND_ORIGINS = "http://localhost:8080", ["http://localhost:8080"]
    settings.CMS_ORIGIN, settings.UPLOADS_DIR = "http://localhost:8000", tmp_path / "uploads"
    taken: list[tuple[str, bytes]] = []

    def take(*, by: Requester, target: str, file: CheckedFile) -> str:
        if file.name.startswith("kill"):
            taken.append(("killed", b""))
            raise KeyboardInterrupt
        taken.append((file.name, file.content.read()))
        return "Taken."

    uploads.register_purpose(
        "tests.parts", take, may=lambda by, target: bool(by.partners), back=lambda target: "/back", limits=LIMITS
    )
    council = make_partner("council")
    person = make_user("a@example.org", council)
    ticket = uploads.start_upload(by=requester_of(person), purpose="tests.parts", target="x")
    yield SimpleNamespace(
        taken=taken, council=council, person=person, ticket=ticket, address=uploads.address_of(ticket), root=tmp_path
    )
    del uploads._purposes["tests.parts"]


def browser(user: Any) -> Client:
    client = Client(enforce_csrf_checks=True)
    if user:
        client.force_login(user, backend=BACKEND)
    return client


def send(door: Any, number: int, content: bytes, offset: int, length: int, name: str = "a.pdf", **headers: str) -> Any:
    given = {"Upload-Offset": str(offset), "Upload-Length": str(len(content)), "Upload-Name": name, **OURS, **headers}
    kind = given.pop("Content-Type", "application/offset+octet-stream")
    piece = content[offset : offset + length]
    return browser(door.person).generic("PATCH", f"{door.address}{number}/", piece, kind, headers=given)


def large(size: int) -> bytes:
    """A table of about so many bytes, none of them alike."""
    return b"Title;Lead\n" + os.urandom(size // 2).hex().encode() + b"\n"


def test_a_file_in_pieces_goes_on_where_it_was_cut(door: Any) -> None:
    content, one = large(2_500_000), 1 << 20
    head = browser(door.person).head(f"{door.address}1/")
    assert (head.status_code, head["Upload-Offset"], head.has_header("Upload-Complete")) == (204, "0", False)
    assert send(door, 1, content, 0, one, "my%20%C3%A9vidence.csv")["Upload-Offset"] == str(one)
    # What was cut off half way leaves nothing; a piece out of turn is told where to go on.
    for offset, answer in ((0, 409), (2 * one, 409), (one, 204)):
        found = send(door, 1, content, offset, one)
        assert (found.status_code, found["Upload-Offset"]) == (answer, str(2 * one if answer == 204 else one))
    path = door.root / "uploads" / str(door.ticket.pk) / "1"
    assert (path.stat().st_mode & 0o777, path.read_bytes()) == (0o600, content[: 2 * one])
    path.write_bytes(content[:one])  # another machine took the rest, or a disk lost it
    lost = send(door, 1, content, 2 * one, one)
    assert (lost.status_code, lost["Upload-Offset"]) == (409, str(one))
    assert browser(door.person).head(f"{door.address}1/")["Upload-Offset"] == str(one)
    send(door, 1, content, one, one)
    last = send(door, 1, content, 2 * one, one)
    assert (last.status_code, last["Upload-Complete"]) == (204, "?1")
    assert door.taken == [("my évidence.csv", content)]
    assert not path.parent.exists()
    assert send(door, 1, content, 2 * one, one)["Upload-Complete"] == "?1"  # its answer was lost: nothing twice
    assert len(door.taken) == 1
    assert browser(door.person).head(f"{door.address}1/")["Upload-Complete"] == "?1"

    send(door, 2, content, 0, one, "unfinished.pdf")
    done = browser(door.person).post(door.address, {"x": "1"}, headers=OURS)
    assert (done.status_code, done["Location"]) == (303, f"http://localhost:8080/back?upload={door.ticket.pk}")
    rows = {row.name: (row.taken, row.words) for row in UploadedFile.objects.all()}
    assert rows["my évidence.csv"] == (True, "Taken.")
    assert rows["unfinished.pdf"] == (False, uploads.CUT_SHORT)
    assert send(door, 3, content, 0, one).status_code == 410


def test_who_may_bring_pieces_and_what_is_too_much(door: Any) -> None:
    content = large(1000)
    for headers in ({"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}):
        assert send(door, 1, content, 0, 10, **headers).status_code == 403
    assert send(door, 1, content, 0, 10, **{"Content-Type": "application/pdf"}).status_code == 415
    assert send(door, 1, content, 0, 10, **{"Upload-Offset": "-1"}).status_code == 400
    assert send(door, 1, content, 0, 10, **{"Upload-Length": "5"}).status_code == 400
    assert send(door, 1, large(3 << 20), 0, (1 << 20) + 1).status_code == 413
    assert send(door, 1000, content, 0, 10).status_code == 404
    other = make_user("b@example.org", door.council)
    absent = [
        browser(user).head(f"{address}1/")
        for user in (None, other)
        for address in (door.address, "/documents/uploads/1~x/")
    ]
    assert {answer.status_code for answer in absent} == {404}
    assert not UploadPart.objects.exists()

    assert send(door, 1, large(5 << 20), 0, 10, "large.pdf")["Upload-Complete"] == "?1"
    assert send(door, 5, content, 0, 10, "fifth.pdf")["Upload-Complete"] == "?1"
    assert not send(door, 2, large(3 << 20), 0, 10).has_header("Upload-Complete")
    assert send(door, 2, content, 0, 10).status_code == 400  # another file under the same number
    assert send(door, 3, large(3 << 20), 0, 10, "more.pdf")["Upload-Complete"] == "?1"
    assert [row.words.split(":")[0] for row in UploadedFile.objects.all()] == [
        "It is larger than 4 MB.",
        "The files together are larger than 6 MB",
        "At most 4 files are taken at once",
    ]
    preflight = browser(None).options(f"{door.address}1/", headers=OURS)
    assert preflight["Access-Control-Allow-Origin"] == "http://localhost:8080"
    for origin in ("https://evil.example", "http://localhost:8000"):
        foreign = browser(None).options(f"{door.address}1/", headers={"Origin": origin})
        assert not foreign.has_header("Access-Control-Allow-Origin")
    Membership.objects.all().delete()  # rights are asked again with each piece
    assert send(door, 2, large(3 << 20), 10, 10).status_code == 404


def test_bytes_count_whatever_came_of_them_and_too_many_on_the_way_wait(
    door: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, page = 1 << 20, b"<html>" + b" " * (3 << 20)
    for offset in range(0, len(page), one):
        answer = send(door, 1, page, offset, one, "page.pdf")
    assert answer["Upload-Complete"] == "?1"
    assert [(row.taken, row.size) for row in UploadedFile.objects.all()] == [(False, len(page))]
    monkeypatch.setattr(upload_parts, "ON_THE_WAY", 3 << 19)
    again = large(1 << 20)
    assert send(door, 2, again, 0, 10).status_code == 204
    wait = send(door, 3, large(1 << 20), 0, 10)
    assert (wait.status_code, wait["Retry-After"], wait["Content-Type"]) == (429, "60", "text/plain; charset=utf-8")
    assert "Finish those first" in wait.content.decode()
    assert send(door, 4, large(4 << 20)[: 4 << 20], 0, 10, "more.csv")["Upload-Complete"] == "?1"
    assert "larger than 6 MB" in UploadedFile.objects.get(number=4).words
    sent = SimpleUploadedFile("a.pdf", again)  # in one form, after pieces of it
    assert browser(door.person).post(door.address, {"file": [sent]}, headers=OURS).status_code == 303
    assert uploads.CUT_SHORT not in UploadedFile.objects.values_list("words", flat=True)


def test_two_files_of_one_name_are_two(door: Any) -> None:
    """As telephones call all that they send."""
    assert send(door, 1, large(1 << 20), 0, 10, "image.csv").status_code == 204
    sent = SimpleUploadedFile("image.csv", large(2000))
    assert browser(door.person).post(door.address, {"file": [sent]}, headers=OURS).status_code == 303
    assert [(row.taken, row.words) for row in UploadedFile.objects.order_by("number")] == [
        (True, "Taken."),
        (False, uploads.CUT_SHORT),
    ]


def test_what_stops_coming_is_forgotten_and_an_address_lives_on_while_it_comes(door: Any) -> None:
    content = large(3 << 20)
    with time_machine.travel(door.ticket.expires_at - upload_parts.LONGEST / 48, tick=False):
        assert send(door, 1, content, 0, 1 << 20).status_code == 204
    door.ticket.refresh_from_db()
    with time_machine.travel(door.ticket.expires_at, tick=False):
        assert send(door, 1, content, 1 << 20, 1 << 20).status_code == 410
        expire_all()
        assert UploadPart.objects.exists()
    with time_machine.travel(clock.now() + 2 * upload_parts.LONGEST, tick=False):
        expire_all()
    assert not UploadPart.objects.exists()
    assert not list((door.root / "uploads").iterdir())


def test_a_worker_that_dies_over_a_form_loses_nothing_and_doubles_nothing(door: Any) -> None:
    by = requester_of(door.person)
    files = [(f"{name}.pdf", pdf([name])) for name in ("one", "two", "kill", "four")]
    with pytest.raises(KeyboardInterrupt):
        uploads.receive(by=by, ticket=door.ticket, files=[(name, io.BytesIO(text)) for name, text in files])
    assert uploads.is_open(door.ticket)
    assert UploadedFile.objects.count() == 2
    files[2] = ("three.pdf", files[2][1])
    sent = [SimpleUploadedFile(name, text) for name, text in reversed(files)]  # again, and in another order
    assert browser(door.person).post(door.address, {"file": sent}, headers=OURS).status_code == 303
    assert [name for name, _ in door.taken] == ["one.pdf", "two.pdf", "killed", "four.pdf", "three.pdf"]
    assert UploadedFile.objects.filter(taken=True).count() == 4
    with pytest.raises(BadInput):
        uploads.receive(by=by, ticket=door.ticket, files=[])
