"""Screens of the admin on which a request becomes a draft or a thread, and a thread becomes guidance."""

import secrets
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.community.models import SupportCase
from cms.core.errors import BadInput, Conflict, DomainError, Forbidden, NotFound
from cms.core.policy import may
from cms.forum.models import Thread
from cms.forum.models.thread import BODY, TITLE
from cms.forum.personal_data import PersonalDataFound
from cms.members.selectors import requester_for
from cms.overview.case_turns import draft_from_case, leads_for, question_of, thread_from_case, title_of
from cms.overview.permissions import TO_GUIDANCE
from cms.overview.thread_to_guidance import guidance_from_thread, likely_basis, possible_basis

CASE = "support_case_answer"


class DraftForm(forms.Form):
    title = forms.CharField(label="What the agreement is called", max_length=250)
    partner = forms.ChoiceField(label="Who leads it", choices=[])


class ThreadForm(forms.Form):
    title = forms.CharField(label="The question in one line", max_length=TITLE)
    body = forms.CharField(label="What others need to know", max_length=BODY, widget=forms.Textarea(attrs={"rows": 10}))
    agreed = forms.BooleanField(
        label="The asker agreed, or nothing here shows whose request it is",
        required=False,
        help_text="The form promised the asker that only they, their information governance lead and we read it.",
    )
    checked = forms.BooleanField(
        label="I have looked: nothing here shows who somebody is", required=False, widget=forms.HiddenInput
    )
    submission = forms.CharField(widget=forms.HiddenInput, required=False)


class GuidanceForm(forms.Form):
    title = forms.CharField(label="Title of the page", max_length=160)
    interprets = forms.ChoiceField(
        label="The national guidance on which it rests", choices=[], help_text="Local guidance always rests on one."
    )


class TurnScreen(WagtailAdminTemplateMixin, FormView[Any]):
    """One form: what it was, filled in, and one button."""

    template_name = "overview/turn.html"
    intro, button, about = "", "", ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = {"intro": self.intro, "button": self.button, "about": self.about, "leave": self.leave()}
        return super().get_context_data(**shown, **kwargs)

    def leave(self) -> str:
        raise NotImplementedError

    def act(self, given: dict[str, Any]) -> HttpResponse:
        raise NotImplementedError

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return self.act(form.cleaned_data)
        except BadInput as error:
            fields: Any = error.details.get("fields", {})
            for field, words in fields.items():
                form.add_error(field if field in form.fields else None, words)
            if not fields:
                form.add_error(None, str(error))
            if isinstance(error, PersonalDataFound):
                form.fields["checked"].widget = forms.CheckboxInput()
        except (Conflict, Forbidden) as error:
            form.add_error(None, str(error))
        except NotFound as error:
            raise Http404 from error
        return self.render_to_response(self.get_context_data(form=form), status=422)


class CaseTurn(TurnScreen):
    header_icon = "help"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.by = requester_for(request)
        if not may(self.by, "case.answer"):
            raise PermissionDenied
        rows = SupportCase.objects.visible_to(self.by).select_related("partner")
        self.case: SupportCase = get_object_or_404(rows, pk=kwargs["pk"])

    def leave(self) -> str:
        return reverse(CASE, args=[self.case.pk])

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        here = {"url": "", "label": self.page_title}
        return [*self.breadcrumbs_items, {"url": self.leave(), "label": str(self.case)}, here]


class CaseToDraft(CaseTurn):
    """One press where the asker's organisation can lead it; else it is asked here who does."""

    form_class = DraftForm
    page_title = "Begin a draft agreement"
    intro = "The asker gave no organisation that has joined and can sign. Choose who leads the agreement."
    button = "Begin the draft"
    about = "It begins with the asker’s words and those of the template. Its lead’s people see it, and nobody else."

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        form.fields["partner"].choices = [(row.slug, row.name) for row in leads_for(self.case)]
        return form

    def get_initial(self) -> dict[str, Any]:
        return {"title": title_of(self.case)}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "title" in request.POST:
            return super().post(request, *args, **kwargs)
        try:
            return self.act({"title": "", "partner": ""})
        except DomainError:  # nobody to lead it yet: ask
            return redirect("support_case_draft", self.case.pk)

    def act(self, given: dict[str, Any]) -> HttpResponse:
        version = draft_from_case(by=self.by, number=self.case.number, partner=given["partner"], title=given["title"])
        messages.success(self.request, f"{version.isp.reference} is begun. It is written on the members’ site.")
        return redirect(self.leave())


class CaseToThread(CaseTurn):
    form_class = ThreadForm
    page_title = "Ask other members"
    intro = "Every member reads this, under your name. Take out what shows whose request it is."
    button = "Ask every member"
    about = "The asker is told, and hears of the replies if they have an account."

    def get_initial(self) -> dict[str, Any]:
        words = {"title": title_of(self.case), "body": question_of(self.case)}
        return {**words, "submission": secrets.token_hex(16)}

    def act(self, given: dict[str, Any]) -> HttpResponse:
        thread = thread_from_case(
            by=self.by,
            number=self.case.number,
            submission_id=given["submission"] or secrets.token_hex(16),
            title=given["title"],
            body=given["body"],
            agreed=given["agreed"],
            checked=given["checked"],
        )
        messages.success(self.request, f"Asked: {thread.title} (thread {thread.number}).")
        return redirect(self.leave())


class ThreadToGuidance(TurnScreen):
    form_class = GuidanceForm
    header_icon = "doc-full"
    page_title = "Guidance from a thread"
    intro = "A draft with the question and the accepted answer. Nobody reads it before you publish it."
    button = "Begin the page"
    about = (
        "It thanks its people. Who posted by name in an open space is named; the others are asked first, and are not "
        "named until they say yes. The management group approves it, as all local guidance."
    )

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.by = requester_for(request)
        if not may(self.by, TO_GUIDANCE):
            raise PermissionDenied
        self.thread: Thread = get_object_or_404(Thread.objects.visible_to(self.by), number=kwargs["number"])

    def leave(self) -> str:
        return reverse("wagtailadmin_home")

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.thread.title}]

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        form.fields["interprets"].choices = [("", "Choose"), *((row.pk, row.title) for row in possible_basis())]
        return form

    def get_initial(self) -> dict[str, Any]:
        return {"title": self.thread.title, "interprets": likely_basis(self.thread)}

    def act(self, given: dict[str, Any]) -> HttpResponse:
        page = guidance_from_thread(
            by=self.by, number=self.thread.number, interprets_id=int(given["interprets"]), title=given["title"]
        )
        messages.success(self.request, "The draft is here. Read it, shorten it, and submit it for approval.")
        return redirect("wagtailadmin_pages:edit", page.pk)


def turn_urls() -> list[URLPattern]:
    return [
        path("support-cases/<int:pk>/draft/", CaseToDraft.as_view(), name="support_case_draft"),
        path("support-cases/<int:pk>/thread/", CaseToThread.as_view(), name="support_case_thread"),
        path("threads/<int:number>/guidance/", ThreadToGuidance.as_view(), name="thread_to_guidance"),
    ]
