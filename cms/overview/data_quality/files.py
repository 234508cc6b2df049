"""Files that people may not be able to read, and files to look at before they stay open to every member."""

from urllib.parse import urlencode

from django.urls import reverse

from cms.overview.data_quality.row import Row, here
from cms.snippets.looking import open_without_a_look, sentences_of_many
from cms.storage.barriers import barriers_of
from cms.storage.models import DocumentUse
from cms.storage.reports import documents_with_barriers

WORST = frozenset({"password", "locked", "only_pictures", "not_tagged", "no_structure"})


def hard_to_read() -> list[Row]:
    """Files that something on the site shows and that hardly work with a screen reader; lesser barriers are in the
    report of all."""
    used = DocumentUse.objects.order_by().values("document")
    documents = documents_with_barriers(WORST).filter(pk__in=used).order_by("title", "pk")
    back = urlencode({"next": here("hard-to-read")})
    rows = []
    for document in documents:
        detail = "; ".join(one.words for one in barriers_of(WORST & set(document.codes)))
        edit = f"{reverse('wagtaildocs:edit', args=[document.pk])}?{back}"
        rows.append(Row(str(document.pk), document.title, detail, edit))
    return rows


def not_looked_at() -> list[Row]:
    """Files of agreements that every member may open, with something to look at, that nobody looked through."""
    files = open_without_a_look()
    told = sentences_of_many({file.document_id for file in files})  # type: ignore[attr-defined]
    back = urlencode({"next": here("not-looked-at")})
    return [
        Row(
            str(file.pk),
            f"{file.version.isp.reference} {file.title}",
            " ".join(told[file.document_id]),  # type: ignore[attr-defined]
            f"{reverse('wagtaildocs:edit', args=[file.document_id])}?{back}",  # type: ignore[attr-defined]
            sector=file.version.isp.lead.sector.label,
        )
        for file in files
    ]
