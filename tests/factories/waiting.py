"""Files that came while the virus scanner was away, and the scanner coming back."""

import hashlib
import os
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image
from wagtail.images import get_image_model

from cms.overview.demo.files import pdf
from cms.storage import scanning, waiting
from tests.factories.files import document
from tests.factories.hostile_parts import eicar

AWAY = "127.0.0.1:9"  # nobody listens there


def scanner_goes(settings: Any) -> None:
    settings.CLAMD_ADDRESS = AWAY
    scanning.forget()


def scanner_comes(settings: Any) -> None:
    settings.CLAMD_ADDRESS = os.environ["TEST_CLAMD_ADDRESS"]
    scanning.forget()


def picture_bytes(virus: bool = False) -> bytes:
    """A small picture of chance colours; with the scanner's test string behind its end."""
    out = BytesIO()
    Image.frombytes("RGB", (30, 20), os.urandom(1800)).save(out, "PNG")
    return out.getvalue() + (eicar() if virus else b"")


def document_bytes(virus: bool = False) -> bytes:
    return pdf([f"Words of {os.urandom(4).hex()}"]) + (b"%" + eicar() if virus else b"")


def kept_back(kind: str, settings: Any, *, refused: bool = False) -> Any:
    """A document or an image whose file waits or, where the scanner is running, was refused after waiting."""
    scanner_goes(settings)
    content = {"document": document_bytes, "image": picture_bytes}[kind](refused)
    if kind == "document":
        row = document("Kept back", content, f"{hashlib.sha256(content).hexdigest()[:8]}.pdf")
    else:
        row = get_image_model().objects.create(title="Kept back", file=ContentFile(content, name="kept-back.png"))
    if refused:
        scanner_comes(settings)
        waiting.scan_waiting()
    return row
