"""The sizes that pictures come in. They are made by a job when a picture is saved, so that no read ever writes."""

import logging
from collections.abc import Collection
from typing import Any

from django.db.models import Count, Q
from django.db.models.signals import post_save
from wagtail.images import get_image_model
from wagtail.images.models import Filter, SourceImageIOError

from cms.jobs.services import enqueue
from cms.storage import waiting

logger = logging.getLogger(__name__)

SIZES = {"THUMB": "fill-160x160", "CARD": "fill-400x225", "WIDE": "width-960", "LOGO": "max-320x120"}


def make_renditions(image_id: int) -> int:
    """Make every size of one picture that is not there yet. Returns how many were made; 0 where the picture is gone."""
    image = get_image_model().objects.filter(pk=image_id).first()
    if image is None or not waiting.is_served(image.file.name):
        return 0
    there = set(image.renditions.filter(filter_spec__in=SIZES.values()).values_list("filter_spec", flat=True))
    missing = [size for size in SIZES.values() if size not in there]
    for size in missing:
        image.create_rendition(Filter(spec=size))  # not get_rendition: it believes a cache before the table
    return len(missing)


def repair_renditions() -> int:
    """Make the sizes that pictures still lack. Returns how many; a picture that cannot be read is logged and left."""
    present = Count("renditions", filter=Q(renditions__filter_spec__in=SIZES.values()))
    lacking = get_image_model().objects.annotate(present=present).filter(present__lt=len(SIZES))
    made = 0
    for pk in lacking.values_list("pk", flat=True):
        try:
            made += make_renditions(pk)
        except SourceImageIOError:
            logger.exception("picture %s cannot be read", pk)
    return made


def _saved(sender: type[Any], instance: Any, **_: Any) -> None:
    enqueue("cms.pages.renditions.make_renditions", instance.pk)


def _may_be_shown(names: Collection[str]) -> None:
    """Files that waited for the virus scanner, and were found clean."""
    for pk in get_image_model().objects.filter(file__in=names).values_list("pk", flat=True):
        enqueue("cms.pages.renditions.make_renditions", pk)


def connect() -> None:
    """Called once, when the app is ready."""
    post_save.connect(_saved, sender=get_image_model(), dispatch_uid="make_renditions")
    waiting.register_ready(_may_be_shown)
