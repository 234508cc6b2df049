"""Which papers of events the mirror holds: those of events that are published."""

from collections.abc import Iterator

from cms.events.models import Paper
from cms.pages.mirrored import audience_of
from cms.pages.search import audiences
from cms.storage.mirror import Shown, Wanted, of_documents


def wanted() -> list[Wanted]:
    return of_documents(_shown())


def _shown() -> Iterator[Shown]:
    papers = list(Paper.objects.filter(event__live=True).select_related("document__collection", "event"))
    tokens = audiences({paper.event_id: paper.event for paper in papers}.values())
    for paper in papers:
        yield Shown(paper.document, "event paper", paper.added_at, audience_of(tokens[paper.event_id]))
