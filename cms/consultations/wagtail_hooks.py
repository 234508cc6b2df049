"""Consultations in the admin: writing the draft, and one screen on which it is put out, answered and closed."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.views.generic import FormView
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PageChooserPanel, TitleFieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import EditView, IndexView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import AdminDateInput
from wagtail.admin.widgets.slug import SlugInput
from wagtail.permissions import register_permission_policy

from cms.consultations import services
from cms.consultations.models import Consultation, ConsultationComment, ConsultationState
from cms.core.admin import LimitedPolicy, NoAutosave
from cms.core.errors import BadInput, Conflict, NotFound
from cms.core.policy import may
from cms.members.selectors import requester_for

LIST, SCREEN = "consultations:index", "consultation"
register_permission_policy(Consultation, LimitedPolicy(Consultation, never=["delete"]))
OUTCOMES = [("", "Not said yet"), *ConsultationComment.Outcome.choices]
SAID = {
    "put_out": "Members see it now. Those concerned are told on its first day.",
    "extend": "People have longer.",
    "withdraw": "It is withdrawn, and says why.",
    "hide": "It is hidden, and its author is told why.",
    "show": "It is shown again, and its author is told.",
    "answers": "Saved. They show once the response is published.",
    "respond": "The response is published; those who commented are told.",
}


class ConsultationIndex(IndexView):
    def get_base_queryset(self) -> QuerySet[Any]:
        return Consultation.objects.all()

    def get_edit_url(self, instance: Consultation) -> str:
        return reverse(SCREEN, args=[instance.pk])


class ConsultationEdit(NoAutosave, EditView):
    """The draft, until it is put out: then its text stands still."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        found = self.get_object()
        if found.published_at is not None:
            return redirect(SCREEN, found.pk)
        return super().dispatch(request, *args, **kwargs)

    def get_success_url(self) -> str:
        return reverse(SCREEN, args=[self.object.pk])


class ConsultationViewSet(ModelViewSet):
    model = Consultation
    name = "consultations"
    icon = "comment"
    menu_label = "Consultations"
    menu_order = 245
    add_to_admin_menu = True
    copy_view_enabled = False
    index_view_class = ConsultationIndex
    edit_view_class = ConsultationEdit
    panels = (
        FieldPanel("kind"),
        TitleFieldPanel("title"),
        FieldPanel("slug", widget=SlugInput),
        FieldPanel("summary"),
        FieldPanel("text"),
        PageChooserPanel("interprets", "pages.GuidancePage"),
        FieldPanel("topics"),
        FieldRowPanel([FieldPanel("opens_on"), FieldPanel("closes_on")]),
    )
    list_display = ("__str__", "kind", Column("state_label", label="State"), "opens_on", "closes_on")
    search_fields = ("title", "summary")
    ordering = ("-created_at",)


@hooks.register("register_admin_viewset")
def consultation_screens() -> ConsultationViewSet:
    return ConsultationViewSet()


class Deed(forms.Form):
    """What may be sent from the screen; which of it counts is said by the button that was pressed."""

    closes_on = forms.DateField(label="New last day", required=False, widget=AdminDateInput())
    because = forms.CharField(label="Why it is withdrawn", required=False, max_length=400)
    comment = forms.IntegerField(required=False)
    hide_because = forms.CharField(label="Why: its author reads it", required=False, max_length=400)
    response = forms.CharField(
        label="Response",
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="What was said, what you changed and what not, and why. In plain English.",
    )


class ConsultationScreen(WagtailAdminTemplateMixin, FormView[Deed]):
    form_class = Deed
    template_name = "consultations/screen.html"
    header_icon = "comment"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.by = requester_for(request)
        if not may(self.by, "consultation.manage"):
            raise PermissionDenied
        self.found = get_object_or_404(Consultation, pk=kwargs["pk"])

    def get_page_title(self) -> str:
        return str(self.found)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        here = {"url": "", "label": str(self.found)}
        return [*self.breadcrumbs_items, {"url": reverse(LIST), "label": "Consultations"}, here]

    def get_initial(self) -> dict[str, Any]:
        return {"response": self.found.response}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.found.comments.filter(withdrawn_at=None).select_related("author", "partner", "paragraph")
        comments = list(rows.order_by("paragraph__number", "pk"))
        shown = [row for row in comments if row.hidden_at is None]
        to_go = sum(not row.outcome for row in shown)
        for row in comments:  # what was refused comes back as it was typed
            row.outcome, row.answer = self._answers.get(row.pk, (row.outcome, row.answer))
        return super().get_context_data(
            found=self.found,
            state=self.found.state.value,
            preview=services.paragraphs_of(self.found.text),
            comments=comments,
            shown=shown,
            to_go=to_go,
            outcomes=OUTCOMES,
            may_respond=self.found.state in (ConsultationState.CLOSED, ConsultationState.ANSWERED),
            may_change=self.found.state in (ConsultationState.COMING, ConsultationState.OPEN, ConsultationState.CLOSED),
            **kwargs,
        )

    def form_valid(self, form: Deed) -> HttpResponse:
        deed = next((name for name in SAID if name in self.request.POST), "")
        try:
            self._do(deed, form)
        except BadInput as error:
            fields: Any = error.details.get("fields", {})
            for name, said in fields.items():
                form.add_error(name if name in form.fields else None, said)
            return self.form_invalid(form)
        except (Conflict, NotFound) as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        if deed:
            messages.success(self.request, SAID[deed])
        if deed == "answers" and form.cleaned_data["response"].strip() not in ("", self.found.response):
            return self.render_to_response(self.get_context_data(form=form))  # the response that is being written
        return redirect(SCREEN, self.found.pk)

    def _do(self, deed: str, form: Deed) -> None:
        by, pk, given = self.by, self.found.pk, form.cleaned_data
        match deed:
            case "put_out":
                services.put_out(by=by, pk=pk)
            case "extend":
                if given["closes_on"] is None:
                    raise BadInput("Choose a day.", fields={"closes_on": ["Choose a day."]})
                services.extend(by=by, pk=pk, closes_on=given["closes_on"])
            case "withdraw":
                services.withdraw_consultation(by=by, pk=pk, because=given["because"])
            case "hide":
                services.hide_comment(by=by, pk=given["comment"] or 0, because=given["hide_because"])
            case "show":
                services.show_comment(by=by, pk=int(key) if (key := self.request.POST["show"]).isdecimal() else 0)
            case "answers":
                services.answer_comments(by=by, pk=pk, answers=self._answers)
            case "respond":
                if answers := self._answers:  # the same form holds the outcomes
                    services.answer_comments(by=by, pk=pk, answers=answers)
                services.publish_response(by=by, pk=pk, text=given["response"])

    @cached_property
    def _answers(self) -> dict[int, tuple[str, str]]:
        keys = self.found.comments.filter(withdrawn_at=None, hidden_at=None).values_list("pk", flat=True)
        sent = self.request.POST
        return {
            key: (sent[f"outcome-{key}"], sent.get(f"answer-{key}", "")) for key in keys if f"outcome-{key}" in sent
        }


@hooks.register("register_admin_urls")
def consultation_urls() -> list[URLPattern]:
    return [path("consultations/<int:pk>/screen/", ConsultationScreen.as_view(), name=SCREEN)]
