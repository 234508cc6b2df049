"""The files that pages show, as search sees them.

A page's file is part of the page's own entry ("found in the attached file"): it is read there, in its context, and an
entry of its own would show the same thing twice. Only text that everybody who finds the entry may open goes into it.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from wagtail.documents import get_document_model

from cms.core.visibility import held_exclusively
from cms.pages.models import EditorialPage
from cms.storage.audience import EVERYBODY, MEMBERS, Collections, joined
from cms.storage.texts import texts_of


def documents_of(page: EditorialPage) -> list[int]:
    """Keys of the documents in the page's body, downloads and links in the text, in their order."""
    found = page.body.stream_block.extract_references(page.body)
    model = get_document_model()
    return list(dict.fromkeys(int(pk) for target, pk, _, _ in found if issubclass(target, model)))


class Attachments:
    """The text of the files of many pages, in five queries."""

    def __init__(self, pages: Iterable[EditorialPage]) -> None:
        self.keys: Mapping[int, list[int]] = {page.pk: documents_of(page) for page in pages}
        wanted = {key for keys in self.keys.values() for key in keys}
        self.documents: dict[int, Any] = {}
        if not wanted:
            return
        model = get_document_model()
        rows = model.objects.filter(pk__in=wanted).select_related("collection")
        # What an agreement holds is opened through the agreement alone, also where a page links to it.
        held = held_exclusively(model, wanted)
        self.documents = {document.pk: document for document in rows if document.pk not in held}
        self.texts = texts_of(self.documents)
        self.collections = Collections()

    def for_audience(self, page: EditorialPage, audience: frozenset[str]) -> str:
        """The text that everybody of this audience may open; files whose collection is narrower are left out."""
        shown = [self.documents[key] for key in self.keys[page.pk] if key in self.documents]
        if not shown:
            return ""
        open_ = [document for document in shown if self.collections.audience(document, audience) == audience]
        return joined(open_, self.texts)

    def has_members_files(self, page: EditorialPage, audience: frozenset[str]) -> bool:
        """Whether the public page has files that only members may open: they then find it by an entry of their own."""
        members = frozenset({MEMBERS})
        return EVERYBODY in audience and any(
            self.collections.audience(self.documents[key], audience) == members
            for key in self.keys[page.pk]
            if key in self.documents
        )
