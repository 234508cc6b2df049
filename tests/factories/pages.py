"""A site with its sections, pages, pictures and documents for tests."""

import datetime
import io
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image as Pillow
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction, Site

from cms.core import clock
from cms.pages import models
from cms.pages.models import EventPage, GuidancePage, HorizonPage, NewsPage, StoryPage
from cms.pages.renditions import make_renditions

SECTIONS: dict[type[Page], tuple[type[Page], str]] = {
    GuidancePage: (models.GuidanceIndexPage, "guidance"),
    NewsPage: (models.NewsIndexPage, "news"),
    HorizonPage: (models.HorizonIndexPage, "horizon"),
    StoryPage: (models.StoryIndexPage, "stories"),
    EventPage: (models.EventIndexPage, "events"),
}


def make_site() -> Page:
    """The home page of the one site; made once."""
    home = models.HomePage.objects.first()
    if home is None:
        home = Page.objects.get(depth=1).add_child(instance=models.HomePage(title="Home", slug="members-home"))
        Site.objects.update_or_create(
            is_default_site=True,
            defaults={"hostname": "localhost", "port": 8080, "root_page": home, "site_name": "Test"},
        )
    return home


def make_page(model: type[Any], title: str, parent: Page | None = None, *, live: bool = True, **fields: Any) -> Any:
    """A page of one kind in its section, for members unless `audience` says so; lists fill `topics` and the like."""
    index, slug = SECTIONS[model]
    section = parent or index.objects.first() or make_site().add_child(instance=index(title=slug.title(), slug=slug))
    many = {name: fields.pop(name) for name in list(fields) if isinstance(fields[name], list)}
    defaults: dict[str, Any] = {"summary": "In short."}
    if model is EventPage:
        start = clock.now() + datetime.timedelta(days=7)
        defaults |= {"starts_at": start, "ends_at": start + datetime.timedelta(hours=2)}
    given = {**defaults, **fields}
    given.setdefault("first_published_at", clock.now() if live else None)
    page = Page.objects.get(pk=section.pk).add_child(instance=model(title=title, live=live, **given))
    for name, rows in many.items():
        getattr(page, name).set(rows)
    if many:
        page.save()
    return page


def make_collection(
    name: str, kind: str = "", parent: Collection | None = None, groups: tuple[Any, ...] = ()
) -> Collection:
    """A collection, closed by a view restriction of this kind ("login", "groups", "password") if one is given."""
    made: Collection = (parent or Collection.get_first_root_node()).add_child(name=name)
    if kind:
        rule = CollectionViewRestriction.objects.create(collection=made, restriction_type=kind, password="pw")
        rule.groups.set(groups)
    return made


def close_page(page: Page, kind: str, groups: tuple[Any, ...] = ()) -> None:
    rule = PageViewRestriction.objects.create(page=page, restriction_type=kind, password="pw")
    rule.groups.set(groups)


def make_document(title: str, collection: Collection | None = None, content: bytes = b"words") -> Any:
    box = collection or Collection.get_first_root_node()
    file = ContentFile(content, f"{title.lower().replace(' ', '-')}.txt")
    return get_document_model().objects.create(title=title, collection=box, file=file)


def make_image(title: str, collection: Collection | None = None, *, renditions: bool = True) -> Any:
    """A picture with all its sizes, as the job that follows a save makes them."""
    data = io.BytesIO()
    Pillow.new("RGB", (1000, 600), "teal").save(data, "JPEG")
    file = ContentFile(data.getvalue(), f"{title.lower().replace(' ', '-')}.jpg")
    image = get_image_model().objects.create(
        title=title, collection=collection or Collection.get_first_root_node(), file=file
    )
    if renditions:
        make_renditions(image.pk)
    return image
