"""Two example briefings: one that went to everybody, and one that the core team is writing."""

import datetime
from typing import Any

from cms.briefings.models import Edition, EditionItem
from cms.core import clock, counters
from cms.members.models import User
from cms.pages.models import Audience, GuidancePage, HorizonPage
from cms.pages.models.base import EditorialPage

NOTE = "This is an invented example. If you only do one thing this month, make it the first item."


def make_briefings(editor: User) -> None:
    """Once. Of public pages, so that everybody may read the one that went."""
    if Edition.objects.filter(is_example=True).exists():
        return
    opened: dict[str, Any] = {"audience": Audience.PUBLIC}
    pages: list[EditorialPage] = [
        *HorizonPage.objects.live().filter(**opened).order_by("-key_date", "pk")[:2],
        *GuidancePage.objects.live().filter(**opened, superseded_by=None).order_by("pk")[:2],
    ]
    went_at = clock.now() - datetime.timedelta(days=9)
    moments = dict.fromkeys(("send_at", "begun_at", "listed_at", "handed_over_at"), went_at)
    went = Edition.objects.create(
        title="Changes and one quick win (example)",
        slug="example-briefing",
        note=NOTE,
        signed_by=editor,
        readers=Edition.Readers.PUBLIC,
        number=counters.next_value("briefing"),
        is_example=True,
        **moments,
    )
    _fill(went, pages)
    draft = Edition.objects.create(
        title="Next month (example)", slug="next-example-briefing", signed_by=editor, is_example=True
    )
    _fill(draft, pages[:1])


def _fill(edition: Edition, pages: list[EditorialPage]) -> None:
    for place, page in enumerate(pages, 1):
        EditionItem.objects.create(
            edition=edition, sort_order=place, page=page, title=page.title[:200], text=page.summary[:600]
        )
