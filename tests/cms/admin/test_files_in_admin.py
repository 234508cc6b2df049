"""Files on the editors' screens: lists open, thumbnails load for editors, documents take the way that checks."""

import re

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from cms.members.models import SiteRole
from tests.factories import admin as make

pytestmark = pytest.mark.django_db


def test_thumbnails_load_for_editors_and_for_nobody_else(client):
    get_image_model().objects.create(title="Bridge", file=get_test_image_file())
    editor = make.signed_in(make.staff(superuser=False))
    page = editor.get(reverse("wagtailimages:index")).content.decode()
    sources = re.findall(r'<img[^>]+src="(/admin/media/[^"]+)"', page)
    assert sources
    shown = editor.get(sources[0])
    assert shown.status_code == 200
    assert shown["Content-Type"].startswith("image/")
    assert client.get(sources[0]).status_code == 302
    chair = make.signed_in(make.staff("chair@example.org", SiteRole.Role.MANAGEMENT_GROUP, superuser=False))
    assert chair.get(sources[0]).status_code == 302


def test_documents_are_listed_and_never_leave_as_pictures():
    document = get_document_model().objects.create(title="Form", file=ContentFile(b"words", name="form.txt"))
    editor = make.signed_in(make.staff(superuser=False))
    listed = editor.get(reverse("wagtaildocs:index"))
    assert listed.status_code == 200
    assert document.url == f"/documents/{document.pk}/{document.filename}"
    assert editor.get(document.url).url == f"/documents/{document.pk}/"
    assert editor.get(f"/admin/media/{document.file.name}").status_code == 404
