"""How a file leaves: its type, its ranges, the store's own door for large ones, the host of its own, and what stays."""

import os
import urllib.error
import urllib.request
from urllib.parse import urlsplit

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.test import Client
from django.urls import reverse

from cms.audit.models import AuditEvent
from cms.core import clock
from cms.members.models import Membership
from cms.overview.demo.files import pdf
from cms.snippets.models import RegisterKey, RegisterSnapshot, SnapshotFile
from cms.storage.addresses import LARGE, SECONDS, address_of
from cms.storage.away import AWAY
from cms.storage.contents import content_of
from cms.storage.models import Content, DocumentText
from cms.storage.places import Role, place
from cms.storage.ports import NotThere, StoreUnavailable
from tests.factories.pages import make_document, make_image
from tests.factories.registers import make_partner, make_user
from tests.members_api.conftest import BACKEND

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(settings):
    user = make_user("editor@example.org", make_partner("council"))
    user.is_superuser = True
    user.save()
    client = Client()
    client.force_login(user, backend=BACKEND)
    client.user = user
    return client


def body(response):
    return b"".join(response.streaming_content)


def set_state(document, state):
    Content.objects.filter(names__name=document.file.name).update(state=state)


def test_the_type_is_that_of_the_bytes_and_a_part_may_be_asked_for(editor):
    text = pdf(["Words"])
    document = make_document("Plan", content=text)
    document.file.save("page.html", ContentFile(text))
    document.save()
    address = f"/documents/{document.pk}/"
    whole = editor.get(address)
    assert (whole.status_code, whole["Content-Type"], body(whole)) == (200, "application/pdf", text)
    assert whole["Content-Disposition"].startswith("attachment")
    assert int(whole["Content-Length"]) == len(text)
    part = editor.get(address, headers={"Range": "bytes=5-9"})
    assert (part.status_code, part["Content-Range"], body(part)) == (206, f"bytes 5-9/{len(text)}", text[5:10])
    assert editor.get(address, headers={"Range": f"bytes={len(text)}-"}).status_code == 416
    odd = make_document("Odd", content=b"\x00\x01<script>")
    assert editor.get(f"/documents/{odd.pk}/")["Content-Type"] == "application/octet-stream"
    assert AuditEvent.objects.filter(action="file.opened").count() == 2


def test_what_waits_or_was_refused_is_as_if_it_were_not_there(editor):
    document, image = make_document("Plan", content=pdf(["Words"])), make_image("Picture")
    sizes = [f"/documents/images/{one.pk}/{one.file.name.rpartition('/')[2]}" for one in image.renditions.all()]
    addresses = [f"/documents/{document.pk}/", *sizes]
    assert [editor.get(address).status_code for address in addresses] == [200] * 5
    for state in (Content.State.WAITING, Content.State.REFUSED):
        set_state(document, state)
        set_state(image, state)
        for address, never in zip(
            addresses, ("/documents/999999/", *["/documents/images/999999/x.jpg"] * 4), strict=True
        ):
            for method in (editor.get, editor.head):
                held, absent = method(address), method(never)
                assert (held.status_code, held.content) == (404, absent.content)
                assert set(held.headers.items()) == set(absent.headers.items())


def test_only_the_sizes_of_the_site_are_served(editor):
    image = make_image("Picture")
    other = image.get_rendition("max-165x165")  # as the editors' screens make them
    assert editor.get(f"/documents/images/{other.pk}/{other.file.name.rpartition('/')[2]}").status_code == 404


@pytest.fixture
def addresses(editor):
    """{what leaves the store: its address}, one of each view."""
    document, image = make_document("Plan", content=pdf(["Words"])), make_image("Picture")
    cover = storages["made_here"].save("covers/plan.webp", ContentFile(b"dots"))
    sha256 = content_of(document.file.name).sha256
    DocumentText.objects.update_or_create(sha256=sha256, defaults={"state": "done", "cover": cover})
    key = RegisterKey.objects.create(key_id="a", pem="", first_used_at=clock.now())
    month = RegisterSnapshot.objects.create(month="2026-11", audience="public", taken_at=clock.now(), key=key)
    file = ContentFile(b"{}", "registers.json")
    SnapshotFile.objects.create(snapshot=month, name="registers.json", kind="json", sha256="a" * 64, size=2, file=file)
    size = image.renditions.first()
    return {
        "document": f"/documents/{document.pk}/",
        "cover": f"/documents/{document.pk}/cover",
        "picture": f"/documents/images/{size.pk}/{size.file.name.rpartition('/')[2]}",
        "copy": reverse("snapshot_file", args=["registers.json"]),
        "editors' picture": reverse("admin_picture", args=[size.file.name]),
    }


def test_a_store_that_is_away_is_said_before_anything_is_sent(editor, addresses, monkeypatch):
    store = type(place(Role.MEDIA))
    assert {editor.get(address).status_code for address in addresses.values()} == {200}
    opened = AuditEvent.objects.filter(action="file.opened").count()
    for error, code in ((StoreUnavailable("no answer"), 503), (NotThere("gone"), 404)):

        def fail(*_, error=error):
            raise error

        monkeypatch.setattr(store, "open", fail)
        for name, address in addresses.items():
            found = editor.get(address)
            assert found.status_code == code, name
            assert code == 404 or (found.content.decode(), found["Retry-After"]) == (AWAY, "60"), name
    assert AuditEvent.objects.filter(action="file.opened").count() == opened


@pytest.mark.service("s3")
def test_the_stores_own_address_lives_a_minute_and_cannot_be_changed(editor, s3):
    text = pdf(["Words"]) + os.urandom(LARGE)
    document = make_document("Plan", content=text)
    led = editor.get(f"/documents/{document.pk}/")
    assert (led.status_code, led["Referrer-Policy"], led["Cache-Control"]) == (302, "no-referrer", "private, no-store")
    assert AuditEvent.objects.filter(action="file.opened").count() == 1
    with urllib.request.urlopen(led["Location"]) as reply:  # noqa: S310 - our own server
        assert reply.read() == text
        assert reply.headers["Content-Type"] == "application/octet-stream"
        assert reply.headers["Content-Disposition"].startswith("attachment")
    head = editor.head(f"/documents/{document.pk}/")
    assert (head.status_code, int(head["Content-Length"])) == (200, len(text))
    content = content_of(document.file.name)
    with time_machine.travel(clock.now().timestamp() - SECONDS - 1):
        old = address_of(content, file_name="plan.pdf")
    for address in (
        old,
        led["Location"].replace("octet-stream", "html"),
        led["Location"].replace(content.sha256, "a" * 64),
    ):
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(address)  # noqa: S310 - our own server
        assert refused.value.code == 403
    assert editor.get(f"/documents/{make_document('Small', content=pdf(['x'])).pk}/").status_code == 200
    set_state(document, Content.State.REFUSED)
    assert editor.get(f"/documents/{document.pk}/").status_code == 404


def test_a_host_of_its_own_serves_files_by_an_address_of_a_minute_and_nothing_else(editor, settings):
    settings.FILES_ORIGIN = "https://files.example"
    document = make_document("Plan", content=pdf(["Words"]))
    led = editor.get(f"/documents/{document.pk}/")
    address = urlsplit(led["Location"])
    assert (led.status_code, address.netloc) == (302, "files.example")
    assert editor.head(f"/documents/{document.pk}/").status_code == 200
    files, nobody = Client(headers={"Host": "files.example"}), Client()
    found = files.get(address.path)
    assert (found.status_code, found["Content-Type"], body(found)) == (200, "application/pdf", pdf(["Words"]))
    assert AuditEvent.objects.filter(action="file.opened").count() == 1
    assert nobody.get(address.path).status_code == 404  # at the site's own host
    for path in ("/", "/graphql/", "/admin/", "/account/login/", f"/documents/{document.pk}/", address.path[:-3] + "/"):
        assert files.get(path).status_code == 404, path
    with time_machine.travel(clock.now().timestamp() + SECONDS + 1):
        assert files.get(address.path).status_code == 404
    editor.user.is_superuser = False
    editor.user.save()
    Membership.objects.all().delete()  # rights are asked again
    assert files.get(address.path).status_code == 404
