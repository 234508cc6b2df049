"""The core team's screens: plans, one plan with what it would do, and writing one."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from cms.audit.services import record
from cms.core.errors import BadInput, Conflict, DomainError, Forbidden, NotFound
from cms.core.policy import may
from cms.discovery.screens import Screen
from cms.reorganisation import services
from cms.reorganisation.admin_forms import CancelForm, PlanForms
from cms.reorganisation.export import CONTENT_TYPE, isps_as_xlsx, people_as_xlsx
from cms.reorganisation.facts import read_facts
from cms.reorganisation.models import Reorganisation
from cms.reorganisation.outline import outline_of
from cms.reorganisation.permissions import PLAN, REVIEW
from cms.reorganisation.simulation import WORDS, IspEffect, Simulation, Way, simulate

PLANS, PLAN_NEW, PLAN_ONE, PLAN_EDIT = (
    "reorganisations",
    "reorganisation_new",
    "reorganisation_plan",
    "reorganisation_edit",
)
PAGE = 50
TRAIL = ((PLANS, "Reorganisations"),)
SHOWN: dict[str, tuple[str, Any]] = {
    "all": ("All agreements", lambda effect: True),
    "choose": ("Somebody has to choose", lambda effect: effect.has(Way.MISSING)),
    "open": ("Left open", lambda effect: effect.has(Way.LEFT_OPEN)),
    "anew": ("A successor signs anew", lambda effect: effect.has(Way.SIGN_ANEW)),
    "within": ("All parties become one body", lambda effect: effect.within_one),
    "one": ("Two parties become one", lambda effect: bool(effect.become_one)),
    "lead": ("Left without a lead", lambda effect: effect.loses_lead),
    "owner": ("Left without its owner", lambda effect: effect.loses_owner),
    "approver": ("Nobody who signs at a successor", lambda effect: bool(effect.no_approver)),
    "versions": ("A version on its way", lambda effect: bool(effect.open_versions)),
}


class Plans(Screen):
    action = PLAN
    template_name = "reorganisation/admin/plans.html"
    page_title = "Reorganisations"
    header_icon = "group"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Paginator(Reorganisation.objects.visible_to(self.by).select_related("created_by"), PAGE)
        context: dict[str, Any] = super().get_context_data(rows=rows.get_page(self.request.GET.get("p")), **kwargs)
        return context


class PlanScreen(Screen):
    """A screen of one plan."""

    action = PLAN
    header_icon = "group"
    trail = TRAIL

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        rows = Reorganisation.objects.visible_to(self.by).select_related("created_by", "changed_by", "reviewed_by")
        self.plan: Reorganisation = get_object_or_404(rows, pk=kwargs["pk"])

    def get_page_title(self) -> str:
        return str(self.plan.title)

    def simulated(self) -> Simulation:
        outline = outline_of(self.plan)
        return simulate(outline, read_facts(outline))


class Plan(PlanScreen):
    """?show= says which agreements are listed; ?export=agreements or people gives a workbook, and is on record."""

    template_name = "reorganisation/admin/plan.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        wanted = request.GET.get("export")
        if wanted in ("agreements", "people"):
            return self._workbook(wanted)
        return super().get(request, *args, **kwargs)

    def _workbook(self, wanted: str) -> HttpResponse:
        found = self.simulated()
        with transaction.atomic():
            record(self.by, "reorganisation.exported", self.plan, label=f"{self.plan}: {wanted}", after=found.counts)
        content = isps_as_xlsx(found) if wanted == "agreements" else people_as_xlsx(found)
        response = HttpResponse(content, content_type=CONTENT_TYPE)
        response["Content-Disposition"] = f'attachment; filename="reorganisation-{self.plan.pk}-{wanted}.xlsx"'
        return response

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        actions = {"share": self._share, "review": self._review, "carry_out": self._carry_out, "cancel": self._cancel}
        action = actions.get(request.POST.get("do", ""))
        if action is None:
            raise Http404
        try:
            messages.success(request, action())
        except (BadInput, Conflict, Forbidden, NotFound) as error:
            messages.error(request, str(error))
        return HttpResponseRedirect(reverse(PLAN_ONE, args=[self.plan.pk]))

    def _share(self) -> str:
        told = services.share_plan(by=self.by, number=self.plan.pk)
        return (
            f"{told} {'person was' if told == 1 else 'people were'} asked." if told else "They had been asked before."
        )

    def _review(self) -> str:
        revision = self.request.POST.get("revision", "")
        expected = int(revision) if revision.isascii() and revision.isdigit() and len(revision) < 10 else 0
        services.review_plan(by=self.by, number=self.plan.pk, expected_revision=expected)
        return "Reviewed. It is carried out by itself on its day, once every choice is made."

    def _carry_out(self) -> str:
        services.carry_out(by=self.by, number=self.plan.pk)
        return "Carried out. Everybody concerned is told."

    def _cancel(self) -> str:
        services.cancel_plan(by=self.by, number=self.plan.pk, reason=self.request.POST.get("reason", ""))
        return "Cancelled. Nothing changes."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found, plan = self.simulated(), self.plan
        chosen = self.request.GET.get("show", "all")
        chosen = chosen if chosen in SHOWN else "all"
        rows = [effect for effect in found.isps if SHOWN[chosen][1](effect)]
        shown = Paginator(rows, PAGE).get_page(self.request.GET.get("p"))
        context: dict[str, Any] = super().get_context_data(
            plan=plan,
            found=found,
            counts=found.counts,
            changes=changes_of(plan, found),
            filters=[
                (name, words, sum(bool(test(effect)) for effect in found.isps)) for name, (words, test) in SHOWN.items()
            ],
            chosen=chosen,
            shown=shown,
            effects=[(effect, parts_of(effect, found)) for effect in shown],
            proposals=plan.proposals.select_related("partner", "isp", "to_partner", "to_planned", "made_by")[:PAGE],
            may_review=may(self.by, REVIEW, plan),
            cancel=CancelForm(),
            more=f"&show={chosen}",
            missing=found.missing[:10],
            more_missing=max(0, len(found.missing) - 10),
            **kwargs,
        )
        return context


def changes_of(plan: Reorganisation, found: Simulation) -> list[dict[str, Any]]:
    """What happens, in words: bodies before, bodies after, and what signatures do and why."""
    rows = {row.pk: row for row in plan.changes.all()}
    return [
        {
            "words": rows[change.pk or 0].get_kind_display(),
            "before": [found.names[body] for body in change.before],
            "after": [change.new_name] if change.new_name else [found.names[body] for body in change.after],
            "carries_over": change.carries_over,
            "why": change.why,
            "done": rows[change.pk or 0].carried_out_at,
            "note": rows[change.pk or 0].note,
        }
        for change in found.outline.changes
    ]


def parts_of(effect: IspEffect, found: Simulation) -> list[tuple[str, str, str, str]]:
    """(body, what becomes of its part, who takes it, why) of an agreement."""
    return [
        (found.names[part.before], WORDS[part.way], found.names.get(part.after or 0, ""), part.why)
        for part in effect.parts
    ]


class WritePlan(Screen):
    """A new plan, or an open one written anew."""

    action = PLAN
    template_name = "reorganisation/admin/write.html"
    header_icon = "group"
    trail = TRAIL

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.plan: Reorganisation | None = None
        if "pk" in kwargs:
            self.plan = get_object_or_404(Reorganisation.objects.visible_to(self.by), pk=kwargs["pk"])
            if not self.plan.is_open:
                raise Http404
        self.forms = PlanForms(self.plan, request.POST if request.method == "POST" else None)
        self.problems: list[str] = []

    def get_page_title(self) -> str:
        return f"Change “{self.plan}”" if self.plan else "Plan a reorganisation"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        given = self.forms.read()
        if given is not None:
            try:
                plan = services.plan_reorganisation(by=self.by, **given, **self._which(request))
            except (BadInput, Conflict) as error:
                self._say(error)
            else:
                messages.success(request, "Saved. Below is what it would do. Nothing has been changed.")
                return redirect(PLAN_ONE, plan.pk)
        return self.render_to_response(self.get_context_data(), status=422)

    def _which(self, request: HttpRequest) -> dict[str, Any]:
        if self.plan is None:
            return {}
        revision = request.POST.get("revision", "")
        known = revision.isascii() and revision.isdigit() and len(revision) < 10
        return {"number": self.plan.pk, "expected_revision": int(revision) if known else 0}

    def _say(self, error: DomainError) -> None:
        problems: Any = error.details.get("problems")
        fields: Any = error.details.get("fields", {})
        for name, texts in fields.items():
            self.forms.form.add_error("takes_effect_on" if name == "takesEffectOn" else name, texts)
        if not fields:
            self.problems = list(problems or [str(error)])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(
            plan=self.plan, forms=self.forms, problems=self.problems, **kwargs
        )
        return context
