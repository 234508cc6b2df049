"""A phone's photograph of a signed page becomes a PDF that everybody can open. The photograph stays as it was sent."""

from pathlib import Path

from django.core.files.base import ContentFile
from django.db import transaction
from wagtail.documents import get_document_model

from cms.intake.models import Paper
from cms.storage import text_scans
from cms.storage.names import safe_name
from cms.storage.uploads_content import PICTURES


def make_readable(paper: Paper, path: Path) -> None:
    """Make and keep the PDF, once; nothing where the file is no picture, or a damaged one. Twice is harmless."""
    if paper.suffix not in PICTURES or paper.readable is not None:
        return
    made = text_scans.pdf_of(path)
    if not made:
        return
    stem = paper.name.rpartition(".")[0] or paper.name
    with transaction.atomic():
        row = Paper.objects.select_for_update().get(pk=paper.pk)
        if row.readable is None:
            document = get_document_model()(title=stem[:255], uploaded_by_user_id=paper.added_by_id)  # type: ignore[attr-defined]
            document.file.save(safe_name(f"{stem}.pdf"), ContentFile(made), save=False)
            document.file_size = len(made)
            document.save()
            row.readable = document
            row.save(update_fields=["readable"])
    paper.readable = row.readable
