"""What happens to events' pages, as far as the people who signed up are concerned."""

from typing import Any

from wagtail.signals import page_published

from cms.events.services import note_published
from cms.pages.models import EventPage


def published(sender: type[Any], instance: Any, **_: Any) -> None:
    if isinstance(instance, EventPage):
        note_published(instance)


def connect() -> None:
    """Called once, when the app is ready."""
    page_published.connect(published, sender=EventPage, dispatch_uid="events_published")
