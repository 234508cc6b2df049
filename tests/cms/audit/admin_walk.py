"""Every address of the editors' half, with a row to try it on and its forms as they stand: for tests that walk them."""

import re
from collections.abc import Iterator
from typing import Any

from bs4 import BeautifulSoup
from django import forms
from django.apps import apps
from django.contrib.auth.models import Group
from django.db.models import Model
from django.http import QueryDict
from django.urls import get_resolver, reverse
from wagtail.admin.viewsets import viewsets
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.blocks import BlockField
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, Page, Task, Workflow
from wagtail.test.utils.form_data import _querydict_from_form

from cms.core.models import CommunitySettings
from cms.pages.models import GuidancePage

# What only shows: lists, choosers' windows, reports, histories. And Wagtail's own ways in, which are shut.
SHOWS = re.compile(
    r"(index|list|results|history\w*|usage\w*|inspect|compare|chosen\w*|choose\w*|preview\w*|view_draft|url_generator\w*"
    r"|workflow_detail|wagtailadmin_(login|logout|password_\w+|sprite|javascript_catalog|tag_\w+|home|account|explore\w*)"
    r"|wagtailadmin_reports:\w+|status|select_\w+|wagtailembeds:\w+|type_use\w*|\w*block_preview|admin_picture"
    r"|wagtailadmin_(dismissibles|editing_sessions:\w+)|workflow_preview\w*|search\w*|audit_events)$"
)
# Forms that start from nothing, whose tests are their own, and what no page leads to.
BESIDES = frozenset(
    ("add", "revisions_revert", "process_import", "wagtailadmin_error_test", "edit_task", "find", "detail", "listing")
)
ANSWERS = {  # what a field is filled in with where its form has nothing
    forms.EmailField: "new@example.org",
    forms.SlugField: "new-words",
    forms.URLField: "https://example.org/",
    forms.IntegerField: "7",
    forms.DateTimeField: "2026-12-01 10:00",
    forms.DateField: "2026-12-01",
    forms.CharField: "New words",
}


def patterns(found: Any, path: str = "", space: tuple[str, ...] = ()) -> Iterator[tuple[str, str, Any]]:
    """(route, full name, pattern)."""
    for one in found:
        where = path + str(one.pattern)
        if hasattr(one, "url_patterns"):
            yield from patterns(one.url_patterns, where, space + ((one.namespace,) if one.namespace else ()))
        else:
            yield where, ":".join((*space, one.name or "")), one


def rows_of(space: str, callback: Any) -> list[Model]:
    """Rows that the address may be about: the newest of its viewset's model, else of each model of its app and of the
    registers."""
    for viewset in viewsets.viewsets:
        if isinstance(viewset, ModelViewSet) and viewset.url_namespace == space:
            return list(viewset.model._base_manager.order_by("-pk")[:1])
    module = getattr(callback, "view_class", callback).__module__.split(".")
    near = [module[1], "snippets"] if module[0] == "cms" else []
    models = [model for app in near for model in apps.get_app_config(app).get_models()]
    found = (model._base_manager.order_by("-pk").first() for model in models)
    return [row for row in found if row is not None]


def given() -> dict[str, Any]:
    """Rows of Wagtail's own kinds, by the names that its addresses give them."""
    page = GuidancePage.objects.get(slug="plain")
    section = Page.objects.get(pk=page.pk).get_parent()
    document, image = get_document_model().objects.last(), get_image_model().objects.last()
    box = Collection.get_first_root_node().add_child(name="A box")
    return {
        "page_id": page.pk,
        "page_to_move_id": page.pk,
        "page_to_copy_id": page.pk,
        "parent_page_id": section.pk,
        "destination_id": section.pk,
        "content_type_app_name": "pages",
        "content_type_model_name": "guidancepage",
        "document_id": document.pk,
        "doc_id": document.pk,
        "image_id": image.pk,
        "collection_id": box.pk,
        "app_label": "wagtailcore",
        "wagtailadmin_collections:pk": box.pk,
        "wagtailusers_groups:pk": Group.objects.create(name="Nobody").pk,
        "wagtailadmin_workflows:pk": Workflow.objects.create(name="Slow").pk,
        "task:pk": Task.objects.create(name="Look", content_type_id=1).pk,
        "page_pk": page.pk,
        "revision_id": page.save_revision().pk,
        "app_name": "core",
        "model_name": "communitysettings",
        "wagtailsettings:pk": CommunitySettings.load().pk,
    }


def addresses() -> Iterator[tuple[str, list[str]]]:
    """(name, addresses to try, the first that answers counts) of each screen that may write."""
    known = given()
    for route, name, pattern in patterns(get_resolver().url_patterns):
        space, _, last = name.rpartition(":")
        if not route.startswith("admin/") or not last or SHOWS.search(name) or SHOWS.match(last):
            continue
        if not name.startswith("wagtail") or last in BESIDES or "chooser" in space:
            continue
        wanted = list(pattern.pattern.converters)
        if not wanted:
            yield name, [reverse(name)]
        elif all(one in known or f"{space}:{one}" in known for one in wanted):
            yield name, [reverse(name, kwargs={one: known.get(f"{space}:{one}", known.get(one)) for one in wanted})]
        elif len(wanted) == 1:
            (one,) = wanted
            rows = rows_of(space, pattern.callback)
            values = dict.fromkeys(getattr(row, one, None) for row in rows)
            yield name, [reverse(name, kwargs={one: value}) for value in values if value not in (None, "")]
        else:
            yield name, []


def filled(html: str, path: str) -> Iterator[QueryDict]:
    """The forms that the page posts to itself, as they stand, each with each of its buttons."""
    for form in BeautifulSoup(html, "html.parser").find_all("form"):
        where = str(form.get("action") or path).split("?")[0]
        if str(form.get("method", "")).lower() == "post" and where.endswith(path.split("?")[0]):
            data = _querydict_from_form(form)
            buttons = {(one["name"], one.get("value", "")) for one in form.find_all("button") if one.get("name")}
            for key, value in sorted(buttons)[:8] or [("", "")]:
                sent = data.copy()
                if key:
                    sent[key] = value
                yield sent


def heading(key: str) -> dict[str, str]:
    """A body of one heading."""
    one = {"type": "heading", "value-text": "Words", "order": "0", "deleted": "", "id": ""}
    return {f"{key}-count": "1", **{f"{key}-0-{part}": text for part, text in one.items()}}


def complete(data: QueryDict, form: Any) -> None:
    """Give the fields that the form asks for, and has nothing in, something that they take."""
    if "restriction_type" in data:
        data["restriction_type"] = "login"  # for who sees it: not as it stands, which would change nothing
    for name, field in getattr(form, "fields", {}).items():
        key = form.add_prefix(name)
        if isinstance(field, BlockField):
            data.update({f"{key}-count": "0"} if "heading" not in field.block.child_blocks else heading(key))
        if not field.required or data.get(key):
            continue
        if isinstance(field, forms.FileField):
            data[key] = ""
        elif isinstance(field, forms.ModelChoiceField):
            data[key] = str(getattr(field.queryset.first(), "pk", ""))
        elif isinstance(field, forms.ChoiceField):
            data[key] = next((str(value) for value, _ in field.choices if value and not isinstance(_, list)), "")
        elif isinstance(field, forms.BooleanField):
            data[key] = "on"
        else:
            data[key] = next((text for kind, text in ANSWERS.items() if isinstance(field, kind)), "New words")
