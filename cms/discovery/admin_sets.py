"""Lists and forms of what editors decide about search: what comes first, what is left out, synonyms."""

from collections.abc import Iterable
from copy import copy
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import urlencode
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import CreateView, DeleteView, EditView, IndexView, SnippetViewSet

from cms.audit.wagtail_log import told_by_the_screen
from cms.core import clock
from cms.core.admin import NoAutosave
from cms.discovery.admin_forms import SteeringForm, words_of
from cms.discovery.models import Exclusion, Pin, Steering, SynonymSet
from cms.discovery.screens import MENU_HOOK
from cms.discovery.services import VERBS, record_decision, remove_decision, snapshot
from cms.discovery.steering_targets import Target, describe
from cms.discovery.trying import try_synonyms
from cms.members.selectors import requester_for

GONE = "target is gone or hidden"


def state_of(row: Steering, target: Target | None) -> str:
    """What an editor reads in the list: "in force", "from 3 May 2026", "over", or that nothing is there to show."""
    today = clock.today()
    state = row.state_on(today)
    if state != "over" and target is None:
        return GONE
    return f"from {date_format(row.from_on)}" if state == "to come" and row.from_on else state


def days_of(row: Steering) -> str:
    begin = date_format(row.from_on) if row.from_on else ""
    end = date_format(row.until_on) if row.until_on else ""
    if begin and end:
        return f"{begin} to {end}"
    return f"from {begin}" if begin else f"until {end}" if end else "always"


class RecordedCreate(NoAutosave, CreateView):  # type: ignore[misc]
    """Saves, says who did it, and puts it on record, in one transaction. ?phrases= and ?target= fill in the form."""

    def get_initial(self) -> dict[str, Any]:
        given = {name: self.request.GET.get(name, "") for name in ("phrases", "target", "canonical", "terms")}
        return {**super().get_initial(), **{name: value for name, value in given.items() if value}}

    def save_instance(self) -> Any:
        with transaction.atomic():
            by = requester_for(self.request)
            signed(self.form.instance, by.user_id)
            with told_by_the_screen():
                row = super().save_instance()
            record_decision(by=by, row=row)
        return row


class RecordedEdit(NoAutosave, EditView):  # type: ignore[misc]
    def save_instance(self) -> Any:
        with transaction.atomic():
            by = requester_for(self.request)
            before = snapshot(type(self.object)._default_manager.get(pk=self.object.pk))
            signed(self.form.instance, by.user_id)
            with told_by_the_screen():
                row = super().save_instance()
            record_decision(by=by, row=row, before=before)
        return row


class RecordedDelete(DeleteView):  # type: ignore[misc]
    def delete_action(self) -> None:
        remove_decision(by=requester_for(self.request), row=self.object)


@hooks.register("before_bulk_action")
def recorded_deletes(request: HttpRequest, action: str, objects: Iterable[Any], view: Any) -> None:
    """Deleting many at once passes the views above by. Each is removed on record here; the action then finds none."""
    for row in objects:
        if action == "delete" and type(row) in VERBS:
            remove_decision(by=requester_for(request), row=copy(row))  # the action still reads the key of its own


def signed(row: Any, user_id: int | None) -> None:
    if isinstance(row, Steering):
        row.changed_by_id = user_id


class SteeringIndex(IndexView):  # type: ignore[misc]
    """The list, with the things of one page read at once."""

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        rows = list(context["object_list"])
        found = describe([row.key for row in rows], requester_for(self.request))
        for row in rows:
            row.target = found.get(row.key)
        context["object_list"] = rows
        if "table" in context:
            context["table"].data = rows
        return context


def target_words(row: Any) -> str:
    return words_of(row.target) if row.target else "—"


class DecisionViewSet(SnippetViewSet):  # type: ignore[misc]
    add_view_class = RecordedCreate
    edit_view_class = RecordedEdit
    delete_view_class = RecordedDelete
    menu_hook = MENU_HOOK
    copy_view_enabled = False
    add_to_reference_index = False
    list_per_page = 100


COLUMNS = [
    Column("phrases", label="For these searches", accessor=lambda row: ", ".join(row.phrases.split("\n"))),
    Column("target", label="What", accessor=target_words),
    Column("state", label="State", accessor=lambda row: state_of(row, row.target)),
    Column("days", label="Days", accessor=days_of, sort_key="until_on"),
]
WHO = [Column("changed_by", label="Last changed by"), Column("changed_at", label="on", sort_key="changed_at")]
DAYS = MultiFieldPanel([FieldRowPanel([FieldPanel("from_on"), FieldPanel("until_on")])], "Days")
WHAT = [FieldPanel("phrases"), FieldPanel("target"), FieldPanel("choice")]


class SteeringViewSet(DecisionViewSet):
    index_view_class = SteeringIndex
    search_fields = ["phrases", "matched"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return self.model._default_manager.select_related("changed_by")


class PinViewSet(SteeringViewSet):
    """What comes first for a search."""

    model = Pin
    icon = "pick"
    menu_label = "Chosen results"
    menu_order = 20
    list_display = ["__str__", *COLUMNS, "position", *WHO]
    list_export = ["phrases", "key", "position", "from_on", "until_on", "note", "changed_by", "changed_at"]
    ordering = ["phrases", "position"]
    edit_handler = ObjectList([*WHAT, FieldPanel("position"), DAYS, FieldPanel("note")], base_form_class=SteeringForm)


class ExclusionViewSet(SteeringViewSet):
    """What is left out for a search."""

    model = Exclusion
    icon = "cross"
    menu_label = "Results left out"
    menu_order = 30
    list_display = ["__str__", *COLUMNS, "reason", *WHO]
    list_export = ["phrases", "key", "from_on", "until_on", "reason", "changed_by", "changed_at"]
    ordering = ["phrases"]
    edit_handler = ObjectList([*WHAT, DAYS, FieldPanel("reason")], base_form_class=SteeringForm)


class Trying:
    """The button "Try it": the form comes back as it was typed, with what search would answer, and nothing is saved."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "try" not in request.POST:
            return super().post(request, *args, **kwargs)  # type: ignore[misc, no-any-return]
        view: Any = self
        if not hasattr(view, "object"):
            view.object = None
        view.form = view.get_form()
        question = " ".join(request.POST.get("question", "").split())
        view.form.question = question
        if view.form.is_valid() and question:
            view.form.trial = try_synonyms(question, by=requester_for(request), row=view.form.instance)
        return view.render_to_response(view.get_context_data(form=view.form))  # type: ignore[no-any-return]


class SynonymCreate(Trying, RecordedCreate):
    pass


class SynonymEdit(Trying, RecordedEdit):
    pass


class SynonymViewSet(DecisionViewSet):
    """Synonyms, for the core team. A change counts from the next search on."""

    model = SynonymSet
    icon = "search"
    menu_label = "Synonyms"
    menu_name = "synonyms"
    menu_order = 40
    add_view_class = SynonymCreate
    edit_view_class = SynonymEdit
    list_display = ["canonical", "terms", "direction", "source", "changed_at"]
    list_filter = ["direction"]
    list_export = ["code", "canonical", "terms", "direction", "also_finds", "case_sensitive", "source"]
    search_fields = ["canonical", "terms"]
    ordering = ["canonical"]
    panels = [
        FieldPanel("canonical"),
        FieldPanel("terms"),
        FieldPanel("case_sensitive"),
        MultiFieldPanel([FieldPanel("direction"), FieldPanel("also_finds")], "Which way"),
        FieldPanel("code"),
        FieldPanel("source"),
        HelpPanel(template="discovery/admin/trial.html", heading="Try it before you save"),
    ]


def add_url(model: type[Steering], **values: str) -> str:
    """The form for a new decision, filled in: phrases="asb", target="isp:7"."""
    return reverse(model.snippet_viewset.get_url_name("add")) + "?" + urlencode(values)  # type: ignore[attr-defined]


def edit_url(row: Steering) -> str:
    return reverse(row.snippet_viewset.get_url_name("edit"), args=[row.pk])  # type: ignore[attr-defined]
