"""One request in the admin: what was asked and said, and what the core team does about it."""

import secrets
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminDateInput

from cms.community import keys, services
from cms.community.models import SupportCase
from cms.community.turns import all_turns
from cms.core import clock
from cms.core.errors import BadInput, Conflict, NotFound
from cms.core.policy import may
from cms.core.requester import Requester
from cms.core.working_days import working_days_between
from cms.forum.models import Thread
from cms.members.selectors import core_team, requester_for

LIST = "support-cases:index"
SCREEN = "support_case_answer"


def asker(case: SupportCase) -> str:
    """Who asked, as far as they said."""
    return ", ".join(part for part in (case.name or case.email, case.organisation or str(case.partner or "")) if part)


def days_waited(case: SupportCase) -> int:
    """Working days since the asker last wrote."""
    since = max(filter(None, (case.asked_at, case.asker_wrote_at)))
    return working_days_between(since.astimezone(clock.LONDON).date(), clock.today())


def age(case: SupportCase) -> str:
    """How long it waits for us, in working days, and whether the promised day has passed."""
    if not case.is_with_us:
        return ""
    days = days_waited(case)
    waited = "today" if days == 0 else f"{days} working day{'' if days == 1 else 's'}"
    return f"{waited}, late" if case.is_late else waited


class WordsForm(forms.Form):
    answer = forms.CharField(
        label="Your words",
        widget=forms.Textarea(attrs={"rows": 10}),
        max_length=services.ANSWER_AT_MOST,
        required=False,
        help_text="In plain English. An answer or a question goes to the asker by e-mail; a note stays with the core "
        "team.",
    )
    submission = forms.CharField(widget=forms.HiddenInput, required=False)


class TriageForm(forms.Form):
    sort = forms.ChoiceField(label="What sort of request", required=False)
    adviser = forms.ChoiceField(label="Who looks after it", required=False)
    target_on = forms.DateField(
        label="Answer by", widget=AdminDateInput, help_text="The asker is told where this is later than before."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(str(person.pk), str(person)) for person in core_team()]
        self.fields["adviser"].choices = [("", "Nobody yet"), *people]  # type: ignore[attr-defined]
        self.fields["sort"].choices = [("", "Not sorted yet"), *SupportCase.Sort.choices]  # type: ignore[attr-defined]


class CloseForm(forms.Form):
    outcome = forms.ChoiceField(label="What came of it", required=False)
    outcome_note = forms.CharField(
        label="In a few words", required=False, max_length=400, help_text="The asker reads this too."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = [("", "Choose"), *SupportCase.Outcome.choices]  # type: ignore[attr-defined]


class CaseScreen(WagtailAdminTemplateMixin, TemplateView):
    """Three forms on one page. A press does one thing and says what it did; a refusal keeps what was typed."""

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

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case = self.case
        triage = {"sort": case.sort, "adviser": str(case.adviser_id or ""), "target_on": case.target_on}
        close = {"outcome": case.outcome, "outcome_note": case.outcome_note}
        forms_here = {
            "words": WordsForm(initial={"submission": secrets.token_hex(16)}),
            "triage": TriageForm(initial=triage),
            "close": CloseForm(initial=close),
        }
        links = not case.has_account and case.keys.filter(revoked_at=None).exists()
        read = Thread.objects.visible_to(requester_for(self.request)).values("pk")  # one may have been moved since
        turns = [(turn, reverse(turn.url_name, args=[case.pk])) for turn in all_turns()]
        return super().get_context_data(
            **{
                **forms_here,
                "case": case,
                "asker": asker(case),
                "age": age(case),
                "said": case.messages.select_related("author"),
                "follow_ups": case.follow_ups.all(),
                "threads": case.threads.filter(thread__in=read).select_related("thread"),
                "has_link": links,
                "turns": turns,
                **kwargs,
            }
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        name = next((name for name in ACTS if name in request.POST), "send")
        which, act, said = ACTS[name]
        form = FORMS[which](request.POST)
        if not form.is_valid():
            return self.refused(which, form)
        try:
            act(requester_for(request), self.case, form.cleaned_data)
        except BadInput as error:
            fields: Any = error.details.get("fields", {})
            for field, words in fields.items():
                form.add_error(PLACES.get(field, field if field in form.fields else None), words)
            if not fields:
                form.add_error(None, str(error))
            return self.refused(which, form)
        except (Conflict, NotFound) as error:
            form.add_error(None, str(error))
            return self.refused(which, form)
        messages.success(request, said.format(case=self.case))
        return redirect(LIST) if name in LEAVES else redirect(SCREEN, self.case.pk)

    def refused(self, which: str, form: forms.Form) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**{which: form}), status=422)


Act = Callable[[Requester, SupportCase, dict[str, Any]], Any]
FORMS: dict[str, type[forms.Form]] = {"words": WordsForm, "triage": TriageForm, "close": CloseForm}
PLACES = {"text": "answer"}  # what a service calls a field that has another name here
LEAVES = ("send", "close")  # the work is done: back to the queue


def _triage(by: Requester, case: SupportCase, given: dict[str, Any]) -> None:
    adviser = int(given["adviser"]) if given["adviser"] else None
    services.triage_case(
        by=by, number=case.number, sort=given["sort"], adviser_id=adviser, target_on=given["target_on"]
    )


def _words(call: Callable[..., Any]) -> Act:
    def act(by: Requester, case: SupportCase, given: dict[str, Any]) -> None:
        submission = given["submission"] or secrets.token_hex(16)
        call(by=by, number=case.number, text=given["answer"], submission_id=submission)

    return act


ACTS: dict[str, tuple[str, Act, str]] = {
    "take": (
        "words",
        lambda by, case, _: services.take_case(by=by, number=case.number),
        "You look after this request. The asker was told.",
    ),
    "question": ("words", _words(services.ask_back), "Your question is on its way to {case.email}."),
    "note": ("words", _words(services.note_case), "Saved. The core team alone reads it."),
    "triage": ("triage", _triage, "Changed."),
    "close": (
        "close",
        lambda by, case, given: services.close_case(
            by=by, number=case.number, outcome=given["outcome"], note=given["outcome_note"]
        ),
        "The request is closed.",
    ),
    "reopen": ("words", lambda by, case, _: services.reopen_case(by=by, number=case.number), "The request goes on."),
    "revoke": (
        "words",
        lambda by, case, _: keys.revoke_keys(by=by, case=case),
        "The link stopped working. The next e-mail to the asker carries a new one.",
    ),
    "send": (
        "words",
        lambda by, case, given: services.answer_case(by=by, number=case.number, text=given["answer"]),
        "The answer is on its way to {case.email}.",
    ),
}
