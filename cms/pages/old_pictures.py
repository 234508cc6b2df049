"""Pictures from before they were drawn anew at the door: once, those that say more than their dots are drawn anew."""

import hashlib
import io
import logging
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from wagtail.images import get_image_model

from cms.audit import services as audit
from cms.core.requester import SYSTEM
from cms.pages.renditions import make_renditions
from cms.storage.pictures import drawn_anew
from cms.storage.refusals import RefusedFile

logger = logging.getLogger(__name__)
# Where JPEG, PNG and WebP keep what a camera or a program adds: found by these marks, without reading what they hold.
MARKS = (b"Exif\x00\x00", b"eXIf", b"EXIF", b"http://ns.adobe.com/", b"XML:com.adobe.xmp", b"Photoshop 3.0")


def redraw_pictures() -> tuple[int, int]:
    """(how many were drawn anew, how many cannot be: those stay as they are). Twice is harmless."""
    drawn = left = 0
    for image in get_image_model().objects.order_by("pk").iterator(chunk_size=50):
        try:
            with image.file.storage.open(image.file.name) as opened:
                data = opened.read()
            if not any(mark in data for mark in MARKS):
                continue
            _replace(image, drawn_anew(io.BytesIO(data)))
        except (OSError, RefusedFile):
            logger.exception("picture %s cannot be drawn anew", image.pk)
            left += 1
        else:
            drawn += 1
    return drawn, left


def _replace(image: Any, data: bytes) -> None:
    """The new bytes under a new name; its sizes are made again, and the old bytes are released."""
    old = image.file.name
    with transaction.atomic():
        image.file = ContentFile(data, PurePosixPath(old).name)  # its measures are taken as it is given
        image.file_size, image.file_hash = len(data), hashlib.sha1(data, usedforsecurity=False).hexdigest()
        image.save()
        image.renditions.all().delete()
        audit.record(SYSTEM, "picture.redrawn", image)
        image.file.storage.delete(old)
    make_renditions(image.pk)
