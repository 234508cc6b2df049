"""What search finds of briefings: the title and the editor's note. The items are found where they belong: what was open
when it went out may be closed today. Those that went to some alone are not found at all."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models.signals import post_delete, post_save

from cms.briefings.models import Edition
from cms.core import clock
from cms.core.partial_dates import in_words
from search import outbox, registry
from search.ports import Entry
from search.registry import Card, Source

KIND, USUAL = "briefing", 0.3
Readers = Edition.Readers
AUDIENCE = {Readers.PUBLIC: frozenset({"public"}), Readers.MEMBERS: frozenset({"members"})}


def _listed() -> Any:
    return Edition.objects.archived().exclude(readers=Readers.RECIPIENTS)


def live_pks() -> Iterable[int]:
    keys: Iterable[int] = _listed().values_list("pk", flat=True)
    return keys


def entries(pks: Sequence[int]) -> Iterator[Entry]:
    for found in _listed().filter(pk__in=pks):
        yield Entry(
            key=registry.key_of(KIND, found.pk),
            version=0,
            kind=KIND,
            url=found.path,
            title=found.title,
            audience=AUDIENCE[Readers(found.readers)],
            body=found.note,
            published=found.begun_at,
            popularity=USUAL,
        )


def card(found: Edition) -> Card:
    day = found.begun_at.astimezone(clock.LONDON).date() if found.begun_at else None
    words = f"Sent {in_words(day)}" if day else ""
    return Card(title=found.title, url=found.path, summary=found.note[:300], date=day, date_words=words)


def _changed(sender: type[Any], instance: Edition, **_: Any) -> None:
    outbox.record(registry.key_of(KIND, instance.pk))


def connect() -> None:
    """Register the kind and listen for changes. Called once, when the app is ready."""
    registry.register(
        Source(
            kind=KIND,
            label="Briefings",
            model=Edition,
            live_pks=live_pks,
            entries=entries,
            rows=lambda requester: _listed(),
            card=card,
            statuses={},
        )
    )
    for number, signal in enumerate((post_save, post_delete)):
        signal.connect(_changed, sender=Edition, dispatch_uid=f"search_briefing_{number}")
