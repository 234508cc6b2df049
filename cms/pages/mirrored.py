"""Which files of pages the mirror holds: those that live pages show, as they were published and never as drafted."""

from collections.abc import Iterable, Iterator

from wagtail.documents import get_document_model

from cms.core.visibility import held_exclusively
from cms.pages.models import EditorialPage
from cms.pages.search import KINDS, audiences
from cms.pages.search_files import documents_of
from cms.storage.mirror import Shown, Wanted, of_documents

COLUMNS = ("title", "path", "body", "audience", "live", "first_published_at")


def wanted() -> list[Wanted]:
    """The row of a page holds what is published: a draft lies beside it, as a revision."""
    return of_documents(_shown(page for model in KINDS for page in model.objects.live().only(*COLUMNS).iterator()))


def audience_of(tokens: frozenset[str]) -> str:
    """In the mirror's words, from those of search."""
    return next((name for name in ("public", "members") if tokens == {name}), "restricted")


def _shown(pages: Iterable[EditorialPage]) -> Iterator[Shown]:
    using = {page: keys for page in pages if (keys := documents_of(page))}
    if not using:
        return
    model, tokens = get_document_model(), audiences(using)
    everything = {key for keys in using.values() for key in keys}
    # what an agreement holds is published by the agreement alone, also where a page links to it
    free = everything - held_exclusively(model, everything)
    documents = model.objects.select_related("collection").in_bulk(free)
    for page, keys in using.items():
        for key in keys:
            if key in documents:
                yield Shown(documents[key], "page file", page.first_published_at, audience_of(tokens[page.pk]))
