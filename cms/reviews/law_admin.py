"""The screen of one gateway or condition: the agreements that rest on it; to record that it started, ended, changed."""

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.views.generic import FormView
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminDateInput
from wagtail.snippets.action_menu import ActionMenuItem

from cms.core import clock
from cms.core.errors import BadInput, Forbidden
from cms.core.policy import may
from cms.members.selectors import requester_for
from cms.reviews.rechecks import CHANGED, ENDED, STARTED, flagged, record_law
from cms.snippets.models import LegalCondition, LegalGateway

MODELS: dict[str, Any] = {"gateway": LegalGateway, "condition": LegalCondition}
NAMES = {model: f"law_{name}" for name, model in MODELS.items()}
LABEL = "Agreements on it, and a start, end or change"


class LawForm(forms.Form):
    happened = forms.ChoiceField(
        label="What happened?",
        widget=forms.RadioSelect,
        choices=[
            (STARTED, "It has started, or will start on a day that is known"),
            (ENDED, "It has ended, or will end on a day that is known"),
            (CHANGED, "It says something else now"),
        ],
    )
    on = forms.DateField(label="On which day?", widget=AdminDateInput, initial=clock.today)
    note = forms.CharField(
        label="What it means for agreements",
        required=False,
        help_text="One or two plain sentences. Everybody who looks after one of them reads this.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )


class RecordLaw(WagtailAdminTemplateMixin, FormView[Any]):
    """First the form, with the agreements below it; then what will happen, with one button; then it is done."""

    form_class = LawForm
    template_name = "reviews/law.html"
    header_icon = "link"
    page_title = "Agreements that rest on it"
    kind: ClassVar[str] = ""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.thing = get_object_or_404(MODELS[kwargs["kind"]], pk=kwargs["pk"])
        self.by = requester_for(request)
        if not may(self.by, "law.record", self.thing):
            raise PermissionDenied

    @property
    def edit_url(self) -> str:
        return reverse(f"wagtailsnippets_snippets_{self.thing._meta.model_name}:edit", args=[self.thing.pk])

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        back = {"url": self.edit_url, "label": str(self.thing)}
        return [*self.breadcrumbs_items, back, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = flagged(self.thing)
        given = {
            "thing": self.thing,
            "rows": rows,
            "in_force": sum(row.in_force for row in rows),
            "edit_url": self.edit_url,
        }
        return super().get_context_data(**given, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        if "confirmed" not in self.request.POST:
            happened = dict(form.fields["happened"].choices)[form.cleaned_data["happened"]]
            return self.render_to_response(self.get_context_data(form=form, confirming=happened))
        try:
            number = record_law(by=self.by, thing=self.thing, **form.cleaned_data)
        except BadInput as error:
            fields: Any = error.details["fields"]
            for name, texts in fields.items():
                form.add_error(name, texts)
            return self.form_invalid(form)
        except Forbidden as error:
            raise PermissionDenied from error
        asked = "1 agreement is" if number == 1 else f"{number} agreements are"
        messages.success(self.request, f"Recorded. {asked} flagged for review, and those who look after them are told.")
        return redirect(self.request.path)


def urls() -> list[URLPattern]:
    return [
        path(f"reference/{kind}s/<int:pk>/agreements/", RecordLaw.as_view(), {"kind": kind}, name=NAMES[model])
        for kind, model in MODELS.items()
    ]


def listing_button(snippet: Any, user: Any) -> list[MenuItem]:
    name = NAMES.get(type(snippet))
    if name is None or not user.has_perm(f"snippets.change_{snippet._meta.model_name}"):
        return []
    return [MenuItem(LABEL, reverse(name, args=[snippet.pk]), icon_name="calendar-check", priority=60)]


class LawMenuItem(ActionMenuItem):
    """On the form of a gateway or condition, beside "Save"."""

    label = LABEL
    name = "law-agreements"
    icon_name = "calendar-check"

    def is_shown(self, context: dict[str, Any]) -> bool:
        instance = context.get("instance")
        return type(instance) in NAMES and bool(getattr(instance, "pk", None))

    def get_url(self, parent_context: dict[str, Any]) -> str:
        thing = parent_context["instance"]
        return reverse(NAMES[type(thing)], args=[thing.pk])
