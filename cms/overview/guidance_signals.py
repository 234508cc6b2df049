"""When guidance that came of a thread is published, those who wrote it hear of it, once."""

from typing import Any

from wagtail.signals import page_published

from cms.core.requester import SYSTEM
from cms.overview.thread_to_guidance import tell_of_publishing
from cms.pages.models import GuidancePage


def published(sender: Any, instance: Any, **_: Any) -> None:
    tell_of_publishing(instance.pk, SYSTEM)


def connect() -> None:
    """Called once, when the app is ready."""
    page_published.connect(published, sender=GuidancePage, dispatch_uid="overview_guidance_published")
