"""What search finds of consultations: the draft, its summary and the response. Comments are read on its page."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models.signals import m2m_changed, post_delete, post_save

from cms.consultations.models import Consultation, ConsultationState
from cms.core import policy
from cms.core.partial_dates import in_words
from search import outbox, registry
from search.ports import Entry
from search.registry import Card, Source

KIND, USUAL = "consultation", 0.4


def _listed() -> Any:
    return Consultation.objects.exclude(published_at=None).filter(withdrawn_at=None)


def live_pks() -> Iterable[int]:
    keys: Iterable[int] = _listed().values_list("pk", flat=True)
    return keys


def entries(pks: Sequence[int]) -> Iterator[Entry]:
    for found in _listed().filter(pk__in=pks).prefetch_related("topics"):
        yield Entry(
            key=registry.key_of(KIND, found.pk),
            version=0,
            kind=KIND,
            url=found.path,
            title=found.title,
            audience=frozenset({"members"}),
            summary=found.summary,
            body="\n".join(part for part in (found.text, found.response) if part),
            topic=tuple(topic.slug for topic in found.topics.all()),
            published=found.published_at,
            popularity=USUAL,
        )


def card(found: Consultation) -> Card:
    until = f"Comments until {in_words(found.closes_on)}" if found.state == ConsultationState.OPEN else ""
    return Card(
        title=found.title,
        url=found.path,
        summary=found.summary,
        date=found.closes_on if until else None,
        date_words=until,
        status_word=found.state_label,
    )


def _changed(sender: type[Any], instance: Any, **_: Any) -> None:
    if isinstance(instance, Consultation):
        outbox.record(registry.key_of(KIND, instance.pk))


def connect() -> None:
    """Register the kind and listen for changes. Called once, when the app is ready."""
    registry.register(
        Source(
            kind=KIND,
            label="Consultations",
            model=Consultation,
            live_pks=live_pks,
            entries=entries,
            rows=lambda requester: policy.visible(_listed(), requester),
            card=card,
            statuses={},
        )
    )
    for number, signal in enumerate((post_save, post_delete)):
        signal.connect(_changed, sender=Consultation, dispatch_uid=f"search_consultation_{number}")
    m2m_changed.connect(_changed, sender=Consultation.topics.through, dispatch_uid="search_consultation_topics")
