"""Requests for help in the admin: the list, and one screen on which to answer."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.views.generic import FormView
from wagtail import hooks
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import register_permission_policy

from cms.community import services
from cms.community.models import SupportCase
from cms.core.admin import LimitedPolicy
from cms.core.errors import BadInput, Conflict, NotFound
from cms.core.policy import may
from cms.members.selectors import requester_for

LIST = "support-cases:index"
# Requests are asked on the members' site and answered here; they are no rows to type or to throw away.
register_permission_policy(SupportCase, LimitedPolicy(SupportCase, never=["add", "change", "delete"]))


def asker(case: SupportCase) -> str:
    """Who asked, as far as they said."""
    return ", ".join(part for part in (case.name or case.email, case.organisation or str(case.partner or "")) if part)


class CaseIndexView(IndexView):
    def get_base_queryset(self) -> QuerySet[Any]:
        return SupportCase.objects.select_related("asker", "partner", "adviser")

    def get_edit_url(self, instance: SupportCase) -> str:
        return reverse("support_case_answer", args=[instance.pk])

    def get_inspect_url(self, instance: SupportCase) -> None:
        return None


class SupportCaseViewSet(ModelViewSet):
    model = SupportCase
    name = "support-cases"
    icon = "help"
    menu_label = "Requests for help"
    menu_order = 240
    add_to_admin_menu = True
    index_view_class = CaseIndexView
    copy_view_enabled = False
    inspect_view_enabled = True
    exclude_form_fields: tuple[str, ...] = ()
    list_display = [
        "__str__",
        Column("what", label="What", accessor=lambda case: case.what[:120]),
        Column("asker", label="Who asks", accessor=asker),
        "asked_at",
        "state",
        "adviser",
    ]
    list_filter = ["state", "adviser"]
    search_fields = ["what", "whom", "why", "name", "email", "organisation"]
    ordering = "-asked_at"
    list_export = [
        *["number", "asked_at", "state", "what", "whom", "why", "name", "email", "organisation"],
        *["partner", "adviser", "answered_at", "answer"],
    ]
    export_filename = "requests-for-help"
    list_per_page = 50


@hooks.register("register_admin_viewset")
def case_screens() -> SupportCaseViewSet:
    return SupportCaseViewSet()


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label="Your answer",
        widget=forms.Textarea(attrs={"rows": 12}),
        max_length=services.ANSWER_AT_MOST,
        required=False,
        help_text="In plain English. It goes to the asker by e-mail when you choose “Send the answer”.",
    )


class AnswerCase(WagtailAdminTemplateMixin, FormView[AnswerForm]):
    """What was asked, and three buttons: look after it, send the answer, close it."""

    form_class = AnswerForm
    template_name = "community/answer.html"
    header_icon = "help"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not may(by := requester_for(request), "case.answer"):
            raise PermissionDenied
        rows = SupportCase.objects.visible_to(by).select_related("asker", "partner", "adviser")
        self.case = get_object_or_404(rows, pk=kwargs["pk"])

    def get_page_title(self) -> str:
        return str(self.case)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        here = {"url": "", "label": str(self.case)}
        return [*self.breadcrumbs_items, {"url": reverse(LIST), "label": "Requests for help"}, here]

    def get_initial(self) -> dict[str, Any]:
        return {"answer": self.case.answer}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(case=self.case, asker=asker(self.case), **kwargs)

    def form_valid(self, form: AnswerForm) -> HttpResponse:
        by, number = requester_for(self.request), self.case.number
        try:
            if "take" in self.request.POST:
                services.take_case(by=by, number=number)
                said = "You look after this request. The asker was told."
            elif "close" in self.request.POST:
                services.close_case(by=by, number=number)
                said = "The request is closed."
            else:
                services.answer_case(by=by, number=number, text=form.cleaned_data["answer"])
                said = f"The answer is on its way to {self.case.email}."
        except BadInput as error:
            fields: Any = error.details.get("fields", {})
            form.add_error("answer", fields.get("answer", [str(error)]))
            return self.form_invalid(form)
        except (Conflict, NotFound) as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        messages.success(self.request, said)
        return redirect("support_case_answer", self.case.pk) if "take" in self.request.POST else redirect(LIST)


@hooks.register("register_admin_urls")
def case_urls() -> list[URLPattern]:
    return [path("support-cases/answer/<int:pk>/", AnswerCase.as_view(), name="support_case_answer")]
