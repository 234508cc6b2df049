"""Saved searches that are narrowed to a partner follow it when two rows of one body are put together."""

from collections.abc import Iterator

from cms.saved_searches.models import SavedSearch, fingerprint
from cms.snippets.merging.moves import Step, register_source
from cms.snippets.models import Partner


def follow(duplicate: Partner, survivor: Partner) -> Iterator[Step]:
    """The words of a search are its owner's own: only that there is one is said."""
    for search in SavedSearch.objects.filter(filters__has_key="partner").order_by("pk"):
        chosen = search.filters["partner"]
        if duplicate.slug not in chosen:
            continue
        slugs = sorted({survivor.slug if slug == duplicate.slug else slug for slug in chosen})
        filters = {**search.filters, "partner": slugs}
        found = fingerprint(search.text, filters)
        words = "a saved search that is narrowed to it"
        if SavedSearch.objects.filter(owner=search.owner_id, fingerprint=found).exclude(pk=search.pk).exists():
            yield Step(search, words, why="its owner keeps the same search for the other row too")
        else:
            yield Step(search, words, change={"filters": filters, "fingerprint": found})


def connect() -> None:
    """Called once, when the app is ready."""
    register_source(follow)
