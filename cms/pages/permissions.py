"""Who may see which page and file. Pages are for members unless opened to everybody; restrictions only narrow."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from cms.core import content_version, policy
from cms.core.requester import Requester
from cms.core.visibility import outside_closed_trees, visible_files
from cms.pages import models
from cms.pages.models import Audience, EditorialPage

CONTENT = "read:content"
EDITORIAL: tuple[type[EditorialPage], ...] = (
    models.GuidancePage,
    models.NewsPage,
    models.HorizonPage,
    models.StoryPage,
    models.EventPage,
)


def visible_pages(rows: Any, requester: Requester, version: str | None = None) -> Any:
    """Live pages, open to the requester's audience, below no restriction that is closed to the requester.

    `version` is the content version, where the caller has read it already.
    """
    found = outside_closed_trees(rows, requester, version or content_version.current())
    if requester.is_member:
        return found
    if issubclass(rows.model, EditorialPage):
        return found.filter(audience=Audience.PUBLIC)
    closed = [model.objects.filter(audience=Audience.MEMBERS).values("pk") for model in EDITORIAL]
    return found.exclude(Q(*[Q(pk__in=rows_) for rows_ in closed], _connector=Q.OR))


def files(rows: Any, requester: Requester, version: str | None = None) -> Any:
    return visible_files(rows, requester, version or content_version.current())


def of_visible_stories(rows: Any, requester: Requester) -> Any:
    return rows.filter(page__in=visible_pages(models.StoryPage.objects.all(), requester).values("pk"))


def register() -> None:
    """Called once, when the app is ready."""
    policy.register_rows(Page, visible_pages, scope=CONTENT)
    policy.register_rows(get_image_model(), files, scope=CONTENT)
    policy.register_rows(get_document_model(), files, scope=CONTENT)
    policy.register_rows(models.StoryQuote, of_visible_stories, scope=CONTENT)


# Rules that take the content version of a caller who has read it already.
VERSIONED: dict[Any, Callable[[Any, Requester, str], Any]] = {visible_pages: visible_pages, files: files}
