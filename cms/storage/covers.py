"""A picture of a file's first page, made in a confined process after the text is read, and kept like other sizes.

Whoever may open the file may see it (members_api.cover_views). There is none of files that are locked or were refused,
and it goes with the last name of the file's bytes.
"""

from collections.abc import Collection
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from wagtail.documents import get_document_model

from cms.core import content_version
from cms.storage import text_scans, texts
from cms.storage.files import MadeHereStorage, digest
from cms.storage.models import SERVED, Content, DocumentText

READ = (DocumentText.State.DONE, DocumentText.State.EMPTY)


def make_cover(sha256: str) -> str:
    """Make and keep the picture of a PDF that could be read; its name, "" where there is none. Twice is harmless."""
    text = DocumentText.objects.filter(sha256=sha256, state__in=READ).defer("text").first()
    content = Content.objects.filter(sha256=sha256, state__in=SERVED, kind="pdf", names__isnull=False).first()
    if text is None or content is None:
        return ""
    with texts.local_copy(content) as path:
        picture = text_scans.cover_of(path) if path is not None else b""
    if not picture:
        return ""
    file, name = ContentFile(picture), f"covers/{sha256[:32]}.webp"
    # not in the transaction: it may be slow
    file.stored = MadeHereStorage().store(file, name, *digest(file))  # type: ignore[arg-type, attr-defined]
    with transaction.atomic():
        row = DocumentText.objects.select_for_update().defer("text").get(pk=text.pk)
        if row.cover:
            storages["made_here"].delete(row.cover)
        row.cover = storages["made_here"].save(name, file)
        row.save(update_fields=["cover"])
        content_version.bump()
    return str(row.cover)


def cover_of(document: Any) -> str:
    """The name of the picture in the store MadeHereStorage; "" where there is none, or the file itself is held back."""
    return covers_of([document.pk]).get(document.pk, "")


def covers_of(documents: Collection[int]) -> dict[int, str]:
    """{document: name}, of those that have a picture. Three queries."""
    facts = {pk: row for pk, row in texts.facts_of_many(documents).items() if row.cover}
    served = Content.objects.filter(sha256__in={row.sha256 for row in facts.values()}, state__in=SERVED)
    shown = set(served.values_list("sha256", flat=True))
    return {pk: row.cover for pk, row in facts.items() if row.sha256 in shown}


def drop_covers() -> int:
    """Of files that are held back now, or that no document has any more. Returns how many went."""
    held = get_document_model().objects.order_by().values("file")
    kept = Content.objects.filter(state__in=SERVED, names__name__in=held).values("sha256")
    rows = list(DocumentText.objects.exclude(cover="").exclude(sha256__in=kept).values_list("pk", "cover"))
    for pk, name in rows:
        with transaction.atomic():
            DocumentText.objects.filter(pk=pk).update(cover="")
            storages["made_here"].delete(name)
    return len(rows)
