"""Names and bytes that nobody looks for any more: told from those that somebody has."""

import os

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.utils.module_loading import import_string
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from cms.core import clock
from cms.snippets.models import RegisterExport
from cms.storage.leftovers import release_unshown
from cms.storage.models import DocumentText, KeptName
from cms.storage.reconcile import runs
from tests.cms.storage.test_reconcile_runs import DAY
from tests.factories import pages

pytestmark = pytest.mark.django_db


@pytest.mark.sqlite
def test_names_that_no_row_has_are_released_after_a_day() -> None:
    """A kill between a document's end and its file's leaves one; each sort of row keeps its own."""
    pages.make_document("Shown", content=os.urandom(30))
    image = get_image_model().objects.create(title="Drawn", file=get_test_image_file())
    image.get_rendition("width-20")
    cover = storages["made_here"].save("covers/x.webp", ContentFile(os.urandom(9)))
    DocumentText.objects.create(sha256="c" * 64, cover=cover)
    export = RegisterExport(register="isps", sha256="a" * 64, rows=1, made_at=clock.now())
    for kind in ("json", "csv", "xlsx"):
        getattr(export, kind).save(f"isps.{kind}", ContentFile(os.urandom(9)), save=False)
    export.save()
    shown = set(KeptName.objects.values_list("name", flat=True))
    gone = pages.make_document("Gone", content=os.urandom(30))
    get_document_model().objects.filter(pk=gone.pk)._raw_delete("default")  # its file's end was never reached
    assert release_unshown() == 0
    KeptName.objects.update(at=clock.now() - 2 * DAY)
    young = default_storage.save("documents/young.txt", ContentFile(b"on its way"))
    row = KeptName.objects.get(name=gone.file.name).content
    assert runs.work(run := runs.begin(mode="all", heals=True))
    assert "1 names that nothing shows any more were released" in run.healed
    assert set(KeptName.objects.values_list("name", flat=True)) == {*shown, young}
    row.refresh_from_db()
    assert row.released_at is not None


def test_a_job_that_deletes_a_second_time_leaves_the_name_to_who_has_it_now() -> None:
    path, args, options = default_storage.deconstruct()  # as Wagtail gives it to the queue
    job = import_string(path)(*args, **options)
    document = pages.make_document("One", content=os.urandom(30))
    job.delete(document.file.name)
    assert document.file.open().read()
    get_document_model().objects.filter(pk=document.pk)._raw_delete("default")
    job.delete(document.file.name)
    assert not KeptName.objects.exists()
