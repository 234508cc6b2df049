"""The template's editions and the question packs in the admin. A published edition never changes."""

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse, reverse_lazy
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.views.generic import FormView
from wagtail import hooks
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminDateInput
from wagtail.admin.widgets.button import HeaderButton
from wagtail.snippets.action_menu import ActionMenuItem

from cms.core import clock
from cms.core.errors import BadInput, Conflict, NotFound
from cms.snippets.admin_views.base import editor
from cms.snippets.editions import is_published, open_edition, publish_edition, unfinished
from cms.snippets.models import QuestionPack, TemplateVersion
from cms.snippets.viewsets.base import RegisterIndexView, RegisterViewSet

PUBLISHED = "This edition is published and does not change: agreements are measured against it. Start the next one."
EDIT = "wagtailsnippets_snippets_templateversion:edit"


class EditionForm(WagtailAdminModelForm):
    """Refuses every change of an edition that is published."""

    def is_valid(self) -> bool:
        valid = bool(super().is_valid())
        stored = TemplateVersion.objects.filter(pk=self.instance.pk).first()
        if self.is_bound and stored is not None and is_published(stored):
            self.add_error(None, PUBLISHED)
            return False
        return valid


class EditionIndexView(RegisterIndexView):
    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        next_one = HeaderButton(
            "Start the next edition", url=reverse("template_open"), icon_name="copy", attrs={"data-next-edition": "yes"}
        )
        return [*super().header_buttons, next_one]


def published_label(edition: TemplateVersion) -> str:
    if edition.published_on is None:
        return "Being written"
    return f"{'Published' if is_published(edition) else 'From'} {date_format(edition.published_on)}"


class TemplateVersionViewSet(RegisterViewSet):
    model = TemplateVersion
    icon = "doc-full"
    menu_label = "Template"
    base_url_path = "registers/template"
    index_view_class = EditionIndexView
    list_display = [
        "__str__",
        Column("published", label="Published", accessor=published_label, sort_key="published_on"),
        Column("clause_count", label="Clauses", sort_key="clause_count"),
        Column("made_from", label="Versions made from it", sort_key="made_from"),
    ]
    ordering = "-number"
    list_export = ["number", "published_on", "what_changed", "clause_count", "made_from"]
    export_filename = "template-editions"
    edit_handler = ObjectList(
        [
            HelpPanel(template="snippets/edition_notice.html"),
            FieldPanel("what_changed"),
            InlinePanel(
                "clauses",
                [
                    FieldRowPanel([FieldPanel("heading"), FieldPanel("section")]),
                    FieldPanel("why"),
                    FieldPanel("text"),
                    FieldPanel("locked_reason"),
                ],
                "Clauses",
                "clause",
            ),
        ],
        base_form_class=EditionForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        counts = {"clause_count": Count("clauses", distinct=True), "made_from": Count("isp_versions", distinct=True)}
        rows: QuerySet[Any] = super().get_queryset(request).annotate(**counts)
        return rows


class EditionScreen(WagtailAdminTemplateMixin, FormView[Any]):
    """One step, told before it is done, and one button."""

    form_class: type[forms.Form] = forms.Form
    template_name = "snippets/edition_step.html"
    header_icon = "doc-full"
    says: ClassVar[str] = ""
    button: ClassVar[str] = ""
    back = reverse_lazy("wagtailsnippets_snippets_templateversion:list")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.by = editor(request)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            *self.breadcrumbs_items,
            {"url": str(self.back), "label": "Template"},
            {"url": "", "label": self.page_title},
        ]

    def lacking(self) -> list[str]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            says=self.says, button=self.button, back=self.back, lacking=self.lacking(), **kwargs
        )

    def act(self, form: Any) -> TemplateVersion:
        raise NotImplementedError

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            edition = self.act(form)
        except (BadInput, Conflict, NotFound) as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        messages.success(self.request, f"{edition}: done.")
        return redirect(EDIT, edition.pk)


class OpenEdition(EditionScreen):
    page_title = "Start the next edition"
    says = (
        "A draft with the clauses of the last edition is made. Nobody but the core team sees it until it is published."
    )
    button = "Start it"

    def act(self, form: Any) -> TemplateVersion:
        return open_edition(by=self.by)


class PublishForm(forms.Form):
    on = forms.DateField(label="From", widget=AdminDateInput, initial=clock.today)


class PublishEdition(EditionScreen):
    form_class = PublishForm
    page_title = "Publish the edition"
    says = (
        "From this day everybody sees it, new agreements begin with it, and it never changes again. "
        "Agreements made from earlier editions keep the words they were signed with."
    )
    button = "Publish it"

    def lacking(self) -> list[str]:
        edition = TemplateVersion.objects.filter(number=self.kwargs["number"]).first()
        return unfinished(edition) if edition else []

    def act(self, form: Any) -> TemplateVersion:
        return publish_edition(by=self.by, number=self.kwargs["number"], on=form.cleaned_data["on"])


class PublishItem(ActionMenuItem):
    label = "Publish this edition"
    name = "publish-edition"
    icon_name = "upload"

    def is_shown(self, context: dict[str, Any]) -> bool:
        edition = context.get("instance")
        return isinstance(edition, TemplateVersion) and edition.pk is not None and not is_published(edition)

    def get_url(self, parent_context: dict[str, Any]) -> str:
        return reverse("template_publish", args=[parent_context["instance"].number])


@hooks.register("construct_snippet_action_menu")
def publish_step(menu_items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """On an edition's form, beside “Save”."""
    item = PublishItem(order=70)
    if context.get("model") is TemplateVersion and item.is_shown(context):
        menu_items.append(item)


@hooks.register("register_admin_urls")
def edition_urls() -> list[URLPattern]:
    return [
        path("registers/template/next/", OpenEdition.as_view(), name="template_open"),
        path("registers/template/<int:number>/publish/", PublishEdition.as_view(), name="template_publish"),
    ]


class QuestionPackViewSet(RegisterViewSet):
    model = QuestionPack
    icon = "help"
    menu_label = "Question packs"
    base_url_path = "registers/questions"
    list_display = [
        "title",
        "asker",
        "theme",
        Column("question_count", label="Questions", sort_key="question_count"),
        "withdrawn_on",
    ]
    select_related = ("theme",)
    list_filter = ["asker", "theme"]
    search_fields = ["title", "questions__text"]
    ordering = "title"
    list_export = ["title", "slug", "asker", "theme", "question_count", "withdrawn_on"]
    export_filename = "question-packs"
    panels = [
        FieldRowPanel([FieldPanel("title"), FieldPanel("slug")]),
        FieldRowPanel([FieldPanel("asker"), FieldPanel("theme"), FieldPanel("withdrawn_on")]),
        FieldPanel("when_to_ask"),
        InlinePanel(
            "questions", [FieldPanel("text"), FieldPanel("why"), FieldPanel("good_answer")], "Questions", "question"
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        counted = super().get_queryset(request).annotate(question_count=Count("questions", distinct=True))
        rows: QuerySet[Any] = counted
        return rows
