"""Under Reports: files that people may not be able to read with software, to filter and to take away."""

from collections import OrderedDict
from collections.abc import Collection
from functools import reduce
from operator import or_
from typing import Any, ClassVar

import django_filters
from django.db.models import OuterRef, Q, Subquery, TextField
from django.db.models.functions import Cast
from django.urls import URLPattern, path, reverse
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.documents import get_document_model
from wagtail.models import Collection as Folder

from cms.storage.barriers import HONEST, WORDS, barriers_of
from cms.storage.document_reports import DocumentReport, DocumentReportItem
from cms.storage.models import DocumentText, KeptName
from cms.storage.texts import with_content


def documents_with_barriers(codes: Collection[str] = ()) -> Any:
    """Those whose file has any barrier, or one of these; each with `codes` (all that its file has) and `page_count`."""
    texts = DocumentText.objects.order_by().exclude(barriers=[])
    if codes:
        # As text, quotes and all: SQLite cannot ask what a list holds.
        texts = texts.annotate(listed=Cast("barriers", TextField()))
        texts = texts.filter(reduce(or_, [Q(listed__contains=f'"{code}"') for code in codes]))
    names = KeptName.objects.order_by().filter(content__sha256__in=texts.values("sha256")).values("name")
    facts = DocumentText.objects.order_by().filter(sha256=OuterRef("sha256"))
    return with_content(get_document_model().objects.filter(file__in=names)).annotate(
        codes=Subquery(facts.values("barriers")[:1]), page_count=Subquery(facts.values("pages")[:1])
    )


class BarrierFilters(WagtailFilterSet):
    barrier = django_filters.ChoiceFilter(
        label="What is in the way",
        choices=[(code, f"{words[:1].upper()}{words[1:]}") for code, (words, _) in WORDS.items()],
        method="by_barrier",
        empty_label="All",
    )
    title = django_filters.CharFilter(label="Title", lookup_expr="icontains")
    collection = django_filters.ModelChoiceFilter(label="Collection", queryset=Folder.objects.all())

    class Meta:
        model = get_document_model()
        fields: ClassVar[list[str]] = ["barrier", "title", "collection"]

    def by_barrier(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(pk__in=documents_with_barriers([value]).values("pk"))


class BarrierColumn(Column):
    cell_template_name = "storage/barrier_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> Any:
        context = super().get_cell_context_data(instance, parent_context)
        return {**context, "barriers": barriers_of(instance.codes)}


class BarrierReport(DocumentReport):
    model = get_document_model()
    template_name = "storage/barriers.html"
    page_title = "Files hard to read"
    header_icon = "doc-full"
    index_url_name = "file_barriers"
    index_results_url_name = "file_barriers_results"
    filterset_class = BarrierFilters
    columns = (
        TitleColumn("title", label="File", get_url=lambda row: reverse("wagtaildocs:edit", args=[row.pk])),
        BarrierColumn("barriers", label="What is in the way, and what helps"),
        Column("collection", label="Collection"),
    )
    list_export: tuple[str, ...] = ("title", "file", "barriers", "what_helps", "pages", "collection")

    def get_queryset(self) -> Any:
        mine = self.permission_policy.instances_user_has_any_permission_for(self.request.user, ["change"])
        found = documents_with_barriers().filter(pk__in=mine.values("pk"))
        return found.select_related("collection").order_by("title", "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(honest=HONEST, **kwargs)
        return context

    def to_row_dict(self, item: Any) -> "OrderedDict[str, Any]":
        barriers = barriers_of(item.codes)
        return OrderedDict(
            title=item.title,
            file=item.filename,
            barriers="; ".join(one.words for one in barriers),
            what_helps=" ".join(one.mend for one in barriers),
            pages=item.page_count or "",
            collection=str(item.collection),
        )


def report_urls() -> list[URLPattern]:
    return [
        path("reports/file-barriers/", BarrierReport.as_view(), name="file_barriers"),
        path("reports/file-barriers/results/", BarrierReport.as_view(results_only=True), name="file_barriers_results"),
    ]


def report_item() -> MenuItem:
    url = reverse("file_barriers")
    return DocumentReportItem("Files hard to read", url, name="file-barriers", icon_name="doc-full", order=1112)
