"""Under Reports: files that wait for the virus scanner or were refused, and the state of a file on its own screen."""

from typing import Any, ClassVar

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from cms.core.requester import Requester
from cms.storage import scanning
from cms.storage.contents import content_of
from cms.storage.document_reports import DocumentReport, DocumentReportItem, may_see
from cms.storage.models import SERVED, Content
from cms.storage.waiting import ask_again

PAGE = "storage_kept_back"
LISTED = (
    (Content.State.WAITING, "Waits to be checked"),
    (Content.State.REFUSED, "A virus was found"),
    (Content.State.NOT_SCANNED, "Shown, and not checked: no scanner was set then"),
)


class StateFilters(WagtailFilterSet):
    state = django_filters.ChoiceFilter(label="State", choices=LISTED, empty_label="Waits, or was refused")
    kind = django_filters.CharFilter(label="Kind", help_text="As pdf or docx")
    first_at = django_filters.DateFilter(label="Came on or after", lookup_expr="date__gte")

    class Meta:
        model = Content
        fields: ClassVar[list[str]] = ["state", "kind", "first_at"]


class FilePaginator(WagtailPaginator):
    verbose_name, verbose_name_plural = "file", "files"  # as it counts below the list


class KeptBackReport(DocumentReport):
    model = Content
    template_name = "storage/kept_back.html"
    page_title = "Files that wait or were refused"
    header_icon = "warning"
    index_url_name = PAGE
    index_results_url_name = f"{PAGE}_results"
    filterset_class = StateFilters
    paginator_class = FilePaginator
    no_results_message = "No file waits for the virus scanner, and none was refused."
    columns = (
        TitleColumn("title", label="File", get_url=lambda row: row.address),
        Column("get_state_display", label="State"),
        Column("note", label="What was found or noted"),
        Column("kind", label="Kind"),
        DateColumn("first_at", label="Came"),
        Column("senders", label="From"),
    )
    list_export: tuple[str, ...] = ("sha256", "state", "note", "kind", "size", "first_at", "scanned_at", "scanner")

    def get_queryset(self) -> Any:
        # What was sent and not taken lies in quarantine for a while, and is no file of the site.
        rows = Content.objects.exclude(state=Content.State.WAITING, released_at__isnull=False)
        rows = rows.order_by("-first_at", "-pk")
        return rows if self.request.GET.get("state") else rows.exclude(state__in=SERVED)

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        """What each is called on the site, in four queries for a page of the list."""
        rows = list(object_list)
        prefetch_related_objects(rows, "names__by")
        names = [name.name for row in rows for name in row.names.all()]
        found = {
            one.file.name: (one.title, reverse(url, args=[one.pk]))
            for model, url in ((get_document_model(), "wagtaildocs:edit"), (get_image_model(), "wagtailimages:edit"))
            for one in model.objects.filter(file__in=names)
        }
        for row in rows:
            there = [found[name.name] for name in row.names.all() if name.name in found]
            row.title = ", ".join(title for title, _ in there) or "(deleted since)"
            row.address = there[0][1] if there else None
            row.senders = ", ".join(sorted({str(name.by) for name in row.names.all() if name.by is not None}))
        return rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = {"scanner": scanning.scanner_version(), "is_configured": scanning.is_configured()}
        context: dict[str, Any] = super().get_context_data(**told, **kwargs)
        return context


@require_POST
def scan_again(request: HttpRequest) -> HttpResponse:
    """The button of the list."""
    if not may_see(request):
        raise PermissionDenied
    # The admin lets nobody in whose site role has ended, and takes the permission from them first.
    count = ask_again(by=Requester(user_id=request.user.pk, is_editor=True))
    messages.success(request, f"Files that are checked now: {count}. Come back in a minute.")
    return redirect(PAGE)


def scan_urls() -> list[URLPattern]:
    return [
        path("reports/kept-back/", KeptBackReport.as_view(), name=PAGE),
        path("reports/kept-back/results/", KeptBackReport.as_view(results_only=True), name=f"{PAGE}_results"),
        path("reports/kept-back/scan/", scan_again, name="storage_scan_again"),
    ]


def scan_item() -> MenuItem:
    return DocumentReportItem(
        "Files that wait or were refused", reverse(PAGE), name="kept-back", icon_name="warning", order=1113
    )


def scan_state(row: Any) -> dict[str, Any]:
    """{"state", "words", "note", "at"} of a document's or a picture's file, for its screen; empty without a file."""
    content = content_of(row.file.name) if row.file else None
    if content is None:
        return {}
    words = {
        Content.State.WAITING: "It waits to be checked for viruses. Nobody can open it until then.",
        Content.State.CLEAN: "Checked for viruses: nothing was found.",
        Content.State.NOT_SCANNED: "Not checked for viruses: no scanner was set when it came. Where one is set now, it "
        "is checked within days.",
        Content.State.MADE_HERE: "Made by the site itself.",
        Content.State.REFUSED: "A virus was found in it. Nobody can open it. Delete it once nothing needs it. If the "
        "scanner was wrong, have it checked again under Reports.",
    }
    return {"state": content.state, "words": words[Content.State(content.state)], "note": content.note,
            "at": content.scanned_at}  # fmt: skip
