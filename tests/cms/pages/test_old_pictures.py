"""Pictures from before the door drew them anew: what they say beside their dots goes; their sizes are made again."""

import io

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from cms.pages.old_pictures import redraw_pictures
from tests.factories.pages import make_image

pytestmark = pytest.mark.django_db


def test_where_an_old_picture_was_taken_goes_and_it_stands_as_it_was_held():
    image, plain = make_image("Home"), make_image("Plain")
    held, out = Image.Exif(), io.BytesIO()
    held[0x0112] = 6  # turned by the camera
    held.get_ifd(0x8825)[1] = "N"  # a place
    Image.new("RGB", (60, 20), "teal").save(out, "JPEG", exif=held)
    image.file = ContentFile(out.getvalue(), "home.jpg")
    image.save()
    before, untouched = image.file.name, plain.file.name
    assert redraw_pictures() == (1, 0)
    image.refresh_from_db()
    plain.refresh_from_db()
    assert (image.file.name != before, plain.file.name) == (True, untouched)
    with image.file.storage.open(image.file.name) as opened, Image.open(opened) as picture:
        assert (picture.size, dict(picture.getexif())) == ((20, 60), {})
    assert (image.width, image.height, image.renditions.count()) == (20, 60, 4)
    assert redraw_pictures() == (0, 0)
