"""Who may see which page and file. Pages are for members unless opened to everybody; restrictions only narrow."""

from collections.abc import Callable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, CharField, Q
from django.db.models.functions import Cast
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex

from cms.core import content_version, policy
from cms.core.models import CommunitySettings
from cms.core.requester import Requester
from cms.core.visibility import FileOwner, outside_closed_trees, register_file_owner, visible_files
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


def shown_on_pages(file_model: type[Any]) -> FileOwner:
    """Files that live pages show. Wagtail's reference index knows them; a job keeps it after each save."""
    to = ContentType.objects.get_for_model

    def keys(references: Any) -> Any:
        return references.annotate(file=Cast("to_object_id", BigIntegerField())).values("file")

    def held(among: Any) -> Any:
        return keys(ReferenceIndex.objects.filter(base_content_type=to(Page), to_content_type=to(file_model)))

    def seen(requester: Requester, version: str) -> Any:
        pages = visible_pages(Page.objects.all(), requester, version).annotate(text=Cast("pk", CharField()))
        references = ReferenceIndex.objects.filter(base_content_type=to(Page), to_content_type=to(file_model))
        return keys(references.filter(object_id__in=pages.values("text")))

    return FileOwner("pages", held, seen, exclusive=False)


def site_logo() -> FileOwner:
    def logo() -> Any:
        return CommunitySettings.objects.exclude(logo=None).values("logo")

    return FileOwner("logo", lambda among: logo(), lambda requester, version: logo(), exclusive=False)


def of_visible_stories(rows: Any, requester: Requester) -> Any:
    return rows.filter(page__in=visible_pages(models.StoryPage.objects.all(), requester).values("pk"))


def register() -> None:
    """Called once, when the app is ready."""
    policy.register_rows(Page, visible_pages, scope=CONTENT)
    policy.register_rows(get_image_model(), files, scope=CONTENT)
    policy.register_rows(get_document_model(), files, scope=CONTENT)
    for file_model in (get_image_model(), get_document_model()):
        register_file_owner(file_model, shown_on_pages(file_model))
    register_file_owner(get_image_model(), site_logo())
    policy.register_rows(models.StoryQuote, of_visible_stories, scope=CONTENT)


# Rules that take the content version of a caller who has read it already.
VERSIONED: dict[Any, Callable[[Any, Requester, str], Any]] = {visible_pages: visible_pages, files: files}
