"""The report on the template's use, on screen and as a workbook."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from cms.core import clock
from cms.core.tabular import write_xlsx
from cms.overview.admin_views import CoreTeamScreen
from cms.overview.template_use import SectorUse, YearOfNew, template_use

HEADINGS = (
    *("Sector", "In force", "From the current edition", "From an earlier one", "Without the template"),
    *("New this year", "of them from the template", "New the year before", "of them from the template"),
    *("Days drafting", "Days with other partners", "Days being signed"),
)
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class TemplateUseScreen(CoreTeamScreen):
    template_name = "overview/template_use.html"
    page_title = "Use of the template"
    header_icon = "doc-full"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.GET.get("export") == "xlsx":
            return self._workbook()
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        use = template_use()
        rows = [[_shown(cell) for cell in _cells(row)] for row in (*use.sectors, use.everybody)]
        return super().get_context_data(use=use, headings=HEADINGS, rows=rows, **kwargs)

    def _workbook(self) -> HttpResponse:
        use = template_use()
        body = write_xlsx(HEADINGS, [_cells(row) for row in (*use.sectors, use.everybody)], sheet="Use of the template")
        name = f"template-use-{clock.today():%Y-%m-%d}.xlsx"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(body, content_type=CONTENT_TYPE, headers=headers)


def _cells(row: SectorUse) -> list[Any]:
    return [
        *(row.sector, row.in_force, row.current, row.earlier, row.in_force - row.current - row.earlier),
        *_year(row.this_year),
        *_year(row.last_year),
        *(row.days_drafting, row.days_peer_review, row.days_signing),
    ]


def _year(year: YearOfNew) -> tuple[int, str | None]:
    return year.opened, None if year.share is None else f"{year.share:.0%}"


def _shown(cell: Any) -> Any:
    if cell is None:
        return "–"
    return f"{cell:g}" if isinstance(cell, float) else cell
