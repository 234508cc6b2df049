"""The core team's screens: what people look for, what they asked for, and what is done about it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from cms.audit.services import record
from cms.core import clock
from cms.core.errors import BadInput, Conflict, DomainError, NotFound
from cms.core.policy import may
from cms.discovery.screens import Screen
from cms.discovery.steering_targets import describe
from cms.members.selectors import requester_for
from cms.searchlog import content
from cms.searchlog.admin_forms import DAY_WORDS, KIND_WORDS, AnswerForm, DeclineForm, ReportForm, task_form
from cms.searchlog.export import CONTENT_TYPE, as_xlsx, others
from cms.searchlog.models import ContentTask
from cms.searchlog.permissions import MANAGE, READ
from cms.searchlog.selectors import ended_tasks, open_tasks, report, wishes_to_sort

SEARCHES, WISHES, TASKS = "searchlog_searches", "searchlog_wishes", "searchlog_tasks"
TASK, MAKE = "searchlog_task", "searchlog_make_task"
PAGE = 50


class Searches(Screen):
    """?kind=, ?days=, ?sector= say what is listed; ?export=xlsx gives the same list as a workbook, and is on record."""

    action = READ
    template_name = "searchlog/admin/searches.html"
    page_title = "What people look for"
    header_icon = "search"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.form = ReportForm(request.GET)
        self.chosen = self.form.chosen()
        self.found = report(by=self.by, **self.chosen)
        if request.GET.get("export") == "xlsx":
            return self._workbook()
        return super().get(request, *args, **kwargs)

    def _workbook(self) -> HttpResponse:
        with transaction.atomic():
            record(self.by, "search_report.exported", label=self._said(), after=len(self.found.rows))
        response = HttpResponse(as_xlsx(self.found), content_type=CONTENT_TYPE)
        response["Content-Disposition"] = f'attachment; filename="searches-{clock.today().isoformat()}.xlsx"'
        return response

    def _said(self) -> str:
        parts = (KIND_WORDS[self.chosen["kind"]], DAY_WORDS[self.chosen["days"]], self.chosen["sector"])
        return ", ".join(part for part in parts if part)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found, chosen = self.found, self.chosen
        form = ReportForm(initial={**chosen, "sector": chosen["sector"] or None})
        context: dict[str, Any] = super().get_context_data(
            form=form,
            found=found,
            said=self._said(),
            others=others(found) if found.other_phrases else "",
            export=f"?{urlencode({**chosen, 'export': 'xlsx'})}",
            **kwargs,
        )
        return context


class Wishes(Screen):
    action = MANAGE
    template_name = "searchlog/admin/wishes.html"
    page_title = "What people asked us to write"
    header_icon = "comment"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Paginator(wishes_to_sort(self.by), PAGE).get_page(self.request.GET.get("p"))
        context: dict[str, Any] = super().get_context_data(rows=rows, **kwargs)
        return context


class Tasks(Screen):
    action = MANAGE
    template_name = "searchlog/admin/tasks.html"
    page_title = "Content tasks"
    header_icon = "tasks"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        ended = self.request.GET.get("ended") == "1"
        tasks = (ended_tasks if ended else open_tasks)(self.by).select_related("taken_by")
        rows = Paginator(tasks, PAGE).get_page(self.request.GET.get("p"))
        today = clock.today()
        context: dict[str, Any] = super().get_context_data(
            rows=rows, tasks=[(task, task.state_on(today)) for task in rows], ended=ended, **kwargs
        )
        return context


@require_POST
def make_task(request: HttpRequest) -> HttpResponse:
    """One press on a row of a report, or on a wish, makes a task, or opens the one there is."""
    by = requester_for(request)
    if not may(by, MANAGE):
        raise PermissionDenied
    wish = request.POST.get("wish", "")
    try:
        if wish.isascii() and wish.isdigit() and len(wish) < 19:
            task = content.add_wish(by=by, wish_id=int(wish))
        else:
            task = content.make_task(by=by, phrase=request.POST.get("phrase", ""))
    except (BadInput, NotFound) as error:
        messages.error(request, str(error))
        return redirect(TASKS)
    return redirect(TASK, task.pk)


class Task(Screen):
    """What it is about, who takes it, and the two ways in which it ends. Each form says by its button what it does."""

    action = MANAGE
    template_name = "searchlog/admin/task.html"
    header_icon = "tasks"
    trail = ((TASKS, "Content tasks"),)

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        rows = ContentTask.objects.visible_to(self.by).select_related("taken_by", "made_by")
        self.task: ContentTask = get_object_or_404(rows, pk=kwargs["pk"])
        self.forms: dict[str, Any] = {
            "change": task_form(self.task),
            "answer": AnswerForm(by=self.by),
            "decline": DeclineForm(),
        }

    def get_page_title(self) -> str:
        return f"“{self.task.phrase}”"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        action = next((name for name in self.forms if name in request.POST), "change")
        bound: dict[str, Any] = {
            "change": lambda: task_form(self.task, request.POST),
            "answer": lambda: AnswerForm(request.POST, by=self.by),
            "decline": lambda: DeclineForm(request.POST),
        }
        form = self.forms[action] = bound[action]()
        if form.is_valid():
            try:
                messages.success(request, getattr(self, f"_{action}")(form))
            except (BadInput, Conflict, NotFound) as error:
                _add_errors(form, error)
            else:
                return HttpResponseRedirect(reverse(TASK, args=[self.task.pk]))
        return self.render_to_response(self.get_context_data())

    def _change(self, form: Any) -> str:
        content.change_task(by=self.by, task_id=self.task.pk, **form.cleaned_data)
        return "Saved."

    def _answer(self, form: Any) -> str:
        told = content.answer_task(by=self.by, task_id=self.task.pk, key=form.found.key, pin=form.cleaned_data["pin"])
        return f"Done. {_people(told)} told."

    def _decline(self, form: Any) -> str:
        told = content.decline_task(by=self.by, task_id=self.task.pk, reason=form.cleaned_data["reason"])
        return f"Noted. {_people(told)} told."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        task = self.task
        wishes = list(task.wishes.select_related("organisation", "person"))
        context: dict[str, Any] = super().get_context_data(
            task=task,
            state=task.state_on(clock.today()),
            wishes=wishes,
            waiting=sum(wish.person_id is not None and wish.told_at is None for wish in wishes),
            answer=describe([task.answer], self.by).get(task.answer) if task.answer else None,
            forms=self.forms,
            **kwargs,
        )
        return context


def _people(number: int) -> str:
    return "1 person was" if number == 1 else f"{number or 'No'} people were"


def _add_errors(form: Any, error: DomainError) -> None:
    fields: Any = error.details.get("fields", {})
    for name, texts in fields.items():
        form.add_error(name if name in form.fields else None, texts)
    if not fields:
        form.add_error(None, str(error))
