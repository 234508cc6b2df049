"""The core team's list of what to put right: counts, lists, filters, downloads, and mending in place."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from cms.core.errors import DomainError
from cms.core.requester import Requester
from cms.core.tabular import write_csv, write_xlsx
from cms.overview.admin_views import CoreTeamScreen
from cms.overview.data_quality.kinds import BY_KEY, KINDS
from cms.overview.data_quality.row import Kind, Row, here

PER_PAGE = 100
COLUMNS = ("Kind", "What", "Detail", "Sector")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def narrowed(rows: list[Row], query: Any) -> list[Row]:
    """The rows that have these words and this sector."""
    words = query.get("q", "").casefold().split()
    sector = query.get("sector", "")
    return [
        row
        for row in rows
        if (not sector or row.sector == sector)
        and all(word in f"{row.label} {row.detail}".casefold() for word in words)
    ]


def download(kinds: list[tuple[Kind, list[Row]]], form: str) -> HttpResponse:
    rows = [(kind.label, row.label, row.detail, row.sector) for kind, found in kinds for row in found]
    content = write_xlsx(COLUMNS, rows) if form == "xlsx" else write_csv(COLUMNS, rows)
    answer = HttpResponse(content, content_type=XLSX if form == "xlsx" else "text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="data-quality.{form}"'
    return answer


class DataQuality(CoreTeamScreen):
    """Every kind with its number."""

    template_name = "overview/data_quality.html"
    page_title = "Data quality"
    header_icon = "tick-inverse"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if (form := request.GET.get("export", "")) in ("csv", "xlsx"):
            return download([(kind, kind.find()) for kind in KINDS], form)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kinds = [(kind, len(kind.find()), here(kind.key)) for kind in KINDS]
        return super().get_context_data(kinds=kinds, total=sum(count for _, count, _ in kinds), **kwargs)


class DataQualityKind(CoreTeamScreen):
    """The rows of one kind. Tick some, say what is right, press the button; or open one, and come back here."""

    template_name = "overview/data_quality_kind.html"
    header_icon = "tick-inverse"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        found = BY_KEY.get(kwargs["kind"])
        if found is None:
            raise Http404
        self.kind = found
        self.page_title = found.label

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        *before, last = super().get_breadcrumbs_items()
        return [*before, {"url": reverse("overview_data_quality"), "label": "Data quality"}, last]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if (form := request.GET.get("export", "")) in ("csv", "xlsx"):
            return download([(self.kind, narrowed(self.kind.find(), request.GET))], form)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        every = self.kind.find()
        rows = narrowed(every, self.request.GET)
        page = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("p"))
        given = {"form": self.kind.form() if self.kind.form else None, "ticked": frozenset[str](), **kwargs}
        given["kind"] = self.kind  # in place of its name in the address
        return super().get_context_data(
            total=len(every),
            page_of_rows=page,
            rows=page.object_list,
            sectors=sorted({row.sector for row in every if row.sector}),
            query=self.request.GET,
            narrowing=_kept(self.request.GET),
            **given,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.kind.form is None or self.kind.mend is None:
            raise Http404
        form = self.kind.form(request.POST)
        ticked = frozenset(request.POST.getlist("row"))
        rows = [row for row in self.kind.find() if row.key in ticked]
        if form.is_valid() and not rows:
            form.add_error(None, "Tick what you want to put right.")
        if form.is_valid():
            try:
                by = Requester(user_id=request.user.pk, is_editor=True)  # the screen lets in nobody else
                done = self.kind.mend(by, rows, form.cleaned_data)
            except DomainError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, f"{self.kind.button}: {done} done.")
                return redirect(f"{here(self.kind.key)}?{_kept(request.GET)}")
        answer = self.render_to_response(self.get_context_data(form=form, ticked=ticked, **kwargs))
        answer.status_code = 422
        return answer


def _kept(query: Any) -> str:
    """The filters as they were, for the way back and for the next page."""
    kept = query.copy()
    for name in ("p", "export"):
        kept.pop(name, None)
    return str(kept.urlencode())
