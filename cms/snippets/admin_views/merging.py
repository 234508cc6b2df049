"""Two rows of one body: choose which one stays, read everything that moves, then one button."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import TemplateView

from cms.core.errors import BadInput, Conflict
from cms.snippets.admin_views.base import NAMES, ImportScreen
from cms.snippets.merging.services import MergePlan, merge_partners, plan_merge
from cms.snippets.models import Partner


class ChooseTwo(forms.Form):
    survivor = forms.ModelChoiceField(
        Partner.objects.filter(duplicate_of=None),
        to_field_name="slug",
        label="The row that stays",
        help_text="It keeps its address and its name.",
    )
    duplicate = forms.ModelChoiceField(
        Partner.objects.filter(duplicate_of=None),
        to_field_name="slug",
        label="The second row of the same body",
        help_text="Its address and its names lead to the other from then on.",
    )


class Merge(ImportScreen, TemplateView):
    """GET shows; only POST with the tick changes anything."""

    template_name = "snippets/imports/merge.html"
    page_title = "Put two rows of one body together"
    header_icon = "group"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.POST if self.request.method == "POST" else self.request.GET
        form = ChooseTwo(asked if asked.get("survivor") and asked.get("duplicate") else None)
        plan, swapped = self._plan(form), ""
        if plan is not None:
            query = {"survivor": plan.duplicate.slug, "duplicate": plan.survivor.slug}
            swapped = f"{reverse(f'{NAMES}:merge')}?{urlencode(query)}"
        return super().get_context_data(form=form, plan=plan, swapped=swapped, **kwargs)

    def _plan(self, form: ChooseTwo) -> MergePlan | None:
        if not form.is_bound or not form.is_valid():
            return None
        try:
            return plan_merge(**form.cleaned_data)
        except BadInput as error:
            form.add_error(None, str(error))
            return None

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = ChooseTwo(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(**kwargs))
        try:
            done = merge_partners(by=self.by, confirmed=request.POST.get("confirmed") == "yes", **form.cleaned_data)
        except (BadInput, Conflict) as error:
            messages.error(request, str(error))
            return self.render_to_response(self.get_context_data(**kwargs))
        messages.success(request, f"Put together: {done.title}. It can be undone here.")
        return redirect(f"{NAMES}:undo", done.pk)
