"""The sizes of pictures are made by jobs, so that no read ever writes."""

from typing import Any

import pytest
from wagtail.images import get_image_model

from cms.jobs.services import run_waiting
from cms.pages.renditions import SIZES, make_renditions, repair_renditions
from tests.factories.pages import make_image

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def sizes(image: Any) -> set[str]:
    return set(image.renditions.values_list("filter_spec", flat=True))


def test_a_job_makes_every_size_once_a_picture_is_saved() -> None:
    image = make_image("Town hall", renditions=False)
    assert sizes(image) == set()
    run_waiting()
    assert sizes(image) == set(SIZES.values())
    assert make_renditions(image.pk) == 0


def test_a_picture_that_is_gone_is_no_failure() -> None:
    assert make_renditions(10**6) == 0


def test_the_repair_makes_what_is_missing_and_passes_over_what_cannot_be_read() -> None:
    broken, whole = make_image("Broken", renditions=False), make_image("Whole", renditions=False)
    broken.file.storage.delete(broken.file.name)
    assert repair_renditions() == len(SIZES)
    assert sizes(whole) == set(SIZES.values())
    assert get_image_model().objects.filter(pk=broken.pk).exists()
    assert repair_renditions() == 0
