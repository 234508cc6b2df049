"""Wagtail's own forms for documents and pictures: the same door as everywhere, for adding, editing and choosing."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from PIL import Image
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from cms.storage.accepting import accept_file
from cms.storage.pictures import drawn_anew
from cms.storage.refusals import BAD_PICTURE, SCANNER_AWAY, RefusedFile
from cms.storage.uploads_content import KINDS, SITE_PICTURES


class CheckedDocumentForm(BaseDocumentForm):  # type: ignore[misc]
    def clean_file(self) -> Any:
        return accepted(self.cleaned_data["file"], KINDS)

    def _post_clean(self) -> None:
        """A refused file is not in the row: what the row's own check then says of a name that is empty helps nobody."""
        said = self.errors.get("file")
        refused = said.copy() if said else None
        super()._post_clean()
        if refused:
            self.errors["file"] = refused


class CheckedImageForm(BaseImageForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self.fields["file"].to_python = checked_first(self.fields["file"].to_python)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if getattr(file, "waits", False):  # Wagtail's screens draw a picture as soon as it is there
            raise ValidationError(SCANNER_AWAY, code="scanner_away")
        return file


def checked_first(to_python: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Wagtail's field opens a picture to count its dots, and knows no answer to one that cannot be opened. Then it is
    drawn anew, in the file itself: where another field is wrong, Wagtail keeps what was sent, not what was cleaned."""

    def checked(file: Any) -> Any:
        try:
            found = to_python(accepted(file, SITE_PICTURES))
            if isinstance(found, UploadedFile):
                _replace(found, drawn_anew(found))  # type: ignore[arg-type]
            return found
        except RefusedFile as refused:
            raise ValidationError(str(refused), code="refused_file") from refused
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
            raise ValidationError(BAD_PICTURE, code="refused_file") from error

    return checked


def _replace(file: "UploadedFile[Any]", content: bytes) -> None:
    file.seek(0)
    file.truncate()
    file.write(content)
    file.flush()
    file.seek(0)
    file.size = len(content)


def accepted(file: Any, kinds: frozenset[str]) -> Any:
    """What was sent, named by what it is; a file that stays is left alone. `notes` go with it into the store."""
    if not isinstance(file, UploadedFile):
        return file
    try:
        checked = accept_file(file, file.name or "", kinds=kinds, is_editor=True)  # type: ignore[arg-type]
    except RefusedFile as refused:
        raise ValidationError(str(refused), code="refused_file") from refused
    same = {"jpg": (".jpg", ".jpeg"), "tiff": (".tif", ".tiff")}.get(checked.suffix, (f".{checked.suffix}",))
    if not checked.name.lower().endswith(same):
        file.name = f"{checked.stem}.{checked.suffix}"
    file.notes, file.waits = checked.notes, checked.waits  # type: ignore[attr-defined]
    return file
