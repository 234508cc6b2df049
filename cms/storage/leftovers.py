"""Names that are left behind: of files that the admin's upload of many took and that were never given what was missing;
and of rows that went, or were never made, where somebody was killed between a row and its file."""

import datetime

from django.core.files.storage import default_storage
from django.db import transaction
from wagtail.models import UploadedFile

from cms.core import clock
from cms.storage.contents import release
from cms.storage.holders import held_of
from cms.storage.models import KeptName

FOLDER = "wagtail_uploads/"  # Wagtail's own
PAGE = 500  # names in one question to the database
KEPT = datetime.timedelta(days=1)  # until then whoever sent it may be at it


def sweep_leftovers() -> int:
    """Release those a day old: whoever sent them has gone. Returns how many."""
    old = KeptName.objects.filter(name__startswith=FOLDER, at__lt=clock.now() - KEPT)
    names = list(old.values_list("name", flat=True))
    for name in names:
        with transaction.atomic():
            UploadedFile.objects.filter(file=name).delete()
            default_storage.delete(name)
    return len(names)


def release_unshown() -> int:
    """Release names a day old that no row has: else their bytes stay for ever, and cannot be removed for good. Returns
    how many."""
    old, after, released = KeptName.objects.filter(at__lt=clock.now() - KEPT).order_by("pk"), 0, 0
    while page := list(old.filter(pk__gt=after)[:PAGE]):
        after = page[-1].pk
        names = {row.name for row in page}
        for name in names - held_of(names):
            with transaction.atomic():
                if not held_of([name]):
                    release(name)
                    released += 1
    return released
