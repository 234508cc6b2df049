"""Undo an applied import, a list or a merger: what goes back, what is left and why; then one button."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import TemplateView

from cms.snippets.admin_views.base import NAMES, ImportScreen
from cms.snippets.importers.undoing import plan_undo, undo
from cms.snippets.models import ChangeSet

PER_PAGE = 50


class Steps(ImportScreen, TemplateView):
    """Every step that can be taken back, the latest first."""

    template_name = "snippets/imports/steps.html"
    page_title = "What was imported and put together"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = ChangeSet.objects.select_related("made_by", "undone_by")
        page = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(page_of_rows=page, rows=page.object_list, **kwargs)


class Undo(ImportScreen, TemplateView):
    """Nothing is changed by opening this page."""

    template_name = "snippets/imports/undo.html"
    header_icon = "undo"
    trail = (("Imports", "index"), ("What was imported and put together", "steps"))

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.step = get_object_or_404(ChangeSet.objects.select_related("made_by", "undone_by"), pk=kwargs["pk"])

    def get_page_title(self) -> str:
        return str(self.step)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan = plan_undo(self.step)
        page = Paginator(plan.going, PER_PAGE).get_page(self.request.GET.get("p"))
        done = self.step.changes.exclude(undone_at=None).count()
        return super().get_context_data(
            step=self.step, plan=plan, page_of_rows=page, rows=page.object_list, done=done, **kwargs
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        plan = undo(by=self.by, change_set=self.step)
        if plan.going:
            messages.success(request, f"Undone: {len(plan.going)} row{'' if len(plan.going) == 1 else 's'}.")
        if plan.left:
            messages.warning(request, f"{len(plan.left)} left as they are: somebody has changed them since.")
        return redirect(f"{NAMES}:undo", self.step.pk)
