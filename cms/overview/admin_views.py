"""Two short reports for the core team: the jobs, and the pages that need somebody."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.core import clock
from cms.jobs.selectors import health, recent_failures
from cms.pages.models import GuidancePage, HorizonPage
from cms.pages.selectors import pages_due_for_review

PERMISSION = "snippets.change_isp"  # what the core team holds, and nobody else


class CoreTeamScreen(WagtailAdminTemplateMixin, TemplateView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]


class Jobs(CoreTeamScreen):
    """Whether the job worker runs, what waits and what failed."""

    template_name = "overview/jobs.html"
    page_title = "Jobs"
    header_icon = "time"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(health=health(), failures=recent_failures(), **kwargs)


class PagesDue(CoreTeamScreen):
    """Pages past their review date, changes ahead past their key date, addresses that nobody has opened."""

    template_name = "overview/pages_due.html"
    page_title = "Pages that need somebody"
    header_icon = "doc-empty-inverse"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        stages = [page for page in HorizonPage.objects.filter(live=True).exclude(key_date="") if page.needs_next_stage]
        unopened = GuidancePage.objects.filter(live=True, source_checked_on=None).exclude(source_url="")
        groups = [
            ("Past the review date", [(page.pk, page.title) for page in pages_due_for_review(clock.today())]),
            ("Past the key date: choose the next stage", [(page.pk, page.title) for page in stages]),
            ("Official address not opened by the core team", list(unopened.values_list("pk", "title"))),
        ]
        shown = [
            (heading, [(reverse("wagtailadmin_pages:edit", args=[pk]), title) for pk, title in rows])
            for heading, rows in groups
        ]
        return super().get_context_data(groups=shown, **kwargs)
