"""Make or change one page from one row, through a revision, so that its history shows it."""

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from wagtail.models import Page

from cms.audit import services as audit
from cms.core.errors import Forbidden
from cms.core.requester import Requester
from cms.core.tabular import Report, RowReport, Table
from cms.pages.models import Audience, EditorialPage
from cms.pages.setup import ensure_site_tree

TREE = ("path", "depth", "numchild", "url_path", "content_type", "slug", "body")


def begin(table: Table, kind: str, columns: Sequence[str], *, by: Requester) -> Report:
    """The report of an import that may go on. Raises Forbidden and, for a table without these columns, BadInput."""
    if not by.is_editor:
        raise Forbidden("Only the core team imports pages.")
    table.require(*columns)
    ensure_site_tree()
    return Report(table.name, kind)


def finish(report: Report, *, by: Requester) -> Report:
    if report.counts["new"] or report.counts["changed"]:
        audit.record(by, "pages.imported", label=f"{report.format}: {report.file}", after=report.counts)
    return report


class Writer:
    """Writes pages of one type below its index page. A page's identity is its address, made from the title at first.

    `audience` is for pages that are new: whom editors opened a page to since is theirs to say.
    """

    def __init__(self, model: type[EditorialPage], index: type[Page], *, audience: Audience = Audience.MEMBERS) -> None:
        self.model = model
        self.audience = audience
        self.index = index._default_manager.get()
        self.known = {page.slug: page for page in model._default_manager.child_of(self.index).specific()}
        topic: Any = apps.get_model("snippets", "Topic")
        self.topic = topic
        self.topics = {found.slug: found for found in topic.objects.all()}

    def write(self, title: str, values: dict[str, Any], topics: Sequence[str], row: RowReport) -> EditorialPage | None:
        """The page with these values, published; None when they are not valid. What people edited since stays."""
        slug = slugify(title)[:200]
        page: EditorialPage | None = self.known.get(slug)
        if page is None:
            return self._add(self.model(title=title, slug=slug, audience=self.audience, **values), topics, row)
        differing = [name for name, value in values.items() if getattr(page, name) != value]
        new_topics = {slugify(name) for name in topics} - {found.slug for found in page.topics.all()}
        if not differing and not new_topics:
            return page
        if page.latest_revision is not None and page.latest_revision.user_id is not None:
            row.warnings.append("Somebody edited the page since it was imported: it is left as it is.")
            return page
        for name in differing:
            setattr(page, name, values[name])
        if not _is_valid(page, row):
            return None
        page.topics = [*page.topics.all(), *self._topics(topics)]
        page.save_revision(clean=False).publish()
        row.status = "changed"
        return page

    def _add(self, page: EditorialPage, topics: Sequence[str], row: RowReport) -> EditorialPage | None:
        if not _is_valid(page, row):
            return None
        page.topics = self._topics(topics)
        self.index.add_child(instance=page)
        page.save_revision(clean=False).publish()
        self.known[page.slug] = page
        row.status = "new"
        return page

    def _topics(self, names: Sequence[str]) -> list[Any]:
        found = {}
        for name in names:
            slug = slugify(name)[:80]
            if slug and slug not in self.topics:
                self.topics[slug] = self.topic.objects.create(name=name[:1].upper() + name[1:80], slug=slug)
            if slug:
                found[slug] = self.topics[slug]
        return list(found.values())


def _is_valid(page: EditorialPage, row: RowReport) -> bool:
    """Field by field, with the reasons in the row."""
    try:
        page.clean_fields(exclude=TREE)
    except ValidationError as error:
        row.errors += [f"{name}: {message}" for name, messages in error.message_dict.items() for message in messages]
        row.status = "invalid"
        return False
    return True
